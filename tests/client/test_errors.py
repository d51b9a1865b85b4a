"""Every way the API says no becomes one tree of exceptions, and building one never fails."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nexudus_calendars as nexudus

from .conftest import Caller


def get(ask: Caller) -> Any:
    return ask(lambda client: client.coworker_google_calendars.get(1))


Answer = tuple[int, dict[str, Any]]
FAILED = {"Status": 500, "Message": "it broke", "Value": None, "WasSuccessful": False, "Errors": None}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((200, {"json": FAILED}), nexudus.ActionFailedError, "it broke"),
        ((400, {"json": FAILED}), nexudus.BadRequestError, "it broke"),
        ((401, {"json": {"Message": "denied"}}), nexudus.AuthenticationError, "denied"),
        ((404, {"json": "Not found"}), nexudus.NotFoundError, "Not found"),
        ((409, {}), nexudus.ConflictError, "answered 409; "),
        ((409, {"headers": {"Retry-After": "1"}}), nexudus.ThrottledError, "answered 409 (5 attempts); "),
        ((429, {"text": "Wait 3 seconds"}), nexudus.ThrottledError, "answered 429 (5 attempts); "),
        ((403, {"text": "<html>"}), nexudus.PermissionDeniedError, "answered 403; "),
        ((500, {"json": {"Message": "An error has occurred."}}), nexudus.ServerError, "An error has occurred."),
        ((520, {"text": "<html>"}), nexudus.ServerError, "answered 520 (5 attempts); "),
        ((400, {"json": {"error": "invalid_grant"}}), nexudus.BadRequestError, "invalid_grant"),
        ((302, {"headers": {"Location": "/login"}}), nexudus.StatusError, "answered 302; "),
    ],
)
def test_a_refusal_is_raised_as_what_it_is(ask_stub: Any, answer: Answer, kind: type, said: str) -> None:
    with pytest.raises(nexudus.StatusError) as caught:
        get(ask_stub(lambda _: httpx.Response(answer[0], **answer[1])))
    assert type(caught.value) is kind
    assert str(caught.value).startswith("GET http://127.0.0.1:1/api/spaces/coworkergooglecalendars/1 answered")
    assert said in str(caught.value)
    assert caught.value.status == answer[0]


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"Id": 1', b'{"Id": 1}', b"[]", b"null", b'{"Id": "x"}'])
def test_a_success_that_cannot_be_read_is_never_taken_for_one(ask_stub: Any, content: bytes) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, content=content))
    with pytest.raises(nexudus.UnreadableAnswerError, match="answered 200, but not as the contract says"):
        get(ask)


def test_an_answer_is_kept_but_cut(ask_stub: Any) -> None:
    with pytest.raises(nexudus.ServerError) as caught:
        get(ask_stub(lambda _: httpx.Response(500, text="x" * 10_000)))
    assert caught.value.body == "x" * 500


@pytest.mark.parametrize("content", [b"", b"{}", b'""', b"null"])
def test_an_empty_success_is_no_empty_list(ask_stub: Any, content: bytes) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, content=content))
    with pytest.raises(nexudus.UnreadableAnswerError):
        ask(lambda client: client.coworker_google_calendars.list())
    with pytest.raises(nexudus.UnreadableAnswerError):
        ask(lambda client: client.coworker_google_calendars.get_many([1]))


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (httpx.ConnectError("refused"), nexudus.ConnectionFailedError),
        (httpx.RemoteProtocolError("cut off"), nexudus.ConnectionFailedError),
        (httpx.ReadTimeout("late"), nexudus.RequestTimeoutError),
    ],
)
def test_a_broken_connection_names_the_request(ask_stub: Any, failure: httpx.HTTPError, kind: type) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise failure

    with pytest.raises(kind, match=r"GET http://127.0.0.1:1/api/spaces/coworkergooglecalendars/1: "):
        get(ask_stub(fail))


def test_nobody_listening_is_a_failed_connection(form: str) -> None:
    client = nexudus.NexudusClient("http://127.0.0.1:1", token="t0ken", retries=nexudus.NO_RETRIES)
    with pytest.raises(nexudus.ConnectionFailedError, match="check the address"):
        client.coworker_google_calendars.get(1)
    client.close()


def test_failed_validation_names_the_properties(ask: Caller) -> None:
    with pytest.raises(nexudus.BadRequestError) as caught:
        ask(lambda client: client.coworker_google_calendars.list(size=1001))
    assert [failure.property_name for failure in caught.value.failures] == ["size"]


def test_a_missing_role_is_an_authentication_error(ask: Caller, ask_as_auditor: Caller) -> None:
    assert ask_as_auditor(lambda client: client.coworker_google_calendars.list()) == []
    with pytest.raises(nexudus.AuthenticationError, match="the role CoworkerGoogleCalendar-Delete"):
        ask_as_auditor(lambda client: client.coworker_google_calendars.delete(1))


@given(
    status=st.integers(200, 599),
    content=st.one_of(st.binary(max_size=50), st.sampled_from([b'{"WasSuccessful": false}', b'{"Errors": [1, {}]}'])),
    headers=st.dictionaries(st.sampled_from(["Retry-After", "Content-Type"]), st.text("abc123/;", max_size=8)),
)
def test_whatever_comes_nothing_but_our_errors_is_raised(status: int, content: bytes, headers: dict[str, str]) -> None:
    answer = httpx.Response(status, content=content, headers=headers)
    transport = httpx.MockTransport(lambda _: answer)
    client = nexudus.NexudusClient("http://127.0.0.1:1", token="t", transport=transport, retries=nexudus.NO_RETRIES)
    with pytest.raises(nexudus.NexudusError):
        client.coworker_google_calendars.get(1)
    client.close()
