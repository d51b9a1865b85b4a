from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.refresh_grant_grant_type import RefreshGrantGrantType, check_refresh_grant_grant_type

_ATTRIBUTES: dict[str, str] = {
    "grant_type": "grant_type",
    "refresh_token": "refresh_token",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="RefreshGrant")


@_attrs_define
class RefreshGrant:
    """A grant for a refresh token. It needs the `client_id` header of the first grant.

    Attributes:
        grant_type (RefreshGrantGrantType): Says that a refresh token follows.
        refresh_token (str): The latest refresh token. It works once.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    grant_type: RefreshGrantGrantType
    refresh_token: str = _attrs_field(repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        grant_type: str = self.grant_type

        refresh_token = self.refresh_token

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "grant_type": grant_type,
                "refresh_token": refresh_token,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        grant_type = check_refresh_grant_grant_type(src_dict["grant_type"])

        refresh_token = src_dict["refresh_token"]

        refresh_grant = cls(
            grant_type,
            refresh_token,
        )

        if not _PROPERTIES.issuperset(src_dict):
            refresh_grant.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return refresh_grant

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
