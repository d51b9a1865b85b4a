"""The `Authorization` header: a bearer token, or an e-mail address and a password."""

import base64
import binascii
import hashlib
import secrets

from nexudus_contract.mock.entry.tokens import Tokens
from nexudus_contract.mock.entry.users import Account, Accounts


class Credentials:
    """Tells who sent a request."""

    def __init__(self, accounts: Accounts, tokens: Tokens) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._key = secrets.token_bytes(32)
        self._verified: dict[bytes, Account] = {}

    def account_of(self, authorization: str) -> Account | None:
        """The account behind a request's `Authorization` header; None unless it is right."""
        scheme, _, value = authorization.partition(" ")
        match scheme.lower():
            case "bearer":
                return self._tokens.account_of(value.strip(" "))
            case "basic":
                return self._basic(value.strip(" "))
            case _:
                return None

    def _basic(self, value: str) -> Account | None:
        # Hashing a password is slow by design, and Basic sends one with every request: what was right once is
        # remembered, by a keyed digest.
        digest = hashlib.blake2b(value.encode(), key=self._key).digest()
        if digest not in self._verified:
            try:
                pair = base64.b64decode(value, validate=True).decode()
            except (binascii.Error, ValueError):
                return None
            email, _, password = pair.partition(":")
            verified = self._accounts.verify(email, password)
            # Basic has no place for a code, so a second factor shuts it.
            if verified is None or verified[0].locked or verified[0].totp_secret:
                return None
            self._verified[digest] = verified[1]
        return self._verified[digest]
