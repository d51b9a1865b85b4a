"""Who asks: the credentials, and the second factor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nexudus_calendars.cli.connection import client_for
from nexudus_calendars.cli.doctor.check import Check, fail, ok, skipped
from nexudus_calendars.cli.doctor.line import TIMEOUT
from nexudus_calendars.models import User
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.errors import (
    AuthenticationError,
    NexudusError,
    PermissionDeniedError,
)
from nexudus_calendars.runtime.grants import GrantAuth
from nexudus_calendars.runtime.retries import NO_RETRIES
from nexudus_calendars.runtime.values import is_object

_CREDENTIALS, _FACTOR = "credentials", "second factor"
# A grant voids the refresh token that its client_id had, and nobody else asks by this one.
_CLIENT_ID = "nexudus-calendars doctor"
_WORDS = {"basic": "user name and password", "grant": "signing in for a token"}
_CODE_WANTED = "two_factor_auth_check"
_FACTOR_ADVICE = (
    "Basic has no place for a code: set NEXUDUS_AUTH=grant and type the code at a terminal; for what runs unattended "
    "use NEXUDUS_TOKEN, or a user without a second factor"
)


@dataclass
class Account:
    """Who the credentials are of; None while that is not known."""

    user: User | None = None


def looked_at(
    address: BaseURL, client: NexudusClient, variables: Mapping[str, str], account: Account
) -> Iterator[Check]:
    """The account's checks.

    Args:
        address: The API's.
        client: A client with the credentials.
        variables: The environment that they are from.
        account: Where to put who it is.
    """
    way = _way(variables)
    try:
        try:
            user = client.authentication.get_current_user()
        except (AuthenticationError, PermissionDeniedError) as error:
            yield from _refused(address, way, variables, error)
            return
    except NexudusError as error:
        yield fail(_CREDENTIALS, str(error), error.advice)
        yield skipped(_FACTOR, "the credentials could not be tried")
        return
    if user.api_access is False:
        yield fail(_CREDENTIALS, f"{user.email} has no API access", "switch API access on for this user in Nexudus")
    else:
        account.user = user
        yield ok(_CREDENTIALS, f"{user.email}, by {_WORDS.get(way, way)}")
    past = {"token": "the token is past it", "grant": "no code was wanted, or the right one was given"}
    yield ok(_FACTOR, past.get(way, "none is set up, since Basic was accepted"))


def _way(variables: Mapping[str, str]) -> str:
    if variables.get("NEXUDUS_TOKEN"):
        return "token"
    return variables.get("NEXUDUS_AUTH") or "basic"


def _refused(
    address: BaseURL, way: str, variables: Mapping[str, str], error: AuthenticationError | PermissionDeniedError
) -> Iterator[Check]:
    if way == "token":
        yield fail(_CREDENTIALS, "the token was refused", "it has expired, or was never good; get another one")
        yield skipped(_FACTOR, "a token is past it")
        return
    if way == "basic":
        # Basic is refused without a reason. A grant has one, at the cost of the same password once more.
        granted = _refusal_of_grant(address, variables)
        if granted is None:
            yield fail(_CREDENTIALS, "Basic was refused, and a sign-in for a token was not", "set NEXUDUS_AUTH=grant")
            yield skipped(_FACTOR, "the sign-in wanted none")
            return
        error = granted
    if _code(error) == _CODE_WANTED:
        yield ok(_CREDENTIALS, "the password is right")
        yield fail(_FACTOR, "a code is wanted", _FACTOR_ADVICE)
        return
    yield fail(_CREDENTIALS, f"refused: {error.reason or _code(error) or error.status}", error.advice)
    yield skipped(_FACTOR, "the credentials were refused")


def _refusal_of_grant(
    address: BaseURL, variables: Mapping[str, str]
) -> AuthenticationError | PermissionDeniedError | None:
    """Why a sign-in with the user name and the password is refused; None if it is not."""
    auth = GrantAuth(variables["NEXUDUS_USERNAME"], variables["NEXUDUS_PASSWORD"], client_id=_CLIENT_ID)
    with client_for(address, auth, timeout=TIMEOUT, retries=NO_RETRIES) as client:
        try:
            client.authentication.get_current_user()
        except (AuthenticationError, PermissionDeniedError) as error:
            return error
    return None


def _code(error: AuthenticationError | PermissionDeniedError) -> str:
    return str(error.envelope.get("error", "")) if is_object(error.envelope) else ""
