"""What an error carries of the request and its answer, and what neither it nor its traceback shows."""

from collections.abc import Callable
from pathlib import Path
from traceback import TracebackException
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars.runtime.errors import causes

from .helpers.callers import FORMS, Caller, create
from .helpers.steps import get, raised, refused
from .helpers.stubs import PATH


def test_a_refusal_carries_all_that_came(ask: Caller, url: str) -> None:
    error = raised(lambda: get(ask, 1))
    assert isinstance(error, nexudus.NotFoundError)
    assert (error.method, error.url, error.status) == ("GET", f"{url}{PATH}/1", 404)
    assert error.headers["content-type"] == "application/json"
    assert (error.body, error.envelope, error.reason) == ('"Not found"', "Not found", "Not found")
    assert (error.failures, error.attempts, error.uncertain, error.passing) == ((), 1, False, False)
    assert error.advice == "the record does not exist, or no longer"
    assert str(error) == f"GET {url}{PATH}/1 answered 404: Not found; the record does not exist, or no longer"


def test_a_failed_validation_carries_each_failure(ask: Caller) -> None:
    error = raised(lambda: create(ask, watch_resource_id=None, name=5))
    assert isinstance(error, nexudus.BadRequestError)
    assert [(item.property_name, item.message, item.attempted_value) for item in error.failures] == [
        ("Name", "must be a text", 5),
        ("WatchResourceId", "is a required field", None),
    ]
    assert error.envelope["WasSuccessful"] is False
    assert error.reason == error.envelope["Message"] == "Name: must be a text"


def test_a_command_that_fails_behind_a_200_is_an_error(ask: Caller) -> None:
    id_ = create(ask)
    error = raised(lambda: ask(lambda client: client.coworker_google_calendars.run_command(key="x", ids=[id_])))
    assert isinstance(error, nexudus.ActionFailedError)
    assert (error.status, error.reason, error.uncertain) == (200, "There is no command with the key x.", False)


@FORMS
def test_a_lost_connection_carries_the_request_and_the_reason(open_client: Callable[..., Caller]) -> None:
    ask = open_client("http://127.0.0.1:1", token="t0ken", retries=nexudus.NO_RETRIES)
    error = raised(lambda: get(ask, 1))
    assert type(error) is nexudus.ConnectionFailedError
    assert (error.method, error.url) == ("GET", f"http://127.0.0.1:1{PATH}/1")
    assert error.reason
    assert str(error) == f"GET {error.url}: {error.reason}; check the address and the network"


def test_headers_are_kept_by_lower_case_names_and_joined(ask_stub: Any) -> None:
    given = [("X-Trace", "a"), ("x-trace", "b"), ("Set-Cookie", "session=s3cret"), ("Location", "/?token=s3cret&a=b")]
    headers = refused(ask_stub, httpx.Response(500, headers=given)).headers
    assert headers["x-trace"] == "a, b"
    assert headers["set-cookie"] == "REDACTED"
    assert headers["location"] == "/?token=REDACTED&a=b"


def test_what_is_kept_of_a_text_is_cut_and_masked(ask_stub: Any) -> None:
    said = '{"password": "s3cret"} ' + "x" * 1000
    error = refused(ask_stub, httpx.Response(500, json={"Message": said, "Token": "s3cret", "Totp": None}))
    assert error.reason == '{"password": "REDACTED"} ' + "x" * 475
    assert error.envelope == {"Message": said.replace("s3cret", "REDACTED"), "Token": "REDACTED", "Totp": None}
    assert "s3cret" not in str(error) + error.body + repr(error)
    assert refused(ask_stub, httpx.Response(500, json="y" * 501)).reason == "y" * 500


def test_what_was_sent_for_a_secret_does_not_come_back(ask_stub: Any) -> None:
    failures = [
        {"AttemptedValue": "s3cret", "Message": "is too short", "PropertyName": "EventSyncToken"},
        {"AttemptedValue": 5, "Message": None, "PropertyName": None},
        "nonsense",
    ]
    error = refused(ask_stub, httpx.Response(400, json={"Message": "no", "Errors": failures}))
    assert error.failures == (
        nexudus.FieldFailure("EventSyncToken", "is too short", "REDACTED"),
        nexudus.FieldFailure("", "", 5),
    )
    assert "s3cret" not in error.body + str(error.envelope)
    assert '"AttemptedValue":5,"Message":null' in error.body.replace(" ", "")


