"""The one gate to a server that is not on this machine, which every request of a run passes.

Here, and nowhere else, it is decided what may be sent. A read goes in the run's own name only. A write must make,
change or delete a record of the run's own: one whose create the guard saw answered, and which read back with its mark.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.live.brand import Brand
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.fuzz.live.leaving import DeniedError, LostError, SpentError, StoppedError, WithheldError
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.live.pace import Pace
from nexudus_contract.fuzz.live.traffic import Answered, Asked, Map, Place
from nexudus_contract.terms import Kind, RecordType

T = TypeVar("T")

_DENIALS: Final = frozenset({401, 403, 423})
_MOST_DENIALS: Final = 30
_MOST_LOST: Final = 10
_WAITS: Final = (1, 4, 10)
"""Seconds before a read that failed is sent again."""
_USUAL_WAIT: Final = 10
_ATTEMPTS: Final = 6


@dataclass
class Tally:
    """What passed the gate.

    Attributes:
        writes: writes that the server did not refuse by its throttle.
        throttles: refusals by the throttle.
        repeated: reads that failed and were sent again.
        denials: answers that denied the run's own user something.
        lost: writes without an answer that says what came of them.
        withheld: requests that were not sent.
    """

    writes: int = 0
    throttles: int = 0
    repeated: int = 0
    denials: int = 0
    lost: int = 0
    withheld: int = 0


@dataclass
class _Own:
    """A record of the run's own."""

    record_type: RecordType
    record_id: int
    marked: bool = False


