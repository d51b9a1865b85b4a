from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

_ATTRIBUTES: dict[str, str] = {
    "Message": "message",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="ErrorMessage")


@_attrs_define
class ErrorMessage:
    """A failure without envelope.

    Attributes:
        message (str): What happened, for people.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    message: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        message = src_dict["Message"]

        error_message = cls(
            message,
        )

        if not _PROPERTIES.issuperset(src_dict):
            error_message.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return error_message

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
