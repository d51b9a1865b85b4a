"""httpx's clients, where the caller brings none."""

from collections.abc import Mapping
from typing import Any

import httpx

from .forking import Lock, tell_after_fork


class _Cookies(httpx.Cookies):
    """Looks for cookies only in an answer that sets some. httpx looks in each, a sixth of all it does for a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        if "Set-Cookie" in response.headers:
            super().extract_cookies(response)


class Client(httpx.Client):
    """httpx's own, with less work for each call, and with connections of its own in a forked process.

    A transport that the caller gave is shared even then.
    """

    def __init__(self, transport: httpx.BaseTransport | None, headers: Mapping[str, str]) -> None:
        super().__init__(transport=transport, headers=headers)
        self._cookies = _Cookies()
        self._given = transport, headers
        self._forked = False
        self._lock = Lock()
        tell_after_fork(self)

    def after_fork(self) -> None:
        """Use no connection of the parent's again: both would read from it, and get each other's answers."""
        self._forked = self._given[0] is None

    def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """Send a request, as httpx does."""
        if self._forked:
            self._connect_anew()
        return super().send(request, **how)

    def _connect_anew(self) -> None:
        with self._lock:
            if self._forked and not self.is_closed:
                cookies = self._cookies
                super().__init__(headers=self._given[1])
                self._cookies = cookies
            self._forked = False


class AsyncClient(httpx.AsyncClient):
    """The same, awaited."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, headers: Mapping[str, str]) -> None:
        super().__init__(transport=transport, headers=headers)
        self._cookies = _Cookies()
