from typing import Literal

ListCoworkerMsOfficeCalendarsOrderBy = Literal[
    "CalendarId",
    "CoworkerFullName",
    "CoworkerId",
    "CreatedOn",
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
]

LIST_COWORKER_MS_OFFICE_CALENDARS_ORDER_BY_VALUES: set[ListCoworkerMsOfficeCalendarsOrderBy] = {
    "CalendarId",
    "CoworkerFullName",
    "CoworkerId",
    "CreatedOn",
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
}


def check_list_coworker_ms_office_calendars_order_by(value: str) -> ListCoworkerMsOfficeCalendarsOrderBy:
    if value in LIST_COWORKER_MS_OFFICE_CALENDARS_ORDER_BY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_MS_OFFICE_CALENDARS_ORDER_BY_VALUES!r}"
    )
