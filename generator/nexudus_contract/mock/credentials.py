"""The `Authorization` header: a bearer token, or an e-mail address and a password."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence

from nexudus_contract.mock.tokens import Tokens
from nexudus_contract.mock.users import Account, Accounts


class Credentials:
    """Tells who sent a request."""

    def __init__(self, accounts: Accounts, tokens: Tokens) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._key = secrets.token_bytes(32)
        self._verified: dict[bytes, Account] = {}

    def account_of(self, authorization: Sequence[str]) -> Account | None:
        """The account behind a request's `Authorization` headers; None unless there is one header, and it is right."""
        if len(authorization) != 1:
            return None
        scheme, _, value = authorization[0].partition(" ")
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
            account = self._accounts.verify(email, password)
            if account is None:
                return None
            self._verified[digest] = account
        return self._verified[digest]
