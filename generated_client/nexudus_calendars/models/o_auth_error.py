from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "error": "error",
    "error_description": "error_description",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="OAuthError")


@_attrs_define
class OAuthError:
    """Why there is no token. Not the envelope that the records use.

    Attributes:
        error (str): `unsupported_grant_type`, `invalid_grant` (wrong credentials, not registered, suspended),
            `two_factor_auth_check` (ask again with `totp`) or `must_reset_password`. OAuth itself adds
            `invalid_request` for a form that lacks a field, which no page shows and the mock answers.
        error_description (str | Unset): The same for people. A refused refresh has none.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    error: str
    error_description: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        error = self.error

        error_description = self.error_description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
            }
        )
        if error_description is not UNSET:
            field_dict["error_description"] = error_description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        error = src_dict["error"]

        error_description = src_dict.get("error_description", UNSET)

        o_auth_error = cls(
            error,
            error_description,
        )

        if not _PROPERTIES.issuperset(src_dict):
            o_auth_error.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return o_auth_error

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
