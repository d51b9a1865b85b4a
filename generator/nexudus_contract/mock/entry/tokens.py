"""Access tokens and refresh tokens. They end with the server: a file keeps records, not sessions."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nexudus_contract.mock.entry.users import Account


@dataclass(frozen=True)
class Grant:
    """What a client gets. `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class _Held:
    """A token as the server keeps it: not the token, but its hash."""

    digest: bytes
    account: Account
    expires: datetime


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


class Tokens:
    """The tokens of one server: any number for access, and one for refresh per `client_id`.

    Source: https://github.com/vardhan341/api-docs/blob/4e1e5a2/token-authentication-oauth.md
    """

    def __init__(self, clock: Callable[[], datetime], access_lifetime: timedelta, refresh_lifetime: timedelta) -> None:
        self._clock = clock
        self._access_lifetime = access_lifetime
        self._refresh_lifetime = refresh_lifetime
        self._access: dict[bytes, _Held] = {}
        self._refresh: dict[str, _Held] = {}

    def issue(self, account: Account, client_id: str) -> Grant:
        """A new grant, which kills the client's earlier refresh token and no access token."""
        now = self._clock()
        self._forget_expired(now)
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        held = _Held(_digest(access), account, now + self._access_lifetime)
        self._access[held.digest] = held
        self._refresh[client_id] = _Held(_digest(refresh), account, now + self._refresh_lifetime)
        return Grant(access, refresh, int(self._access_lifetime.total_seconds()))

    def refresh(self, token: str, client_id: str) -> Grant | None:
        """A new grant for the client's refresh token, which works once; None when it is not the one, or too old."""
        held = self._refresh.get(client_id)
        if held is None or held.expires <= self._clock():
            return None
        if not hmac.compare_digest(held.digest, _digest(token)):
            return None
        return self.issue(held.account, client_id)

    def account_of(self, token: str) -> Account | None:
        """Whose access token this is; None when nobody's, or no longer."""
        held = self._access.get(_digest(token))
        return held.account if held and held.expires > self._clock() else None

    def _forget_expired(self, now: datetime) -> None:
        # All live equally long, so the oldest stand first.
        while self._access:
            oldest = next(iter(self._access.values()))
            if oldest.expires > now:
                return
            del self._access[oldest.digest]

    def revoke_all(self) -> None:
        """Make every token worthless."""
        self._access.clear()
        self._refresh.clear()
