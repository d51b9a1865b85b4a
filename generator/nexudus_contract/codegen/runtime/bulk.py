"""Writing many: each item has its own outcome, and none is written twice."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from .errors import AuthenticationError, NexudusError, PermissionDeniedError
from .flow import Exchange, Flow

Item = TypeVar("Item")


class State(StrEnum):
    """What became of an item."""

    PENDING = "pending"
    """Not tried yet."""
    PLANNED = "planned"
    """A dry run found that it can be tried."""
    DONE = "done"
    """Written, and the API said so."""
    FAILED = "failed"
    """Not written; `error` says why."""
    UNCERTAIN = "uncertain"
    """Sent, and no answer says whether it was written."""


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
        first = next(
            f": item {n}: {item.message}" for n, item in enumerate(self.report.outcomes) if item.state != State.DONE
        )
        return f"{self.report}{first}; {self.advice}"


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
    def complete(self) -> bool:
        """Whether every item is done."""
        return all(item.state is State.DONE for item in self.outcomes)

    def raise_for_failures(self) -> None:
        """Return if every item is done.

        Raises:
            BulkError: some are not.
        """
        if not self.complete:
            raise BulkError(self)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON, to go on in another process."""
        return {
            "outcomes": [{"state": item.state.value, "id": item.id, "message": item.message} for item in self.outcomes]
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
        counts = ((state, self.count(state)) for state in State)
        return ", ".join(f"{number} {state.value}" for state, number in counts if number) or "nothing to do"


Progress = Callable[[Report], object]


class Bulk:
    """One bulk operation: makes a flow of each item that is still to do, and writes down what became of it."""

    def __init__(self, report: Report | None, progress: Progress | None, *, repeatable: bool, dry_run: bool) -> None:
        """Describe the operation.

        Args:
            report: What became of the items when they were tried before.
            progress: Called with the report whenever an item's state has changed, by one thread or task at a time.
            repeatable: Whether an uncertain item may be tried again.
            dry_run: Whether items end as planned rather than done.
        """
        self.report = Report() if report is None else report
        self._progress = progress
        self._repeatable = repeatable
        self._dry_run = dry_run
        self._lock = threading.Lock()
        self._stopped = False

    def flows(
        self, items: Iterable[Item], write: Callable[[Item, Outcome], Flow[None]], id_of: Callable[[Item], int | None]
    ) -> Iterator[Flow[None]]:
        """The flows of the items to do. None comes after one that shows that the rest would fail alike.

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
        return (
            self._tried(item, outcome, write)
            for item, outcome in zip(todo, outcomes, strict=True)
            if self._wanted(outcome)
        )

    def _wanted(self, outcome: Outcome) -> bool:
        if self._stopped or outcome.state is State.DONE:
            return False
        return outcome.state is not State.UNCERTAIN or self._repeatable

    def _tried(self, item: Item, outcome: Outcome, write: Callable[[Item, Outcome], Flow[None]]) -> Flow[None]:
        before = outcome.state
        outcome.error, outcome.message = None, "interrupted"
        try:
            yield from _watched(write(item, outcome), outcome)
        except (NexudusError, TypeError, ValueError) as error:
            outcome.error, outcome.message = error, str(error)
            uncertain = before is State.UNCERTAIN or (isinstance(error, NexudusError) and error.uncertain)
            outcome.state = State.UNCERTAIN if uncertain and not self._dry_run else State.FAILED
            # Who may not do this to one record may not do it to the next.
            self._stopped = self._stopped or isinstance(error, AuthenticationError | PermissionDeniedError)
        else:
            outcome.state = State.PLANNED if self._dry_run else State.DONE
        if self._progress is not None:
            with self._lock:
                self._progress(self.report)


def _watched(flow: Flow[None], outcome: Outcome) -> Flow[None]:
    """The flow, with the outcome uncertain from the moment at which something other than a read is sent."""
    try:
        effect = next(flow)
        while True:
            if isinstance(effect, Exchange) and effect.request.method != "GET":
                outcome.state = State.UNCERTAIN
            try:
                answer = yield effect
            except BaseException as error:  # noqa: BLE001 - the flow decides, and raises it again
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return
