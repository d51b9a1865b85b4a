"""What the client promises about each fault, the operations that a fault can strike, and what became of one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Any

import nexudus_calendars as nexudus
from nexudus_calendars import Batch, NexudusClient, NexudusError, Report, RetryPolicy, State
from nexudus_calendars.models import CoworkerGoogleCalendarCreate, CoworkerMsOffeCalendarCreate

from .basics import GOOGLE, OFFE
from .callers import Caller
from .faults import Fault, Strikes

GOOGLES, OFFES = "coworker_google_calendars", "coworker_ms_offe_calendars"
TYPES: dict[str, tuple[dict[str, Any], type[Any]]] = {
    GOOGLES: (GOOGLE, CoworkerGoogleCalendarCreate),
    OFFES: (OFFE, CoworkerMsOffeCalendarCreate),
}


class Work(Enum):
    """What a request did at the server, fault or no fault."""

    REFUSED = "nothing, and whoever sent it can tell"
    NOTHING = "nothing, and whoever sent it cannot tell"
    DONE = "what it asks for"


class Repeat(Enum):
    """What the client's documentation says is sent again after a fault."""

    ALL = "every method"
    HARMLESS = "what changes nothing when it is done twice"
    NONE = "nothing"


@dataclass(frozen=True)
class Expected:
    """What is known about a fault, whoever the client is, and what the client promises.

    Attributes:
        work: What the request that it strikes does at the server.
        repeat: What is sent again.
        kind: What is raised where it is not sent again, or in vain.
    """

    work: Work
    repeat: Repeat
    kind: type[NexudusError]

    @property
    def done(self) -> bool:
        return self.work is Work.DONE

    def repeated(self, method: str) -> bool:
        return self.repeat is Repeat.ALL or (self.repeat is Repeat.HARMLESS and method != "POST")

    def uncertain(self, method: str) -> bool:
        return method != "GET" and self.work is not Work.REFUSED


LOST, LATE = nexudus.ConnectionFailedError, nexudus.RequestTimeoutError
EXPECTED = {
    Fault.THROTTLE_409: Expected(Work.REFUSED, Repeat.ALL, nexudus.ThrottledError),
    Fault.THROTTLE_429: Expected(Work.REFUSED, Repeat.ALL, nexudus.ThrottledError),
    Fault.REFUSED: Expected(Work.REFUSED, Repeat.ALL, LOST),
    Fault.CONFLICT: Expected(Work.REFUSED, Repeat.NONE, nexudus.ConflictError),
    Fault.HUNG_UP: Expected(Work.NOTHING, Repeat.HARMLESS, LOST),
    Fault.DROPPED: Expected(Work.DONE, Repeat.HARMLESS, LOST),
    Fault.RESET: Expected(Work.DONE, Repeat.HARMLESS, LOST),
    Fault.GARBAGE: Expected(Work.DONE, Repeat.HARMLESS, LOST),
    Fault.CUT_OFF: Expected(Work.DONE, Repeat.HARMLESS, LOST),
    Fault.TOO_LATE: Expected(Work.DONE, Repeat.HARMLESS, LATE),
    Fault.ERROR_BEFORE: Expected(Work.NOTHING, Repeat.HARMLESS, nexudus.ServerError),
    Fault.ERROR_AFTER: Expected(Work.DONE, Repeat.HARMLESS, nexudus.ServerError),
    Fault.UNAVAILABLE: Expected(Work.NOTHING, Repeat.HARMLESS, nexudus.ServerError),
    Fault.HALF_JSON: Expected(Work.DONE, Repeat.NONE, nexudus.UnreadableAnswerError),
    Fault.HTML_PAGE: Expected(Work.NOTHING, Repeat.NONE, nexudus.UnreadableAnswerError),
    Fault.EMPTY: Expected(Work.DONE, Repeat.NONE, nexudus.UnreadableAnswerError),
}


@dataclass
class Scene:
    """Three records, named a, b and c. `changed` is the first of them under another name, not yet written."""

    resource: str
    ids: list[int]
    changed: Any = None

    def fields(self, name: str) -> dict[str, Any]:
        return {**TYPES[self.resource][0], "name": name}

    def new(self, name: str) -> Any:
        return TYPES[self.resource][1](**self.fields(name))


