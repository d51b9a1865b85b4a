"""The generator's known defects, each shown to be gone from the emitted client."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

import httpx
import pytest

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
from nexudus_calendars.types import Unset


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


def test_a_model_writes_instants_as_this_api_wants_them() -> None:
    vienna = timezone(timedelta(hours=1))
    assert body(datetime(2025, 1, 15, 11, 30, 0, 999999, tzinfo=vienna)) == "2025-01-15T10:30:00Z"


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
