"""Who is calling: an access token, or a user name and a password; see `grants` for the third way."""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import httpx

from .flow import Flow
from .secret import Secret
from .values import has_surrogate

_VISIBLE = re.compile(r"[!-~]+")


class Grantor(Protocol):
    """What asks the API for tokens."""

    def grant(self, form: Mapping[str, str | Secret], client_id: str) -> Flow[httpx.Response]:
        """Send the form."""
        ...

    def now(self) -> datetime:
        """The date and time in UTC."""
        ...


class Credentials:
    """What a request says about who sends it. This one says nothing."""

    def header(self, grantor: Grantor) -> Flow[Secret | None]:  # noqa: ARG002 - others ask it
        """The `Authorization` header."""
        yield from ()
        return None

    def renew(self, grantor: Grantor, refused: Secret | None) -> Flow[bool]:  # noqa: ARG002 - others ask it
        """Whether there is a newer header than the refused one, got if need be."""
        yield from ()
        return False


class BearerAuth(Credentials):
    """An access token that somebody else looks after."""

    def __init__(self, token: str) -> None:
        """Take the token.

        Raises:
            ValueError: it is empty, or no header can carry it.
        """
        self._header = bearer(token)

    def header(self, grantor: Grantor) -> Flow[Secret | None]:  # noqa: ARG002
        """The header that says the token."""
        yield from ()
        return self._header


class BasicAuth(Credentials):
    """An e-mail address and a password with every request. It cannot be used with two-factor authentication.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    def __init__(self, username: str, password: str) -> None:
        """Take both.

        Raises:
            ValueError: they cannot be sent.
        """
        pair = sendable(f"{username}:{password}").reveal().encode()
        self._header = Secret(f"Basic {b64encode(pair).decode()}")

    def header(self, grantor: Grantor) -> Flow[Secret | None]:  # noqa: ARG002
        """The header that says both."""
        yield from ()
        return self._header


def bearer(token: str) -> Secret:
    """The header that says a token.

    Raises:
        ValueError: it is empty, or no header can carry it. Whatever finds that out later quotes it.
    """
    if not _VISIBLE.fullmatch(token):
        raise ValueError("a token is visible ASCII characters; this one is empty, or holds a line break or another one")
    return Secret(f"Bearer {token}")


def sendable(text: str) -> Secret:
    """A text for a form.

    Raises:
        ValueError: it has no UTF-8 form. Python's own error quotes it.
    """
    if has_surrogate(text):
        raise ValueError("a user name, password or token was read with the wrong encoding, and cannot be sent")
    return Secret(text)


def credentials(
    token: str | None, username: str | None, password: str | None, auth: Credentials | None = None
) -> Credentials:
    """What the given credentials stand for; none at all ask only for operations that need none.

    Raises:
        ValueError: more than one kind is given, or half of a pair, or what no request can carry.
    """
    if auth is not None and token is None and username is None and password is None:
        return auth
    if auth is None and token is not None and username is None and password is None:
        return BearerAuth(token)
    if auth is None and token is None and username is not None and password is not None:
        return BasicAuth(username, password)
    if auth is None and token is None and username is None and password is None:
        return Credentials()
    raise ValueError("give either a token, or a username and a password, or auth")
