"""Dates: aware instants in, UTC with `Z` out, and whatever services write read back, to the last digit."""

import copy
import operator
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_calendars.runtime.dates import format_after, format_before, format_moment, parse_moment

from .helpers.basics import EXPIRES
from .helpers.callers import Caller, create

MOMENTS = st.datetimes(timezones=st.timezones() | st.just(UTC), min_value=datetime(1900, 1, 1)).filter(
    lambda moment: 1900 <= moment.astimezone(UTC).year < 9999
)
WRITERS = pytest.mark.parametrize("write", [format_moment, format_after, format_before])


@given(MOMENTS)
def test_an_instant_written_and_read_is_the_same_to_the_second(moment: datetime) -> None:
    text = format_moment(moment)
    assert parse_moment(text) == moment.astimezone(UTC).replace(microsecond=0)
    assert parse_moment(text).tzinfo is UTC
    assert (len(text), text[-1]) == (len("2025-01-15T10:30:00Z"), "Z")


@given(MOMENTS)
def test_a_range_is_never_narrower_than_asked_and_less_than_a_second_wider(moment: datetime) -> None:
    second = timedelta(seconds=1)
    after, before = parse_moment(format_after(moment)), parse_moment(str(format_before(moment)))
    assert after <= moment < after + second
    assert before - second < moment <= before


STAMPS = st.builds(
    lambda moment, digits: f"{moment.isoformat()}{digits and '.'}{digits}Z",
    st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
    st.text("0123456789", max_size=9),
)


@given(STAMPS)
def test_what_the_server_sets_is_kept_to_the_last_digit(text: str) -> None:
    moment = parse_moment(text)
    copies = [moment, copy.copy(moment), copy.deepcopy(moment), pickle.loads(pickle.dumps(moment))]
    assert [format_moment(item) for item in copies] == [text] * 4
    assert [item == moment and hash(item) == hash(moment) for item in copies] == [True] * 4
    assert {item.tzinfo for item in copies} == {UTC}


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-27T10:32:29.9963056+02:00",
        "2026-08-26T21:02:29.9963056-11:30",
        "2026-08-27T08:32:29.9963056",
        "2026-08-27 08:32:29,9963056Z",
    ],
)
def test_each_digit_is_kept_however_a_service_writes_the_rest(text: str) -> None:
    assert format_moment(parse_moment(text)) == "2026-08-27T08:32:29.9963056Z"


@given(st.lists(st.text("0123456789", max_size=9), min_size=2, max_size=2))
def test_instants_are_compared_to_the_last_digit(digits: list[str]) -> None:
    texts = [f"2026-08-27T08:32:29.{item or '0'}Z" for item in digits]
    first, second = map(parse_moment, texts)
    one, other = (Decimal(f"0.{item or '0'}") for item in digits)
    found = [first < second, first <= second, first == second, first != second, first >= second, first > second]
    assert found == [one < other, one <= other, one == other, one != other, one >= other, one > other]


def test_an_instant_is_compared_with_a_plain_datetime() -> None:
    instant, plain = parse_moment("2026-08-27T08:32:29.9963056Z"), datetime(2026, 8, 27, 8, 32, 29, 996305, tzinfo=UTC)
    assert plain < instant < plain + timedelta(microseconds=1)
    assert not plain >= instant
    assert instant != plain
    assert instant != "2026-08-27T08:32:29.9963056Z"
    assert instant == ANY
    assert (instant != ANY) is False
    assert parse_moment("2026-08-27T08:32:29.9963050Z") == plain
    assert format_moment(instant.astimezone(timezone(timedelta(hours=2)))) == "2026-08-27T08:32:29Z"


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_an_instant_has_no_order_with_what_is_no_instant(compare: Callable[[Any, Any], bool]) -> None:
    instant = parse_moment("2026-08-27T08:32:29.9963056Z")
    for other in ("2026-08-27T08:32:29.9963056Z", None, 29, instant.replace(tzinfo=None)):
        with pytest.raises(TypeError, match=r"not supported between|can't compare"):
            compare(instant, other)
        with pytest.raises(TypeError, match=r"not supported between|can't compare"):
            compare(other, instant)


def test_milliseconds_of_old_services_are_kept() -> None:
    assert format_moment(parse_moment("/Date(1764123112345)/")) == "2025-11-26T02:11:52.345000Z"
    assert format_moment(parse_moment("/Date(1764123112000)/")) == "2025-11-26T02:11:52Z"


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.0000001Z"])
def test_the_end_of_the_calendar_is_no_bound(text: str) -> None:
    assert format_before(parse_moment(text)) is None
    assert format_after(parse_moment(text)) == "9999-12-31T23:59:59Z"


def test_the_seventh_digit_widens_a_range() -> None:
    assert format_before(parse_moment("2026-08-27T08:32:29.0000001Z")) == "2026-08-27T08:32:30Z"
    assert format_after(parse_moment("2026-08-27T08:32:29.9999999Z")) == "2026-08-27T08:32:29Z"


@given(MOMENTS)
def test_a_range_is_written_to_the_minute_where_that_is_enough(moment: datetime) -> None:
    text = format_after(moment)
    assert text.endswith("Z") == (moment.astimezone(UTC).second != 0)


@given(MOMENTS)
def test_an_instant_means_the_same_however_a_service_writes_it(moment: datetime) -> None:
    utc = moment.astimezone(UTC)
    milliseconds = utc.replace(microsecond=utc.microsecond // 1000 * 1000)
    ticks = (milliseconds - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    for text in (f"/Date({ticks})/", f"/Date({ticks}+0200)/", f"/Date({ticks}-1130)/"):
        assert parse_moment(text) == milliseconds
    plain = utc.replace(tzinfo=None).isoformat()
    for text in (utc.isoformat(), f"{plain}Z", plain, utc.astimezone(timezone(timedelta(hours=-7))).isoformat()):
        assert parse_moment(text) == utc


@pytest.mark.parametrize(
    "text",
    ["2025-01-15T10:30:00Z", "2025-01-15T11:30:00+01:00", "2025-01-15T10:30:00", "2025-01-15 10:30:00.1234567Z"],
)
def test_instants_are_read_tolerantly(text: str) -> None:
    moment = parse_moment(text)
    assert moment.replace(microsecond=0) == datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "/Date()/",
        "/Date(99999999999999999)/",
        "/Date(9999999999999999999999)/",
        "9999-12-31T23:59:59-01:00",
    ],
)
def test_what_is_no_instant_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid isoformat string|out of the range of dates|must be in"):
        parse_moment(text)


@WRITERS
def test_naive_instants_are_refused(write: Callable[[datetime], str]) -> None:
    with pytest.raises(ValueError, match=r"2025-01-15T11:30:00 has no time zone; say datetime\(..., tzinfo=UTC\)"):
        write(datetime(2025, 1, 15, 11, 30))


@WRITERS
def test_instants_beyond_the_calendar_are_value_errors(write: Callable[[datetime], str]) -> None:
    with pytest.raises(ValueError, match="out of the range of dates in UTC"):
        write(datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=timezone(timedelta(hours=-1))))


def test_a_record_keeps_the_instant_whatever_its_zone(ask: Caller) -> None:
    id_ = create(ask, subscription_expire_date=EXPIRES.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert ask(lambda client: client.coworker_google_calendars.get(id_)).subscription_expire_date == EXPIRES
