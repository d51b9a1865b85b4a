"""The generator's known defects, each shown to be gone from the emitted client."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_calendars.api.coworker_google_calendars import (
    batch_coworker_google_calendars,
    get_coworker_google_calendar,
    list_coworker_google_calendars,
)
from nexudus_calendars.client import AuthenticatedClient
from nexudus_calendars.models import (
    ActionResult,
    CoworkerGoogleCalendar,
    CoworkerGoogleCalendarCreate,
    CoworkerGoogleCalendarListRow,
    FieldError,
)
from nexudus_calendars.runtime.dates import format_filter_moment, format_moment, parse_moment
from nexudus_calendars.types import Unset

MOMENTS = st.datetimes(timezones=st.timezones() | st.just(UTC), min_value=datetime(1900, 1, 1)).filter(
    lambda moment: 1900 <= moment.astimezone(UTC).year < 9999
)


def client_of(answer: httpx.Response) -> AuthenticatedClient:
    transport = httpx.MockTransport(lambda _: answer)
    return AuthenticatedClient("http://127.0.0.1:1", token="t", httpx_args={"transport": transport})


@pytest.mark.parametrize("status", [520, 599])
def test_a_status_without_a_name_is_a_status(status: int) -> None:
    answer = get_coworker_google_calendar.sync_detailed(1, client=client_of(httpx.Response(status)))
    assert answer.status_code == status


def test_a_batch_names_its_ids_as_one_json_array() -> None:
    arguments = batch_coworker_google_calendars.get_kwargs(id=[1, 2, 3])
    request = httpx.Request(arguments["method"], f"http://127.0.0.1{arguments['url']}", params=arguments["params"])
    assert unquote(request.url.raw_path.decode()) == "/api/spaces/coworkergooglecalendars/?id=[1,2,3]"


def test_a_list_without_filters_asks_for_none() -> None:
    assert list_coworker_google_calendars.get_kwargs()["params"] == {"page": 1, "size": 25}


def body(moment: datetime) -> object:
    return CoworkerGoogleCalendarCreate(
        resource_id=0,
        name="",
        subscription_id="",
        calendar_id="",
        subscription_expire_date=moment,
        watch_resource_id="",
    ).to_dict()["SubscriptionExpireDate"]


def test_instants_are_written_as_this_api_wants_them() -> None:
    vienna = timezone(timedelta(hours=1))
    assert body(datetime(2025, 1, 15, 11, 30, 0, 999999, tzinfo=vienna)) == "2025-01-15T10:30:00Z"
    with pytest.raises(ValueError, match=r"2025-01-15T11:30:00 has no time zone; say datetime\(..., tzinfo=UTC\)"):
        body(datetime(2025, 1, 15, 11, 30))


@given(MOMENTS)
def test_an_instant_written_and_read_is_the_same_to_the_second(moment: datetime) -> None:
    read = parse_moment(format_moment(moment))
    assert read == moment.astimezone(UTC).replace(microsecond=0)
    assert read.tzinfo is UTC


@given(MOMENTS)
def test_a_filter_means_the_same_instant(moment: datetime) -> None:
    text = format_filter_moment(moment)
    assert text.endswith("Z") == (moment.astimezone(UTC).second != 0)
    assert parse_moment(text) == moment.astimezone(UTC).replace(microsecond=0)


@pytest.mark.parametrize(
    "text", ["2025-01-15T10:30:00Z", "2025-01-15T11:30:00+01:00", "2025-01-15T10:30:00", "2025-01-15T10:30:00.5Z"]
)
def test_instants_are_read_tolerantly(text: str) -> None:
    moment = parse_moment(text)
    assert moment.replace(microsecond=0) == datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_a_model_reads_instants_tolerantly_too() -> None:
    row = CoworkerGoogleCalendarListRow.from_dict({"Id": 1, "UpdatedOn": "2025-01-15T10:30:00"})
    assert row.updated_on == datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert row.to_dict()["UpdatedOn"] == "2025-01-15T10:30:00Z"


def test_a_row_may_hold_nothing_but_its_id() -> None:
    row = CoworkerGoogleCalendarListRow.from_dict({"Id": 1})
    assert row.id == 1
    assert isinstance(row.name, Unset)


def test_a_record_must_be_whole() -> None:
    with pytest.raises(KeyError, match="ResourceId"):
        CoworkerGoogleCalendar.from_dict({"Id": 1})


def test_names_that_nobody_documented_are_kept() -> None:
    row = CoworkerGoogleCalendarListRow.from_dict({"Id": 1, "Shoe": 43})
    assert row.additional_properties == {"Shoe": 43}
    assert row.to_dict() == {"Id": 1, "Shoe": 43}


def test_errors_may_be_a_list_null_or_absent() -> None:
    result = {"Status": 500, "Message": "", "Value": None, "WasSuccessful": False}
    failure = {"AttemptedValue": 0, "Message": "m", "PropertyName": "p"}
    assert isinstance(ActionResult.from_dict(result).errors, Unset)
    assert ActionResult.from_dict(result | {"Errors": None}).errors is None
    assert ActionResult.from_dict(result | {"Errors": [failure]}).errors == [FieldError(0, "m", "p")]
