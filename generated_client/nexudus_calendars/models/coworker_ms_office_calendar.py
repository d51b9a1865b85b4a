from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..runtime.dates import format_moment, parse_moment
from ..runtime.uuids import parse_uuid
from ..runtime.values import is_object
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.custom_fields import CustomFields
    from ..models.localization_details import LocalizationDetails


_ATTRIBUTES: dict[str, str] = {
    "ResourceId": "resource_id",
    "CoworkerId": "coworker_id",
    "Name": "name",
    "SubscriptionId": "subscription_id",
    "CalendarId": "calendar_id",
    "SubscriptionExpireDate": "subscription_expire_date",
    "Id": "id",
    "UniqueId": "unique_id",
    "CreatedOn": "created_on",
    "UpdatedOn": "updated_on",
    "UpdatedBy": "updated_by",
    "IsNew": "is_new",
    "SystemId": "system_id",
    "CoworkerFullName": "coworker_full_name",
    "ToStringText": "to_string_text",
    "LocalizationDetails": "localization_details",
    "CustomFields": "custom_fields",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CoworkerMsOfficeCalendar")


@_attrs_define
class CoworkerMsOfficeCalendar:
    """An Office 365 calendar connection, whole.

    Attributes:
        resource_id (int): Room or desk in Nexudus that the Microsoft Graph subscription watches.
        coworker_id (int | None): Customer who connected the calendar. Optional on every page of this path but the
            update page of 2020, which
            demanded it; the pages of the misspelt path demand it throughout.
        name (str): Name of the connected calendar, as people see it.
        subscription_id (str): Microsoft Graph's id of the push subscription. Demanded on this path; optional on the
            misspelt one.
        calendar_id (str): Microsoft Graph's id of the customer's calendar. Demanded on this path; optional on the
            misspelt one.
        subscription_expire_date (datetime.datetime): When the push subscription expires. Renew it at Microsoft Graph
            first, then write the new date here.
        id (int): Number of the record, which no other of its kind has.
        unique_id (UUID): A UUID that stands for the record everywhere.
        created_on (datetime.datetime): When the record was created.
        updated_on (datetime.datetime): When the record was last updated.
        updated_by (str): E-mail address of whoever made the last update.
        is_new (bool): Whether the creation is recent. What counts as recent is not documented.
        system_id (None | str): Identifier of the record in an external system. The oldest documentation lets the API
            write it, but no
            current page lists it in a request body.
        coworker_full_name (None | str): Full name of the customer. The generation of 2020 prefixed the name with the
            entity's.
        to_string_text (str | Unset): Text that shows the record to people. The pages have it in examples only.
        localization_details (LocalizationDetails | None | Unset): Translations. Every example shows null; what else it
            can hold is not documented.
        custom_fields (CustomFields | None | Unset): Fields that the space's operator defined, or null where there are
            none.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    resource_id: int
    coworker_id: int | None
    name: str
    subscription_id: str
    calendar_id: str
    subscription_expire_date: datetime.datetime
    id: int
    unique_id: UUID
    created_on: datetime.datetime
    updated_on: datetime.datetime
    updated_by: str
    is_new: bool
    system_id: None | str
    coworker_full_name: None | str
    to_string_text: str | Unset = UNSET
    localization_details: LocalizationDetails | None | Unset = UNSET
    custom_fields: CustomFields | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        from ..models.custom_fields import CustomFields  # noqa: PLC0415
        from ..models.localization_details import LocalizationDetails  # noqa: PLC0415

        resource_id = self.resource_id

        coworker_id: int | None
        coworker_id = self.coworker_id

        name = self.name

        subscription_id = self.subscription_id

        calendar_id = self.calendar_id

        subscription_expire_date = format_moment(self.subscription_expire_date)

        id = self.id

        unique_id = str(self.unique_id)

        created_on = format_moment(self.created_on)

        updated_on = format_moment(self.updated_on)

        updated_by = self.updated_by

        is_new = self.is_new

        system_id: None | str
        system_id = self.system_id

        coworker_full_name: None | str
        coworker_full_name = self.coworker_full_name

        to_string_text = self.to_string_text

        localization_details: dict[str, Any] | None | Unset
        if isinstance(self.localization_details, Unset):
            localization_details = UNSET
        elif isinstance(self.localization_details, LocalizationDetails):
            localization_details = self.localization_details.to_dict()
        else:
            localization_details = self.localization_details

        custom_fields: dict[str, Any] | None | Unset
        if isinstance(self.custom_fields, Unset):
            custom_fields = UNSET
        elif isinstance(self.custom_fields, CustomFields):
            custom_fields = self.custom_fields.to_dict()
        else:
            custom_fields = self.custom_fields

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ResourceId": resource_id,
                "CoworkerId": coworker_id,
                "Name": name,
                "SubscriptionId": subscription_id,
                "CalendarId": calendar_id,
                "SubscriptionExpireDate": subscription_expire_date,
                "Id": id,
                "UniqueId": unique_id,
                "CreatedOn": created_on,
                "UpdatedOn": updated_on,
                "UpdatedBy": updated_by,
                "IsNew": is_new,
                "SystemId": system_id,
                "CoworkerFullName": coworker_full_name,
            }
        )
        if to_string_text is not UNSET:
            field_dict["ToStringText"] = to_string_text
        if localization_details is not UNSET:
            field_dict["LocalizationDetails"] = localization_details
        if custom_fields is not UNSET:
            field_dict["CustomFields"] = custom_fields

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        resource_id = src_dict["ResourceId"]

        coworker_id = src_dict["CoworkerId"]

        name = src_dict["Name"]

        subscription_id = src_dict["SubscriptionId"]

        calendar_id = src_dict["CalendarId"]

        subscription_expire_date = parse_moment(src_dict["SubscriptionExpireDate"])

        id = src_dict["Id"]

        unique_id = parse_uuid(src_dict["UniqueId"])

        created_on = parse_moment(src_dict["CreatedOn"])

        updated_on = parse_moment(src_dict["UpdatedOn"])

        updated_by = src_dict["UpdatedBy"]

        is_new = src_dict["IsNew"]

        system_id = src_dict["SystemId"]

        coworker_full_name = src_dict["CoworkerFullName"]

        to_string_text = src_dict.get("ToStringText", UNSET)

        _localization_details = src_dict.get("LocalizationDetails", UNSET)
        localization_details: LocalizationDetails | None | Unset = _localization_details
        if _localization_details is not None and is_object(_localization_details):
            from ..models.localization_details import LocalizationDetails  # noqa: PLC0415

            try:
                localization_details_type_0 = LocalizationDetails.from_dict(_localization_details)

                localization_details = localization_details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        _custom_fields = src_dict.get("CustomFields", UNSET)
        custom_fields: CustomFields | None | Unset = _custom_fields
        if _custom_fields is not None and is_object(_custom_fields):
            from ..models.custom_fields import CustomFields  # noqa: PLC0415

            try:
                custom_fields_type_0 = CustomFields.from_dict(_custom_fields)

                custom_fields = custom_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        coworker_ms_office_calendar = cls(
            resource_id,
            coworker_id,
            name,
            subscription_id,
            calendar_id,
            subscription_expire_date,
            id,
            unique_id,
            created_on,
            updated_on,
            updated_by,
            is_new,
            system_id,
            coworker_full_name,
            to_string_text,
            localization_details,
            custom_fields,
        )

        if not _PROPERTIES.issuperset(src_dict):
            coworker_ms_office_calendar.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return coworker_ms_office_calendar

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
