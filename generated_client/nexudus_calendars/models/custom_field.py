from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "Name": "name",
    "Value": "value",
    "JsonValue": "json_value",
    "Type": "type_",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CustomField")


@_attrs_define
class CustomField:
    """One custom field.

    Attributes:
        name (str | Unset): Name of the field.
        value (None | str | Unset): Value, always as text. No page shows null.
        json_value (None | str | Unset): The value as JSON text. No page shows null.
        type_ (Any | Unset): Kind of field. The values are not documented here.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    name: str | Unset = UNSET
    value: None | str | Unset = UNSET
    json_value: None | str | Unset = UNSET
    type_: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        value: None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        json_value: None | str | Unset
        if isinstance(self.json_value, Unset):
            json_value = UNSET
        else:
            json_value = self.json_value

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["Name"] = name
        if value is not UNSET:
            field_dict["Value"] = value
        if json_value is not UNSET:
            field_dict["JsonValue"] = json_value
        if type_ is not UNSET:
            field_dict["Type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        name = src_dict.get("Name", UNSET)

        value = src_dict.get("Value", UNSET)

        json_value = src_dict.get("JsonValue", UNSET)

        type_ = src_dict.get("Type", UNSET)

        custom_field = cls(
            name,
            value,
            json_value,
            type_,
        )

        if not _PROPERTIES.issuperset(src_dict):
            custom_field.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return custom_field

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
