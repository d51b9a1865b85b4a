"""Writing many: each item has its own outcome, and none is written twice."""

import inspect
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from .errors import AuthenticationError, NexudusError, PermissionDeniedError
from .flow import Ask, Effect, Exchange, Flow

Item = TypeVar("Item")


class State(StrEnum):
    """What became of an item."""

    PENDING = "pending"
    """Still to be tried."""
    PLANNED = "planned"
    """A dry run found that it can be tried."""
    SENT = "sent"
    """Under way: sent, and not answered yet."""
    DONE = "done"
    """Written, and the API said so."""
    FAILED = "failed"
    """Not written; `error` says why."""
    UNCERTAIN = "uncertain"
    """Sent, and no answer says whether it was written."""


_DOUBTFUL = frozenset({State.SENT, State.UNCERTAIN})


@dataclass
class Outcome:
    """What became of one item.

    Attributes:
        state: How far it came.
        id: Id of the record, where it is known.
        message: What the API, or the dry run, said about it.
        error: Why it failed, or why nobody knows; None after `Report.from_dict`, which keeps the message only.
    """

    state: State = State.PENDING
    id: int | None = None
    message: str = ""
    error: Exception | None = field(default=None, compare=False)


class BulkError(NexudusError):
    """Not all items of a bulk operation were written.

    Attributes:
        report: What became of each.
    """

    advice = "look at report.outcomes; call again with the same items and the report to go on"

    def __init__(self, report: "Report") -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        left = [f"item {n}: {item.message}" for n, item in enumerate(self.report.outcomes) if item.state not in _GOOD]
        return "; ".join([str(self.report), *left[:1], self.advice])


_GOOD = frozenset({State.DONE, State.PLANNED})