def test_a_body_is_text_whatever_its_encoding_is_said_to_be(ask_stub: Any) -> None:
    for charset in ("hex", "utf-16", "undefined", "nonsense"):
        headers = {"Content-Type": f"text/html; charset={charset}"}
        error = refused(ask_stub, httpx.Response(500, content="\ufeffGrüße".encode() + b"\xff", headers=headers))
        assert error.body == "Grüße\ufffd"


@pytest.mark.parametrize("depth", [200, 600, 900, 100_000])
def test_no_depth_of_an_answer_is_too_much(ask_stub: Any, depth: int) -> None:
    for content in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        assert refused(ask_stub, httpx.Response(500, content=content)).status == 500
        assert isinstance(refused(ask_stub, httpx.Response(200, content=content)), nexudus.UnreadableAnswerError)


def test_a_url_is_kept_without_secrets(ask_stub: Any) -> None:
    ask = ask_stub(lambda _: httpx.Response(400))
    error = raised(lambda: ask(lambda client: client.request("GET", "/a", params={"token": "s3cret", "b": 1})))
    assert error.url == "http://127.0.0.1:1/a?token=REDACTED&b=1"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"Message": "a", "error": "b", "error_description": "c"}, "a"),
        ({"Message": "", "error": "b", "error_description": "c"}, "c"),
        ({"Message": None, "error": "b"}, "b"),
        ({"Message": ["a"]}, ""),
        ({"Errors": 5}, ""),
        ([], ""),
        (5, ""),
    ],
)
def test_the_reason_is_what_the_answer_says_most_clearly(ask_stub: Any, said: object, reason: str) -> None:
    assert refused(ask_stub, httpx.Response(400, json=said)).reason == reason


# Tracebacks.


def shown(error: BaseException) -> str:
    """All that the most talkative traceback shows, and what the errors behind it say."""
    lines = TracebackException.from_exception(error, capture_locals=True).format()
    return "".join([*lines, *map(repr, causes(error))])


@FORMS
def test_a_lost_connection_shows_nothing_of_what_was_sent(open_client: Callable[..., Caller]) -> None:
    ask = open_client("http://127.0.0.1:1", token="s3cr3t", retries=nexudus.NO_RETRIES)
    error = raised(lambda: create(ask, name="Ada Lovelace"))
    behind = causes(error)[1:]
    assert [type(cause) for cause in behind[:1]] == [httpx.ConnectError]
    assert [cause.__traceback__ for cause in behind] == [None] * len(behind)
    assert "s3cr3t" not in shown(error)
    assert "/httpcore/" not in shown(error)


def test_errors_that_led_to_one_show_nothing_however_they_are_linked(ask_stub: Any) -> None:
    with pytest.raises(OSError, match="No such file") as gone:
        Path("/nowhere/at/all").read_text()
    with pytest.raises(ValueError, match="invalid literal") as wrong:
        int("x")
    reset = httpx.ReadError("reset")
    reset.__context__, gone.value.__cause__, wrong.value.__cause__ = gone.value, wrong.value, reset

    def respond(_: httpx.Request) -> httpx.Response:
        raise reset

    error = raised(lambda: get(ask_stub(respond), 1))
    assert causes(error)[1:] == [reset, gone.value, wrong.value]
    assert [cause.__traceback__ for cause in causes(error)[1:]] == [None] * 3


@FORMS
def test_a_header_that_cannot_be_sent_is_not_quoted(open_client: Callable[..., Caller], url: str) -> None:
    error = raised(lambda: get(open_client(url, headers={"X-Key": "s3cr3t\r\nX-Other: 1"}), 1))
    assert isinstance(causes(error)[1], httpx.LocalProtocolError)
    said = str(error) + "".join(map(repr, causes(error)))
    assert "s3cr3t" not in said
    assert "look for line breaks in the headers and the credentials" in said


def test_an_answer_that_cannot_be_read_shows_nothing_of_itself(ask_stub: Any) -> None:
    def sign_in(client: Any) -> Any:
        body = nexudus.models.PasswordGrant(grant_type="password", username="a", password="b")
        return client.authentication.create_token(body=body)

    error = raised(lambda: ask_stub(lambda _: httpx.Response(200, json={"access_token": "s3cr3t"}))(sign_in))
    assert error.envelope == {"access_token": "REDACTED"}
    assert [cause.__traceback__ for cause in causes(error)[1:]] == [None]
