"""The generation of 2020 answers differently, and is read all the same."""

from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus

from .helpers.callers import create
from .helpers.steps import Stub, get_of
from .helpers.stubs import page, record

LEGACY_RECORD: dict[str, Any] = {
    **{name: value for name, value in record().items() if name not in {"ResourceId", "CoworkerId", "CoworkerFullName"}},
    "Resource": None,
    "Coworker": None,
    "CoworkerGoogleCalendarCoworkerFullName": "Ada Lovelace",
}


def legacy_page(records: list[dict[str, Any]]) -> dict[str, Any]:
    other = {"CurrentSortDirection": "ASC", "PageNumber": 1, "PageSize": 25}
    return page(records, total=len(records), more=False) | other


def legacy(request: httpx.Request) -> httpx.Response:
    action = {"Status": 200, "WasSuccessful": True, "Message": "Record 'x' has been succesfully created."}
    match request.method, request.url.path.rpartition("/")[2]:
        case "GET", "7":
            return httpx.Response(200, json=LEGACY_RECORD)
        case "GET", _:
            return httpx.Response(200, json=legacy_page([LEGACY_RECORD]))
        case "DELETE", _:
            return httpx.Response(200, json={**action, "Value": None})
        case "POST", _:
            return httpx.Response(200, json={**action, "Value": {"Id": 7}})
        case _:
            failure = {"AttemptedValue": None, "Message": "may not be null or empty", "PropertyName": "Email"}
            said = {"Status": 500, "Message": "Email: may not be null or empty", "Value": None, "WasSuccessful": False}
            return httpx.Response(400, json={**said, "Errors": [failure, failure]})


def test_the_dialect_of_2020_is_read(ask_stub: Stub) -> None:
    ask = ask_stub(legacy)
    assert create(ask) == 7
    read = ask(get_of)
    assert (read.id, read.resource_id, read.coworker_full_name) == (7, None, "Ada Lovelace")
    assert [row.name for row in ask(lambda client: client.coworker_google_calendars.list())] == ["Ada's calendar"]
    assert [item.id for item in ask(lambda client: client.coworker_google_calendars.get_many([7]))] == [7]
    ask(lambda client: client.coworker_google_calendars.delete(7))
    with pytest.raises(nexudus.BadRequestError, match="Email: may not be null or empty") as caught:
        ask(lambda client: client.coworker_google_calendars.change(7, resource_id=15, coworker_id=None))
    assert [failure.property_name for failure in caught.value.failures] == ["Email", "Email"]
