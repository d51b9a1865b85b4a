from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..runtime.dates import format_moment, parse_moment
from ..runtime.values import is_object
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.custom_fields import CustomFields
    from ..models.localization_details import LocalizationDetails


T = TypeVar("T", bound="CoworkerMsOffeCalendar")


@_attrs_define
class CoworkerMsOffeCalendar:
    """An Office 365 calendar connection at the misspelt path, whole.

    Attributes:
        resource_id (int): Room or desk in Nexudus.
        coworker_id (int): Customer. Demanded on the pages of this path, where an example shows 0; optional at the
            correctly spelt one.
        name (str): Name of the calendar.
        subscription_expire_date (datetime.datetime): When the push subscription expires.
        subscription_id (None | str): Id of the push subscription. Optional on this path; demanded on the correctly
            spelt one.
        calendar_id (None | str): Id of the calendar. Optional on this path; demanded on the correctly spelt one.
        id (int): Number of the record, which no other of its kind has.
        unique_id (UUID): A UUID that stands for the record everywhere.
        created_on (datetime.datetime): When the record was created.
        updated_on (datetime.datetime): When the record was last updated.
        updated_by (str): E-mail address of whoever made the last update.
        is_new (bool): Whether the creation is recent. What counts as recent is not documented.
        system_id (None | str): Identifier of the record in an external system. The oldest documentation lets the API
            write it, but no
            current page lists it in a request body.
        coworker_full_name (None | str): Full name of the customer.
        to_string_text (str | Unset): Text that shows the record to people. The pages have it in examples only.
        localization_details (LocalizationDetails | None | Unset): Translations. Every example shows null; what else it
            can hold is not documented.
        custom_fields (CustomFields | None | Unset): Fields that the space's operator defined, or null where there are
            none.
    """

    resource_id: int
    coworker_id: int
    name: str
    subscription_expire_date: datetime.datetime
    subscription_id: None | str
    calendar_id: None | str
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict[str, Any])

    def to_dict(self) -> dict[str, Any]:
        from ..models.custom_fields import CustomFields  # noqa: PLC0415
        from ..models.localization_details import LocalizationDetails  # noqa: PLC0415

        resource_id = self.resource_id

        coworker_id = self.coworker_id

        name = self.name

        subscription_expire_date = format_moment(self.subscription_expire_date)

        subscription_id: None | str
        subscription_id = self.subscription_id

        calendar_id: None | str
        calendar_id = self.calendar_id

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
                "SubscriptionExpireDate": subscription_expire_date,
                "SubscriptionId": subscription_id,
                "CalendarId": calendar_id,
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
        from ..models.custom_fields import CustomFields  # noqa: PLC0415
        from ..models.localization_details import LocalizationDetails  # noqa: PLC0415

        d = dict(src_dict)
        resource_id = d.pop("ResourceId")

        coworker_id = d.pop("CoworkerId")

        name = d.pop("Name")

        subscription_expire_date = parse_moment(d.pop("SubscriptionExpireDate"))

        def _parse_subscription_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        subscription_id = _parse_subscription_id(d.pop("SubscriptionId"))

        def _parse_calendar_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        calendar_id = _parse_calendar_id(d.pop("CalendarId"))

        id = d.pop("Id")

        unique_id = UUID(d.pop("UniqueId"))

        created_on = parse_moment(d.pop("CreatedOn"))

        updated_on = parse_moment(d.pop("UpdatedOn"))

        updated_by = d.pop("UpdatedBy")

        is_new = d.pop("IsNew")

        def _parse_system_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        system_id = _parse_system_id(d.pop("SystemId"))

        def _parse_coworker_full_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        coworker_full_name = _parse_coworker_full_name(d.pop("CoworkerFullName"))

        to_string_text = d.pop("ToStringText", UNSET)

        def _parse_localization_details(data: object) -> LocalizationDetails | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not is_object(data):
                    raise TypeError()
                localization_details_type_0 = LocalizationDetails.from_dict(data)

                return localization_details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LocalizationDetails | None | Unset, data)

        localization_details = _parse_localization_details(d.pop("LocalizationDetails", UNSET))

        def _parse_custom_fields(data: object) -> CustomFields | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not is_object(data):
                    raise TypeError()
                custom_fields_type_0 = CustomFields.from_dict(data)

                return custom_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomFields | None | Unset, data)

        custom_fields = _parse_custom_fields(d.pop("CustomFields", UNSET))

        coworker_ms_offe_calendar = cls(
            resource_id=resource_id,
            coworker_id=coworker_id,
            name=name,
            subscription_expire_date=subscription_expire_date,
            subscription_id=subscription_id,
            calendar_id=calendar_id,
            id=id,
            unique_id=unique_id,
            created_on=created_on,
            updated_on=updated_on,
            updated_by=updated_by,
            is_new=is_new,
            system_id=system_id,
            coworker_full_name=coworker_full_name,
            to_string_text=to_string_text,
            localization_details=localization_details,
            custom_fields=custom_fields,
        )

        coworker_ms_offe_calendar.additional_properties = d
        return coworker_ms_offe_calendar

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
