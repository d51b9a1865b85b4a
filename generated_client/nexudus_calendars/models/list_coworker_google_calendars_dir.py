from typing import Literal

ListCoworkerGoogleCalendarsDir = Literal[0, 1]

LIST_COWORKER_GOOGLE_CALENDARS_DIR_VALUES: set[ListCoworkerGoogleCalendarsDir] = {
    0,
    1,
}


def check_list_coworker_google_calendars_dir(value: int) -> ListCoworkerGoogleCalendarsDir:
    if value in LIST_COWORKER_GOOGLE_CALENDARS_DIR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_GOOGLE_CALENDARS_DIR_VALUES!r}")
