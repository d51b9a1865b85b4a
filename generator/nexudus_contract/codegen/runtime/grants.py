"""Tokens that are got for a password, and renewed by themselves."""

import re
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import httpx

from .answers import decode
from .credentials import Credentials, Grantor, bearer, sendable
from .errors import AuthenticationError, BadRequestError, NexudusError, UnreadableAnswerError
from .flow import Flow, alone, ask
from .redaction import MASK
from .secret import Secret
from .values import is_object

TotpSource: TypeAlias = str | Callable[[], str | Awaitable[str]]
Form: TypeAlias = Mapping[str, str | Secret]

# A token is renewed this long before it expires, or a tenth of its life, whichever is shorter.
_MARGIN = timedelta(seconds=60)
_CLIENT_ID = re.compile(r"[!-~]([ -~]*[!-~])?")
_ADVICE = {
    "invalid_grant": "check the user name and the password, and that the user is registered and not suspended",
    "two_factor_auth_check": "this user has two-factor authentication: give totp, a new code or a function for it",
    "must_reset_password": "this user has to set a new password in Nexudus first",
}
_LAPSED = "sign in again; a refresh token is good once, within 15 days, and for the client_id that it was granted to"


@dataclass(frozen=True)
class Tokens:
    """A grant, as you would keep it for the next start.

    Attributes:
        access_token: What requests carry. It shows in no repr.
        refresh_token: Good for one renewal, within 15 days. It shows in no repr.
        client_id: What the grant was asked for under; the renewal must say the same.
        expires_at: When the access token expires, as far as the API said.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    client_id: str
    expires_at: datetime | None = None


class GrantAuth(Credentials):
    """Signs in for a token, and renews it: before it expires, and when the API refuses it.

    However many threads or tasks of a client need a new token at once, one request fetches it, and if that fails, it
    fails for all of them. An access token that is still good outlives a failure to renew it. When a refresh token is
    refused, the password is used if there is one.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    def __init__(
        self,
        username: str | None = None,
        password: str | None = None,
        *,
        totp: TotpSource | None = None,
        client_id: str | None = None,
        tokens: Tokens | None = None,
        on_tokens: Callable[[Tokens], object] | None = None,
    ) -> None:
        """Describe the sign-in. Nothing is sent yet.

        Args:
            username: E-mail address of a user with API access, and
            password: that user's password; both may be left out where tokens are given.
            totp: Code of the second factor, or a function that gets one, called only when the API asks. In the async
                client it may be a coroutine function.
            client_id: Name of this installation. The API keeps one refresh token for each, so two programs that share
                one sign each other out. The user name where nothing is given.
            tokens: What `on_tokens` was given last.
            on_tokens: Called with each new pair, before it is used, so that you can keep it: the former refresh token
                is void from then on. In the async client it may be a coroutine function. It must not use the client
                that waits for it. What it raises, the call that needed the token raises; the pair is used all the same.

        Raises:
            ValueError: neither tokens nor a user name with a password, or half of that pair, or a client_id that is not
                that of the tokens, or what no request can carry.
        """
        if (username is None) != (password is None) or (username is None and tokens is None):
            raise ValueError("give a user name and a password, or tokens, or all three")
        if tokens is not None and client_id not in {None, tokens.client_id}:
            raise ValueError(f"the tokens were granted to client_id {tokens.client_id!r}, and no other can renew them")
        if tokens is not None and tokens.expires_at is not None and tokens.expires_at.tzinfo is None:
            raise ValueError(
                f"expires_at {tokens.expires_at.isoformat()} has no time zone; say datetime(..., tzinfo=UTC)"
            )
        self._client_id = tokens.client_id if tokens else client_id or username or ""
        if not _CLIENT_ID.fullmatch(self._client_id):
            raise ValueError("client_id, or else the user name, goes into a header: give a client_id in ASCII letters")
        self._sign_in: Form = {}
        if username is not None and password is not None:
            self._sign_in = {"username": sendable(username), "password": sendable(password)}
        self._totp = totp if totp is None or callable(totp) else sendable(totp)
        self._on_tokens = on_tokens
        self._held = (
            None if tokens is None else _Held(tokens, renew_at=tokens.expires_at and tokens.expires_at - _MARGIN)
        )
        self._failure: NexudusError | None = None

    def header(self, grantor: Grantor) -> Flow[Secret | None]:
        """The header that says a token which is not about to expire."""
        held = self._held
        if held is None or (held.due(grantor.now()) and self._renewable):
            try:
                held = yield from self._newer(grantor, held)
            except NexudusError as error:
                if held is None or isinstance(error, AuthenticationError) or held.expired(grantor.now()):
                    raise
        return held.header

    def renew(self, grantor: Grantor, refused: Secret | None) -> Flow[bool]:
        """Get another token than the refused one."""
        if not self._renewable:
            return False
        held = self._held
        if held is not None and held.header is refused:
            yield from self._newer(grantor, held)
        return True

    @property
    def _renewable(self) -> bool:
        return bool(self._sign_in) or (self._held is not None and self._held.refresh_token is not None)

    def _newer(self, grantor: Grantor, held: "_Held | None") -> Flow["_Held"]:
        """Another grant than `held`. Whoever waits while somebody else asks for it shares how that ends."""
        return (yield from alone(self._asked_once(grantor, held, self._failure)))

    def _asked_once(self, grantor: Grantor, held: "_Held | None", known: NexudusError | None) -> Flow["_Held"]:
        if self._held is not None and self._held is not held:
            return self._held
        if self._failure is not None and self._failure is not known:
            raise copy(self._failure)
        try:
            return (yield from self._renewed(grantor, held))
        except NexudusError as error:
            # The copy has no traceback, so it keeps no frames alive, and gets none of other threads.
            self._failure = copy(error)
            raise

    def _renewed(self, grantor: Grantor, held: "_Held | None") -> Flow["_Held"]:
        if held is not None and held.refresh_token is not None:
            try:
                renewal: Form = {"grant_type": "refresh_token", "refresh_token": held.refresh_token}
                return (yield from self._granted(grantor, renewal))
            except AuthenticationError as error:
                if not self._sign_in:
                    error.advice = _LAPSED
                    raise
        form = {"grant_type": "password", **self._sign_in}
        if isinstance(self._totp, Secret):
            form["totp"] = self._totp
        try:
            return (yield from self._granted(grantor, form))
        except AuthenticationError as error:
            if not callable(self._totp) or _code(error) != "two_factor_auth_check":
                raise
        form["totp"] = sendable(str((yield from ask(self._totp))))
        return (yield from self._granted(grantor, form))

    def _granted(self, grantor: Grantor, form: Form) -> Flow["_Held"]:
        try:
            response = yield from grantor.grant(form, self._client_id)
        except (AuthenticationError, BadRequestError) as error:
            refusal = AuthenticationError(error.answer)
            refusal.advice = _ADVICE.get(_code(error), refusal.advice)
            raise refusal from None
        held = _read(response, self._client_id, grantor.now())
        try:
            if self._on_tokens is not None:
                on_tokens = self._on_tokens
                yield from ask(lambda: on_tokens(held.tokens))
        finally:
            # However that ended, the former pair is void.
            self._held = held
        return held