@dataclass
class Report:
    """What became of each item, in the order of the items. True at every moment, an interruption included.

    Give it to the same call with the same items to go on: what is done stays done. An uncertain creation is not tried
    again, since that might create the record twice; look for it, and set its state to `DONE` or `PENDING`.

    Attributes:
        outcomes: One per item.
    """

    outcomes: list[Outcome] = field(default_factory=list[Outcome])

    def count(self, state: State) -> int:
        """How many items are in a state."""
        return sum(item.state is state for item in self.outcomes)

    @property
    def tried(self) -> int:
        """How many items are neither still to be tried nor under way. While an operation lasts, it never falls."""
        return sum(item.state not in {State.PENDING, State.SENT} for item in self.outcomes)

    @property
    def complete(self) -> bool:
        """Whether every item is done."""
        return all(item.state is State.DONE for item in self.outcomes)

    def raise_for_failures(self) -> None:
        """Return if every item is done, or after a dry run planned.

        Raises:
            BulkError: some are not.
        """
        if any(item.state not in _GOOD for item in self.outcomes):
            raise BulkError(self)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON, to go on in another process. What is under way is uncertain to whoever reads it."""
        return {
            "outcomes": [
                {
                    "state": State.UNCERTAIN.value if item.state is State.SENT else item.state.value,
                    "id": item.id,
                    "message": item.message,
                }
                for item in self.outcomes
            ]
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> "Report":
        """The report that `to_dict` wrote.

        Raises:
            KeyError: it is none.
            ValueError: it is none.
        """
        return cls([Outcome(State(item["state"]), item["id"], item["message"]) for item in value["outcomes"]])

    def __str__(self) -> str:
        counts = Counter([item.state for item in self.outcomes])
        return ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state]) or "nothing to do"


Progress = Callable[[Report], object]


class _OverError(BaseException):
    """The operation is over, and what was not sent by then never is."""


class Bulk:
    """One bulk operation: makes a flow of each item that is still to do, and writes down what became of it."""

    def __init__(self, report: Report | None, progress: Progress | None, *, repeatable: bool, dry_run: bool) -> None:
        """Describe the operation.

        Args:
            report: What became of the items when they were tried before.
            progress: Called with the report whenever an item has been tried, by one thread or task at a time.
            repeatable: Whether an uncertain item may be tried again.
            dry_run: Whether items end as planned rather than done.

        Raises:
            TypeError: `progress` is a coroutine function, which nobody would await.
        """
        if inspect.iscoroutinefunction(progress):
            raise TypeError("progress is a coroutine function; give a plain one")
        self.report = Report() if report is None else report
        self._progress = progress
        self._repeatable = repeatable
        self._dry_run = dry_run
        self._stopped = False
        self._over = False
        self._sending = threading.Lock()
        self._reporting = threading.Lock()

    @contextmanager
    def flows(
        self, items: Iterable[Item], write: Callable[[Item, Outcome], Flow[None]], id_of: Callable[[Item], int | None]
    ) -> Generator[Iterator[Flow[None]]]:
        """The flows of the items to do. None comes after one that shows that the rest would fail alike.

        When the block ends, so does the operation: a thread that nobody waits for any more gets the answer to what it
        has sent, and sends nothing else.

        Raises:
            ValueError: the report is of other items.
        """
        todo = list(items)
        outcomes = self.report.outcomes
        if outcomes and len(outcomes) != len(todo):
            raise ValueError(f"the report is of {len(outcomes)} items, and there are {len(todo)}; give the same items")
        outcomes.extend(Outcome(id=id_of(item)) for item in todo[len(outcomes) :])
        for number, (item, outcome) in enumerate(zip(todo, outcomes, strict=True)):
            if (id_ := id_of(item)) is not None and id_ != outcome.id:
                raise ValueError(
                    f"item {number} is of record {id_}, and in the report of {outcome.id}; give the same items"
                )
        for outcome in outcomes:
            if outcome.state in {State.FAILED, State.PLANNED}:
                outcome.state = State.PENDING
        try:
            yield (
                self._tried(item, outcome, write)
                for item, outcome in zip(todo, outcomes, strict=True)
                if self._wanted(outcome)
            )
        finally:
            with self._sending:
                self._over = True
                for outcome in outcomes:
                    if outcome.state is State.SENT:
                        outcome.state = State.UNCERTAIN

    def ids_left(self) -> Iterator[int]:
        """The ids of the items to do, in their order; whether one is to do is looked at when its turn comes."""
        for outcome in self.report.outcomes:
            if outcome.id is not None and outcome.state is not State.FAILED and self._wanted(outcome):
                yield outcome.id

    def _wanted(self, outcome: Outcome) -> bool:
        if self._stopped or outcome.state is State.DONE:
            return False
        return outcome.state not in _DOUBTFUL or self._repeatable

    def _tried(self, item: Item, outcome: Outcome, write: Callable[[Item, Outcome], Flow[None]]) -> Flow[None]:
        before = outcome.state
        error = yield from attempted(write(item, outcome), lambda effect: self._before(effect, outcome))
        outcome.error = error
        if error is not None:
            lost = outcome.state in _DOUBTFUL and (not isinstance(error, NexudusError) or error.uncertain)
            outcome.message = str(error)
            outcome.state = State.UNCERTAIN if lost or before in _DOUBTFUL else State.FAILED
            # Who may not do this to one record may not do it to the next.
            self._stopped = self._stopped or isinstance(error, AuthenticationError | PermissionDeniedError)
        elif not self._dry_run:
            outcome.state = State.DONE
        elif before not in _DOUBTFUL:
            outcome.state = State.PLANNED
        with self._reporting:
            if self._progress is not None and not self._over:
                self._progress(self.report)

    def _before(self, effect: Effect, outcome: Outcome) -> None:
        """Write down that something other than a read is about to be sent."""
        if isinstance(effect, Exchange) and effect.request.method != "GET":
            with self._sending:
                if self._over:
                    raise _OverError
                outcome.state, outcome.error, outcome.message = State.SENT, None, "interrupted"


def attempted(flow: Flow[None], before: Callable[[Effect], object] = lambda _: None) -> Flow[Exception | None]:
    """Carry out a flow, and return what is wrong with what it does. What is wrong elsewhere is raised.

    Args:
        flow: The flow.
        before: Called with each effect before it is asked for.
    """
    thrown: BaseException | None = None
    effect: Effect | None = None
    try:
        effect = next(flow)
        while True:
            before(effect)
            try:
                answer = yield effect
            except BaseException as error:  # noqa: BLE001 - the flow decides, and raises it again
                thrown = error
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return None
    except Exception as error:
        # A callback that crashes says nothing about the item, whatever it raises.
        if error is thrown and (isinstance(effect, Ask) or not isinstance(error, NexudusError)):
            raise
        return error