@dataclass(frozen=True)
class Act:
    """One operation.

    Attributes:
        method: Method of the requests that a fault strikes.
        run: Carries the operation out.
        names: The names of all records after it, in order.
        skip: How many requests of that method go before the one that is struck.
        follow: How many come after it.
    """

    method: str
    run: Callable[[Any, Scene], Any]
    names: str = "a b c"
    skip: int = 0
    follow: int = 0

    @property
    def reads(self) -> bool:
        return self.method == "GET" and self.names == "a b c"


ACTS = {
    "get": Act("GET", lambda records, scene: records.get(scene.ids[0])),
    "list": Act("GET", lambda records, _: records.list(size=1), skip=1, follow=1),
    "get_many": Act("GET", lambda records, scene: records.get_many(scene.ids)),
    "list_commands": Act("GET", lambda records, _: records.list_commands()),
    "create": Act("POST", lambda records, scene: records.create(**scene.fields("new")), "a b c new"),
    "update": Act("PUT", lambda records, scene: records.update(scene.changed), "b c changed"),
    "change": Act("PUT", lambda records, scene: records.change(scene.ids[0], name="changed"), "b c changed"),
    "change_reading": Act("GET", lambda records, scene: records.change(scene.ids[0], name="changed"), "b c changed"),
    "delete": Act("DELETE", lambda records, scene: records.delete(scene.ids[0]), "b c"),
    "run_command": Act("POST", lambda records, scene: records.run_command(key="COMMAND_KEY_1", ids=scene.ids)),
}
# The other record type has none.
COMMANDS = {"list_commands", "run_command"}


@dataclass(frozen=True)
class BulkAct:
    """One operation on two items at once.

    Attributes:
        method: Method of the requests that a fault strikes.
        run: Carries the operation out.
        times: How often it was, for one of the items, going by the names of all records by their ids.
    """

    method: str
    run: Callable[[Any, Scene], Any]
    times: Callable[[dict[int, str], Scene, int], int]


CHANGE = {"name": "changed"}
BULK_ACTS = {
    "create_many": BulkAct(
        "POST",
        lambda records, scene: records.create_many([scene.new("new 0"), scene.new("new 1")]),
        lambda rows, _, number: [*rows.values()].count(f"new {number}"),
    ),
    "change_many": BulkAct(
        "PUT",
        lambda records, scene: records.change_many([(id_, CHANGE) for id_ in scene.ids[:2]]),
        lambda rows, scene, number: rows[scene.ids[number]] == "changed",
    ),
    "change_many_reading_ahead": BulkAct(
        "PUT",
        lambda records, scene: records.change_many([(id_, CHANGE) for id_ in scene.ids[:2]], read_ahead=2),
        lambda rows, scene, number: rows[scene.ids[number]] == "changed",
    ),
    "delete_many": BulkAct(
        "DELETE",
        lambda records, scene: records.delete_many(scene.ids[:2]),
        lambda rows, scene, number: scene.ids[number] not in rows,
    ),
}


@dataclass
class Stage:
    """A mock that is looked at past its faults too.

    Attributes:
        strikes: What fails.
        quiet: A client that no fault strikes.
        client: Opens a client of some form that faults strike, with a policy for its retries.
        settle: Waits until nothing is under way any more.
    """

    strikes: Strikes
    quiet: NexudusClient
    client: Callable[[str, RetryPolicy], AbstractContextManager[Caller]]
    settle: Callable[[], object] = lambda: None

    def scene(self, resource: str) -> Scene:
        records = getattr(self.quiet, resource)
        for id_ in self.rows(resource):
            records.delete(id_)
        scene = Scene(resource, [])
        scene.ids.extend(records.create(**scene.fields(name)).id for name in "abc")
        scene.changed = records.get(scene.ids[0])
        scene.changed.name = "changed"
        return scene

    def rows(self, resource: str) -> dict[int, str]:
        """The names of all records, by their ids."""
        self.settle()
        return {row.id: row.name for row in getattr(self.quiet, resource).list(size=1000)}

    def names(self, resource: str) -> str:
        return " ".join(sorted(self.rows(resource).values()))

    def forwarded(self, method: str) -> int:
        """How many requests of a method have reached the server since the fault was set."""
        return self.strikes.forwarded.count(method)


