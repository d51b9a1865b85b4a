from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

_ATTRIBUTES: dict[str, str] = {
    "access_token": "access_token",
    "token_type": "token_type",
    "expires_in": "expires_in",
    "refresh_token": "refresh_token",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="Grant")


@_attrs_define
class Grant:
    """An access token and the means to renew it.

    Attributes:
        access_token (str): Goes into `Authorization`, after `Bearer`.
        token_type (str): Always bearer.
        expires_in (int | str): Seconds until the access token expires. Pages show 604799 and 86400, and one warns
            against assuming more than
            minutes or hours; some answers carry a text. Read it, and still be ready for a 401.
        refresh_token (str): Good for one refresh, within fifteen days.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    access_token: str = _attrs_field(repr=False)
    token_type: str
    expires_in: int | str
    refresh_token: str = _attrs_field(repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        access_token = self.access_token

        token_type = self.token_type

        expires_in: int | str
        expires_in = self.expires_in

        refresh_token = self.refresh_token

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "access_token": access_token,
                "token_type": token_type,
                "expires_in": expires_in,
                "refresh_token": refresh_token,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        access_token = src_dict["access_token"]

        token_type = src_dict["token_type"]

        expires_in = src_dict["expires_in"]

        refresh_token = src_dict["refresh_token"]

        grant = cls(
            access_token,
            token_type,
            expires_in,
            refresh_token,
        )

        if not _PROPERTIES.issuperset(src_dict):
            grant.additional_properties = {name: item for name, item in src_dict.items() if name not in _PROPERTIES}
        return grant

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
