"""What was found: each kind of breach once, with the smallest case that shows it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from nexudus_contract.exchange import Exchange

# What a busy machine can do to a server that is well, once.
_DOUBTED: Final = frozenset({"answers-in-time"})


@dataclass
class Finding:
    """One kind of breach.

    Attributes:
        check: name of the check that it fails, in small letters and hyphens.
        message: what the server did, in one sentence.
        operations: operationIds where it was seen, in the order in which it was.
        case: the requests and answers that show it, the smallest of all that did; secrets included.
        requests: requests sent before it was first seen.
        seconds: time before it was first seen.
        times: how often it was seen.
    """

    check: str
    message: str
    operations: list[str]
    case: Sequence[Exchange]
    requests: int
    seconds: float
    times: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """What is small: few requests, and short ones, in letters that everybody can read."""
        return len(self.case), sum(len(item.sent.url) + len(repr(item.sent.body)) for item in self.case)


class BreachError(Exception):
    """The server broke a promise. Each kind of breach is a class of its own, so that shrinking keeps to it."""


class OutOfTimeError(BaseException):
    """The run has taken as long as it may. No error that anything should catch on its way up."""


class SmallEnoughError(BaseException):
    """The search for a smaller case has taken as long as it may."""


@dataclass
class Ledger:
    """Keeps the findings of a run, and its clock and counter.

    Attributes:
        patience: seconds to spend on making one case smaller.
        limit: seconds for the run; None for as long as it takes.
        stop_at_first: whether the run ends with the first finding.
        clock: tells seconds, as `time.monotonic` does.
    """

    patience: float = 3
    limit: float | None = None
    stop_at_first: bool = False
    clock: Callable[[], float] = time.monotonic
    requests: int = 0
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict[tuple[str, str], Finding])
    _doubted: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    _closed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    _classes: dict[tuple[str, str], type[BreachError]] = field(default_factory=dict[tuple[str, str], type[BreachError]])
    _shrinking_since: float | None = None
    _start: float = -1

    def __post_init__(self) -> None:
        """Start the clock."""
        self._start = self.clock()

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return self.clock() - self._start

    def tick(self) -> None:
        """Count a request.

        Raises:
            OutOfTimeError: the run has taken as long as it may.
            SmallEnoughError: the search for a smaller case has.
        """
        self.requests += 1
        if self.limit is not None and self.seconds > self.limit:
            raise OutOfTimeError
        if self._shrinking_since is not None and self.clock() - self._shrinking_since > self.patience:
            raise SmallEnoughError

    def note(self, check: str, aspect: str, operation: str, message: str, case: Sequence[Exchange]) -> bool:
        """Write a breach down.

        Args:
            check: The check's name.
            aspect: What tells this breach from others of the check; the same for all record types.
            operation: The operationId.
            message: What the server did.
            case: The requests and answers that show it.

        Returns:
            Whether its kind was not closed yet.
        """
        key = check, aspect
        if check in _DOUBTED and key not in self._doubted:
            self._doubted.add(key)
            return False
        found = self.findings.get(key)
        if found is None:
            self.findings[key] = Finding(check, message, [operation], tuple(case), self.requests, self.seconds)
            if self.stop_at_first:
                raise OutOfTimeError
            return True
        found.times += 1
        if operation not in found.operations:
            found.operations.append(operation)
        smaller = Finding(check, message, found.operations, tuple(case), found.requests, found.seconds, found.times)
        if smaller.size < found.size:
            self.findings[key] = smaller
        return key not in self._closed

    def breach(self, check: str, aspect: str, operation: str, message: str, case: Sequence[Exchange]) -> None:
        """Write a breach down, and leave the conversation at it, unless its kind is closed.

        Raises:
            BreachError: it is not.
        """
        if self.note(check, aspect, operation, message, case):
            if self._shrinking_since is None:
                self._shrinking_since = self.clock()
            key = check, aspect
            kind = self._classes.setdefault(key, type("BreachError", (BreachError,), {}))
            raise kind(message)

    def is_closed(self, check: str, aspect: str) -> bool:
        """Whether a kind of breach is known, so that it ends no conversation any more."""
        return (check, aspect) in self._closed

    def close(self) -> None:
        """Take what was found until now for known: it ends no conversation any more."""
        self._closed.update(self.findings)
        self._shrinking_since = None
