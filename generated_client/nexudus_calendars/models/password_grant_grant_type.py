from typing import Literal

PasswordGrantGrantType = Literal["password"]

PASSWORD_GRANT_GRANT_TYPE_VALUES: set[PasswordGrantGrantType] = {
    "password",
}


def check_password_grant_grant_type(value: str) -> PasswordGrantGrantType:
    if value in PASSWORD_GRANT_GRANT_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PASSWORD_GRANT_GRANT_TYPE_VALUES!r}")
