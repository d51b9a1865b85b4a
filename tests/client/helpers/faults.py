"""Ways to fail, and what tells which requests fail."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

_HTML = b"<html><body>Sign in to the wireless network</body></html>"


class Fault(Enum):
    """One way to fail."""

    THROTTLE_409 = "throttled with a 409"
    THROTTLE_429 = "throttled with a 429"
    CONFLICT = "a conflict"
    REFUSED = "refused by the operating system"
    HUNG_UP = "closed before anything is read"
    DROPPED = "closed after the work"
    RESET = "reset after the work"
    CUT_OFF = "closed in the middle of the answer"
    GARBAGE = "an answer that is no HTTP"
    TOO_LATE = "no answer in time"
    ERROR_BEFORE = "a 500 before the work"
    ERROR_AFTER = "a 502 after the work"
    UNAVAILABLE = "a 503 with Retry-After"
    HALF_JSON = "half a JSON text"
    HTML_PAGE = "a page of HTML"
    EMPTY = "an empty 200"


@dataclass(frozen=True)
class Reply:
    """An answer: its status with the words after it, its body, and its headers."""

    status: int
    words: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


INSTEAD = {
    Fault.THROTTLE_409: Reply(409, "You must wait before accessing this url again.", b"", (("Retry-After", "3"),)),
    Fault.THROTTLE_429: Reply(429, "Too Many Requests", b"Wait 3 seconds."),
    Fault.CONFLICT: Reply(409, "Conflict", b'{"Message": "Somebody else was faster."}'),
    Fault.ERROR_BEFORE: Reply(500, "Internal Server Error", b'{"Message": "An error has occurred."}'),
    Fault.UNAVAILABLE: Reply(503, "Service Unavailable", _HTML, (("Retry-After", "3"),)),
    Fault.HTML_PAGE: Reply(200, "OK", _HTML, (("Content-Type", "text/html"),)),
}
"""What is answered in place of the work."""

AFTERWARDS: dict[Fault, Callable[[bytes], Reply]] = {
    Fault.ERROR_AFTER: lambda _: Reply(502, "Bad Gateway", _HTML),
    Fault.HALF_JSON: lambda body: Reply(200, "OK", body[: len(body) // 2]),
    Fault.EMPTY: lambda _: Reply(200, "OK"),
}
"""What is answered after the work, from the body of the true answer."""


class Strikes:
    """Tells which requests fail.

    Attributes:
        forwarded: The methods of the requests that reached the server.
    """

    def __init__(self) -> None:
        self.forwarded = list[str]()
        self._fault = Fault.CONFLICT
        self._method = ""
        self._healthy = self._left = 0
        self._lock = threading.Lock()

    def strike(self, fault: Fault, method: str, *, times: int = 1, skip: int = 0) -> None:
        """Fail with the next requests of a method, after as many healthy ones as are skipped."""
        with self._lock:
            self.forwarded.clear()
            self._fault, self._method, self._left, self._healthy = fault, method, times, skip

    def next_fault(self, method: str) -> Fault | None:
        """The fault of a request that goes now, if it has one."""
        with self._lock:
            if method != self._method or not self._left:
                return None
            if self._healthy:
                self._healthy -= 1
                return None
            self._left -= 1
            return self._fault
