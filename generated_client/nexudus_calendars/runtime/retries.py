"""When a call is sent again, and after how long."""

import ssl
from dataclasses import dataclass

import httpx

from .errors import ConnectionFailedError, NexudusError, RequestTimeoutError, ServerError, ThrottledError

# What aiohttp raises before anything is sent; its httpx transport gives the same type to connections lost later.
_NEVER_CONNECTED = frozenset({"ClientConnectorError", "ConnectionTimeoutError"})


@dataclass(frozen=True)
class RetryPolicy:
    """How often, for how long, and what. All times are in seconds.

    A call that was certainly not carried out (throttled, or never connected) is sent again whatever its method. One
    that may have been (a lost answer, a 5xx) is sent again only where a second time changes nothing: GET, PUT and
    DELETE.

    Attributes:
        retries: Most times that a call is sent again; 0 for never.
        deadline: Time after the first attempt beyond which no other one starts.
        longest_wait: If the server asks for a longer wait than this, the error is raised at once.
        first_delay: Upper bound of the first wait; each further one doubles it.
        longest_delay: What the doubling stops at.
        repeat_posts: Whether a POST is sent again even if it may have been carried out. Records may then be created
            twice.
    """

    retries: int = 4
    deadline: float = 120.0
    longest_wait: float = 60.0
    first_delay: float = 0.5
    longest_delay: float = 8.0
    repeat_posts: bool = False

    def wait(self, error: NexudusError, elapsed: float, chance: float, *, repeatable: bool) -> float | None:
        """How long to wait before the call is sent again; None if it is not.

        Args:
            error: Why it failed; `attempts` says how often it was sent.
            elapsed: Seconds since the first attempt.
            chance: A number from 0 to 1. The wait is that part of its upper bound, so that clients that failed together
                do not come back together.
            repeatable: Whether the call may be sent again though it may have been carried out.
        """
        if error.attempts > self.retries or not (error.passing and (repeatable or not error.uncertain)):
            return None
        asked = (error.retry_after or 0.0) if isinstance(error, ThrottledError | ServerError) else 0.0
        bound = min(self.longest_delay, self.first_delay * 2 ** (error.attempts - 1))
        wait = max(asked, bound * chance)
        return None if asked > self.longest_wait or elapsed + wait > self.deadline else wait


NO_RETRIES = RetryPolicy(retries=0)


def connection_failure(error: httpx.HTTPError, method: str, url: str) -> ConnectionFailedError:
    """What httpx raised, as this client's own error, which knows whether anything can have been sent."""
    late = isinstance(error, httpx.TimeoutException)
    reason = "no answer in time" if late else str(error) or type(error).__name__
    failure = (RequestTimeoutError if late else ConnectionFailedError)(method, url, reason)
    failure.uncertain = method != "GET" and not _sent_nothing(error)
    failure.passing = not isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError) and not any(
        isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error)
    )
    return failure


def causes(error: BaseException) -> list[BaseException]:
    """The error, and what led to it."""
    found = list[BaseException]()
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def _sent_nothing(error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return True
    if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    cause = error.__cause__
    if cause is None or not type(cause).__module__.startswith("aiohttp"):
        return True
    return any(kind.__name__ in _NEVER_CONNECTED for kind in type(cause).__mro__)
