from typing import Literal

ListCoworkerMsOffeCalendarsDir = Literal[0, 1]

LIST_COWORKER_MS_OFFE_CALENDARS_DIR_VALUES: set[ListCoworkerMsOffeCalendarsDir] = {
    0,
    1,
}


def check_list_coworker_ms_offe_calendars_dir(value: int) -> ListCoworkerMsOffeCalendarsDir:
    if value in LIST_COWORKER_MS_OFFE_CALENDARS_DIR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_MS_OFFE_CALENDARS_DIR_VALUES!r}")
