"""A dry run does everything but the writing, and says what would happen."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from nexudus_calendars import GrantAuth, Report, State

from .helpers.basics import ADMIN
from .helpers.bulk import change_many, create_many, delete_many, everything, states
from .helpers.callers import FORMS, Caller, create
from .helpers.planned_server import Shelf, creation
from .helpers.stubs import Server, keeping

Stub = Callable[..., Caller]


@pytest.fixture
def answers() -> list[httpx.Response]:
    return []


@pytest.fixture
def watched(open_client: Stub, url: str, answers: list[httpx.Response]) -> Caller:
    """An administrator's client, whose answers are kept."""
    return open_client(url, **ADMIN, on_response=answers.append)


def messages(report: Report) -> list[str]:
    return [outcome.message for outcome in report.outcomes]


@FORMS
def test_creations_are_only_looked_at(watched: Caller, answers: list[httpx.Response]) -> None:
    items = [creation("a"), creation("b", subscription_expire_date=datetime(2026, 12, 1)), creation("c")]
    report = create_many(watched, items, dry_run=True)
    assert (states(report), answers) == (["planned", "failed", "planned"], [])
    assert messages(report)[::2] == ["would be created"] * 2
    assert "has no time zone" in report.outcomes[1].message
    assert everything(watched) == []


@FORMS
def test_changes_say_what_would_differ(ask: Caller, watched: Caller, answers: list[httpx.Response]) -> None:
    made = [create(ask, name="old", coworker_id=42) for _ in range(5)]
    before = [row.to_dict() for row in everything(ask)]
    changes: list[Any] = [
        (made[0], {"name": "new", "coworker_id": None, "resource_id": 15}),
        (made[1], {"subscription_expire_date": datetime(2027, 1, 31, 1, 2, 3, 4, tzinfo=UTC)}),
        (made[2], {"name": "old"}),
        (made[3], {"name": None}),
        (made[4], {"subscription_expire_date": datetime(2027, 1, 31)}),
        (7, {"name": "new"}),
    ]
    report = change_many(watched, changes, dry_run=True)
    assert states(report) == ["planned"] * 3 + ["failed"] * 3
    assert messages(report)[:3] == [
        "name: 'old' -> 'new', coworker_id: 42 -> None",
        "subscription_expire_date: '2026-12-01T10:30:00Z' -> '2027-01-31T01:02:03Z'",
        "nothing differs",
    ]
    assert "has no Name" in messages(report)[3]
    assert "has no time zone" in messages(report)[4]
    assert "answered 404" in messages(report)[5]
    assert {answer.request.method for answer in answers} == {"GET"}
    assert [row.to_dict() for row in everything(ask)] == before


def test_a_change_that_no_record_can_take_is_not_even_read_for(ask_stub: Stub) -> None:
    server = keeping()
    report = change_many(ask_stub(server), [(7, {"nmae": "new"})], dry_run=True)
    assert (states(report), server.requests) == (["failed"], [])
    assert messages(report) == ["CoworkerGoogleCalendar has no field 'nmae' that can be written"]


@FORMS
def test_deletions_say_what_is_there(ask: Caller, watched: Caller, answers: list[httpx.Response]) -> None:
    id_ = create(ask)
    report = delete_many(watched, [id_, 7], dry_run=True)
    assert (states(report), messages(report)) == (["planned"] * 2, ["would be deleted", "was gone already"])
    assert {answer.request.method for answer in answers} == {"GET"}
    assert [row.id for row in everything(ask)] == [id_]


def test_a_plan_without_failures_is_none_but_is_not_complete(ask_stub: Stub) -> None:
    report = create_many(ask_stub(Shelf()), [creation("a"), creation("b")], dry_run=True)
    report.raise_for_failures()
    assert (report.complete, str(report)) == (False, "2 planned")


def test_a_plan_can_be_carried_out(ask_stub: Stub) -> None:
    shelf = Shelf({"b": ["refused"]})
    ask, items = ask_stub(shelf), [creation(name) for name in "abc"]
    report = create_many(ask, items, dry_run=True)
    assert states(create_many(ask, items, report=report)) == ["done", "failed", "done"]
    # And planned again, for what is left of it.
    assert states(create_many(ask, items, report=report, dry_run=True)) == ["done", "planned", "done"]
    assert [*shelf.names.values()] == ["a", "c"]


def test_a_dry_run_resolves_no_doubt(ask_stub: Stub) -> None:
    shelf = Shelf({"1": ["never arrived"] * 5, "2": ["never arrived"] * 5, "a": ["answer lost"]}, {1: "", 2: ""})
    ask = ask_stub(shelf)
    report = delete_many(ask, [1, 2])
    del shelf.names[2]
    assert states(delete_many(ask, [1, 2], report=report, dry_run=True)) == ["uncertain", "uncertain"]
    assert messages(report) == ["would be deleted", "was gone already"]
    report = create_many(ask, [creation("a")])
    assert states(create_many(ask, [creation("a")], report=report, dry_run=True)) == ["uncertain"]
    assert sorted(shelf.writes) == [*"1111122222a"]


def test_a_dry_run_that_fails_leaves_no_doubt(ask_stub: Stub) -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    report = delete_many(ask_stub(lose, auth=GrantAuth(**ADMIN)), [1], dry_run=True)
    assert states(report) == ["failed"]


def test_a_missing_role_stops_the_rest_of_a_dry_run(ask_stub: Stub) -> None:
    server = Server(lambda _: httpx.Response(403))
    report = delete_many(ask_stub(server), [1, 2, 3], dry_run=True, concurrency=1)
    assert (states(report), len(server.requests)) == (["failed", "pending", "pending"], 1)


def test_what_is_planned_is_no_more_certain_than_the_record(ask_stub: Stub) -> None:
    server = keeping(CoworkerId=..., Coworker=None)
    report = change_many(ask_stub(server), [(7, {"name": "new"})], dry_run=True)
    assert report.outcomes[0].state is State.FAILED
    assert "left out the CoworkerId" in report.outcomes[0].message
    assert server.methods == ["GET"]
