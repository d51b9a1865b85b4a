"""Keeps to the limits that the contract documents, whatever sends the requests."""

from collections import deque
from collections.abc import Callable, Iterable

from nexudus_contract.terms import Limit

_SLACK = 0.02
"""Seconds more than a limit asks for: two requests may travel at different speeds."""


class Pace:
    """Lets requests go as fast as all limits allow. Any stretch of time counts, not only whole minutes."""

    def __init__(self, limits: Iterable[Limit], clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        """Begin with no request sent.

        Args:
            limits: How many requests are let in.
            clock: Tells seconds, as `time.monotonic` does.
            sleep: Waits for some seconds.
        """
        self._logs = [(limit, deque[float](maxlen=limit.calls)) for limit in limits]
        self._clock = clock
        self._sleep = sleep
        self._held_until = float("-inf")

    def wait(self, method: str) -> None:
        """Wait until a request with this method may go, and count it."""
        logs = [(limit, log) for limit, log in self._logs if limit.binds(method)]
        turns = [log[0] + limit.seconds + _SLACK for limit, log in logs if len(log) == limit.calls]
        seconds = max([self._held_until, *turns]) - self._clock()
        if seconds > 0:
            self._sleep(seconds)
        now = self._clock()
        for _, log in logs:
            log.append(now)

    def hold(self, seconds: float) -> None:
        """Let nothing go for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)
