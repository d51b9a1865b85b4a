"""Lists can be read in windows of time, one after the other: no row is lost or doubled."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nexudus_calendars import PermissionDeniedError

from .helpers.callers import FORMS, Caller, create, opened
from .helpers.stubs import Server, ids, in_pages, page

Stub = Callable[..., Caller]
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
AFTER, BEFORE = (f"{end}_CoworkerGoogleCalendar_CreatedOn" for end in ("from", "to"))


def listing(ask: Caller, **arguments: Any) -> list[int]:
    return ids(ask(lambda client: client.coworker_google_calendars.list(**arguments)))


def moment_of(text: str) -> datetime:
    """What a server makes of an end of a range: a minute, or a second in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shelf(created: dict[int, datetime]) -> Server:
    """A server that finds records by the moment of their creation, and refuses deep pages, and more than 40 of them."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.params["page"] != "1":
            return httpx.Response(403)
        after, before = (
            moment_of(request.url.params.get(name, last))
            for name, last in ((AFTER, "0001-01-01T00:00"), (BEFORE, "9999-12-31T23:59"))
        )
        rows = [id_ for id_, moment in created.items() if after <= moment <= before]
        return httpx.Response(200, json=page(rows[:40], total=len(rows), more=len(rows) > 40))

    return Server(respond)


@given(
    offsets=st.lists(st.integers(-60, 3660), min_size=1, max_size=40),
    start=st.timedeltas(timedelta(0), timedelta(seconds=130)),
    length=st.timedeltas(timedelta(0), timedelta(seconds=3600)),
    window=st.timedeltas(timedelta(minutes=1), timedelta(hours=2)),
    hours=st.integers(-12, 14),
    descending=st.booleans(),
)
@example(
    offsets=[60, 120, 180],
    start=timedelta(0),
    length=timedelta(minutes=3),
    window=timedelta(minutes=1),
    hours=0,
    descending=False,
)
@settings(deadline=None, max_examples=50)
def test_no_row_is_lost_or_doubled_where_windows_meet(
    offsets: list[int],
    start: timedelta,
    length: timedelta,
    window: timedelta,
    hours: int,
    *,
    descending: bool,
) -> None:
    created = {number: START + timedelta(seconds=offset) for number, offset in enumerate(offsets, 1)}
    first = (START + start).astimezone(timezone(timedelta(hours=hours)))
    last = START + start + length
    server = shelf(created)
    with opened("sync", "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(server)) as ask:
        span = {"created_on_after": first, "created_on_before": last}
        rows = listing(ask, **span, window=window, descending=descending)
    assert {id_ for id_, moment in created.items() if first <= moment <= last} <= {*rows}
    # Bounds are sent to the second, and never narrower than asked.
    second = timedelta(seconds=1)
    assert {id_ for id_, moment in created.items() if first - second < moment < last + second} >= {*rows}
    assert len(rows) == len({*rows})
    # Not more windows than there must be, but for one where the first is cut off at its minute.
    assert len(server.requests) <= max(1, -(-length // window) + 1)
    # Within a window any row may come first, but windows come in order.
    steps = [created[later] - created[earlier] for earlier, later in pairwise(rows[::-1] if descending else rows)]
    assert all(step > -window - timedelta(minutes=1) for step in steps)


@FORMS
@pytest.mark.parametrize("descending", [False, True])
def test_windows_are_read_one_after_the_other(ask_stub: Stub, *, descending: bool) -> None:
    server = shelf({})
    span = {"created_on_after": START + timedelta(seconds=30), "created_on_before": START + timedelta(minutes=5)}
    listing(ask_stub(server), **span, window=timedelta(minutes=2), descending=descending, name="Ada")
    order = -1 if descending else 1
    assert server.queries(AFTER) == ["2026-06-01T12:00:30Z", "2026-06-01T12:02", "2026-06-01T12:04"][::order]
    assert server.queries(BEFORE) == ["2026-06-01T12:02", "2026-06-01T12:04", "2026-06-01T12:05"][::order]
    assert set(server.queries("CoworkerGoogleCalendar_Name")) == {"Ada"}


def test_windows_of_a_real_list_meet(ask: Caller) -> None:
    made = [create(ask, subscription_expire_date=START + timedelta(seconds=30 * number)) for number in range(9)]
    span = {"subscription_expire_date_after": START, "subscription_expire_date_before": START + timedelta(minutes=4)}
    assert listing(ask, **span, window=timedelta(minutes=1), size=2) == made


def test_many_rows_may_stand_where_windows_meet(ask: Caller) -> None:
    made = [create(ask, subscription_expire_date=START + timedelta(minutes=minute)) for minute in (0, 1, 1, 1, 1, 2)]
    span = {"subscription_expire_date_after": START, "subscription_expire_date_before": START + timedelta(minutes=2)}
    assert listing(ask, **span, window=timedelta(minutes=1), size=1) == made


def test_windows_reach_what_deep_pages_do_not(ask_stub: Stub) -> None:
    created = {number: START + timedelta(minutes=number) for number in range(60)}
    ask = ask_stub(shelf(created))
    span = {"created_on_after": START, "created_on_before": START + timedelta(hours=1)}
    with pytest.raises(PermissionDeniedError, match="refuses to go this deep; narrow the list, or window it by date"):
        listing(ask, **span)
    assert listing(ask, **span, window=timedelta(minutes=30)) == [*created]


def test_a_list_that_is_refused_from_the_start_asks_for_a_role(ask_stub: Stub) -> None:
    with pytest.raises(PermissionDeniedError, match="lacks API access or the role CoworkerGoogleCalendar-List"):
        listing(ask_stub(lambda _: httpx.Response(403)))


@pytest.mark.parametrize(
    "arguments",
    [
        {"window": timedelta(days=1)},
        {"window": timedelta(days=1), "created_on_after": START},
        {"window": timedelta(days=1), "created_on_before": START, "updated_on_after": START},
        {
            "window": timedelta(days=1),
            **{f"{name}_on_{end}": START for name in ("created", "updated") for end in ("after", "before")},
        },
        {"window": timedelta(seconds=59), "created_on_after": START, "created_on_before": START},
        {"window": -timedelta(days=1), "created_on_after": START, "created_on_before": START},
    ],
)
def test_a_window_wants_a_minute_and_one_whole_range(ask_stub: Stub, arguments: dict[str, Any]) -> None:
    made = list[object]()
    ask = ask_stub(in_pages([1]))
    with pytest.raises(ValueError, match="a window is a minute or longer, and wants exactly one range with both its "):
        ask(lambda client: made.append(client.coworker_google_calendars.list(**arguments)))
    assert made == []


def test_a_half_range_narrows_every_window(ask_stub: Stub) -> None:
    server = shelf({})
    span = {"created_on_after": START, "created_on_before": START + timedelta(days=2), "updated_on_after": START}
    listing(ask_stub(server), **span, window=timedelta(days=1))
    assert server.queries("from_CoworkerGoogleCalendar_UpdatedOn") == ["2026-06-01T12:00"] * 2


def test_windows_reach_to_the_end_of_time(ask_stub: Stub) -> None:
    server = shelf({})
    span = {"created_on_after": START, "created_on_before": datetime.max.replace(tzinfo=UTC)}
    for window in (timedelta(days=2_000_000), timedelta.max):
        listing(ask_stub(server), **span, window=window)
    assert server.queries(BEFORE) == ["7502-03-26T12:00", None, None]
