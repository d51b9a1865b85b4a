"""A report goes on where it stopped, in this process or in another, and says what became of everything."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from nexudus_calendars import BadRequestError, BulkError, Outcome, Report, RequestTimeoutError, State

from .helpers.bulk import change_many, create_many, delete_many, states
from .helpers.callers import FORMS, Caller
from .helpers.planned_server import Shelf, creation
from .helpers.stubs import Server

Stub = Callable[..., Caller]


@FORMS
def test_a_report_goes_on_where_it_stopped(ask_stub: Stub) -> None:
    shelf = Shelf({"b": ["refused"], "c": ["refused", "refused"]})
    ask, items = ask_stub(shelf), [creation(name) for name in "abc"]
    report = Report()
    assert create_many(ask, items, report=report) is report
    assert states(report) == ["done", "failed", "failed"]
    stored = json.loads(json.dumps(report.to_dict()))

    assert create_many(ask, items, report=report) is report
    assert (states(report), report.outcomes[1].error) == (["done", "done", "failed"], None)
    restored = Report.from_dict(stored)
    assert states(restored) == ["done", "failed", "failed"]
    assert [outcome.message for outcome in restored.outcomes] == [item["message"] for item in stored["outcomes"]]
    create_many(ask, items[:1], report=Report(restored.outcomes[:1]))
    assert sorted(shelf.writes) == ["a", "b", "b", "c", "c"]


def test_a_creation_whose_answer_was_lost_is_never_repeated(ask_stub: Stub) -> None:
    shelf = Shelf({"b": ["answer lost"]})
    ask, items = ask_stub(shelf), [creation(name) for name in "abc"]
    report = create_many(ask, items)
    assert states(report) == ["done", "uncertain", "done"]
    assert isinstance(report.outcomes[1].error, RequestTimeoutError)
    assert "a write may have happened" in report.outcomes[1].message
    report = create_many(ask, items, report=Report.from_dict(report.to_dict()))
    assert states(report) == ["done", "uncertain", "done"]
    assert sorted(shelf.writes) == ["a", "b", "c"]
    report.outcomes[1].state = State.PENDING
    create_many(ask, items, report=report).raise_for_failures()
    assert sorted(shelf.writes) == ["a", "b", "b", "c"]


def test_changes_and_deletions_whose_answer_was_lost_are_repeated(ask_stub: Stub) -> None:
    shelf = Shelf(
        {"1": ["answer lost"] * 5, "2": ["never arrived"] * 5, "3": ["half an answer"]}, {1: "", 2: "", 3: ""}
    )
    ask, changes = ask_stub(shelf), [(id_, {"name": "new"}) for id_ in (1, 2, 3)]
    report = change_many(ask, changes)
    assert states(report) == ["uncertain"] * 3
    assert change_many(ask, changes, report=report).complete
    assert shelf.names == {1: "new", 2: "new", 3: "new"}

    shelf = Shelf({"1": ["answer lost"], "2": ["never arrived"] * 5}, {1: "", 2: ""})
    ask = ask_stub(shelf)
    report = delete_many(ask, [1, 2])
    # The first was repeated at once, and the answer was that it is gone.
    assert states(report) == ["done", "uncertain"]
    assert delete_many(ask, [1, 2], report=report).complete
    assert shelf.names == {}


def test_a_deletion_is_done_only_if_the_answer_says_so(ask_stub: Stub) -> None:
    report = delete_many(ask_stub(Shelf({"1": ["half an answer"], "2": ["200 that failed"]}, {1: "", 2: ""})), [1, 2])
    assert states(report) == ["uncertain", "failed"]


def test_what_was_uncertain_stays_so_when_it_is_refused_later(ask_stub: Stub) -> None:
    shelf = Shelf({"1": ["never arrived"] * 5 + ["refused"]}, {1: ""})
    ask = ask_stub(shelf)
    report = delete_many(ask, [1])
    assert states(delete_many(ask, [1], report=report)) == ["uncertain"]
    assert isinstance(report.outcomes[0].error, BadRequestError)


def test_a_report_of_other_items_is_refused_before_anything_is_sent(ask_stub: Stub) -> None:
    server = Server(Shelf())
    ask, report = ask_stub(server), Report([Outcome(id=7), Outcome(State.FAILED, id=8)])
    with pytest.raises(ValueError, match="the report is of 2 items, and there are 3; give the same items"):
        create_many(ask, [creation(name) for name in "abc"], report=report)
    with pytest.raises(ValueError, match="item 1 is of record 9, and in the report of 8; give the same items"):
        delete_many(ask, [7, 9], report=report)
    with pytest.raises(ValueError, match="item 0 is of record 6, and in the report of 7"):
        change_many(ask, [(6, {"name": "a"}), (8, {"name": "a"})], report=report)
    assert server.requests == []
    assert states(report) == ["pending", "failed"]


@pytest.mark.parametrize("value", [{}, {"outcomes": [{}]}, {"outcomes": [{"state": "x", "id": 1, "message": ""}]}])
def test_what_is_no_report_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Report.from_dict(value)


def test_a_report_is_counted_and_told(ask_stub: Stub) -> None:
    shelf = Shelf({"b": ["refused"], "c": ["answer lost"], "d": ["refused"]})
    report = create_many(ask_stub(shelf), [creation(name) for name in "abcd"])
    assert [report.count(state) for state in State] == [0, 0, 0, 1, 2, 1]
    assert (str(report), report.complete) == ("1 done, 2 failed, 1 uncertain", False)
    with pytest.raises(BulkError) as caught:
        report.raise_for_failures()
    assert caught.value.report is report
    first = report.outcomes[1].message
    assert str(caught.value) == f"{report}; item 1: {first}; {caught.value.advice}"
    assert "Name: is a required field" in first
    for outcome in report.outcomes:
        outcome.state = State.DONE
    report.raise_for_failures()
    assert str(caught.value) == f"4 done; {caught.value.advice}"
