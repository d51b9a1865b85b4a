"""The operations that belong to no record type: the grant of tokens, and the user behind them."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.responses import Response

from nexudus_contract.mock.call import Call, Handler
from nexudus_contract.mock.envelopes import RefusedError, answer, oauth_error
from nexudus_contract.mock.tokens import Grant, Tokens
from nexudus_contract.mock.users import Accounts

_FORM = "application/x-www-form-urlencoded"


class Authentication:
    """Answers for tokens and users.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    def __init__(self, accounts: Accounts, tokens: Tokens) -> None:
        self._accounts = accounts
        self._tokens = tokens

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What answers each operation, by operationId."""
        return {"createToken": self._create_token, "getCurrentUser": self._current_user}

    def _create_token(self, call: Call) -> Response:
        if call.content_type.partition(";")[0].strip().lower() != _FORM:
            return oauth_error("unsupported_grant_type")
        form = _form(call.body)
        match _field(form, "grant_type"):
            case "password":
                return self._password(call, _field(form, "username"), _field(form, "password"))
            case "refresh_token":
                return self._refresh(call, _field(form, "refresh_token"))
            case _:
                return oauth_error("unsupported_grant_type")

    def _password(self, call: Call, username: str, password: str) -> Response:
        account = self._accounts.verify(username, password)
        if account is None:
            return oauth_error("invalid_grant", "The user name or password is incorrect.")
        return _grant(self._tokens.issue(account, call.headers.get("client_id") or username))

    def _refresh(self, call: Call, token: str) -> Response:
        grant = self._tokens.refresh(token, call.headers.get("client_id", ""))
        return oauth_error("invalid_grant") if grant is None else _grant(grant)

    def _current_user(self, call: Call) -> Response:
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


def _field(form: list[tuple[str, str]], name: str) -> str:
    values = [value for key, value in form if key == name]
    if len(values) != 1:
        raise RefusedError(oauth_error("invalid_request", f"The form wants one {name}, and has {len(values)}."))
    return values[0]


def _grant(grant: Grant) -> Response:
    return answer(
        {
            "access_token": grant.access_token,
            "token_type": "bearer",
            "expires_in": grant.expires_in,
            "refresh_token": grant.refresh_token,
        }
    )
