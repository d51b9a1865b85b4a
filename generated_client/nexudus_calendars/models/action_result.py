from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..runtime.dates import format_moment, parse_moment
from ..runtime.values import is_list, is_object
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.field_error import FieldError
    from ..models.record_reference import RecordReference


_ATTRIBUTES: dict[str, str] = {
    "Status": "status",
    "Message": "message",
    "Value": "value",
    "WasSuccessful": "was_successful",
    "Errors": "errors",
    "OpenInDialog": "open_in_dialog",
    "OpenInWindow": "open_in_window",
    "RedirectURL": "redirect_url",
    "JavaScript": "java_script",
    "UpdatedOn": "updated_on",
    "UpdatedBy": "updated_by",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="ActionResult")


@_attrs_define
class ActionResult:
    """What a create, an update, a delete or a command answers. A 200 alone says nothing: the action worked only if
    `WasSuccessful` is true.

        Attributes:
            status (int): 200 where the action worked. Its own number, not a copy of the HTTP status.
            message (str): What happened, for people.
            value (None | RecordReference): The record acted on, by its id; null on failure. Integrators saw the whole
                record in answers to a create.
            was_successful (bool): Whether the action worked.
            errors (list[FieldError] | None | Unset): Null on success, and on the failures of commands. The generation of
                2020 left it out of a create's answer.
            open_in_dialog (bool | Unset): Meant for Nexudus' own pages. The documentation has it in examples only.
            open_in_window (bool | Unset): Meant for Nexudus' own pages. The documentation has it in examples only.
            redirect_url (None | str | Unset): Where a command left a file, on the bare host. The documentation has it in
                examples only.
            java_script (None | str | Unset): Meant for Nexudus' own pages. The documentation has it in examples only.
            updated_on (datetime.datetime | None | Unset): When the record was last updated. The documentation has it in
                examples only.
            updated_by (None | str | Unset): Who last updated the record. The documentation has it in examples only.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    status: int
    message: str
    value: None | RecordReference
    was_successful: bool
    errors: list[FieldError] | None | Unset = UNSET
    open_in_dialog: bool | Unset = UNSET
    open_in_window: bool | Unset = UNSET
    redirect_url: None | str | Unset = UNSET
    java_script: None | str | Unset = UNSET
    updated_on: datetime.datetime | None | Unset = UNSET
    updated_by: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        from ..models.record_reference import RecordReference  # noqa: PLC0415

        status = self.status

        message = self.message

        value: dict[str, Any] | None
        if isinstance(self.value, RecordReference):
            value = self.value.to_dict()
        else:
            value = self.value

        was_successful = self.was_successful

        errors: list[dict[str, Any]] | None | Unset
        if isinstance(self.errors, Unset):
            errors = UNSET
        elif isinstance(self.errors, list):
            errors = []
            for errors_type_0_item_data in self.errors:
                errors_type_0_item = errors_type_0_item_data.to_dict()
                errors.append(errors_type_0_item)

        else:
            errors = self.errors

        open_in_dialog = self.open_in_dialog

        open_in_window = self.open_in_window

        redirect_url: None | str | Unset
        if isinstance(self.redirect_url, Unset):
            redirect_url = UNSET
        else:
            redirect_url = self.redirect_url

        java_script: None | str | Unset
        if isinstance(self.java_script, Unset):
            java_script = UNSET
        else:
            java_script = self.java_script

        updated_on: None | str | Unset
        if isinstance(self.updated_on, Unset):
            updated_on = UNSET
        elif isinstance(self.updated_on, datetime.datetime):
            updated_on = format_moment(self.updated_on)
        else:
            updated_on = self.updated_on

        updated_by: None | str | Unset
        if isinstance(self.updated_by, Unset):
            updated_by = UNSET
        else:
            updated_by = self.updated_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Status": status,
                "Message": message,
                "Value": value,
                "WasSuccessful": was_successful,
            }
        )
        if errors is not UNSET:
            field_dict["Errors"] = errors
        if open_in_dialog is not UNSET:
            field_dict["OpenInDialog"] = open_in_dialog
        if open_in_window is not UNSET:
            field_dict["OpenInWindow"] = open_in_window
        if redirect_url is not UNSET:
            field_dict["RedirectURL"] = redirect_url
        if java_script is not UNSET:
            field_dict["JavaScript"] = java_script
        if updated_on is not UNSET:
            field_dict["UpdatedOn"] = updated_on
        if updated_by is not UNSET:
            field_dict["UpdatedBy"] = updated_by

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        status = src_dict["Status"]

        message = src_dict["Message"]

        _value = src_dict["Value"]
        value: None | RecordReference = _value
        if _value is not None and is_object(_value):
            from ..models.record_reference import RecordReference  # noqa: PLC0415

            try:
                value_type_0 = RecordReference.from_dict(_value)

                value = value_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        was_successful = src_dict["WasSuccessful"]

        _errors = src_dict.get("Errors", UNSET)
        errors: list[FieldError] | None | Unset = _errors
        if _errors is not None and is_list(_errors):
            from ..models.field_error import FieldError  # noqa: PLC0415

            try:
                errors_type_0 = list(map(FieldError.from_dict, _errors))

                errors = errors_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        open_in_dialog = src_dict.get("OpenInDialog", UNSET)

        open_in_window = src_dict.get("OpenInWindow", UNSET)

        redirect_url = src_dict.get("RedirectURL", UNSET)

        java_script = src_dict.get("JavaScript", UNSET)

        _updated_on = src_dict.get("UpdatedOn", UNSET)
        updated_on: datetime.datetime | None | Unset = _updated_on
        if _updated_on is not None and isinstance(_updated_on, str):
            try:
                updated_on_type_0 = parse_moment(_updated_on)

                updated_on = updated_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        updated_by = src_dict.get("UpdatedBy", UNSET)

        action_result = cls(
            status,
            message,
            value,
            was_successful,
            errors,
            open_in_dialog,
            open_in_window,
            redirect_url,
            java_script,
            updated_on,
            updated_by,
        )

        if not _PROPERTIES.issuperset(src_dict):
            action_result.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return action_result

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
