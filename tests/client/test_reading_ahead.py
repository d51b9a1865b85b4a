"""Changes whose records are read many at once: fewer requests, and the same outcome for every item."""

import asyncio
import gc
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_calendars import (
    NO_LIMITS,
    AsyncNexudusClient,
    NotFoundError,
    PermissionDeniedError,
    Report,
    ServerError,
    State,
)
from nexudus_calendars.models import CoworkerGoogleCalendar
from nexudus_calendars.resources.coworker_google_calendars import _TYPE
from nexudus_calendars.runtime.ahead import ReadAhead
from nexudus_calendars.runtime.answers import snapshot
from nexudus_calendars.runtime.flow import Flow
from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings, RunningMock, World, running

from .basics import ADMIN, VirtualClock
from .conftest import Caller, opened
from .shelf import Shelf
from .stubs import Server
from .test_writing_many import change_many, states

Stub = Callable[..., Caller]
FORMS = pytest.mark.parametrize("form", ["sync", "async"])
GOOGLES = "CoworkerGoogleCalendars"
BATCH = f"batch{GOOGLES}"
NEW = {"name": "new"}
# Beyond this a test fails rather than hangs.
_SECONDS = 20


def renamed(ids: Any) -> list[tuple[int, Any]]:
    """Changes that each give another name."""
    return [(id_, {"name": f"renamed {id_}"}) for id_ in ids]


def kept(world: World) -> dict[int, dict[str, Any]]:
    """The records, by their ids."""
    return {record["Id"]: record for record in world.records(GOOGLES, size=1000)}


def asked(server: Server | World) -> list[str]:
    """What was asked for, in order: the ids of a batch, or the method and the id of one record."""
    if isinstance(server, World):
        requests = [
            (entry.method, httpx.URL(path=entry.path, query=entry.query), entry.body or b"")
            for entry in server.requests
            if entry.path != "/api/token"
        ]
    else:
        requests = [(request.method, request.url, request.content) for request in server.requests]
    found = list[str]()
    for method, url, body in requests:
        if "id" in url.params:
            found.append(url.params["id"])
        else:
            id_ = json.loads(body)["Id"] if method == "PUT" else url.path.rpartition("/")[2]
            found.append(f"{method} {id_}")
    return found


def shelf(*ids: int, plans: dict[str, list[str]] | None = None) -> Server:
    return Server(Shelf(plans, dict.fromkeys(ids, "old")))


@pytest.fixture
def stocked(nexudus_world: World) -> World:
    """The mock with five hundred records of each type."""
    nexudus_world.seed(500)
    return nexudus_world


@pytest.fixture
def nexudus_settings() -> MockSettings:
    return MockSettings(strict=True, log_size=10_000, clock=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))


# How many requests, and when.


@pytest.mark.parametrize(("read_ahead", "reads"), [(1, 500), (50, 10), (10**30, 2)])
def test_changes_take_one_read_for_each_chunk(stocked: World, ask: Caller, read_ahead: int, reads: int) -> None:
    changes = renamed(kept(stocked))
    assert change_many(ask, changes, read_ahead=read_ahead, concurrency=8).complete
    assert len(asked(stocked)) == reads + 500
    assert [(id_, {"name": record["Name"]}) for id_, record in kept(stocked).items()] == changes


def test_a_chunk_is_read_right_before_its_first_write(ask_stub: Stub) -> None:
    server = shelf(*range(1, 8))
    assert change_many(ask_stub(server), renamed(range(1, 8)), read_ahead=3, concurrency=1).complete
    puts = [f"PUT {id_}" for id_ in range(1, 8)]
    # What is left alone in its chunk needs no batch.
    assert asked(server) == ["[1,2,3]", *puts[:3], "[4,5,6]", *puts[3:6], "GET 7", puts[6]]


@pytest.mark.parametrize("options", [{}, {"read_ahead": 1}])
def test_each_record_is_read_right_before_its_write_unless_told_otherwise(
    ask_stub: Stub, options: dict[str, int]
) -> None:
    server = shelf(1, 2)
    assert change_many(ask_stub(server), renamed([1, 2]), concurrency=1, **options).complete
    assert asked(server) == ["GET 1", "PUT 1", "GET 2", "PUT 2"]


