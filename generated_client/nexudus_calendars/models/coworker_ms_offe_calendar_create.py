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
    "CoworkerId": "coworker_id",
    "Name": "name",
    "SubscriptionExpireDate": "subscription_expire_date",
    "SubscriptionId": "subscription_id",
    "CalendarId": "calendar_id",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CoworkerMsOffeCalendarCreate")


@_attrs_define
class CoworkerMsOffeCalendarCreate:
    """A new Office 365 calendar connection, for the misspelt path.

    Attributes:
        resource_id (int): Room or desk in Nexudus.
        coworker_id (int): Customer. Demanded on the pages of this path, where an example shows 0; optional at the
            correctly spelt one.
        name (str): Name of the calendar.
        subscription_expire_date (datetime.datetime): When the push subscription expires.
        subscription_id (None | str | Unset): Id of the push subscription. Optional on this path; demanded on the
            correctly spelt one.
        calendar_id (None | str | Unset): Id of the calendar. Optional on this path; demanded on the correctly spelt
            one.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    resource_id: int
    coworker_id: int
    name: str
    subscription_expire_date: datetime.datetime
    subscription_id: None | str | Unset = UNSET
    calendar_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        resource_id = self.resource_id

        coworker_id = self.coworker_id

        name = self.name

        subscription_expire_date = format_moment(self.subscription_expire_date)

        subscription_id: None | str | Unset
        if isinstance(self.subscription_id, Unset):
            subscription_id = UNSET
        else:
            subscription_id = self.subscription_id

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        else:
            calendar_id = self.calendar_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ResourceId": resource_id,
                "CoworkerId": coworker_id,
                "Name": name,
                "SubscriptionExpireDate": subscription_expire_date,
            }
        )
        if subscription_id is not UNSET:
            field_dict["SubscriptionId"] = subscription_id
        if calendar_id is not UNSET:
            field_dict["CalendarId"] = calendar_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        resource_id = src_dict["ResourceId"]

        coworker_id = src_dict["CoworkerId"]

        name = src_dict["Name"]

        subscription_expire_date = parse_moment(src_dict["SubscriptionExpireDate"])

        subscription_id = src_dict.get("SubscriptionId", UNSET)

        calendar_id = src_dict.get("CalendarId", UNSET)

        coworker_ms_offe_calendar_create = cls(
            resource_id,
            coworker_id,
            name,
            subscription_expire_date,
            subscription_id,
            calendar_id,
        )

        if not _PROPERTIES.issuperset(src_dict):
            coworker_ms_offe_calendar_create.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return coworker_ms_offe_calendar_create

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
