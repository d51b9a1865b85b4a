from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

_ATTRIBUTES: dict[str, str] = {
    "AttemptedValue": "attempted_value",
    "Message": "message",
    "PropertyName": "property_name",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="FieldError")


@_attrs_define
class FieldError:
    """One failed validation.

    Attributes:
        attempted_value (Any): What was sent, or null where nothing was.
        message (str): What is wrong.
        property_name (str): The property. A reference to another record loses its `Id`: a missing `ResourceId` is
            reported as `Resource`.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    attempted_value: Any
    message: str
    property_name: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        attempted_value = self.attempted_value

        message = self.message

        property_name = self.property_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "AttemptedValue": attempted_value,
                "Message": message,
                "PropertyName": property_name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        attempted_value = src_dict["AttemptedValue"]

        message = src_dict["Message"]

        property_name = src_dict["PropertyName"]

        field_error = cls(
            attempted_value,
            message,
            property_name,
        )

        if not _PROPERTIES.issuperset(src_dict):
            field_error.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return field_error

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
