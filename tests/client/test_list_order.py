"""Rows are asked for in an order, and whether they came in it is looked at."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from nexudus_calendars import OrderError
from nexudus_calendars.runtime.order import check_order

from .helpers.callers import FORMS, Caller, create
from .helpers.stubs import Server, ids, in_pages, page, paged, rows_of

Stub = Callable[..., Caller]
# All of these are in order: 0:00, 5:00, 6:00 and 8:10 in UTC.
DATES = ["2026-01-01T00:00:00Z", "2026-01-01T10:00:00+05:00", "2026-01-01T06:00:00.5", "/Date(1767255000000)/"]
IN_ORDER = pytest.mark.parametrize(
    ("order_by", "values"),
    [
        ("Id", [1, 2, 3]),
        ("CoworkerId", [None, 4, None, 10, 10, None]),
        ("CreatedOn", DATES),
        ("Name", ["ada", "Grace", "ida"]),
        ("Name", ["Ada 10", "Brian", "brian 2", "", "Carl", "Carl-Otto"]),
    ],
)


def listing(ask: Caller, **arguments: Any) -> list[Any]:
    rows: list[Any] = ask(lambda client: client.coworker_google_calendars.list(**arguments))
    return rows


def showing(name: str, values: list[Any]) -> Server:
    """A server whose only page has these values, whatever was asked for."""
    rows = rows_of(range(1, len(values) + 1), name, lambda number: values[number - 1])
    return paged(lambda number: page(rows, number, total=len(rows), more=False))


@FORMS
def test_an_order_is_asked_for_in_the_documented_numbers(ask_stub: Stub) -> None:
    server = in_pages([1])
    ask = ask_stub(server)
    for arguments in ({}, {"order_by": "Name"}, {"descending": False}, {"order_by": "Id", "descending": True}):
        listing(ask, **arguments)
    assert server.queries("orderBy") == [None, "Name", None, "Id"]
    assert server.queries("dir") == [None, None, "0", "1"]


@pytest.mark.parametrize("descending", [False, True])
def test_the_mock_keeps_the_order(ask: Caller, *, descending: bool) -> None:
    made = [create(ask, name=name, coworker_id=len(name) or None) for name in ("b", "C", "a 2", "a 10", "Ä", "")]
    by_id = ids(listing(ask, order_by="Id", descending=descending, size=4))
    assert by_id == (made[::-1] if descending else made)
    others = {
        order_by: sorted(ids(listing(ask, order_by=order_by, descending=descending, size=4)))
        for order_by in ("Name", "CreatedOn", "CoworkerId", "UniqueId", "IsNew")
    }
    assert others == dict.fromkeys(others, made)


@IN_ORDER
def test_rows_in_the_order_asked_for_are_taken(ask_stub: Stub, order_by: str, values: list[Any]) -> None:
    assert len(listing(ask_stub(showing(order_by, values)), order_by=order_by)) == len(values)
    backwards = ask_stub(showing(order_by, values[::-1]))
    assert len(listing(backwards, order_by=order_by, descending=True)) == len(values)


@IN_ORDER
def test_rows_in_the_other_order_are_an_error(ask_stub: Stub, order_by: str, values: list[Any]) -> None:
    with pytest.raises(OrderError) as caught:
        listing(ask_stub(showing(order_by, values[::-1])), order_by=order_by)
    assert (caught.value.order_by, caught.value.wanted) == (order_by, "from the first to the last")
    assert str(caught.value) == (
        f"rows were asked for by {order_by}, from the first to the last, and came in another order; "
        "do not rely on this server's order: leave order_by out, and sort what came"
    )
    with pytest.raises(OrderError, match=f"by {order_by}, from the last to the first, and came in another order"):
        listing(ask_stub(showing(order_by, values)), order_by=order_by, descending=True)


@pytest.mark.parametrize(("order_by", "values"), [("CoworkerId", [1, 2, 4, 3]), ("CreatedOn", [*DATES[2:], DATES[1]])])
def test_one_number_or_date_out_of_order_is_an_error(ask_stub: Stub, order_by: str, values: list[Any]) -> None:
    with pytest.raises(OrderError):
        listing(ask_stub(showing(order_by, values)), order_by=order_by)


EITHER_WAY: list[list[Any]] = [
    [],
    [1],
    [7, 7],
    [None, 7, None],
    ["zed"],
    ["a", "A", "a"],
    [True, False, True],
    # In Danish aa comes last, and in Estonian z comes before t.
    ["zed", "aaron"],
    ["z", "t"],
    ["beta", "alpha", "gamma", "delta", "charlie"],
    # What comes of spaces, digits, hyphens and accents depends on the server.
    ["abc", "ab d", "a e"],
    ["a10", "a9", "a8"],
    ["9", "10", "8"],
    ["éa", "Öb", "ac", "Äd"],
    ["c1b2c3d4-e5f6-7890-abcd-ef1234567890", "11b2c3d4-e5f6-7890-abcd-ef1234567890"],
    # What looks like a date may stand in a text.
    ["20260102", "2026-01-05", "20260103"],
    ["2026-99-99T00:00:00Z", "2026-98-99T00:00:00Z"],
    ["b", 5, "2026-01-01T00:00:00Z", "a"],
    [["b"], {"a": 1}],
]


def test_what_servers_may_sort_in_more_than_one_way_is_no_error() -> None:
    wrong = list[tuple[object, bool]]()
    for values, descending in product(EITHER_WAY, [False, True]):
        for order in (values, values[::-1]):
            try:
                check_order(order, "Name", descending=descending)
            except OrderError:
                wrong.append((order, descending))
    assert wrong == []


def test_an_order_that_nobody_asked_for_is_not_looked_at(ask_stub: Stub) -> None:
    server = paged(lambda number: page([3, 1, 2], number, total=3, more=False))
    assert ids(listing(ask_stub(server), descending=False)) == [3, 1, 2]