@dataclass(frozen=True)
class _Held:
    """The tokens in use. `renew_at` is None where the API did not say how long they are good."""

    tokens: Tokens
    renew_at: datetime | None
    header: Secret = field(init=False)
    refresh_token: Secret | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", bearer(self.tokens.access_token))
        kept = self.tokens.refresh_token
        object.__setattr__(self, "refresh_token", None if kept is None else sendable(kept))

    @classmethod
    def granted(cls, grant: Any, client_id: str, now: datetime) -> "_Held":
        life = _lifetime(grant.get("expires_in"))
        expires_at = None if life is None else now + life
        refresh_token = grant.get("refresh_token")
        return cls(
            Tokens(
                _text(grant["access_token"]), _text(refresh_token) if refresh_token else None, client_id, expires_at
            ),
            renew_at=None if expires_at is None or life is None else expires_at - min(_MARGIN, life / 10),
        )

    def due(self, now: datetime) -> bool:
        return self.renew_at is not None and now >= self.renew_at

    def expired(self, now: datetime) -> bool:
        return self.tokens.expires_at is not None and now >= self.tokens.expires_at


def _read(response: httpx.Response, client_id: str, now: datetime) -> _Held:
    try:
        return decode(response, lambda grant: _Held.granted(grant, client_id, now))
    except UnreadableAnswerError as error:
        # Tokens may stand anywhere in such an answer, and in the frames that tried to read it.
        failure = UnreadableAnswerError(replace(error.answer, body=MASK, envelope=None), error.reason)
    raise failure


def _code(error: AuthenticationError | BadRequestError) -> str:
    """The OAuth error code."""
    return str(error.envelope.get("error", "")) if is_object(error.envelope) else ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a token is no text")
    return value


def _lifetime(value: object) -> timedelta | None:
    """How long a token is good: a number of seconds, which some servers write as a text. Nonsense is not believed."""
    try:
        seconds = int(float(value)) if isinstance(value, int | float | str) else 0
    except (ValueError, OverflowError):
        return None
    return timedelta(seconds=seconds) if 0 < seconds < 10**9 else None
