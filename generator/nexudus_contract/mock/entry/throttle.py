"""The throttle: how often each client may call, in sliding windows."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from nexudus_contract.terms import Limit

Client: TypeAlias = int | str
"""Who is counted: the number of an account, or the host of a caller whose account is not known."""

_AT_ONCE = timedelta()


@dataclass(frozen=True)
class _Window:
    """The latest calls that one limit counted for one client: never more than the limit lets in."""

    limit: Limit
    calls: deque[datetime]

    def wait(self, now: datetime) -> timedelta:
        """How long it takes until the limit has room; nothing or less where it has."""
        if len(self.calls) < self.limit.calls:
            return _AT_ONCE
        return self.calls[0] + timedelta(seconds=self.limit.seconds) - now


@dataclass
class _Record:
    windows: Sequence[_Window]
    latest: datetime


class Throttle:
    """Counts the calls of each client. Of a client it keeps as many times as the limits let calls in, and no more.

    The documentation has the limits but not how the server counts; a sliding window is the strictest way there is.
    """

    def __init__(self, limits: Sequence[Limit], clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock
        self._longest = timedelta(seconds=max((limit.seconds for limit in limits), default=0))
        # In the order of their latest calls.
        self._records: dict[Client, _Record] = {}

    def __bool__(self) -> bool:
        """Whether there is any limit."""
        return bool(self._limits)

    def let_in(self, client: Client, method: str) -> timedelta:
        """Count a call and let it in, or say how long the client must wait, and count nothing.

        Returns:
            Zero where the call is let in; else the time until it would be, if no other is before.
        """
        now = self._clock()
        record = self._records.get(client) or self._new(now)
        binding = [window for window in record.windows if window.limit.binds(method)]
        wait = max((window.wait(now) for window in binding), default=_AT_ONCE)
        if wait > _AT_ONCE:
            return wait
        for window in binding:
            window.calls.append(now)
        record.latest = now
        self._records.pop(client, None)
        self._records[client] = record
        self._forget_idle(now)
        return _AT_ONCE

    def _new(self, now: datetime) -> _Record:
        return _Record([_Window(limit, deque(maxlen=limit.calls)) for limit in self._limits], latest=now)

    def _forget_idle(self, now: datetime) -> None:
        while self._records:
            client, record = next(iter(self._records.items()))
            if now - record.latest < self._longest:
                return
            del self._records[client]

    def reset(self) -> None:
        """Forget all calls."""
        self._records.clear()