def test_a_record_is_kept_no_longer_than_until_its_write(ask_stub: Stub) -> None:
    def alive() -> int:
        return sum(isinstance(item, CoworkerGoogleCalendar) for item in gc.get_objects())

    gc.collect()
    answer, before, seen = Shelf(None, dict.fromkeys(range(1, 10), "old")), alive(), list[int]()

    def respond(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            seen.append(alive() - before)
        return answer(request)

    assert change_many(ask_stub(respond), renamed(range(1, 10)), read_ahead=3, concurrency=1).complete
    assert seen == [3, 2, 1] * 3


@pytest.mark.parametrize(
    ("value", "kind"),
    [(0, ValueError), (-1, ValueError), (True, TypeError), (2.0, TypeError), ("50", TypeError), (None, TypeError)],
)
def test_what_is_no_number_of_records_is_refused_before_anything_is_sent(
    ask_stub: Stub, value: object, kind: type[Exception]
) -> None:
    server, report = shelf(1, 2), Report()
    with pytest.raises(kind, match=rf"read_ahead is {value!r}; give the number of records to read at once"):
        change_many(ask_stub(server), renamed([1, 2]), read_ahead=value, report=report)
    assert (server.requests, report.outcomes) == ([], [])


# Only what is still to do is read.


def test_a_resumed_report_reads_what_is_left(ask_stub: Stub) -> None:
    server = shelf(1, 2, 3, 4, 5, plans={"2": ["refused"], "4": ["half an answer"], "5": ["throttled"]})
    ask, changes = ask_stub(server), renamed([1, 2, 3, 4, 5])
    report = change_many(ask, changes, read_ahead=9, concurrency=1)
    assert states(report) == ["done", "failed", "done", "uncertain", "done"]
    # The last was sent twice, from one read.
    assert asked(server) == ["[1,2,3,4,5]", "PUT 1", "PUT 2", "PUT 3", "PUT 4", "PUT 5", "PUT 5"]
    server.requests.clear()
    assert change_many(ask, changes, read_ahead=9, concurrency=1, report=Report.from_dict(report.to_dict())).complete
    assert asked(server) == ["[2,4]", "PUT 2", "PUT 4"]


def test_what_has_failed_without_its_record_is_not_read(ask_stub: Stub) -> None:
    server = shelf(1, 2, 3, 4)
    changes: list[Any] = [(1, {"nmae": "new"}), (2, {}), (3, NEW), (4, NEW)]
    report = change_many(ask_stub(server), changes, read_ahead=2, concurrency=1)
    assert states(report) == ["failed", "failed", "done", "done"]
    assert asked(server) == ["[3,4]", "PUT 3", "PUT 4"]


def test_after_a_forbidden_write_nothing_more_is_read(ask_stub: Stub) -> None:
    allowed = Shelf(None, dict.fromkeys(range(1, 10), "old"))
    server = Server(lambda request: httpx.Response(403) if b'"Id":2,' in request.content else allowed(request))
    report = change_many(ask_stub(server), renamed(range(1, 10)), read_ahead=2, concurrency=1)
    assert states(report) == ["done", "failed"] + ["pending"] * 7
    assert asked(server) == ["[1,2]", "PUT 1", "PUT 2"]


def test_who_may_not_read_is_stopped_by_the_single_read(ask_stub: Stub) -> None:
    server = Server(lambda _: httpx.Response(403))
    report = change_many(ask_stub(server), renamed(range(1, 10)), read_ahead=4, concurrency=1)
    assert states(report) == ["failed"] + ["pending"] * 8
    assert asked(server) == ["[1,2,3,4]", "GET 1"]
    error = report.outcomes[0].error
    assert isinstance(error, PermissionDeniedError)
    assert error.url.endswith("/1")


# What a chunk does not bring is read by itself.


def test_what_is_missing_fails_as_if_it_had_been_read_by_itself(stocked: World, ask: Caller) -> None:
    first, second, *_ = sorted(kept(stocked))
    changes = renamed([7, first, 8, second])
    plain = change_many(ask, changes, concurrency=1)
    stocked.requests.clear()
    report = change_many(ask, changes, read_ahead=50, concurrency=1)
    assert states(report) == ["failed", "done", "failed", "done"]
    assert isinstance(report.outcomes[0].error, NotFoundError)
    assert report.to_dict() == plain.to_dict()
    assert asked(stocked) == [
        f"[7,{first},8,{second}]",
        "[7,8]",
        "GET 7",
        f"PUT {first}",
        "GET 8",
        f"PUT {second}",
    ]


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind not in {"deep-page", "variant", "latency"}])
def test_a_batch_that_fails_is_made_up_for(stocked: World, open_client: Stub, url: str, kind: FaultKind) -> None:
    ask = open_client(url, **ADMIN, clock=VirtualClock())
    some = sorted(kept(stocked))[:20]
    stocked.faults.set([Fault(kind, BATCH)])
    assert change_many(ask, renamed(some), read_ahead=10, concurrency=8).complete
    assert [kept(stocked)[id_]["Name"] for id_ in some] == [f"renamed {id_}" for id_ in some]


