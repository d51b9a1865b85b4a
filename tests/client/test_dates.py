"""Dates: aware instants in, UTC with `Z` and no fraction out, and whatever services write read back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

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
def test_a_range_admits_the_whole_seconds_inside_it_and_no_other(moment: datetime) -> None:
    second = timedelta(seconds=1)
    after, before = parse_moment(format_after(moment)), parse_moment(format_before(moment))
    assert after - second < moment <= after
    assert before <= moment < before + second


@given(MOMENTS)
def test_a_range_is_written_to_the_minute_where_that_is_enough(moment: datetime) -> None:
    text = format_before(moment)
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
