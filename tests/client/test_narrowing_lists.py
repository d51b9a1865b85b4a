"""Lists can be filtered, windowed by date and sorted, and what comes is what was asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nexudus_calendars import PermissionDeniedError
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, running
from nexudus_contract.terms import Comparison

from .basics import ADMIN, EXPIRES, GOOGLE
from .conftest import Caller, create, opened
from .stubs import Server, ids, in_pages, page
from .test_resources import OFFE, OFFICE, RECORDS

Stub = Callable[..., Caller]
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
AFTER, BEFORE = (f"{end}_CoworkerGoogleCalendar_CreatedOn" for end in ("from", "to"))

# Of each filter: the field that it looks at, what finds it, and a value that it does not find.
GOOGLE_FILTERS: dict[str, tuple[str, Any, Any, Any]] = {
    "resource": ("resource_id", 15, 15, 16),
    "coworker": ("coworker_id", 42, 42, 43),
    "coworker_full_name": ("coworker_id", 42, "Elif Okafor", 43),
    "name": ("name", "a & b", "a & b", "a"),
    "subscription_id": ("subscription_id", "one", "one", "two"),
    "calendar_id": ("calendar_id", "ada@example.com", "ada@example.com", "ida@example.com"),
    "subscription_expire_date": ("subscription_expire_date", EXPIRES, "2026-12-01T10:30:00Z", START),
    "watch_resource_id": ("watch_resource_id", "one", "one", "two"),
    "event_sync_token": ("event_sync_token", "one", "one", "two"),
}
FILTERS = {
    "coworker_google_calendars": GOOGLE_FILTERS,
    "coworker_ms_office_calendars": {name: GOOGLE_FILTERS[name] for name in [*GOOGLE_FILTERS][:7]},
    "coworker_ms_offe_calendars": {},
}


def question(resource: str, /, **arguments: Any) -> Callable[[Any], Any]:
    return lambda client: getattr(client, resource).list(**arguments)


def listing(ask: Caller, **arguments: Any) -> list[int]:
    return ids(ask(question("coworker_google_calendars", **arguments)))


@RECORDS
def test_each_documented_filter_narrows(ask: Caller, contract: Contract, resource: str, fields: dict[str, Any]) -> None:
    (record_type,) = (item for item in contract.record_types if item.tag.lower() == resource.replace("_", ""))
    documented = [item for item in record_type.filters if item.comparison is Comparison.EQUAL]
    assert len(FILTERS[resource]) == len(documented)
    for keyword, (field, value, wanted, other) in FILTERS[resource].items():

        def made(fields: dict[str, Any]) -> int:
            return int(ask(lambda client: getattr(client, resource).create(**fields)).id)

        found, unfound = made({**fields, field: value}), made({**fields, field: other})
        rows = ask(question(resource, **{keyword: wanted}))
        assert (found in ids(rows), unfound in ids(rows)) == (True, False), keyword


def test_filters_narrow_together(ask: Caller) -> None:
    wanted = create(ask, name="a", coworker_id=42)
    create(ask, name="a", coworker_id=43)
    create(ask, name="b", coworker_id=42)
    assert listing(ask, name="a", coworker=42) == [wanted]


@RECORDS
def test_an_unknown_filter_is_a_type_error(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'updated_since'"):
        ask(lambda client: getattr(client, resource).list(updated_since=START))


@pytest.mark.parametrize(
    ("resource", "fields", "ranges"),
    [
        ("coworker_google_calendars", GOOGLE, ["subscription_expire_date", "created_on", "updated_on"]),
        ("coworker_ms_office_calendars", OFFICE, ["subscription_expire_date", "created_on", "updated_on"]),
        ("coworker_ms_offe_calendars", OFFE, ["created_on", "updated_on"]),
    ],
)
def test_ranges_include_both_their_ends(
    open_client: Stub, contract: Contract, resource: str, fields: dict[str, Any], ranges: list[str]
) -> None:
    moments = [START, START + timedelta(seconds=1), START + timedelta(minutes=1)]
    now = list[datetime]()
    with running(contract, MockSettings(clock=lambda: now[-1])) as mock:
        ask = open_client(mock.url, **ADMIN)

        def made_at(moment: datetime) -> int:
            now.append(moment)
            given = {**fields, "subscription_expire_date": moment}
            return int(ask(lambda client: getattr(client, resource).create(**given)).id)

        def found(**span: datetime) -> list[int]:
            return ids(ask(question(resource, **span)))

        made = [made_at(moment) for moment in moments]
        for name in ranges:
            after, before = f"{name}_after", f"{name}_before"
            for first in range(3):
                assert found(**{after: moments[first]}) == made[first:]
                assert found(**{before: moments[first]}) == made[: first + 1]
                for last in range(first, 3):
                    assert found(**{after: moments[first], before: moments[last]}) == made[first : last + 1]
            between = moments[1] + timedelta(microseconds=1)
            assert (found(**{after: between}), found(**{before: between})) == (made[2:], made[:2])


def test_naive_ends_are_refused_at_once(ask_stub: Stub) -> None:
    made = list[object]()
    naive = datetime(2026, 6, 1, 12)
    ask = ask_stub(in_pages([1]))
    with pytest.raises(ValueError, match="2026-06-01T12:00:00 has no time zone"):
        ask(lambda client: made.append(client.coworker_google_calendars.list(created_on_after=naive)))
    assert made == []


def moment_of(text: str) -> datetime:
    """What a server makes of an end of a range: a minute, or a second in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shelf(created: dict[int, datetime]) -> Server:
    """A server that finds records by the moment of their creation, and refuses deep pages, and more than 40 of them."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.params["page"] != "1":
            return httpx.Response(403)
        after, before = (moment_of(request.url.params[name]) for name in (AFTER, BEFORE))
        rows = [id_ for id_, moment in created.items() if after <= moment <= before]
        return httpx.Response(200, json=page(rows[:40], total=len(rows), more=len(rows) > 40))

    return Server(respond)


@pytest.mark.parametrize("form", ["sync", "async"])
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
@settings(deadline=None)
def test_no_row_is_lost_or_doubled_where_windows_meet(
    form: str,
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
    with opened(form, "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(server)) as ask:
        span = {"created_on_after": first, "created_on_before": last}
        rows = listing(ask, **span, window=window, descending=descending)
    assert sorted(rows) == [id_ for id_, moment in created.items() if first <= moment <= last]
    # Not more windows than there must be, but for one where the first is cut off at its minute.
    assert len(server.requests) <= max(1, -(-length // window) + 1)
    # Within a window any row may come first, but windows come in order.
    steps = [created[later] - created[earlier] for earlier, later in pairwise(rows[::-1] if descending else rows)]
    assert all(step > -window - timedelta(minutes=1) for step in steps)


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
    assert server.queries(BEFORE) == ["7502-03-26T12:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"]