def test_an_item_without_its_record_says_why_the_single_read_failed(ask_stub: Stub) -> None:
    server = Server(lambda request: httpx.Response(500 if "id" in request.url.params else 502))
    report = change_many(ask_stub(server), renamed([1, 2]), read_ahead=2, concurrency=1)
    errors = [outcome.error for outcome in report.outcomes]
    assert [error.status for error in errors if isinstance(error, ServerError)] == [502, 502]


def test_another_batch_is_tried_after_one_that_failed(stocked: World, ask: Caller) -> None:
    some = sorted(kept(stocked))[:9]
    stocked.faults.set([Fault(FaultKind.HTML, BATCH, times=1)])
    assert change_many(ask, renamed(some), read_ahead=3, concurrency=1).complete
    assert [what for what in asked(stocked) if what.startswith("GET")] == [f"GET {id_}" for id_ in some[:3]]


# Dry runs.


def test_a_dry_run_reads_ahead_and_writes_nothing(stocked: World, ask: Caller) -> None:
    before = kept(stocked)
    changes = [*renamed([*before][:120]), (7, NEW)]
    plain = change_many(ask, changes, dry_run=True)
    stocked.requests.clear()
    report = change_many(ask, changes, dry_run=True, read_ahead=50, concurrency=8)
    assert report.to_dict() == plain.to_dict()
    assert states(report) == ["planned"] * 120 + ["failed"]
    assert all(outcome.message.endswith(f"-> 'renamed {outcome.id}'") for outcome in report.outcomes[:120])
    assert sorted(what[:1] for what in asked(stocked)) == ["G", "[", "[", "[", "["]
    assert kept(stocked) == before


# Several at once, callbacks that crash, and interruptions.


def test_what_is_under_way_when_the_rest_is_stopped_is_read_by_itself() -> None:
    """The fifth item waits until two chunks are read, and by then nothing more is to do."""

    async def use() -> tuple[Report, list[str]]:
        async def respond(request: httpx.Request) -> httpx.Response:
            # A turn for the others, to begin as well.
            await asyncio.sleep(0)
            if b'"Id":1,' in request.content:
                await reading.wait()
                return httpx.Response(403)
            if request.url.params.get("id") == "[3,4]":
                reading.set()
            if request.url.params.get("id") != "[1,2]":
                await stopped.wait()
            return server(request)

        server, reading, stopped = shelf(*range(1, 10)), asyncio.Event(), asyncio.Event()
        async with AsyncNexudusClient(
            "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(respond), limits=NO_LIMITS
        ) as client:
            report = await client.coworker_google_calendars.change_many(
                renamed(range(1, 10)), read_ahead=2, concurrency=5, progress=lambda _: stopped.set()
            )
        return report, asked(server)

    report, requests = asyncio.run(asyncio.wait_for(use(), _SECONDS))
    assert states(report) == ["failed"] + ["done"] * 4 + ["pending"] * 4
    assert [what for what in requests if not what.startswith("PUT")] == ["[1,2]", "[3,4]", "GET 5"]


def test_items_may_overtake_each_other_before_they_want_their_records(ask_stub: Stub) -> None:
    server, order = shelf(1, 2, 3, 4), [4, 1, 3, 2]

    def read_in_order(client: Any) -> Any:
        session = client.coworker_google_calendars._session
        ahead = ReadAhead(_TYPE, session.deliver, session.lock(), iter([1, 2, 3, 4]), 2)

        def flow() -> Flow[list[int]]:
            found = list[int]()
            for id_ in order:
                found.append((yield from ahead.get_one(id_)).id)
            return found

        return session.run(flow())

    assert ask_stub(server)(read_in_order) == order
    assert asked(server) == ["[1,2]", "[3,4]"]


