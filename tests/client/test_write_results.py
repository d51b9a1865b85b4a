"""What a server says of a write: that it worked, that it failed, or nothing certain."""

from dataclasses import FrozenInstanceError
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus

from .helpers.basics import EXPIRES, GOOGLE
from .helpers.callers import create
from .helpers.steps import get, raised, refused
from .helpers.stubs import done, record

RESULT: dict[str, Any] = {"Status": 200, "Message": "done", "Value": {"Id": 7}, "WasSuccessful": True}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Value": {"Id": True}}, "its Value names no record"),
        ({"Value": None}, "its Value names no record"),
        ({"Value": {}}, "'Id' is missing"),
        ({"WasSuccessful": None}, "WasSuccessful is not true"),
        ({"WasSuccessful": "true"}, "WasSuccessful is not true"),
        ({"UpdatedOn": "/Date(token=s3cret)/" + "x" * 1000}, "Invalid isoformat string: '/Date(token=REDACTED"),
    ],
)
def test_a_result_that_does_not_fit_leaves_a_doubt(ask_stub: Any, changed: dict[str, Any], said: str) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json={**RESULT, **changed}))
    error = raised(lambda: create(ask))
    assert isinstance(error, nexudus.UnreadableAnswerError)
    assert error.reason.startswith(said)
    assert len(error.reason) <= 500
    assert error.uncertain
    assert "a write may have happened, so read before you repeat" in str(error)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"WasSuccessful": true, "Value": {"Id": 1e999}, "Message": ""}', "cannot convert float infinity to integer"),
        (b'{"Value": {"Id": 1}}', "'WasSuccessful' is missing"),
        (b"[]", "expected an action result, found list"),
        (b"<html>", "Expecting value"),
    ],
)
def test_a_result_that_is_none_leaves_a_doubt(ask_stub: Any, content: bytes, said: str) -> None:
    error = raised(lambda: create(ask_stub(lambda _: httpx.Response(200, content=content))))
    assert isinstance(error, nexudus.UnreadableAnswerError)
    assert error.reason.startswith(said)
    assert error.uncertain


def test_a_deletion_that_is_not_confirmed_is_uncertain(ask_stub: Any) -> None:
    def delete(response: httpx.Response) -> None:
        ask_stub(lambda _: response)(lambda client: client.coworker_google_calendars.delete(7))

    delete(done(None))
    assert raised(lambda: delete(httpx.Response(200, json=[]))).uncertain
    failed = raised(lambda: delete(httpx.Response(200, json={**RESULT, "WasSuccessful": False})))
    assert isinstance(failed, nexudus.ActionFailedError)


def test_what_a_write_says_is_kept(ask_stub: Any) -> None:
    result = {**RESULT, "UpdatedOn": "2026-12-01T10:30:00Z", "UpdatedBy": "ada@example.com"}
    ask = ask_stub(lambda _: httpx.Response(200, json=result))
    written = ask(lambda client: client.coworker_google_calendars.create(**GOOGLE))
    assert written == nexudus.WriteResult(7, "done", EXPIRES, "ada@example.com")
    with pytest.raises(FrozenInstanceError):
        written.id = 8
    ask = ask_stub(lambda _: httpx.Response(200, json={**RESULT, "Message": None}))
    assert ask(lambda client: client.coworker_google_calendars.create(**GOOGLE)) == nexudus.WriteResult(
        7, "", None, None
    )


def test_a_record_that_speaks_of_success_is_no_failure(ask_stub: Any) -> None:
    odd = record(1, CustomFields={"Data": [{"WasSuccessful": False}]})
    assert get(ask_stub(lambda _: httpx.Response(200, json=odd)), 1).id == 1
    error = refused(ask_stub, httpx.Response(200, json=[{"WasSuccessful": False}]))
    assert isinstance(error, nexudus.UnreadableAnswerError)
