"""Puts the guard under the two libraries that carry requests: httpx, and the one that schemathesis uses."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import requests

from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.leaving import StoppedError, WithheldError
from nexudus_contract.fuzz.live.traffic import Answered, Asked

SECONDS: Final = "nexudus-contract.seconds"
"""The extension of an answer that says how long the server took, the waiting for one's turn left out."""


class GuardedTransport(httpx.BaseTransport):
    """Carries requests of httpx past the guard."""

    def __init__(self, guard: Guard, inner: httpx.BaseTransport) -> None:
        """Stand before `inner`."""
        self._guard = guard
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, if it may be sent.

        Raises:
            LeftError: it may not.
        """
        asked = Asked(
            request.method,
            origin(str(request.url)),
            request.url.path,
            request.headers.get("authorization", ""),
            request.read(),
        )

        def send() -> httpx.Response:
            begin = time.perf_counter()
            answer = self._inner.handle_request(request)
            answer.request = request
            answer.read()
            answer.close()
            answer.extensions[SECONDS] = time.perf_counter() - begin
            return answer

        return self._guard.carry(asked, send, _told)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def _told(answer: httpx.Response | None) -> Answered:
    if answer is None:
        return Answered(0)
    return Answered(answer.status_code, answer.headers.get("retry-after", ""), answer.content)


class _Over(KeyboardInterrupt):
    """Ends schemathesis, which heeds nothing else at once."""


@contextmanager
def guarded(guard: Guard | None) -> Generator[None]:
    """Every request of the other library passes the guard, whichever session sends it, until the block ends."""
    if guard is None:
        yield
        return
    plain = requests.Session.send

    def send(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        body: Any = request.body or b""
        headers: Any = request.headers
        asked = Asked(
            str(request.method),
            origin(str(request.url)),
            urlsplit(str(request.url)).path,
            headers.get("Authorization", ""),
            body.encode() if isinstance(body, str) else bytes(body),
        )
        try:
            return guard.carry(asked, lambda: plain(session, request, **options), _heard, forgiving=True)
        except WithheldError as error:
            raise requests.RequestException(str(error), request=request) from error
        except StoppedError as error:
            raise _Over from error

    session_type: Any = requests.Session
    session_type.send = send
    try:
        yield
    finally:
        session_type.send = plain


def _heard(answer: requests.Response | None) -> Answered:
    if answer is None:
        return Answered(0)
    return Answered(answer.status_code, answer.headers.get("Retry-After", ""), answer.content)


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"
