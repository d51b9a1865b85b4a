from typing import Literal

RefreshGrantGrantType = Literal["refresh_token"]

REFRESH_GRANT_GRANT_TYPE_VALUES: set[RefreshGrantGrantType] = {
    "refresh_token",
}


def check_refresh_grant_grant_type(value: str) -> RefreshGrantGrantType:
    if value in REFRESH_GRANT_GRANT_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REFRESH_GRANT_GRANT_TYPE_VALUES!r}")
