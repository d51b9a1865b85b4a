"""When a call is sent again, and after how long."""

import ssl
from dataclasses import dataclass

import httpx

from .errors import (
    ConnectionFailedError,
    NexudusError,
    RequestTimeoutError,
    ServerError,
    ThrottledError,
    causes,
    excerpt,
)

_UNSENDABLE = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
# What is raised before anything is sent: by httpx, and by aiohttp, whose transport for httpx says of every lost
# connection that it could not connect in time. aiohttp's are known by their names, since it need not be installed.
_NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NEVER_CONNECTED_NAMES = frozenset({"ClientConnectorError", "ConnectionTimeoutError", "ClientHttpProxyError"})
# Beyond that many doublings every bound is reached, and soon after a float overflows.
_MOST_DOUBLINGS = 60


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
        bound = min(self.longest_delay, self.first_delay * 2 ** min(error.attempts - 1, _MOST_DOUBLINGS))
        wait = max(asked, bound * chance)
        return None if asked > self.longest_wait or elapsed + wait > self.deadline else wait


NO_RETRIES = RetryPolicy(retries=0)


def is_connection_failure(error: Exception) -> bool:
    """Whether a transport raised it: httpx's errors, and those of aiohttp that its transport has no other for."""
    # httpx looks at where an answer sends to even where nobody follows, and that may be no address.
    return isinstance(error, httpx.HTTPError | httpx.InvalidURL) or _is_aiohttps(error)


def connection_failure(error: Exception, method: str, url: str) -> ConnectionFailedError:
    """What a transport raised, as this client's own error, which knows whether anything can have been sent."""
    raised = next((cause for cause in causes(error) if _is_aiohttps(cause)), error)
    unsendable = isinstance(error, _UNSENDABLE)
    never_connected = isinstance(raised, _NEVER_CONNECTED) or any(
        kind.__name__ in _NEVER_CONNECTED_NAMES for kind in type(raised).__mro__
    )
    if isinstance(raised, httpx.TimeoutException | TimeoutError):
        what = "connection" if never_connected else "answer"
        failure: ConnectionFailedError = RequestTimeoutError(method, url, f"no {what} in time")
    elif unsendable:
        failure = ConnectionFailedError(method, url, "it is no request that can be sent")
        failure.advice = "check the address, and look for line breaks in the headers and the credentials"
        # The errors quote the header at fault, which may be the one with the credentials.
        for cause in causes(error):
            cause.args = ()
    else:
        failure = ConnectionFailedError(method, url, excerpt(str(error)) or type(error).__name__)
    failure.uncertain = method != "GET" and not (unsendable or never_connected)
    failure.passing = not unsendable and not any(
        isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error)
    )
    return failure


def _is_aiohttps(error: BaseException) -> bool:
    return type(error).__module__.startswith("aiohttp.")
