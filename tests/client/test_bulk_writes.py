"""Many writes: every item has an outcome of its own, and nothing is written twice."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from nexudus_calendars import (
    AuthenticationError,
    BadRequestError,
    BulkError,
    GrantAuth,
    IncompleteListError,
    NotWrittenError,
    OrderError,
    StaleRecordError,
    State,
    models,
)

from .helpers.basics import ADMIN, RECORDS
from .helpers.bulk import change_many, create_many, delete_many, everything, states
from .helpers.callers import FORMS, Caller, create
from .helpers.planned_server import Shelf, creation
from .helpers.stubs import Server, ids

Stub = Callable[..., Caller]


@FORMS
@pytest.mark.parametrize("concurrency", [1, 3, 50])
def test_outcomes_stand_in_the_order_of_the_items(ask: Caller, concurrency: int) -> None:
    names = [f"calendar {number}" for number in range(20)]
    report = create_many(ask, (creation(name) for name in names), concurrency=concurrency)
    assert report.complete
    assert {row.id: row.name for row in everything(ask)} == dict(
        zip([outcome.id for outcome in report.outcomes], names, strict=True)
    )
    assert {outcome.message for outcome in report.outcomes} == {"CoworkerGoogleCalendar was successfully created."}

    made = ids(everything(ask))
    report = change_many(ask, [(id_, {"name": f"{id_}"}) for id_ in made[::-1]], concurrency=concurrency)
    assert ([outcome.id for outcome in report.outcomes], report.complete) == (made[::-1], True)
    assert all(row.name == str(row.id) for row in everything(ask))

    report = delete_many(ask, iter(made[5:]), concurrency=concurrency)
    assert ([outcome.id for outcome in report.outcomes], report.complete) == (made[5:], True)
    assert {outcome.message for outcome in report.outcomes} == {"deleted"}
    assert ids(everything(ask)) == made[:5]


@FORMS
@RECORDS
def test_each_record_type_can_be_written_many_at_a_time(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    def call(name: str, *arguments: Any, **options: Any) -> Any:
        return ask(lambda client: getattr(getattr(client, resource), name)(*arguments, **options))

    model = getattr(models, f"{''.join(part.title() for part in resource.split('_')).removesuffix('s')}Create")
    made = [outcome.id for outcome in call("create_many", [model(**fields), model(**fields)]).outcomes]
    assert call("change_many", [(id_, {"name": "new"}) for id_ in made]).complete
    assert [record.name for record in call("get_many", made)] == ["new", "new"]
    assert call("change_many", [(id_, {"name": "newer"}) for id_ in made], read_ahead=2).complete
    assert [record.name for record in call("get_many", made)] == ["newer", "newer"]
    assert call("delete_many", made).complete
    assert call("get_many", made).missing == tuple(made)


def test_nothing_to_do_is_done(ask_stub: Stub) -> None:
    server = Server(Shelf())
    report = create_many(ask_stub(server), [])
    assert (report.outcomes, report.complete, str(report), server.requests) == ([], True, "nothing to do", [])


def test_one_bad_item_does_not_keep_the_others_back(ask: Caller) -> None:
    items: list[Any] = [
        creation("a"),
        creation("b", subscription_expire_date=datetime(2026, 12, 1)),
        creation("c", subscription_expire_date="2026-12-01"),
        creation("d", resource_id=None),
        {"name": "e"},
        creation("f"),
    ]
    report = create_many(ask, items)
    assert states(report) == ["done", "failed", "failed", "failed", "failed", "done"]
    kinds = [type(outcome.error) for outcome in report.outcomes]
    assert kinds[0] is kinds[5] is type(None)
    assert (kinds[1], kinds[3]) == (ValueError, BadRequestError)
    assert "has no time zone" in report.outcomes[1].message
    assert report.outcomes[3].message == str(report.outcomes[3].error)
    assert all(outcome.id is None for outcome in report.outcomes[1:5])
    assert {row.name for row in everything(ask)} == {"a", "f"}


def test_one_bad_change_does_not_keep_the_others_back(ask: Caller) -> None:
    made = [create(ask, name="old") for _ in range(4)]
    changes: list[Any] = [
        (made[0], {"name": "new"}),
        (made[1], {"nmae": "new"}),
        (made[2], {"subscription_expire_date": "2026-12-01"}),
        (7, {"name": "new"}),
        (made[3], {"name": "new"}),
    ]
    report = change_many(ask, changes)
    assert states(report) == ["done", "failed", "failed", "failed", "done"]
    assert report.outcomes[1].message == "CoworkerGoogleCalendar has no field 'nmae' that can be written"
    assert "answered 404" in report.outcomes[3].message
    assert [row.name for row in everything(ask)] == ["new", "old", "old", "new"]


def test_a_change_takes_two_requests(ask_stub: Stub) -> None:
    server = Server(Shelf(names={7: "old", 8: "old"}))
    assert change_many(ask_stub(server), [(7, {"name": "new"}), (8, {"name": "new"})], concurrency=1).complete
    assert server.methods == ["GET", "PUT", "GET", "PUT"]


def test_a_record_that_is_not_there_any_more_counts_as_deleted(ask: Caller) -> None:
    id_ = create(ask)
    report = delete_many(ask, [7, id_, 8])
    assert report.complete
    assert [outcome.message for outcome in report.outcomes] == ["was gone already", "deleted", "was gone already"]


def test_each_id_has_an_outcome_even_if_it_is_given_twice(ask: Caller) -> None:
    first, second = create(ask), create(ask)
    report = delete_many(ask, [first, first, second], concurrency=1)
    assert [outcome.id for outcome in report.outcomes] == [first, first, second]
    assert [outcome.message for outcome in report.outcomes] == ["deleted", "was gone already", "deleted"]


def test_two_changes_of_one_record_are_refused_before_anything_is_sent(ask_stub: Stub) -> None:
    server = Server(Shelf(names={7: "a"}))
    with pytest.raises(ValueError, match="record 7 is to be changed twice; put both changes into one"):
        change_many(ask_stub(server), [(7, {"name": "b"}), (8, {"name": "b"}), (7, {"coworker_id": 1})])
    assert server.requests == []


def test_errors_can_be_sent_to_another_process(ask_stub: Stub) -> None:
    report = create_many(ask_stub(Shelf({"b": ["refused"]})), [creation(name) for name in "ab"])
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    for error in (
        BulkError(report),
        StaleRecordError(7, moment, moment),
        NotWrittenError(7, ["Name"]),
        IncompleteListError("page 2 is empty", 1, 2),
        OrderError("Name", "from the first to the last"),
    ):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


# Who may not write one, may not write the next.


def test_a_missing_role_stops_the_rest(ask: Caller, url: str, open_client: Stub) -> None:
    answers = list[httpx.Response]()
    auditor = open_client(url, username="auditor@example.com", password="auditor", on_response=answers.append)
    items = [creation(f"{number}") for number in range(9)]
    report = create_many(auditor, items, concurrency=1)
    assert states(report) == ["failed"] + ["pending"] * 8
    assert isinstance(report.outcomes[0].error, AuthenticationError)
    assert len(answers) == 1
    with pytest.raises(BulkError, match=r"1 failed; item 0: .* the role CoworkerGoogleCalendar-Create"):
        report.raise_for_failures()
    assert create_many(ask, items, report=report).complete
    assert len(everything(ask)) == 9


@FORMS
def test_a_missing_role_stops_what_is_not_under_way(ask_as_auditor: Caller) -> None:
    report = delete_many(ask_as_auditor, range(1, 30), concurrency=3)
    assert 1 <= report.count(State.FAILED) <= 3
    assert report.count(State.PENDING) == 29 - report.count(State.FAILED)


def test_a_forbidden_write_stops_the_rest(ask_stub: Stub) -> None:
    server = Server(lambda _: httpx.Response(403))
    report = delete_many(ask_stub(server), range(1, 30), concurrency=1)
    assert states(report) == ["failed"] + ["pending"] * 28


def test_a_sign_in_that_is_refused_stops_the_rest(open_client: Stub, url: str) -> None:
    ask = open_client(url, auth=GrantAuth("admin@example.com", "wrong"))
    report = create_many(ask, [creation(name) for name in "abc"], concurrency=1)
    assert states(report) == ["failed", "pending", "pending"]


def test_a_sign_in_whose_answer_was_lost_leaves_no_doubt_about_the_item(ask_stub: Stub) -> None:
    server = Server(Shelf())

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/token":
            raise httpx.ReadTimeout("late", request=request)
        return server(request)

    ask = ask_stub(respond, auth=GrantAuth(**ADMIN))
    report = create_many(ask, [creation("a")])
    assert (states(report), server.requests) == (["failed"], [])
