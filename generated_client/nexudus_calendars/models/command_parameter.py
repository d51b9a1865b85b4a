from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

_ATTRIBUTES: dict[str, str] = {
    "Name": "name",
    "Type": "type_",
    "Value": "value",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CommandParameter")


@_attrs_define
class CommandParameter:
    """One parameter of a command.

    Attributes:
        name (str): Which parameter.
        type_ (str): Kind of value.
        value (Any): The value; the page shows a record's id.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    name: str
    type_: str
    value: Any
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        type_ = self.type_

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Name": name,
                "Type": type_,
                "Value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        name = src_dict["Name"]

        type_ = src_dict["Type"]

        value = src_dict["Value"]

        command_parameter = cls(
            name,
            type_,
            value,
        )

        if not _PROPERTIES.issuperset(src_dict):
            command_parameter.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return command_parameter

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
