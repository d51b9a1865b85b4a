from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.password_grant_grant_type import PasswordGrantGrantType, check_password_grant_grant_type
from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "grant_type": "grant_type",
    "username": "username",
    "password": "password",
    "totp": "totp",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="PasswordGrant")


@_attrs_define
class PasswordGrant:
    """A grant for a user name and a password.

    Attributes:
        grant_type (PasswordGrantGrantType): Says that a password follows.
        username (str): E-mail address of the user.
        password (str): The user's password.
        totp (str | Unset): The current code, where the account has two-factor authentication.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    grant_type: PasswordGrantGrantType
    username: str
    password: str = _attrs_field(repr=False)
    totp: str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        grant_type: str = self.grant_type

        username = self.username

        password = self.password

        totp = self.totp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "grant_type": grant_type,
                "username": username,
                "password": password,
            }
        )
        if totp is not UNSET:
            field_dict["totp"] = totp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        grant_type = check_password_grant_grant_type(src_dict["grant_type"])

        username = src_dict["username"]

        password = src_dict["password"]

        totp = src_dict.get("totp", UNSET)

        password_grant = cls(
            grant_type,
            username,
            password,
            totp,
        )

        if not _PROPERTIES.issuperset(src_dict):
            password_grant.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return password_grant

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
