"""Who may come in, and what they may do."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class User:
    """A user of the back office.

    Attributes:
        email: the address, which is the user name.
        password: in clear here, as a person types it; the server keeps a salted hash.
        roles: names of roles, in which `*` stands for any text; None for a full unrestricted administrator.
        api_access: whether the account may use the API at all.
    """

    email: str
    password: str = field(repr=False)
    roles: frozenset[str] | None
    api_access: bool = True


DEFAULT_USERS = (
    User("admin@example.com", "admin", roles=None),
    User("auditor@example.com", "auditor", roles=frozenset({"*-List", "*-Read"})),
)


@dataclass(frozen=True)
class Account:
    """A user as the server knows them, without the password."""

    id: int
    email: str
    roles: frozenset[str] | None

    def may(self, roles: Iterable[str]) -> bool:
        """Whether the user may do what needs one of `roles`; what needs none, everybody may."""
        wanted = tuple(roles)
        if self.roles is None or not wanted:
            return True
        return any(fnmatchcase(role, held) for role in wanted for held in self.roles)


NOBODY = Account(id=0, email="", roles=frozenset())


class Accounts:
    """The users of one server."""

    def __init__(self, users: Iterable[User]) -> None:
        self._salt = secrets.token_bytes(16)
        self._entries = {
            user.email: (Account(number, user.email, user.roles), self._hash(user.password))
            for number, user in enumerate(users, start=1)
            if user.api_access
        }
        # An unknown user costs as much time as a known one, and matches no password.
        self._stranger = (NOBODY, secrets.token_bytes(32))

    def verify(self, email: str, password: str) -> Account | None:
        """The account behind an e-mail address and a password; None when either is wrong or lacks API access."""
        account, expected = self._entries.get(email, self._stranger)
        return account if hmac.compare_digest(self._hash(password), expected) else None

    def _hash(self, password: str) -> bytes:
        # Weak on purpose: these passwords guard made-up records, and every wrong guess runs inside the event loop.
        return hashlib.scrypt(password.encode(errors="surrogatepass"), salt=self._salt, n=1024, r=8, p=1, dklen=32)
