"""The operations that belong to no record type: the grant of tokens, and the user behind them."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from nexudus_contract.mock.call import Call, Handler
from nexudus_contract.mock.entry.tokens import Grant, Tokens
from nexudus_contract.mock.entry.users import Account, Accounts, User
from nexudus_contract.mock.envelopes import oauth_error
from nexudus_contract.mock.errors import RefusedError
from nexudus_contract.mock.wire.message import Answer, answer

_FORM = "application/x-www-form-urlencoded"


class Authentication:
    """Answers for tokens and users.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    def __init__(self, accounts: Accounts, tokens: Tokens, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._clock = clock

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What answers each operation, by operationId."""
        return {"createToken": self._create_token, "getCurrentUser": self._current_user}

    def _create_token(self, call: Call) -> Answer:
        if call.content_type.partition(";")[0].strip().lower() != _FORM:
            return oauth_error("unsupported_grant_type")
        form = _form(call.body)
        match _field(form, "grant_type"):
            case "password":
                account = self._signed_in(form)
                return _grant(self._tokens.issue(account, call.request.header(b"client_id") or account.email))
            case "refresh_token":
                return self._refresh(call, _field(form, "refresh_token"))
            case _:
                return oauth_error("unsupported_grant_type")

    def _signed_in(self, form: list[tuple[str, str]]) -> Account:
        verified = self._accounts.verify(_field(form, "username"), _field(form, "password"))
        if verified is None:
            raise RefusedError(oauth_error("invalid_grant", "The user name or password is incorrect."))
        user, account = verified
        if user.suspended or not user.api_access:
            raise RefusedError(oauth_error("invalid_grant", "The user may not use the API."))
        if user.must_reset_password:
            raise RefusedError(oauth_error("must_reset_password"))
        if user.totp_secret and not self._has_code(user, _field(form, "totp", optional=True)):
            raise RefusedError(oauth_error("two_factor_auth_check"))
        return account

    def _has_code(self, user: User, code: str) -> bool:
        # A code is good a little longer than it is shown, since clocks differ and people type slowly.
        now = self._clock()
        return any(
            hmac.compare_digest(code.encode(), user.code(now + timedelta(seconds=seconds)).encode())
            for seconds in (-30, 0, 30)
        )

    def _refresh(self, call: Call, token: str) -> Answer:
        grant = self._tokens.refresh(token, call.request.header(b"client_id"))
        return oauth_error("invalid_grant") if grant is None else _grant(grant)

    def _current_user(self, call: Call) -> Answer:
        account = call.account
        return answer(
            {
                "Id": account.id,
                "FullName": account.email.partition("@")[0].capitalize(),
                "Email": account.email,
                "AccessToken": None,
                "Active": True,
                "IsAdmin": account.roles is None,
                "APIAccess": True,
                "MustResetPassword": False,
                "LastAccess": None,
                "DefaultCurrencyCode": None,
                "DefaultSimpleTimeZoneNameIana": None,
                "Businesses": [],
                "UserRoles": [],
            }
        )


def _form(body: bytes | None) -> list[tuple[str, str]]:
    if body is None:
        raise RefusedError(oauth_error("invalid_request", "The form is larger than the server reads."))
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise RefusedError(oauth_error("invalid_request", "The form is not UTF-8.")) from error


def _field(form: list[tuple[str, str]], name: str, *, optional: bool = False) -> str:
    values = [value for key, value in form if key == name]
    if optional and not values:
        return ""
    if len(values) != 1:
        raise RefusedError(oauth_error("invalid_request", f"The form wants one {name}, and has {len(values)}."))
    return values[0]


def _grant(grant: Grant) -> Answer:
    return answer(
        {
            "access_token": grant.access_token,
            "token_type": "bearer",
            "expires_in": grant.expires_in,
            "refresh_token": grant.refresh_token,
        }
    )
