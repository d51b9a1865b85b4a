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
    "Id": "id",
    "ResourceId": "resource_id",
    "CoworkerId": "coworker_id",
    "Name": "name",
    "SubscriptionId": "subscription_id",
    "CalendarId": "calendar_id",
    "SubscriptionExpireDate": "subscription_expire_date",
    "WatchResourceId": "watch_resource_id",
    "EventSyncToken": "event_sync_token",
    "UniqueId": "unique_id",
    "CreatedOn": "created_on",
    "UpdatedOn": "updated_on",
    "UpdatedBy": "updated_by",
    "IsNew": "is_new",
    "SystemId": "system_id",
    "ToStringText": "to_string_text",
    "LocalizationDetails": "localization_details",
    "CustomFields": "custom_fields",
    "CoworkerFullName": "coworker_full_name",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CoworkerGoogleCalendarListRow")


@_attrs_define
class CoworkerGoogleCalendarListRow:
    """A Google calendar connection as a list shows it. Everything but `Id` may be missing.

    Attributes:
        id (int): Number of the record, which no other of its kind has.
        resource_id (int | Unset): Room or desk in Nexudus that the Google watch channel serves.
        coworker_id (int | None | Unset): Customer who connected the calendar.
        name (str | Unset): Name of the connected calendar, as people see it.
        subscription_id (str | Unset): Id of the Google watch channel that reports changes.
        calendar_id (str | Unset): Google's id of the calendar, which is the account's address for a main calendar.
        subscription_expire_date (datetime.datetime | Unset): When the watch channel expires. Open a new one at Google
            first, then write its date and ids here.
        watch_resource_id (str | Unset): Google's own id of what the channel watches. A text, and unrelated to
            `ResourceId`.
        event_sync_token (None | str | Unset): Google's token for reading only what changed since the last sync.
        unique_id (UUID | Unset): A UUID that stands for the record everywhere.
        created_on (datetime.datetime | Unset): When the record was created.
        updated_on (datetime.datetime | Unset): When the record was last updated.
        updated_by (str | Unset): E-mail address of whoever made the last update.
        is_new (bool | Unset): Whether the creation is recent. What counts as recent is not documented.
        system_id (None | str | Unset): Identifier of the record in an external system. The oldest documentation lets
            the API write it, but no
            current page lists it in a request body.
        to_string_text (str | Unset): Text that shows the record to people. The pages have it in examples only.
        localization_details (LocalizationDetails | None | Unset): Translations. Every example shows null; what else it
            can hold is not documented.
        custom_fields (CustomFields | None | Unset): Fields that the space's operator defined, or null where there are
            none.
        coworker_full_name (None | str | Unset): Full name of the customer.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    id: int
    resource_id: int | Unset = UNSET
    coworker_id: int | None | Unset = UNSET
    name: str | Unset = UNSET
    subscription_id: str | Unset = UNSET
    calendar_id: str | Unset = UNSET
    subscription_expire_date: datetime.datetime | Unset = UNSET
    watch_resource_id: str | Unset = UNSET
    event_sync_token: None | str | Unset = UNSET
    unique_id: UUID | Unset = UNSET
    created_on: datetime.datetime | Unset = UNSET
    updated_on: datetime.datetime | Unset = UNSET
    updated_by: str | Unset = UNSET
    is_new: bool | Unset = UNSET
    system_id: None | str | Unset = UNSET
    to_string_text: str | Unset = UNSET
    localization_details: LocalizationDetails | None | Unset = UNSET
    custom_fields: CustomFields | None | Unset = UNSET
    coworker_full_name: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        from ..models.custom_fields import CustomFields  # noqa: PLC0415
        from ..models.localization_details import LocalizationDetails  # noqa: PLC0415

        id = self.id

        resource_id = self.resource_id

        coworker_id: int | None | Unset
        if isinstance(self.coworker_id, Unset):
            coworker_id = UNSET
        else:
            coworker_id = self.coworker_id

        name = self.name

        subscription_id = self.subscription_id

        calendar_id = self.calendar_id

        subscription_expire_date: str | Unset = UNSET
        if not isinstance(self.subscription_expire_date, Unset):
            subscription_expire_date = format_moment(self.subscription_expire_date)

        watch_resource_id = self.watch_resource_id

        event_sync_token: None | str | Unset
        if isinstance(self.event_sync_token, Unset):
            event_sync_token = UNSET
        else:
            event_sync_token = self.event_sync_token

        unique_id: str | Unset = UNSET
        if not isinstance(self.unique_id, Unset):
            unique_id = str(self.unique_id)

        created_on: str | Unset = UNSET
        if not isinstance(self.created_on, Unset):
            created_on = format_moment(self.created_on)

        updated_on: str | Unset = UNSET
        if not isinstance(self.updated_on, Unset):
            updated_on = format_moment(self.updated_on)

        updated_by = self.updated_by

        is_new = self.is_new

        system_id: None | str | Unset
        if isinstance(self.system_id, Unset):
            system_id = UNSET
        else:
            system_id = self.system_id

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

        coworker_full_name: None | str | Unset
        if isinstance(self.coworker_full_name, Unset):
            coworker_full_name = UNSET
        else:
            coworker_full_name = self.coworker_full_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Id": id,
            }
        )
        if resource_id is not UNSET:
            field_dict["ResourceId"] = resource_id
        if coworker_id is not UNSET:
            field_dict["CoworkerId"] = coworker_id
        if name is not UNSET:
            field_dict["Name"] = name
        if subscription_id is not UNSET:
            field_dict["SubscriptionId"] = subscription_id
        if calendar_id is not UNSET:
            field_dict["CalendarId"] = calendar_id
        if subscription_expire_date is not UNSET:
            field_dict["SubscriptionExpireDate"] = subscription_expire_date
        if watch_resource_id is not UNSET:
            field_dict["WatchResourceId"] = watch_resource_id
        if event_sync_token is not UNSET:
            field_dict["EventSyncToken"] = event_sync_token
        if unique_id is not UNSET:
            field_dict["UniqueId"] = unique_id
        if created_on is not UNSET:
            field_dict["CreatedOn"] = created_on
        if updated_on is not UNSET:
            field_dict["UpdatedOn"] = updated_on
        if updated_by is not UNSET:
            field_dict["UpdatedBy"] = updated_by
        if is_new is not UNSET:
            field_dict["IsNew"] = is_new
        if system_id is not UNSET:
            field_dict["SystemId"] = system_id
        if to_string_text is not UNSET:
            field_dict["ToStringText"] = to_string_text
        if localization_details is not UNSET:
            field_dict["LocalizationDetails"] = localization_details
        if custom_fields is not UNSET:
            field_dict["CustomFields"] = custom_fields
        if coworker_full_name is not UNSET:
            field_dict["CoworkerFullName"] = coworker_full_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["Id"]

        resource_id = src_dict.get("ResourceId", UNSET)

        coworker_id = src_dict.get("CoworkerId", UNSET)

        name = src_dict.get("Name", UNSET)

        subscription_id = src_dict.get("SubscriptionId", UNSET)

        calendar_id = src_dict.get("CalendarId", UNSET)

        subscription_expire_date: datetime.datetime | Unset = UNSET
        if "SubscriptionExpireDate" in src_dict:
            subscription_expire_date = parse_moment(src_dict["SubscriptionExpireDate"])

        watch_resource_id = src_dict.get("WatchResourceId", UNSET)

        event_sync_token = src_dict.get("EventSyncToken", UNSET)

        unique_id: UUID | Unset = UNSET
        if "UniqueId" in src_dict:
            unique_id = parse_uuid(src_dict["UniqueId"])

        created_on: datetime.datetime | Unset = UNSET
        if "CreatedOn" in src_dict:
            created_on = parse_moment(src_dict["CreatedOn"])

        updated_on: datetime.datetime | Unset = UNSET
        if "UpdatedOn" in src_dict:
            updated_on = parse_moment(src_dict["UpdatedOn"])

        updated_by = src_dict.get("UpdatedBy", UNSET)

        is_new = src_dict.get("IsNew", UNSET)

        system_id = src_dict.get("SystemId", UNSET)

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

        coworker_full_name = src_dict.get("CoworkerFullName", UNSET)

        coworker_google_calendar_list_row = cls(
            id,
            resource_id,
            coworker_id,
            name,
            subscription_id,
            calendar_id,
            subscription_expire_date,
            watch_resource_id,
            event_sync_token,
            unique_id,
            created_on,
            updated_on,
            updated_by,
            is_new,
            system_id,
            to_string_text,
            localization_details,
            custom_fields,
            coworker_full_name,
        )

        if not _PROPERTIES.issuperset(src_dict):
            coworker_google_calendar_list_row.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return coworker_google_calendar_list_row

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
