"""Changes whose records are read many at once: fewer requests, and the same outcome for every item."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from nexudus_calendars import NotFoundError, PermissionDeniedError, Report, ServerError
from nexudus_calendars.models import CoworkerGoogleCalendar
from nexudus_contract.mock import Fault, FaultKind, MockSettings, World

from .helpers.basics import ADMIN, VirtualClock
from .helpers.bulk import GOOGLES, asked, change_many, kept, renamed, shelf, states
from .helpers.callers import FORMS, Caller
from .helpers.planned_server import Shelf
from .helpers.stubs import Server

Stub = Callable[..., Caller]
BATCH = f"batch{GOOGLES}"
NEW = {"name": "new"}


@pytest.fixture
def stocked(nexudus_world: World) -> World:
    """The mock with sixty records of each type."""
    nexudus_world.seed(60)
    return nexudus_world


@pytest.fixture
def nexudus_settings() -> MockSettings:
    return MockSettings(strict=True, log_size=10_000, clock=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))


# How many requests, and when.


@FORMS
@pytest.mark.parametrize(("read_ahead", "reads"), [(1, 60), (10, 6), (10**30, 1)])
def test_changes_take_one_read_for_each_chunk(stocked: World, ask: Caller, read_ahead: int, reads: int) -> None:
    changes = renamed(kept(stocked))
    assert change_many(ask, changes, read_ahead=read_ahead, concurrency=8).complete
    assert len(asked(stocked)) == reads + 60
    assert [(id_, {"name": record["Name"]}) for id_, record in kept(stocked).items()] == changes


def test_a_chunk_of_more_ids_than_fit_takes_as_many_requests_as_it_must(ask_stub: Stub) -> None:
    server = shelf(*range(1000, 1500))
    report = change_many(ask_stub(server), renamed(range(1000, 1500)), read_ahead=10**30, dry_run=True)
    assert states(report) == ["planned"] * 500
    assert len(asked(server)) == 2


@FORMS
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
    answer, before, seen = Shelf(None, dict.fromkeys(range(1, 7), "old")), alive(), list[int]()

    def respond(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            seen.append(alive() - before)
        return answer(request)

    assert change_many(ask_stub(respond), renamed(range(1, 7)), read_ahead=3, concurrency=1).complete
    assert seen == [3, 2, 1] * 2


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


@FORMS
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
    changes = [*renamed([*before][:24]), (7, NEW)]
    plain = change_many(ask, changes, dry_run=True)
    stocked.requests.clear()
    report = change_many(ask, changes, dry_run=True, read_ahead=10, concurrency=8)
    assert report.to_dict() == plain.to_dict()
    assert states(report) == ["planned"] * 24 + ["failed"]
    assert all(outcome.message.endswith(f"-> 'renamed {outcome.id}'") for outcome in report.outcomes[:24])
    assert sorted(what[:1] for what in asked(stocked)) == ["G", "[", "[", "[", "["]
    assert kept(stocked) == before
