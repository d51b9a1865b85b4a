from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

_ATTRIBUTES: dict[str, str] = {
    "Id": "id",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="RecordReference")


@_attrs_define
class RecordReference:
    """The record that an action worked on.

    Attributes:
        id (int): Id of the record.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Id": id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["Id"]

        record_reference = cls(
            id,
        )

        if not _PROPERTIES.issuperset(src_dict):
            record_reference.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return record_reference

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
