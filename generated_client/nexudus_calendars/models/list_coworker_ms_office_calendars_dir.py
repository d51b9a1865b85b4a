from typing import Literal

ListCoworkerMsOfficeCalendarsDir = Literal[0, 1]

LIST_COWORKER_MS_OFFICE_CALENDARS_DIR_VALUES: set[ListCoworkerMsOfficeCalendarsDir] = {
    0,
    1,
}


def check_list_coworker_ms_office_calendars_dir(value: int) -> ListCoworkerMsOfficeCalendarsDir:
    if value in LIST_COWORKER_MS_OFFICE_CALENDARS_DIR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_MS_OFFICE_CALENDARS_DIR_VALUES!r}")
