"""Lists are read lazily and to their end: no row twice, none left out in silence, and never for ever."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from nexudus_calendars import IncompleteListError, NexudusClient, UnreadableAnswerError
from nexudus_calendars.models import CoworkerGoogleCalendarPage

from .helpers.basics import ADMIN, GOOGLE
from .helpers.callers import FORMS, Caller, create
from .helpers.stubs import Server, ids, in_pages, page, paged, walk

Stub = Callable[..., Caller]


def listing(ask: Caller, **arguments: Any) -> list[int]:
    return ids(ask(lambda client: client.coworker_google_calendars.list(**arguments)))


@pytest.fixture
def beside(url: str) -> Iterator[NexudusClient]:
    """Somebody else, who writes while a list is being read."""
    with NexudusClient(url, **ADMIN, limits=()) as client:
        yield client


@FORMS
def test_nothing_is_asked_before_the_first_row_is(ask_stub: Stub) -> None:
    server = in_pages([1, 2], [3])
    ask = ask_stub(server)
    made = list[object]()
    ask(lambda client: made.append(client.coworker_google_calendars.list()))
    ask(lambda client: made.append(client.coworker_google_calendars.list().pages()))
    assert (len(made), server.requests) == (2, [])


@FORMS
def test_a_page_is_asked_for_when_its_first_row_is_needed(ask_stub: Stub) -> None:
    server = in_pages([1, 2], [3, 4], [5])
    asked_for = list[int]()
    walk(ask_stub(server), lambda _: asked_for.append(len(server.requests)))
    assert asked_for == [1, 1, 2, 2, 3]
    assert server.queries("page") == ["1", "2", "3"]


def test_a_page_has_a_thousand_rows_unless_told_otherwise(ask_stub: Stub) -> None:
    server = in_pages([1])
    ask = ask_stub(server)
    listing(ask)
    listing(ask, size=7)
    assert server.queries("size") == ["1000", "7"]


@FORMS
def test_each_iteration_reads_anew(ask_stub: Stub) -> None:
    server = in_pages([1, 2], [3])
    ask = ask_stub(server)
    made = list[Any]()
    ask(lambda client: made.append(client.coworker_google_calendars.list()))
    assert [ids(ask(lambda _: made[0])), ids(ask(lambda _: made[0]))] == [[1, 2, 3], [1, 2, 3]]
    assert server.queries("page") == ["1", "2", "1", "2"]


@FORMS
def test_pages_are_as_the_api_answered_them(ask_stub: Stub) -> None:
    server = in_pages([1, 2], [2, 3], total=3)
    pages = ask_stub(server)(lambda client: client.coworker_google_calendars.list().pages())
    assert all(isinstance(item, CoworkerGoogleCalendarPage) for item in pages)
    assert [ids(item.records) for item in pages] == [[1, 2], [3]]
    assert [(item.current_page, item.last_item, item.has_next_page) for item in pages] == [(1, 2, True), (2, 2, False)]


@FORMS
def test_an_empty_list_has_no_rows_and_no_pages(ask: Caller) -> None:
    assert listing(ask) == []
    assert ask(lambda client: client.coworker_google_calendars.list().pages()) == []


def test_rows_in_the_names_of_2020_are_read(ask_stub: Stub) -> None:
    row = {"Id": 1, "Resource": {"Id": 5}, "CoworkerGoogleCalendarCoworkerFullName": "Ada Lovelace"}
    ask = ask_stub(paged(lambda number: page([row], number, total=1, more=False)))
    (only,) = ask(lambda client: client.coworker_google_calendars.list())
    assert (only.resource_id, only.coworker_full_name) == (5, "Ada Lovelace")


# What a server says about its pages is believed, and what it counts is held against it.


@pytest.mark.parametrize("pages", [[[1, 2], [3, 4], [5]], [[1, 2, 3], [4], [5, 6]], [[1, 2], [3, 4]]])
def test_whether_a_page_follows_is_what_the_server_says(ask_stub: Stub, pages: list[list[int]]) -> None:
    assert listing(ask_stub(in_pages(*pages)), size=3) == [id_ for item in pages for id_ in item]


@pytest.mark.parametrize("ending", [[], [1, 2], [2]])
@pytest.mark.parametrize("more", [True, False])
def test_a_page_without_anything_new_ends_a_list_of_which_all_has_come(
    ask_stub: Stub, ending: list[int], *, more: bool
) -> None:
    server = paged(lambda number: page([1, 2] if number == 1 else ending, number, total=2, more=number == 1 or more))
    assert listing(ask_stub(server)) == [1, 2]
    assert server.queries("page") == ["1", "2"]


@pytest.mark.parametrize(
    ("ending", "said"), [([], "page 2 is empty"), ([1, 2], "page 2 brings only rows that came before")]
)
@pytest.mark.parametrize("more", [True, False])
def test_a_page_without_anything_new_is_an_error_while_rows_are_due(
    ask_stub: Stub, ending: list[int], said: str, *, more: bool
) -> None:
    server = paged(lambda number: page([1, 2] if number == 1 else ending, number, total=5, more=number == 1 or more))
    rows, error = walk(ask_stub(server))
    assert rows == [1, 2]
    assert isinstance(error, IncompleteListError)
    assert (error.reason, error.seen, error.total) == (said, 2, 5)
    assert str(error).startswith(f"{said}, after 2 rows of 5; the server may ignore `page`, or refuse to go deeper; ")
    assert server.queries("page") == ["1", "2"]


@FORMS
def test_a_last_page_is_an_error_while_rows_are_due(ask_stub: Stub) -> None:
    rows, error = walk(ask_stub(in_pages([1, 2], [3], total=9)))
    assert rows == [1, 2, 3]
    assert str(error).startswith("page 2 is the last, after 3 rows of 9; ")


def test_a_loss_in_one_window_ends_the_list(ask_stub: Stub) -> None:
    server = in_pages([1, 2], total=3)
    start = datetime(2026, 6, 1, tzinfo=UTC)
    span: dict[str, Any] = {"created_on_after": start, "created_on_before": start + timedelta(days=2)}
    rows, error = walk(ask_stub(server), **span, window=timedelta(days=1))
    assert isinstance(error, IncompleteListError)
    assert (rows, len(server.requests)) == ([1, 2], 1)


@pytest.mark.parametrize("answer", [{"Records": None}, {"Records": [{}]}, {"HasNextPage": ...}, {"TotalItems": None}])
def test_what_is_no_page_is_unreadable(ask_stub: Stub, answer: dict[str, Any]) -> None:
    body = {name: value for name, value in {**page([1], total=1, more=False), **answer}.items() if value is not ...}
    with pytest.raises(UnreadableAnswerError):
        listing(ask_stub(Server(lambda _: httpx.Response(200, json=body))))


def test_a_row_that_stands_twice_on_a_page_comes_once(ask_stub: Stub) -> None:
    assert listing(ask_stub(in_pages([1, 2, 1], total=2))) == [1, 2]


# Others write while a list is being read.


def test_rows_that_are_created_meanwhile_make_no_row_come_twice(ask: Caller, beside: NexudusClient) -> None:
    made = [create(ask) for _ in range(4)]

    def insert(id_: int) -> None:
        if id_ == made[-1]:
            beside.coworker_google_calendars.create(**GOOGLE)

    assert walk(ask, insert, size=2, order_by="Id", descending=True) == (made[::-1], None)


@FORMS
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_rows_can_be_deleted_while_they_are_read(ask: Caller, beside: NexudusClient, size: int) -> None:
    made = [create(ask) for _ in range(7)]
    rows, error = walk(ask, beside.coworker_google_calendars.delete, size=size)
    assert (sorted(rows), error) == (made, None)
    assert listing(ask) == []


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("size", [1, 2])
def test_rows_that_moved_up_because_others_were_deleted_are_not_left_out(
    ask: Caller, beside: NexudusClient, size: int, count: int
) -> None:
    made = [create(ask) for _ in range(12)]

    def delete(id_: int) -> None:
        if id_ == made[5]:
            beside.coworker_google_calendars.delete_many(made[:count]).raise_for_failures()

    rows, error = walk(ask, delete, size=size)
    assert (sorted(rows), error) == (made, None)


def test_rows_that_were_deleted_before_they_came_are_not_due(ask: Caller, beside: NexudusClient) -> None:
    made = [create(ask) for _ in range(6)]

    def delete(id_: int) -> None:
        if id_ == made[0]:
            beside.coworker_google_calendars.delete(made[3])

    rows, error = walk(ask, delete, size=2)
    assert (sorted(rows), error) == ([*made[:3], *made[4:]], None)


def counting(totals: Callable[[int], int], pages: int = 9) -> Server:
    """A server of pages with two rows each, which counts its rows anew for each request."""
    server = paged(
        lambda number: page(
            [2 * number - 1, 2 * number], number, total=totals(len(server.requests)), more=number < pages
        )
    )
    return server


def test_a_list_goes_back_no_further_than_rows_moved(ask_stub: Stub) -> None:
    server = counting(lambda request: 18 if request < 6 else 15)
    assert listing(ask_stub(server)) == list(range(1, 19))
    assert server.queries("page") == list("123456456789")


@pytest.mark.parametrize("totals", [lambda request: 18 - request % 2, lambda request: max(0, 18 - request)])
def test_no_list_goes_back_for_ever(ask_stub: Stub, totals: Callable[[int], int]) -> None:
    server = counting(totals)
    assert listing(ask_stub(server)) == list(range(1, 19))
    assert len(server.requests) < 50


@pytest.mark.parametrize(
    "states",
    [
        # The first of ten rows is deleted after page 2, and two more while the list goes back to page 2 for that.
        {1: range(1, 11), 3: range(2, 11), 4: range(4, 11)},
        # Three rows are created before the first one is deleted, so that there are still more than at first.
        {1: range(1, 8), 2: range(1, 11), 3: range(2, 11)},
    ],
)
def test_every_fall_of_the_count_is_followed(ask_stub: Stub, states: dict[int, range]) -> None:
    def answer(number: int) -> dict[str, Any]:
        rows = next(rows for request, rows in reversed(states.items()) if request <= len(server.requests))
        return page(rows[2 * number - 2 : 2 * number], number, total=len(rows), more=2 * number < len(rows))

    server = paged(answer)
    rows, error = walk(ask_stub(server))
    assert (sorted(rows), error) == ([*range(1, 11)], None)
    assert rows.index(5) > rows.index(7)