@pytest.mark.parametrize("kind", [ValueError, NotFoundError])
@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_hook_that_crashes_while_a_chunk_is_read_is_heard(
    ask_stub: Stub, kind: type[Exception], concurrency: int
) -> None:
    server, report, crashes = shelf(*range(1, 10)), Report(), list[Exception]()

    def crash(response: httpx.Response) -> None:
        if not crashes:
            # A hook that uses a client raises what the client raises.
            crashes.append(NotFoundError(snapshot(response)) if kind is NotFoundError else kind("in the hook"))
            raise crashes[0]

    ask, changes = ask_stub(server, on_response=crash), renamed(range(1, 10))
    with pytest.raises(kind) as caught:
        change_many(ask, changes, read_ahead=4, concurrency=concurrency, report=report)
    assert caught.value is crashes[0]
    assert report.count(State.PENDING) + report.count(State.DONE) == 9
    assert report.count(State.DONE) < concurrency
    # Those that were under way came to their end, and no other chunk was read for them.
    assert [what for what in asked(server) if what.startswith("[")] == ["[1,2,3,4]"]
    assert change_many(ask, changes, read_ahead=4, report=report).complete


@pytest.mark.parametrize(("times", "done"), [(1, 3), (2, 0)])
def test_a_cancellation_while_a_chunk_is_read_leaves_nothing_waiting(times: int, done: int) -> None:
    async def use() -> Report:
        answer, report, before = Shelf(None, dict.fromkeys(range(1, 10), "old")), Report(), asyncio.all_tasks()
        reading, free = asyncio.Event(), asyncio.Event()

        async def respond(request: httpx.Request) -> httpx.Response:
            reading.set()
            await free.wait()
            return answer(request)

        async with AsyncNexudusClient(
            "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(respond), limits=NO_LIMITS
        ) as client:
            task = asyncio.create_task(
                client.coworker_google_calendars.change_many(
                    renamed(range(1, 10)), read_ahead=4, concurrency=3, report=report
                )
            )
            await reading.wait()
            for _ in range(times):
                task.cancel()
                # One turn for the task to hear of it, and some for what it waits for.
                for _ in range(5):
                    await asyncio.sleep(0)
            free.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == before
        return report

    report = asyncio.run(asyncio.wait_for(use(), _SECONDS))
    assert states(report) == ["done"] * done + ["pending"] * (9 - done)


# The law.


@pytest.fixture(scope="module")
def mock(contract: Contract) -> Iterator[RunningMock]:
    with running(contract, MockSettings(records=6, clock=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))) as mock:
        yield mock


FIELDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "two fields": lambda id_: {"name": f"renamed {id_}", "coworker_id": id_},
    "one cleared": lambda _: {"coworker_id": None},
    "one that cannot be cleared": lambda _: {"name": None},
    "an unknown one": lambda _: {"nmae": "new"},
}


@FORMS
@given(
    plan=st.lists(st.tuples(st.integers(0, 7), st.sampled_from([*FIELDS])), unique_by=lambda item: item[0]),
    read_ahead=st.integers(1, 9),
    concurrency=st.integers(1, 8),
    kind=st.sampled_from([FaultKind.HTML, FaultKind.ERROR_500, FaultKind.EXPIRED_TOKEN, FaultKind.RESET]),
    probability=st.sampled_from([0, 0.3, 1]),
    dry_run=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_however_far_ahead_is_read_the_outcome_is_the_same(
    mock: RunningMock,
    form: str,
    plan: list[tuple[int, str]],
    read_ahead: int,
    concurrency: int,
    kind: FaultKind,
    probability: float,
    dry_run: bool,  # noqa: FBT001 - hypothesis gives it by its name
) -> None:
    # Two of them are not there.
    ids = [*kept(mock.world), 7, 8]
    changes = [(ids[number], FIELDS[name](ids[number])) for number, name in plan]
    start = mock.world.snapshot()
    mock.world.faults.set([Fault(kind, BATCH, probability)])

    def outcome(**options: int) -> Any:
        mock.world.restore(start)
        with opened(form, mock.url, **ADMIN, clock=VirtualClock()) as ask:
            report = change_many(ask, changes, dry_run=dry_run, **options)
        return report.to_dict(), kept(mock.world)

    plain = outcome()
    assert outcome(read_ahead=read_ahead, concurrency=concurrency) == plain
    mock.world.restore(start)
