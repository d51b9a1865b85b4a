"""Every fault with every operation: nothing is written twice, nothing is lost, and what the client says is true."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import NO_LIMITS, Batch, NexudusClient, NexudusError, Report, RetryPolicy, State
from nexudus_calendars.models import CoworkerGoogleCalendarCreate, CoworkerMsOffeCalendarCreate
from nexudus_contract.document import Contract
from nexudus_contract.mock import running

from .basics import ADMIN, EXPIRES, GOOGLE, VirtualClock
from .conftest import Caller, opened
from .faults import Fault, FaultyProxy, faulty_proxy, line

OFFE = {"resource_id": 15, "coworker_id": 42, "name": "x", "subscription_expire_date": EXPIRES}
GOOGLES = "coworker_google_calendars"
TYPES: dict[str, tuple[dict[str, Any], type[Any]]] = {
    GOOGLES: (GOOGLE, CoworkerGoogleCalendarCreate),
    "coworker_ms_offe_calendars": (OFFE, CoworkerMsOffeCalendarCreate),
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

FAULTS = pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
WIRES = pytest.mark.parametrize("wire", ["sync", "async", "aiohttp"])
CASES = [
    (name, resource, wire)
    for name in ACTS
    for resource in TYPES
    for wire in ("sync", "async", "aiohttp")
    if resource == GOOGLES or (name not in COMMANDS and wire != "aiohttp")
]


class World:
    """A mock behind the proxy, which is looked at past the proxy too."""

    def __init__(self, server: str, proxy: FaultyProxy, http: httpx.Client) -> None:
        self.proxy = proxy
        grant = http.post(f"{server}/api/token", data={"grant_type": "password", **ADMIN})
        self._token = grant.json()["access_token"]
        self._quiet = NexudusClient(server, token=self._token, http_client=http, limits=NO_LIMITS)

    def scene(self, resource: str) -> Scene:
        records = getattr(self._quiet, resource)
        for id_ in self.rows(resource):
            records.delete(id_)
        scene = Scene(resource, [])
        scene.ids.extend(records.create(**scene.fields(name)).id for name in "abc")
        scene.changed = records.get(scene.ids[0])
        scene.changed.name = "changed"
        return scene

    def client(self, wire: str, retries: int = 4) -> AbstractContextManager[Caller]:
        transport = line(self.proxy, wire)
        policy = RetryPolicy(retries)
        return opened(
            wire, self.proxy.url, token=self._token, transport=transport, retries=policy, clock=VirtualClock()
        )

    def rows(self, resource: str) -> dict[int, str]:
        """The names of all records, by their ids, when nothing is under way any more."""
        self.proxy.settle()
        return {row.id: row.name for row in getattr(self._quiet, resource).list(size=1000)}

    def names(self, resource: str) -> str:
        return " ".join(sorted(self.rows(resource).values()))


@pytest.fixture(scope="module")
def world(contract: Contract) -> Iterator[World]:
    with running(contract) as mock, faulty_proxy(mock.url) as proxy, httpx.Client(verify=False) as http:
        yield World(mock.url, proxy, http)


def asked(ask: Caller, scene: Scene, run: Callable[[Any, Scene], Any]) -> Any:
    """What the operation returns, or the error that it raises."""
    try:
        answer = ask(lambda client: run(getattr(client, scene.resource), scene))
    except NexudusError as error:
        return error
    return [*answer] if isinstance(answer, Batch) else answer


@FAULTS
@pytest.mark.parametrize(("name", "resource", "wire"), CASES)
def test_after_one_fault_a_call_succeeds_or_says_truly_what_it_left(
    world: World, fault: Fault, name: str, resource: str, wire: str
) -> None:
    act, expected, scene = ACTS[name], EXPECTED[fault], world.scene(resource)
    with world.client(wire) as ask:
        quiet = asked(ask, scene, act.run) if act.reads else None
        world.proxy.strike(fault, act.method, skip=act.skip)
        answer = asked(ask, scene, act.run)

    repeated = expected.repeated(act.method)
    if repeated:
        assert not isinstance(answer, NexudusError)
        assert answer == quiet or not act.reads
    else:
        assert type(answer) is expected.kind
        assert answer.uncertain is expected.uncertain(act.method)
        assert answer.attempts == 1
    done = repeated or (expected.done and act.method != "GET")
    assert world.names(resource) == (act.names if done else "a b c")
    forwarded = act.skip + expected.done + (1 + act.follow) * repeated
    assert world.proxy.forwarded.count(act.method) == forwarded


@FAULTS
@WIRES
@pytest.mark.parametrize("resource", TYPES)
@pytest.mark.parametrize("name", BULK_ACTS)
def test_after_one_fault_a_report_is_true_of_every_item(
    world: World, fault: Fault, wire: str, resource: str, name: str
) -> None:
    act, expected, scene = BULK_ACTS[name], EXPECTED[fault], world.scene(resource)
    world.proxy.strike(fault, act.method)
    with world.client(wire) as ask:
        report: Report = asked(ask, scene, act.run)

    repeated = expected.repeated(act.method)
    failed = State.UNCERTAIN if expected.uncertain(act.method) else State.FAILED
    assert sorted(outcome.state for outcome in report.outcomes) == sorted(
        [State.DONE, State.DONE if repeated else failed]
    )
    rows = world.rows(resource)
    for number, outcome in enumerate(report.outcomes):
        happened = outcome.state is State.DONE or expected.done
        assert act.times(rows, scene, number) == happened
        assert outcome.error is None or type(outcome.error) is expected.kind
    assert rows[scene.ids[2]] == "c"
    assert world.proxy.forwarded.count(act.method) == 1 + expected.done + repeated


@FAULTS
@WIRES
def test_after_a_fault_of_reading_ahead_every_item_is_written(world: World, fault: Fault, wire: str) -> None:
    expected, scene = EXPECTED[fault], world.scene(GOOGLES)
    world.proxy.strike(fault, "GET")
    with world.client(wire) as ask:
        report: Report = asked(ask, scene, BULK_ACTS["change_many_reading_ahead"].run)

    assert report.complete
    assert world.names(GOOGLES) == "c changed changed"
    # Either the batch is read again, or each record by itself.
    reads = 1 if expected.repeated("GET") else 2
    assert world.proxy.forwarded.count("GET") == expected.done + reads


@FAULTS
@pytest.mark.parametrize("wire", ["sync", "async"])
@pytest.mark.parametrize("name", ["get", "create", "change", "delete"])
def test_a_fault_that_lasts_ends_the_call_after_the_last_retry(
    world: World, fault: Fault, wire: str, name: str
) -> None:
    act, expected, scene = ACTS[name], EXPECTED[fault], world.scene(GOOGLES)
    attempts = 3 if expected.repeated(act.method) else 1
    world.proxy.strike(fault, act.method, times=9)
    with world.client(wire, retries=2) as ask:
        error = asked(ask, scene, act.run)

    assert type(error) is expected.kind
    assert error.uncertain is expected.uncertain(act.method)
    assert error.attempts == attempts
    done = expected.done and act.method != "GET"
    assert world.names(scene.resource) == (act.names if done else "a b c")
    assert world.proxy.forwarded.count(act.method) == expected.done * attempts