@dataclass
class Guard:
    """The gate.

    Attributes:
        contract: what the server promises.
        origin: the server's scheme, host and port.
        manners: how to behave.
        pace: how fast to go.
        brand: by what own records are known; None where nothing may be written.
        journal: where they are written down; None where nothing may be written.
        authorization: the run's own `Authorization` header, in whose name alone anything is sent.
        whoami: asks who one is, past the gate, and says with which status that was answered.
        tally: what passed.
        stopped: why nothing more may be sent; empty as long as it may.
        locked: whether that holds for what cleans up as well.
        cleaning: whether the run is over and cleans up.
        share: the most writes for now; the rest of the budget is for others.
    """

    contract: Contract
    origin: str
    manners: Manners
    pace: Pace
    brand: Brand | None = None
    journal: Journal | None = None
    authorization: str = ""
    whoami: Callable[[], int] = lambda: 200
    tally: Tally = field(default_factory=Tally)
    stopped: str = ""
    locked: bool = False
    cleaning: bool = False
    share: int = 0
    _own: dict[tuple[str, int], _Own] = field(default_factory=dict[tuple[str, int], _Own])

    def __post_init__(self) -> None:
        """Draw the map."""
        self._map = Map(self.contract)
        self._turn = threading.RLock()
        self.share = self.manners.budget

    def carry(
        self, asked: Asked, send: Callable[[], T], told: Callable[[T | None], Answered], *, forgiving: bool = False
    ) -> T:
        """Send a request when its turn comes, if it may be sent at all, and as often as it takes.

        Args:
            asked: The request.
            send: Sends it.
            told: Says what came of it; None where there was no answer.
            forgiving: Whether to answer that the user lacks a role like anything else.

        Raises:
            LeftError: it may not be sent, or its answer ends the conversation or the run.
            Exception: what `send` raises, where there is no answer.
        """
        with self._turn:
            place = self._checked(asked)
            number = None
            if place.kind is Kind.CREATE and self.journal is not None:
                number = self.journal.intend(place.tag)
            answer, answered = self._sent(asked, send, told)
            self._learn(place, number, answered)
            if answered.status in _DENIALS:
                self._denied(place, answered.status, forgiving=forgiving)
            return answer()

    def may(self, place: Place, body: bytes) -> bool:
        """Whether a request may be sent, as far as it is one of the run's own."""
        if place.operation.method == "get":
            return True
        if self.brand is None or place.record_type is None:
            return False
        match place.kind:
            case Kind.CREATE:
                return self.brand.allows(self.contract, place.record_type, Kind.CREATE, body)
            case Kind.UPDATE:
                return self.brand.allows(self.contract, place.record_type, Kind.UPDATE, body) and self._is_own(
                    place.tag, Answered(200, body=body).value[place.record_type.id_property]
                )
            case Kind.DELETE:
                return self._is_own(place.tag, place.record_id)
            case _:
                return False

    def adopt(self, record_type: RecordType, record_id: int) -> None:
        """Take a record for the run's own, as soon as it reads with the mark."""
        self._own[record_type.tag, record_id] = _Own(record_type, record_id)

    def disown(self, record_type: RecordType, record_id: int) -> None:
        """Take a record for somebody else's."""
        self._own.pop((record_type.tag, record_id), None)

    @property
    def reserved(self) -> int:
        """Writes that it may take to delete what the run has made."""
        return len(self._own) + (len(self.journal.left.unsure) if self.journal else 0)

    def stop(self, why: str, *, locked: bool = False) -> StoppedError:
        """Let nothing pass any more."""
        self.stopped = self.stopped or why
        self.locked = self.locked or locked
        return StoppedError(self.stopped)

    def check_open(self) -> None:
        """See that anything may be sent at all.

        Raises:
            StoppedError: it may not.
        """
        if self.locked or (self.stopped and not self.cleaning):
            raise StoppedError(self.stopped)

    def _checked(self, asked: Asked) -> Place:
        self.check_open()
        place = self._map.find(asked.method, asked.path) if asked.origin == self.origin else None
        if place is None or asked.authorization != self.authorization or not self.may(place, asked.body):
            self.tally.withheld += 1
            raise WithheldError(f"{asked.method} {asked.path} was withheld: it is not this run's to send")
        cost = {Kind.CREATE: 2, Kind.UPDATE: 1}.get(place.kind, 0) if place.kind else 0
        if cost and self.tally.writes + self.reserved + cost > self.share:
            raise SpentError(f"{self.tally.writes} writes were sent")
        return place

    def _sent(
        self, asked: Asked, send: Callable[[], T], told: Callable[[T | None], Answered]
    ) -> tuple[Callable[[], T], Answered]:
        """Send as often as it takes; what came of it last, to be taken or raised, and what is known of it."""
        waits = iter(_WAITS if asked.method == "GET" else ())
        throttled = 0
        while True:
            self.pace.wait(asked.method)
            outcome, answered = _once(send, told)
            if answered.throttled:
                throttled += 1
                self._throttled(answered, throttled)
            elif answered.failed and (wait := next(waits, None)) is not None:
                self.tally.repeated += 1
                self.pace.hold(wait)
            else:
                return outcome, answered

    def _throttled(self, answered: Answered, times: int) -> None:
        self.tally.throttles += 1
        text = answered.retry_after
        seconds = int(text) if text.isdecimal() and len(text) < 10 else _USUAL_WAIT
        if seconds > self.manners.patience:
            raise self.stop(f"the server asks to wait for {seconds} s; try again after that")
        if times >= _ATTEMPTS or (self.tally.throttles > self.manners.throttles and not self.cleaning):
            raise self.stop(f"the server's throttle refused {self.tally.throttles} requests; try again later")
        self.pace.hold(seconds)

    def _learn(self, place: Place, number: int | None, answered: Answered) -> None:
        """Keep in step with what the server says that it did."""
        if place.kind in {Kind.CREATE, Kind.UPDATE, Kind.DELETE}:
            self.tally.writes += 1
        record_type = place.record_type
        if record_type is None:
            return
        record_id = place.record_id
        if place.kind is Kind.CREATE and number is not None and self.journal is not None:
            made = answered.new_id
            if made is not None and answered.status == 200:
                self.journal.made(number, place.tag, made)
                self.adopt(record_type, made)
            elif 400 <= answered.status < 500:
                self.journal.refused(number)
        elif place.kind is Kind.GET and record_id is not None and (own := self._own.get((place.tag, record_id))):
            if answered.status == 404:
                self._gone(record_type, record_id)
            elif answered.status == 200 and self.brand is not None:
                says = answered.value
                own.marked = (
                    self.brand.is_on(self.contract, record_type, says) and says[record_type.id_property] == record_id
                )
        elif place.kind is Kind.DELETE and record_id is not None and answered.status in {200, 404}:
            # What really came of it the next reading says: a 200 can still be a failure.
            self._own[place.tag, record_id].marked = False
        if place.kind in {Kind.CREATE, Kind.UPDATE, Kind.DELETE} and answered.status in {0, 502, 503, 504}:
            self.tally.lost += 1
            if self.tally.lost > _MOST_LOST and not self.cleaning:
                raise self.stop(f"{self.tally.lost} writes got no answer from the server; try again later")
            if not self.cleaning:
                raise LostError(f"{place.operation.id} got no answer")

    def _gone(self, record_type: RecordType, record_id: int) -> None:
        self.disown(record_type, record_id)
        if self.journal is not None:
            self.journal.gone(record_type.tag, record_id)

    def _denied(self, place: Place, status: int, *, forgiving: bool) -> None:
        """Stop at the first sign that an account may be locked."""
        self.tally.denials += 1
        known = self.whoami()
        if known != 200:
            said = f"{place.operation.id} answered {status}, and so who one is, with {known}"
            raise self.stop(f"{said}: stopped, lest the account be locked", locked=True)
        if self.tally.denials > _MOST_DENIALS:
            raise self.stop(f"{self.tally.denials} requests were denied; check the roles of the user", locked=True)
        if status == 401 and not forgiving:
            raise DeniedError(f"the user may not do {place.operation.id}")

    def _is_own(self, tag: str, record_id: object) -> bool:
        own = self._own.get((tag, record_id)) if type(record_id) is int else None
        return own is not None and own.marked


def _once(send: Callable[[], T], told: Callable[[T | None], Answered]) -> tuple[Callable[[], T], Answered]:
    try:
        answer = send()
        answered = told(answer)
    except Exception as error:  # noqa: BLE001 - whichever library it is, there is no answer
        failure = error

        def fail() -> T:
            raise failure

        return fail, told(None)
    return lambda: answer, answered
