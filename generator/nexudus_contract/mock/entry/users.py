"""Who may come in, and what they may do."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase

_SECONDS_OF_CODE = 30
_DIGITS = 6


@dataclass(frozen=True)
class User:
    """A user of the back office. The password is given in clear and kept as a salted hash.

    Attributes:
        email: the address, which is the user name.
        password: in clear, as a person types it.
        roles: names of roles, in which `*` stands for any text; None for a full unrestricted administrator.
        api_access: whether the account may use the API at all.
        suspended: whether the account is locked.
        must_reset_password: whether a new password is due before any grant.
        totp_secret: base32 secret of the second factor (RFC 6238, six digits, thirty seconds); empty for none.

    Raises:
        ValueError: the secret is not base32.
    """

    email: str
    password: InitVar[str]
    roles: frozenset[str] | None = None
    api_access: bool = True
    suspended: bool = False
    must_reset_password: bool = False
    totp_secret: str = field(default="", repr=False)
    _salt: bytes = field(init=False, repr=False, compare=False, default_factory=lambda: secrets.token_bytes(16))
    _hash: bytes = field(init=False, repr=False)

    def __post_init__(self, password: str) -> None:
        """Keep the password's hash, and see that codes can be made of the secret."""
        object.__setattr__(self, "_hash", self._hashed(password))
        if self.totp_secret:
            base64.b32decode(self.totp_secret)

    @property
    def locked(self) -> bool:
        """Whether nothing but a grant that is refused can come of right credentials."""
        return self.suspended or self.must_reset_password or not self.api_access

    def has_password(self, password: str) -> bool:
        """Whether this is the password."""
        return hmac.compare_digest(self._hashed(password), self._hash)

    def code(self, now: datetime) -> str:
        """The code of the second factor at a time: https://www.rfc-editor.org/rfc/rfc6238."""
        counter = int(now.timestamp()) // _SECONDS_OF_CODE
        digest = hmac.digest(base64.b32decode(self.totp_secret), counter.to_bytes(8, "big"), "sha1")
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        return str(number % 10**_DIGITS).zfill(_DIGITS)

    def _hashed(self, password: str) -> bytes:
        # Weak on purpose: these passwords guard made-up records, and every wrong guess runs inside the event loop.
        return hashlib.scrypt(password.encode(errors="surrogatepass"), salt=self._salt, n=1024, r=8, p=1, dklen=32)


ADMINISTRATOR = ("admin@example.com", "admin")
"""E-mail address and password of the administrator that a mock knows unless it is told of others."""

DEFAULT_USERS = (
    User(*ADMINISTRATOR),
    User("auditor@example.com", "auditor", roles=frozenset({"*-List", "*-Read"})),
)


@dataclass(frozen=True)
class Account:
    """A user as the server knows them."""

    id: int
    email: str
    roles: frozenset[str] | None

    def may(self, roles: Iterable[str]) -> bool:
        """Whether the user may do what needs one of `roles`; what needs none, everybody may."""
        if self.roles is None:
            return True
        wanted = tuple(roles)
        return not wanted or any(fnmatchcase(role, held) for role in wanted for held in self.roles)


NOBODY = Account(id=0, email="", roles=frozenset())
_STRANGER = User("", secrets.token_urlsafe(16))


class Accounts:
    """The users of one server."""

    def __init__(self, users: Iterable[User]) -> None:
        self._entries = {
            user.email: (user, Account(number, user.email, user.roles)) for number, user in enumerate(users, start=1)
        }

    def verify(self, email: str, password: str) -> tuple[User, Account] | None:
        """The user behind an e-mail address and a password; None when either is wrong."""
        # An unknown user costs as much time as a known one, and matches no password.
        user, account = self._entries.get(email, (_STRANGER, NOBODY))
        return (user, account) if user.has_password(password) else None
