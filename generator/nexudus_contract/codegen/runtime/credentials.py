"""Who is calling: an access token, or a user name and a password."""

from collections.abc import Generator

import httpx


class BearerAuth(httpx.Auth):
    """Sends an access token with every request, and shows it nowhere."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header that httpx sends."""
        request.headers["Authorization"] = self._header
        yield request


def credentials(token: str | None, username: str | None, password: str | None) -> httpx.Auth | None:
    """What the given credentials stand for; None of them asks only for operations that need none.

    Raises:
        ValueError: a token and a password are given, or half of a pair.
    """
    if token is not None and username is None and password is None:
        return BearerAuth(token)
    if token is None and username is not None and password is not None:
        return httpx.BasicAuth(username, password)
    if token is None and username is None and password is None:
        return None
    raise ValueError("give either a token, or a username and a password")
