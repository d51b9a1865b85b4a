"""Tokens that are got for a password, and renewed by themselves."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from .answers import decode
from .credentials import Credentials, Grantor
from .errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    NexudusError,
    ServerError,
    ThrottledError,
)
from .flow import Flow, alone, ask
from .secret import Secret
from .values import is_object

TotpSource: TypeAlias = str | Callable[[], str | Awaitable[str]]

# A token is renewed this long before it expires, or a tenth of its life, whichever is shorter.
_MARGIN = timedelta(seconds=60)
_ADVICE = {
    "invalid_grant": "check the user name and the password, and that the user is registered and not suspended",
    "two_factor_auth_check": "this user has two-factor authentication: give totp, a code or a function that gets one",
    "must_reset_password": "this user has to set a new password in Nexudus first",
}


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

    However many threads or tasks need a new token at once, one request fetches it. A network error keeps the tokens
    that there are. When a refresh token is refused, the password is used if there is one.

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
            totp: Code of the second factor, or a function that gets one, called only when the API asks.
            client_id: Name of this installation. The API keeps one refresh token for each, so two programs that share
                one sign each other out. The user name where nothing is given.
            tokens: What `on_tokens` was given last.
            on_tokens: Called with each new pair, before it is used, so that you can keep it: the former refresh token
                is void from then on. In the async client it may be a coroutine function.

        Raises:
            ValueError: neither tokens nor a user name with a password, or half of that pair, or a client_id that is not
                that of the tokens.
        """
        if (username is None) != (password is None) or (username is None and tokens is None):
            raise ValueError("give a user name and a password, or tokens, or all three")
        if tokens is not None and client_id not in {None, tokens.client_id}:
            raise ValueError(f"the tokens were granted to client_id {tokens.client_id!r}, and no other can renew them")
        self._sign_in: dict[str, str | Secret] = {}
        if username is not None and password is not None:
            self._sign_in = {"username": username, "password": Secret(password)}
        self._totp = totp if totp is None or callable(totp) else Secret(totp)
        self._client_id = tokens.client_id if tokens else client_id or username or ""
        self._on_tokens = on_tokens
        self._held = (
            None if tokens is None else _Held(tokens, renew_at=tokens.expires_at and tokens.expires_at - _MARGIN)
        )
        self._attempts = 0
        self._failure: NexudusError | None = None

    def header(self, grantor: Grantor) -> Flow[Secret | None]:
        """The header that says a token which is not about to expire."""
        held = self._held
        if held is None or (held.due(grantor.now()) and self._renewable):
            held = yield from self._one_renewal(grantor, held)
        return held.header

    def renew(self, grantor: Grantor, refused: Secret | None) -> Flow[bool]:
        """Get another token than the refused one."""
        if not self._renewable:
            return False
        held = self._held
        if held is None or held.header is refused:
            yield from self._one_renewal(grantor, held, refused=True)
        return True

    @property
    def _renewable(self) -> bool:
        return bool(self._sign_in) or (self._held is not None and self._held.refresh_token is not None)

    def _one_renewal(self, grantor: Grantor, held: "_Held | None", *, refused: bool = False) -> Flow["_Held"]:
        return (yield from alone(self._renewal(grantor, held, self._attempts, refused=refused)))

    def _renewal(self, grantor: Grantor, held: "_Held | None", attempts: int, *, refused: bool) -> Flow["_Held"]:
        """A newer grant than `held`. Whoever waited while another tried shares how that ended."""
        if self._held is not None and self._held is not held:
            return self._held
        if self._attempts != attempts and self._failure is not None:
            raise self._failure
        self._attempts += 1
        try:
            self._failure = None
            return (yield from self._renewed(grantor))
        except (ConnectionFailedError, ServerError, ThrottledError) as error:
            if held is not None and not refused and not held.expired(grantor.now()):
                return held
            self._failure = error
            raise
        except NexudusError as error:
            self._failure = error
            raise

    def _renewed(self, grantor: Grantor) -> Flow["_Held"]:
        if self._held is not None and self._held.refresh_token is not None:
            try:
                renewal: dict[str, str | Secret] = {
                    "grant_type": "refresh_token",
                    "refresh_token": self._held.refresh_token,
                }
                return (yield from self._granted(grantor, renewal))
            except AuthenticationError:
                if not self._sign_in:
                    raise
        form: dict[str, str | Secret] = {"grant_type": "password", **self._sign_in}
        if isinstance(self._totp, Secret):
            form["totp"] = self._totp
        try:
            return (yield from self._granted(grantor, form))
        except AuthenticationError as error:
            if not callable(self._totp) or _code(error) != "two_factor_auth_check":
                raise
        form["totp"] = Secret(str((yield from ask(self._totp))))
        return (yield from self._granted(grantor, form))

    def _granted(self, grantor: Grantor, form: Mapping[str, str | Secret]) -> Flow["_Held"]:
        try:
            response = yield from grantor.grant(form, self._client_id)
        except (AuthenticationError, BadRequestError) as error:
            refusal = AuthenticationError(error.answer)
            refusal.advice = _ADVICE.get(_code(error), refusal.advice)
            raise refusal from None
        now = grantor.now()
        held = decode(response, lambda grant: _Held.granted(grant, self._client_id, now))
        self._held = held
        if self._on_tokens is not None:
            on_tokens = self._on_tokens
            yield from ask(lambda: on_tokens(held.tokens))
        return held


@dataclass(frozen=True)
class _Held:
    """The tokens in use. `renew_at` is None where the API did not say how long they are good."""

    tokens: Tokens
    renew_at: datetime | None
    header: Secret = field(init=False)
    refresh_token: Secret | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", Secret(f"Bearer {self.tokens.access_token}"))
        kept = self.tokens.refresh_token
        object.__setattr__(self, "refresh_token", None if kept is None else Secret(kept))

    @classmethod
    def granted(cls, grant: Any, client_id: str, now: datetime) -> "_Held":
        life = _lifetime(grant.get("expires_in"))
        expires_at = None if life is None else now + life
        refresh_token = grant.get("refresh_token")
        return cls(
            Tokens(_text(grant["access_token"]), refresh_token and _text(refresh_token), client_id, expires_at),
            renew_at=None if expires_at is None or life is None else expires_at - min(_MARGIN, life / 10),
        )

    def due(self, now: datetime) -> bool:
        return self.renew_at is not None and now >= self.renew_at

    def expired(self, now: datetime) -> bool:
        return self.tokens.expires_at is not None and now >= self.tokens.expires_at


def _code(error: AuthenticationError | BadRequestError) -> str:
    """The OAuth error code."""
    return str(error.envelope.get("error", "")) if is_object(error.envelope) else ""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("a token is no text, or an empty one")
    return value


def _lifetime(value: object) -> timedelta | None:
    """How long a token is good: a number of seconds, which some servers write as a text. Nonsense is not believed."""
    try:
        seconds = int(float(value)) if isinstance(value, int | float | str) else 0
    except (ValueError, OverflowError):
        return None
    return timedelta(seconds=seconds) if 0 < seconds < 10**9 else None