def asked(ask: Caller, scene: Scene, run: Callable[[Any, Scene], Any]) -> Any:
    """What the operation returns, or the error that it raises."""
    try:
        answer = ask(lambda client: run(getattr(client, scene.resource), scene))
    except NexudusError as error:
        return error
    return [*answer] if isinstance(answer, Batch) else answer


def differing(case: str, said: dict[str, object], expected: dict[str, object]) -> list[str]:
    """What differs, one line each."""
    return [
        f"{case}: {name} is {said.get(name)!r}, not {value!r}"
        for name, value in expected.items()
        if said[name] != value
    ]


def error_parts(answer: Any) -> dict[str, object]:
    """What a call ended with, as far as it is told in an error."""
    return {name: getattr(answer, name, None) for name in ("uncertain", "attempts")} | {
        "kind": type(answer) if isinstance(answer, NexudusError) else None
    }


def after_one_fault(stage: Stage, form: str, fault: Fault, name: str, resource: str = GOOGLES) -> list[str]:
    """What is wrong with a call that one fault strikes: it succeeds, or says truly what it left."""
    act, promise, scene = ACTS[name], EXPECTED[fault], stage.scene(resource)
    with stage.client(form, RetryPolicy()) as ask:
        quiet = asked(ask, scene, act.run) if act.reads else None
        stage.strikes.strike(fault, act.method, skip=act.skip)
        answer = asked(ask, scene, act.run)

    repeated = promise.repeated(act.method)
    done = repeated or (promise.done and act.method != "GET")
    expected: dict[str, object] = {
        "kind": None if repeated else promise.kind,
        "names": act.names if done else "a b c",
        "forwarded": act.skip + promise.done + (1 + act.follow) * repeated,
        "as without the fault": repeated if act.reads else None,
    }
    if not repeated:
        expected |= {"uncertain": promise.uncertain(act.method), "attempts": 1}
    said = error_parts(answer) | {
        "names": stage.names(resource),
        "forwarded": stage.forwarded(act.method),
        "as without the fault": answer == quiet if act.reads else None,
    }
    return differing(f"{name} of {resource}, {form}, {fault.value}", said, expected)


def report_after_one_fault(stage: Stage, form: str, fault: Fault, name: str, resource: str = GOOGLES) -> list[str]:
    """What is wrong with the report of two items, one of which a fault strikes: it is true of both."""
    act, promise, scene = BULK_ACTS[name], EXPECTED[fault], stage.scene(resource)
    stage.strikes.strike(fault, act.method)
    with stage.client(form, RetryPolicy()) as ask:
        report = asked(ask, scene, act.run)
    if not isinstance(report, Report):
        return [f"{name} of {resource}, {form}, {fault.value}: there is no report, but {report!r}"]

    repeated = promise.repeated(act.method)
    failed = State.UNCERTAIN if promise.uncertain(act.method) else State.FAILED
    rows = stage.rows(resource)
    happened = [outcome.state is State.DONE or promise.done for outcome in report.outcomes]
    kinds = {type(outcome.error) for outcome in report.outcomes if outcome.error is not None}
    expected: dict[str, object] = {
        "states": sorted([State.DONE, State.DONE if repeated else failed]),
        "times": happened,
        "kinds": set[type]() if repeated else {promise.kind},
        "third": "c",
        "forwarded": 1 + promise.done + repeated,
    }
    said: dict[str, object] = {
        "states": sorted(outcome.state for outcome in report.outcomes),
        "times": [act.times(rows, scene, number) for number in range(len(report.outcomes))],
        "kinds": kinds,
        "third": rows[scene.ids[2]],
        "forwarded": stage.forwarded(act.method),
    }
    return differing(f"{name} of {resource}, {form}, {fault.value}", said, expected)
