"""Many records are read at once, in the caller's order, in as few requests as there can be."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_calendars import Batch, UnreadableAnswerError
from nexudus_calendars.models import CoworkerGoogleCalendar

from .helpers.basics import ADMIN
from .helpers.callers import FORMS, Caller, create, opened
from .helpers.stubs import Server, ids, page, record, walk

Stub = Callable[..., Caller]


def get_many(ask: Caller, wanted: Any) -> Any:
    return ask(lambda client: client.coworker_google_calendars.get_many(wanted))


def asked(request: httpx.Request) -> list[int]:
    wanted: list[int] = json.loads(request.url.params["id"])
    return wanted


def batches(most: int = 10**6, gone: tuple[int, ...] = ()) -> Server:
    """A server that answers so many of the records asked for, from the last to the first."""
    return Server(
        lambda request: httpx.Response(
            200, json=[record(id_) for id_ in asked(request)[::-1] if id_ not in gone][-most:]
        )
    )


@FORMS
def test_records_come_in_the_order_of_their_ids(ask: Caller) -> None:
    first, second, third = (create(ask, name=name) for name in "abc")
    records = get_many(ask, [third, first, second, first])
    assert ids(records) == [third, first, second, first]
    assert [item.name for item in records] == ["c", "a", "b", "a"]
    assert all(isinstance(item, CoworkerGoogleCalendar) for item in records)


def test_ids_can_come_from_anything(ask: Caller) -> None:
    made = [create(ask) for _ in range(2)]
    assert ids(get_many(ask, iter(made))) == ids(get_many(ask, range(made[0], made[1] + 1))) == made


def test_what_is_missing_is_named(ask: Caller) -> None:
    id_ = create(ask)
    records = get_many(ask, [7, id_, 8, 7])
    assert (ids(records), records.missing) == ([id_], (7, 8))


def test_no_ids_make_no_request(ask_stub: Stub) -> None:
    server = batches()
    assert list(get_many(ask_stub(server), [])) == []
    assert server.requests == []


def test_a_batch_is_a_sequence() -> None:
    batch = Batch(["a", "b", "c"], [4])
    assert (batch[0], batch[-1], list(batch[1:]), len(batch), "b" in batch) == ("a", "c", ["b", "c"], 3, True)
    assert repr(batch) == "Batch(['a', 'b', 'c'], missing=[4])"


@pytest.mark.parametrize(("count", "requests"), [(285, 1), (286, 2)])
def test_as_many_ids_as_fit_make_one_request(ask_stub: Stub, count: int, requests: int) -> None:
    server = batches()
    assert len(get_many(ask_stub(server), range(1000, 1000 + count))) == count
    assert len(server.requests) == requests


@given(wanted=st.lists(st.integers(1, 2**63 - 1), min_size=1, max_size=400))
@settings(deadline=None, max_examples=30)
def test_no_query_is_too_long(wanted: list[int]) -> None:
    server = batches()
    with opened("sync", "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(server)) as ask:
        assert ids(get_many(ask, wanted)) == wanted
    assert all(len(request.url.query) <= 2048 for request in server.requests)
    assert sum(map(len, map(asked, server.requests))) == len(set(wanted))


def test_what_a_server_left_out_is_asked_for_again(ask_stub: Stub) -> None:
    server = batches(most=3, gone=(4,))
    records = get_many(ask_stub(server), range(1, 9))
    assert (ids(records), records.missing) == ([1, 2, 3, 5, 6, 7, 8], (4,))
    assert [*map(asked, server.requests)] == [[1, 2, 3, 4, 5, 6, 7, 8], [4, 5, 6, 7, 8], [4, 8], [4]]


def test_a_page_may_come_instead_of_an_array(ask_stub: Stub) -> None:
    body = page([record(2), record(1)], total=2, more=False)
    assert ids(get_many(ask_stub(lambda _: httpx.Response(200, json=body)), [1, 2])) == [1, 2]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([record(1), record(9)], "record 9 came, which nobody asked for"),
        ([record(1), {"Id": 2}], "is missing"),
        ([{**record(), "Id": [1]}], "unhashable"),
        ({"Items": []}, "'Records' is missing"),
        ("none", "expected a list, found str"),
    ],
)
def test_what_nobody_asked_for_is_unreadable(ask_stub: Stub, body: object, said: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=said):
        get_many(ask_stub(lambda _: httpx.Response(200, json=body)), [1, 2])


def test_one_record_is_the_one_that_was_asked_for(ask_stub: Stub) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json=record(8)))
    with pytest.raises(UnreadableAnswerError, match="record 8 came, which nobody asked for"):
        ask(lambda client: client.coworker_google_calendars.get(7))


# Full records instead of the rows of a list.


@FORMS
def test_full_records_take_one_batch_a_page(ask: Caller, url: str, open_client: Callable[..., Caller]) -> None:
    made = [create(ask) for _ in range(5)]
    answers = list[httpx.Response]()
    watched = open_client(url, **ADMIN, on_response=answers.append)
    requests = list[int]()
    rows = watched(
        lambda client: client.coworker_google_calendars.list(hydrate=True, size=3, order_by="Id", descending=True)
    )
    assert all(isinstance(item, CoworkerGoogleCalendar) for item in rows)
    assert ids(rows) == made[::-1]
    assert [answer.request.url.path.endswith("/") for answer in answers] == [False, True, False, True]
    answers.clear()
    walk(watched, lambda _: requests.append(len(answers)), hydrate=True, size=3)
    assert requests == [2, 2, 2, 4, 4]


def test_a_row_whose_record_is_gone_by_then_is_left_out(ask_stub: Stub) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/"):
            return httpx.Response(200, json=[record(id_) for id_ in asked(request) if id_ != 2])
        return httpx.Response(200, json=page([1, 2, 3], total=3, more=False))

    rows = ask_stub(answer)(lambda client: client.coworker_google_calendars.list(hydrate=True))
    assert ids(rows) == [1, 3]
