from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..runtime.dates import format_moment, parse_moment
from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "ResourceId": "resource_id",
    "Name": "name",
    "SubscriptionId": "subscription_id",
    "CalendarId": "calendar_id",
    "SubscriptionExpireDate": "subscription_expire_date",
    "Id": "id",
    "CoworkerId": "coworker_id",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CoworkerMsOfficeCalendarUpdate")


@_attrs_define
class CoworkerMsOfficeCalendarUpdate:
    """An Office 365 calendar connection as it shall be. What is left out is cleared.

    Attributes:
        resource_id (int): Room or desk in Nexudus that the Microsoft Graph subscription watches.
        name (str): Name of the connected calendar, as people see it.
        subscription_id (str): Microsoft Graph's id of the push subscription. Demanded on this path; optional on the
            misspelt one.
        calendar_id (str): Microsoft Graph's id of the customer's calendar. Demanded on this path; optional on the
            misspelt one.
        subscription_expire_date (datetime.datetime): When the push subscription expires. Renew it at Microsoft Graph
            first, then write the new date here.
        id (int): Id of the record to replace.
        coworker_id (int | None | Unset): Customer who connected the calendar. Optional on every page of this path but
            the update page of 2020, which
            demanded it; the pages of the misspelt path demand it throughout.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    resource_id: int
    name: str
    subscription_id: str
    calendar_id: str
    subscription_expire_date: datetime.datetime
    id: int
    coworker_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        resource_id = self.resource_id

        name = self.name

        subscription_id = self.subscription_id

        calendar_id = self.calendar_id

        subscription_expire_date = format_moment(self.subscription_expire_date)

        id = self.id

        coworker_id: int | None | Unset
        if isinstance(self.coworker_id, Unset):
            coworker_id = UNSET
        else:
            coworker_id = self.coworker_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ResourceId": resource_id,
                "Name": name,
                "SubscriptionId": subscription_id,
                "CalendarId": calendar_id,
                "SubscriptionExpireDate": subscription_expire_date,
                "Id": id,
            }
        )
        if coworker_id is not UNSET:
            field_dict["CoworkerId"] = coworker_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        resource_id = src_dict["ResourceId"]

        name = src_dict["Name"]

        subscription_id = src_dict["SubscriptionId"]

        calendar_id = src_dict["CalendarId"]

        subscription_expire_date = parse_moment(src_dict["SubscriptionExpireDate"])

        id = src_dict["Id"]

        coworker_id = src_dict.get("CoworkerId", UNSET)

        coworker_ms_office_calendar_update = cls(
            resource_id,
            name,
            subscription_id,
            calendar_id,
            subscription_expire_date,
            id,
            coworker_id,
        )

        if not _PROPERTIES.issuperset(src_dict):
            coworker_ms_office_calendar_update.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return coworker_ms_office_calendar_update

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
