"""One fuzz run on one server: our conversations with each record type, then schemathesis' phases."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.chance import by_seed_alone
from nexudus_contract.fuzz.covering.coverage import Coverage
from nexudus_contract.fuzz.covering.rollcall import rollcall
from nexudus_contract.fuzz.judge import Judge, Watch
from nexudus_contract.fuzz.laws import access, filtering, reading, refusing, writing
from nexudus_contract.fuzz.laws.access import People, Person
from nexudus_contract.fuzz.laws.ground import Ground
from nexudus_contract.fuzz.laws.machine import Effort, converse
from nexudus_contract.fuzz.laws.values import Own
from nexudus_contract.fuzz.ledger import BreachError, Ledger, OutOfTimeError, SmallEnoughError
from nexudus_contract.fuzz.live.guest import Guest, guest
from nexudus_contract.fuzz.live.leaving import StoppedError
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.phases import Generated, Generation, Phases
from nexudus_contract.fuzz.replaying.senders import Cast
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.fuzz.reports import write
from nexudus_contract.fuzz.wire import Wire, anything
from nexudus_contract.target import Target
from nexudus_contract.terms import RecordType

_TIMEOUT = 30
_EFFORT = Effort()


@dataclass(frozen=True)
class Lane:
    """How to fuzz.

    Attributes:
        seed: Seed of everything that is left to chance; the same seed sends the same requests to the same server.
        reports: Folder for the reports.
        allow_writes: Whether a target that is not on this machine may be written to.
        effort: How long to talk with each record type.
        examples: Requests per operation that schemathesis generates.
        sequences: Sequences of requests along the contract's links.
        slow: Seconds after which an answer comes too late.
        limit: Seconds after which the run ends, whatever is left to do; None for none.
        stop_at_first: Whether the run ends with the first finding.
        lesser: Somebody with fewer roles than the target's user, where there is one.
        rollcall: Whether the target is a mock of one's own, which fails where it is told to.
        manners: How to behave on a server that is not on this machine.
    """

    seed: int = 1
    reports: Path = Path("reports/fuzz")
    allow_writes: bool = False
    effort: Effort = _EFFORT
    examples: int = 10
    sequences: int = 30
    slow: float = 1.0
    limit: float | None = 55
    stop_at_first: bool = False
    lesser: Person | None = None
    rollcall: bool = False
    manners: Manners = field(default_factory=Manners)


class Line(NamedTuple):
    """The line to a target.

    Attributes:
        client: Sends; its base URL is the target's.
        token: One that the target accepts.
        guest: Who goes there, where it is not on this machine.
    """

    client: httpx.Client
    token: str
    guest: Guest | None = None


class Run:
    """A run that has begun."""

    def __init__(self, contract: Contract, target: Target, lane: Lane, line: Line) -> None:
        """Take the line to the target."""
        guest = line.guest
        self.lane = lane
        self.ledger = Ledger(limit=lane.limit, stop_at_first=lane.stop_at_first)
        self.coverage = Coverage(contract)
        self.phases = Phases()
        self.out_of_time = False
        self._contract = contract
        self._target = target
        self._watch = Watch(self.ledger, Judge(contract, lane.slow), self._saw)
        self._guest = guest
        self._client = line.client
        self._authorization = f"Bearer {line.token}"
        self._wire = Wire(self._watch, line.client, self._authorization, may=guest.may if guest else anything)
        self._generated = Generated(
            contract,
            target.url,
            line.token,
            Generation(lane.seed, lane.examples, lane.sequences, elsewhere=guest is not None, slow=lane.slow),
        )

    def talk(self, step: Callable[[str], None]) -> None:
        """Our own conversations with each record type."""
        target = self._target
        # A wrong password too many locks somebody out, so that is for servers of one's own.
        known = target.username and target.password and target.on_this_machine
        person = Person(target.username or "", target.password or "") if known else None
        people = People(person, self.lane.lesser, strangers=target.on_this_machine)
        if people.own is not None:
            step("grants")
            self._noted(partial(access.grants, self._contract, self._wire, people.own))
        if self.lane.rollcall:
            step("roll call")
            provoked = replace(self._watch, seen=partial(self.coverage.saw, provoked=True))
            rollcall(self._contract, self._client, self._authorization, provoked)
        for record_type in self._contract.record_types:
            step(record_type.tag)
            if self._guest is None:
                ground = Ground(self._contract, record_type, self._wire, Own(), alone=True)
                self._noted(ground.start)
                self._noted(partial(writing.live, ground))
                converse(ground, self._generated.bodies(record_type), self.lane.seed, self.lane.effort, people)
                # What a parameter may be does not hang on what is there, so once is enough.
                self._noted(partial(refusing.refuses_queries, ground))
            else:
                self._visit(self._guest, record_type)

    def generate(self, step: Callable[[str], None]) -> None:
        """The phases of schemathesis."""
        self.phases = self._generated.run(self._watch, step, self._guest.guard if self._guest else None)

    def outcome(self, *, interrupted: bool) -> Outcome:
        """What was found until now."""
        interrupted = interrupted or self.phases.interrupted
        problems = [f"could not finish: {error}" for error in self.phases.errors]
        if self.out_of_time:
            problems.append(f"ran out of time after {self.lane.limit:g} s")
        if self._guest is not None:
            problems += self._guest.problems
        elif not self.lane.stop_at_first and not interrupted and not self.out_of_time:
            problems += [f"was not exercised: {name}" for name in self.coverage.unexercised]
        return Outcome(
            target=self._target.url,
            seed=self.lane.seed,
            requests=self.ledger.requests,
            seconds=self.ledger.seconds,
            findings=tuple(self.ledger.findings.values()),
            problems=problems,
            covered=self.coverage.line,
            remarks=self._guest.remarks if self._guest else [],
            interrupted=interrupted,
        )

    def _saw(self, reply: Reply) -> None:
        self.coverage.saw(reply)

    def _visit(self, guest: Guest, record_type: RecordType) -> None:
        """Our conversations on somebody's server: reads, and writes of records of the run's own."""
        ground = Ground(self._contract, record_type, self._wire, guest.own(record_type), alone=False)
        with guest.calling_on(record_type):
            self._noted(ground.start)
            if guest.writes(record_type):
                self._noted(partial(writing.live, ground))
                bodies = self._generated.bodies(record_type)
                converse(ground, bodies, self.lane.seed, self.lane.effort, People(strangers=False))
            self._read(ground)

    def _read(self, ground: Ground) -> None:
        random = Random(self.lane.seed)
        laws: list[Callable[[], None]] = [
            lambda: reading.audit(ground),
            lambda: filtering.filters(ground, random.choice),
            *(lambda name=name: reading.orders(ground, name) for name in ground.record_type.order_by),
            lambda: reading.pages(ground, 3),
            lambda: reading.names(ground),
            lambda: refusing.refuses_queries(ground),
        ]
        for law in laws:
            self._noted(partial(ground.sure, law, random))

    def _noted(self, law: Callable[[], Any]) -> None:
        """Apply a law until it finds nothing new."""
        while True:
            try:
                law()
            except (BreachError, SmallEnoughError):
                self.ledger.close()
            else:
                return


def run(contract: Contract, target: Target, lane: Lane, step: Callable[[str], None] = lambda _: None) -> Outcome:
    """Fuzz the target and say what was found.

    On a target that is not on this machine the run is a guest: it only reads, unless writes are allowed; and what it
    writes then are records of its own, which it deletes in the end.

    Args:
        contract: What the server promises.
        target: The server.
        lane: How to fuzz.
        step: Is told of each part that begins.

    Raises:
        GuestError: what may be written on somebody's server is not told, or makes no sense.
        JournalError: the journal of what is written there cannot be kept.
        TargetError: the target cannot be reached or lets nobody in.
    """
    with by_seed_alone(), _line(contract, target, lane) as line:
        going = Run(contract, target, lane, line)
        interrupted = False
        try:
            try:
                going.talk(step)
            finally:
                if line.guest is not None:
                    step("clean-up")
                    line.guest.clean()
            going.generate(step)
        except OutOfTimeError:
            going.out_of_time = not lane.stop_at_first
        except StoppedError:
            # The guest's problems say why.
            pass
        except KeyboardInterrupt:
            interrupted = True
    own = Person(target.username, target.password) if target.username and target.password else None
    return write(
        going.outcome(interrupted=interrupted),
        contract.operations,
        going.coverage.to_json(),
        lane.reports,
        Cast(line.token, own, lane.lesser),
    )


def courteous(lane: Lane) -> Lane:
    """The same for somebody's server: less of everything, and as long as the documented pace takes."""
    return replace(lane, effort=Effort(2, 8), examples=3, sequences=4, slow=10, limit=None)


@contextmanager
def _line(contract: Contract, target: Target, lane: Lane) -> Generator[Line]:
    if target.on_this_machine:
        token = target.access_token(contract)
        with httpx.Client(base_url=target.url, timeout=_TIMEOUT) as client:
            yield Line(client, token)
    else:
        with guest(contract, target, lane.manners, writes=lane.allow_writes) as visitor:
            yield Line(visitor.client, visitor.token, visitor)
