from typing import Literal

ListCoworkerGoogleCalendarsOrderBy = Literal[
    "CalendarId",
    "CoworkerFullName",
    "CoworkerId",
    "CreatedOn",
    "EventSyncToken",
    "Id",
    "IsNew",
    "Name",
    "ResourceId",
    "SubscriptionExpireDate",
    "SubscriptionId",
    "SystemId",
    "UniqueId",
    "UpdatedBy",
    "UpdatedOn",
    "WatchResourceId",
]

LIST_COWORKER_GOOGLE_CALENDARS_ORDER_BY_VALUES: set[ListCoworkerGoogleCalendarsOrderBy] = {
    "CalendarId",
    "CoworkerFullName",
    "CoworkerId",
    "CreatedOn",
    "EventSyncToken",
    "Id",
    "IsNew",
    "Name",
    "ResourceId",
    "SubscriptionExpireDate",
    "SubscriptionId",
    "SystemId",
    "UniqueId",
    "UpdatedBy",
    "UpdatedOn",
    "WatchResourceId",
}


def check_list_coworker_google_calendars_order_by(value: str) -> ListCoworkerGoogleCalendarsOrderBy:
    if value in LIST_COWORKER_GOOGLE_CALENDARS_ORDER_BY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_GOOGLE_CALENDARS_ORDER_BY_VALUES!r}")
