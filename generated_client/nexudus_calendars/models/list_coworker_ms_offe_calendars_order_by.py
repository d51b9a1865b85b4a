from typing import Literal

ListCoworkerMsOffeCalendarsOrderBy = Literal[
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

LIST_COWORKER_MS_OFFE_CALENDARS_ORDER_BY_VALUES: set[ListCoworkerMsOffeCalendarsOrderBy] = {
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


def check_list_coworker_ms_offe_calendars_order_by(value: str) -> ListCoworkerMsOffeCalendarsOrderBy:
    if value in LIST_COWORKER_MS_OFFE_CALENDARS_ORDER_BY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_COWORKER_MS_OFFE_CALENDARS_ORDER_BY_VALUES!r}")
