"""Staying inside the API's limits, so that it need not refuse."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from .clock import SYSTEM_CLOCK, Clock
from .errors import NexudusError, ending
from .forking import Lock

# Calls that leave 100 ms apart may arrive a little closer together. The short limit is not the one that binds for long,
# so this costs next to nothing.
SLACK = 0.05
_NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds.

    Attributes:
        calls: Most calls in any stretch of that length.
        seconds: Length of the stretch.
        methods: HTTP methods that it counts and binds, in capitals; empty for all.
    """

    calls: int
    seconds: float
    methods: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what cannot be kept."""
        if self.calls < 1 or self.seconds <= 0:
            raise ValueError(f"{self} makes no sense; a limit is at least 1 call, in more than 0 seconds")


class LimitReachedError(NexudusError):
    """A call would have waited for the limits longer than `limit_wait` allows, and was not sent.

    Attributes:
        operation: The contract's id of the operation.
        retry_after: Seconds until the limits let the next call go.
    """

    advice = "send it later, or allow a longer limit_wait"
    passing = True

    def __init__(self, operation: str, retry_after: float) -> None:
        super().__init__(operation, retry_after)
        self.operation = operation
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.operation} would have to wait {self.retry_after:.1f} s for the limits{ending(self)}"


class _Log:
    """When the latest calls went, for the limits that count the same methods."""

    def __init__(self, methods: frozenset[str], limits: Sequence[Limit]) -> None:
        self._methods = methods
        self._limits = limits
        self._times = deque[float](maxlen=max(limit.calls for limit in limits))

    def counts(self, method: str) -> bool:
        return not self._methods or method in self._methods

    def next_turn(self) -> float:
        """The earliest time at which one more call keeps every limit."""
        return max(
            (
                self._times[-limit.calls] + limit.seconds + SLACK
                for limit in self._limits
                if len(self._times) >= limit.calls
            ),
            default=float("-inf"),
        )

    def add(self, moment: float) -> None:
        self._times.append(moment)


class Pacer:
    """Lets calls go as fast as all limits allow, and no faster. Threads and tasks share it; each process has its own.

    Any stretch of time is looked at, not only whole minutes, since how the server counts is not documented. So no way
    of counting makes it refuse.

    Source: https://developers.nexudus.com/reference/api-limitations
    """

    def __init__(self, limits: Sequence[Limit], clock: Clock = SYSTEM_CLOCK) -> None:
        self._clock = clock
        kinds = dict.fromkeys(limit.methods for limit in limits)
        self._logs = [_Log(kind, [limit for limit in limits if limit.methods == kind]) for kind in kinds]
        self._held_until = float("-inf")
        self._lock = Lock()

    def admit(self, method: str) -> float:
        """Count a call and let it go, or say how long to wait before asking again.

        Args:
            method: HTTP method of the call, in capitals.

        Returns:
            0 when the call may go now; else seconds.
        """
        with self._lock:
            now = self._clock.monotonic()
            logs = [log for log in self._logs if log.counts(method)]
            wait = max([self._held_until, *(log.next_turn() for log in logs)]) - now
            if wait > _NEGLIGIBLE:
                return wait
            for log in logs:
                log.add(now)
            return 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody go for so long, because the server asked for it."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.monotonic() + seconds)
