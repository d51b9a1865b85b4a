from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..runtime.dates import format_moment, parse_moment
from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "Id": "id",
    "FullName": "full_name",
    "Email": "email",
    "Active": "active",
    "IsAdmin": "is_admin",
    "APIAccess": "api_access",
    "AccessToken": "access_token",
    "MustResetPassword": "must_reset_password",
    "LastAccess": "last_access",
    "DefaultBusinessId": "default_business_id",
    "DefaultCurrencyCode": "default_currency_code",
    "DefaultSimpleTimeZoneNameIana": "default_simple_time_zone_name_iana",
    "Businesses": "businesses",
    "UserRoles": "user_roles",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="User")


@_attrs_define
class User:
    """A user of the back office. The page shows many more properties; these are the useful ones.

    Attributes:
        id (int): Id of the user.
        full_name (str): Name of the user.
        email (str): E-mail address, which is the user name.
        active (bool): Whether the account is active.
        is_admin (bool): Whether this is an administrator.
        api_access (bool): Whether the account may use the API at all.
        access_token (None | str | Unset): A secret. Do not log this answer. The page shows no null.
        must_reset_password (bool | Unset): Whether a new password is due before any grant.
        last_access (datetime.datetime | None | Unset): When the user last came. The page shows no null.
        default_business_id (int | Unset): Id of the user's default location.
        default_currency_code (None | str | Unset): Currency of the default location. The page shows no null.
        default_simple_time_zone_name_iana (None | str | Unset): Time zone of the default location. The page shows no
            null.
        businesses (list[int] | Unset): Ids of the locations the user may see.
        user_roles (list[int] | Unset): Ids of the groups of roles the user has.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    id: int
    full_name: str
    email: str
    active: bool
    is_admin: bool
    api_access: bool
    access_token: None | str | Unset = _attrs_field(default=UNSET, repr=False)
    must_reset_password: bool | Unset = UNSET
    last_access: datetime.datetime | None | Unset = UNSET
    default_business_id: int | Unset = UNSET
    default_currency_code: None | str | Unset = UNSET
    default_simple_time_zone_name_iana: None | str | Unset = UNSET
    businesses: list[int] | Unset = UNSET
    user_roles: list[int] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        full_name = self.full_name

        email = self.email

        active = self.active

        is_admin = self.is_admin

        api_access = self.api_access

        access_token: None | str | Unset
        if isinstance(self.access_token, Unset):
            access_token = UNSET
        else:
            access_token = self.access_token

        must_reset_password = self.must_reset_password

        last_access: None | str | Unset
        if isinstance(self.last_access, Unset):
            last_access = UNSET
        elif isinstance(self.last_access, datetime.datetime):
            last_access = format_moment(self.last_access)
        else:
            last_access = self.last_access

        default_business_id = self.default_business_id

        default_currency_code: None | str | Unset
        if isinstance(self.default_currency_code, Unset):
            default_currency_code = UNSET
        else:
            default_currency_code = self.default_currency_code

        default_simple_time_zone_name_iana: None | str | Unset
        if isinstance(self.default_simple_time_zone_name_iana, Unset):
            default_simple_time_zone_name_iana = UNSET
        else:
            default_simple_time_zone_name_iana = self.default_simple_time_zone_name_iana

        businesses: list[int] | Unset = UNSET
        if not isinstance(self.businesses, Unset):
            businesses = self.businesses

        user_roles: list[int] | Unset = UNSET
        if not isinstance(self.user_roles, Unset):
            user_roles = self.user_roles

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Id": id,
                "FullName": full_name,
                "Email": email,
                "Active": active,
                "IsAdmin": is_admin,
                "APIAccess": api_access,
            }
        )
        if access_token is not UNSET:
            field_dict["AccessToken"] = access_token
        if must_reset_password is not UNSET:
            field_dict["MustResetPassword"] = must_reset_password
        if last_access is not UNSET:
            field_dict["LastAccess"] = last_access
        if default_business_id is not UNSET:
            field_dict["DefaultBusinessId"] = default_business_id
        if default_currency_code is not UNSET:
            field_dict["DefaultCurrencyCode"] = default_currency_code
        if default_simple_time_zone_name_iana is not UNSET:
            field_dict["DefaultSimpleTimeZoneNameIana"] = default_simple_time_zone_name_iana
        if businesses is not UNSET:
            field_dict["Businesses"] = businesses
        if user_roles is not UNSET:
            field_dict["UserRoles"] = user_roles

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["Id"]

        full_name = src_dict["FullName"]

        email = src_dict["Email"]

        active = src_dict["Active"]

        is_admin = src_dict["IsAdmin"]

        api_access = src_dict["APIAccess"]

        access_token = src_dict.get("AccessToken", UNSET)

        must_reset_password = src_dict.get("MustResetPassword", UNSET)

        _last_access = src_dict.get("LastAccess", UNSET)
        last_access: datetime.datetime | None | Unset = _last_access
        if _last_access is not None and isinstance(_last_access, str):
            try:
                last_access_type_0 = parse_moment(_last_access)

                last_access = last_access_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        default_business_id = src_dict.get("DefaultBusinessId", UNSET)

        default_currency_code = src_dict.get("DefaultCurrencyCode", UNSET)

        default_simple_time_zone_name_iana = src_dict.get("DefaultSimpleTimeZoneNameIana", UNSET)

        businesses = cast(list[int], src_dict.get("Businesses", UNSET))

        user_roles = cast(list[int], src_dict.get("UserRoles", UNSET))

        user = cls(
            id,
            full_name,
            email,
            active,
            is_admin,
            api_access,
            access_token,
            must_reset_password,
            last_access,
            default_business_id,
            default_currency_code,
            default_simple_time_zone_name_iana,
            businesses,
            user_roles,
        )

        if not _PROPERTIES.issuperset(src_dict):
            user.additional_properties = {name: item for name, item in src_dict.items() if name not in _PROPERTIES}
        return user

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
