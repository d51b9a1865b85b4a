"""Every way the API says no becomes one tree of exceptions, and building one never fails."""

import json
import pickle
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from encodings.aliases import aliases
from pathlib import Path
from traceback import TracebackException
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nexudus_calendars as nexudus
from nexudus_calendars import NexudusError
from nexudus_calendars.runtime import errors
from nexudus_calendars.runtime.errors import causes

from .basics import EXPIRES, GOOGLE
from .conftest import Caller, create
from .stubs import PATH, done, record


def get(ask: Caller) -> Any:
    return ask(lambda client: client.coworker_google_calendars.get(1))


def caught(call: Callable[[], object]) -> Any:
    """The error that a call ends with."""
    with pytest.raises(NexudusError) as error:
        call()
    return error.value


def refused(ask_stub: Any, response: httpx.Response) -> Any:
    """The error that an answer to a read becomes."""
    return caught(lambda: get(ask_stub(lambda _: response, retries=nexudus.NO_RETRIES)))


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
        ask(lambda client: client.coworker_google_calendars.list(size=0))
    assert [failure.property_name for failure in caught.value.failures] == ["size"]


def test_a_missing_role_is_an_authentication_error(ask: Caller, ask_as_auditor: Caller) -> None:
    assert ask_as_auditor(lambda client: client.coworker_google_calendars.list()) == []
    with pytest.raises(nexudus.AuthenticationError, match="the role CoworkerGoogleCalendar-Delete"):
        ask_as_auditor(lambda client: client.coworker_google_calendars.delete(1))


# What an error carries.


def test_a_refusal_carries_all_that_came(ask: Caller, url: str) -> None:
    error = caught(lambda: get(ask))
    assert isinstance(error, nexudus.NotFoundError)
    assert (error.method, error.url, error.status) == ("GET", f"{url}{PATH}/1", 404)
    assert error.headers["content-type"] == "application/json"
    assert (error.body, error.envelope, error.reason) == ('"Not found"', "Not found", "Not found")
    assert (error.failures, error.attempts, error.uncertain, error.passing) == ((), 1, False, False)
    assert error.advice == "the record does not exist, or no longer"
    assert str(error) == f"GET {url}{PATH}/1 answered 404: Not found; the record does not exist, or no longer"


def test_a_failed_validation_carries_each_failure(ask: Caller) -> None:
    error = caught(lambda: create(ask, watch_resource_id=None, name=5))
    assert isinstance(error, nexudus.BadRequestError)
    assert [(item.property_name, item.message, item.attempted_value) for item in error.failures] == [
        ("Name", "must be a text", 5),
        ("WatchResourceId", "is a required field", None),
    ]
    assert error.envelope["WasSuccessful"] is False
    assert error.reason == error.envelope["Message"] == "Name: must be a text"


def test_a_command_that_fails_behind_a_200_is_an_error(ask: Caller) -> None:
    id_ = create(ask)
    error = caught(lambda: ask(lambda client: client.coworker_google_calendars.run_command(key="x", ids=[id_])))
    assert isinstance(error, nexudus.ActionFailedError)
    assert (error.status, error.reason, error.uncertain) == (200, "There is no command with the key x.", False)


def test_a_lost_connection_carries_the_request_and_the_reason(open_client: Callable[..., Caller]) -> None:
    ask = open_client("http://127.0.0.1:1", token="t0ken", retries=nexudus.NO_RETRIES)
    error = caught(lambda: get(ask))
    assert type(error) is nexudus.ConnectionFailedError
    assert (error.method, error.url) == ("GET", f"http://127.0.0.1:1{PATH}/1")
    assert error.reason
    assert str(error) == f"GET {error.url}: {error.reason}; check the address and the network"


def test_headers_are_kept_by_lower_case_names_and_joined(ask_stub: Any) -> None:
    given = [("X-Trace", "a"), ("x-trace", "b"), ("Set-Cookie", "session=s3cret"), ("Location", "/?token=s3cret&a=b")]
    headers = refused(ask_stub, httpx.Response(500, headers=given)).headers
    assert headers["x-trace"] == "a, b"
    assert headers["set-cookie"] == "***"
    assert headers["location"] == "/?token=***&a=b"


def test_what_is_kept_of_a_text_is_cut_and_masked(ask_stub: Any) -> None:
    said = '{"password": "s3cret"} ' + "x" * 1000
    error = refused(ask_stub, httpx.Response(500, json={"Message": said, "Token": "s3cret", "Totp": None}))
    assert error.reason == '{"password": ***} ' + "x" * 477
    assert error.envelope == {"Message": said, "Token": "***", "Totp": None}
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
        nexudus.FieldFailure("EventSyncToken", "is too short", "***"),
        nexudus.FieldFailure("", "", 5),
    )
    assert "s3cret" not in error.body + str(error.envelope)
    assert '"AttemptedValue":***,"Message":null' in error.body.replace(" ", "")


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


# Answers to writes that say nothing certain.

RESULT: dict[str, Any] = {"Status": 200, "Message": "done", "Value": {"Id": 7}, "WasSuccessful": True}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Value": {"Id": True}}, "its Value names no record"),
        ({"Value": None}, "its Value names no record"),
        ({"Value": {}}, "'Id' is missing"),
        ({"WasSuccessful": None}, "WasSuccessful is not true"),
        ({"WasSuccessful": "true"}, "WasSuccessful is not true"),
        ({"UpdatedOn": "/Date(token=s3cret)/" + "x" * 1000}, "Invalid isoformat string: '/Date(token=***"),
    ],
)
def test_a_result_that_does_not_fit_leaves_a_doubt(ask_stub: Any, changed: dict[str, Any], said: str) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json={**RESULT, **changed}))
    error = caught(lambda: create(ask))
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
    error = caught(lambda: create(ask_stub(lambda _: httpx.Response(200, content=content))))
    assert isinstance(error, nexudus.UnreadableAnswerError)
    assert error.reason.startswith(said)
    assert error.uncertain


def test_a_deletion_that_is_not_confirmed_is_uncertain(ask_stub: Any) -> None:
    def delete(response: httpx.Response) -> None:
        ask_stub(lambda _: response)(lambda client: client.coworker_google_calendars.delete(7))

    delete(done(None))
    assert caught(lambda: delete(httpx.Response(200, json=[]))).uncertain
    failed = caught(lambda: delete(httpx.Response(200, json={**RESULT, "WasSuccessful": False})))
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
    assert get(ask_stub(lambda _: httpx.Response(200, json=odd))).id == 1
    error = refused(ask_stub, httpx.Response(200, json=[{"WasSuccessful": False}]))
    assert isinstance(error, nexudus.UnreadableAnswerError)


def test_a_url_is_kept_without_secrets(ask_stub: Any) -> None:
    ask = ask_stub(lambda _: httpx.Response(400))
    error = caught(lambda: ask(lambda client: client.request("GET", "/a", params={"token": "s3cret", "b": 1})))
    assert error.url == "http://127.0.0.1:1/a?token=***&b=1"


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


def test_several_records_may_come_as_a_page(ask_stub: Any) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json={"Records": [record(1)]}))
    assert [item.id for item in ask(lambda client: client.coworker_google_calendars.get_many([1]))] == [1]


# Tracebacks.


def shown(error: BaseException) -> str:
    """All that the most talkative traceback shows, and what the errors behind it say."""
    lines = TracebackException.from_exception(error, capture_locals=True).format()
    return "".join([*lines, *map(repr, causes(error))])


def test_a_lost_connection_shows_nothing_of_what_was_sent(open_client: Callable[..., Caller]) -> None:
    ask = open_client("http://127.0.0.1:1", token="s3cr3t", retries=nexudus.NO_RETRIES)
    error = caught(lambda: create(ask, name="Ada Lovelace"))
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

    error = caught(lambda: get(ask_stub(respond)))
    assert causes(error)[1:] == [reset, gone.value, wrong.value]
    assert [cause.__traceback__ for cause in causes(error)[1:]] == [None] * 3


def test_a_header_that_cannot_be_sent_is_not_quoted(open_client: Callable[..., Caller], url: str) -> None:
    error = caught(lambda: get(open_client(url, headers={"X-Key": "s3cr3t\r\nX-Other: 1"})))
    assert isinstance(causes(error)[1], httpx.LocalProtocolError)
    said = str(error) + "".join(map(repr, causes(error)))
    assert "s3cr3t" not in said
    assert "look for line breaks in the headers and the credentials" in said


def test_an_answer_that_cannot_be_read_shows_nothing_of_itself(ask_stub: Any) -> None:
    def sign_in(client: Any) -> Any:
        body = nexudus.models.PasswordGrant(grant_type="password", username="a", password="b")
        return client.authentication.create_token(body=body)

    error = caught(lambda: ask_stub(lambda _: httpx.Response(200, json={"access_token": "s3cr3t"}))(sign_in))
    assert error.envelope == {"access_token": "***"}
    assert [cause.__traceback__ for cause in causes(error)[1:]] == [None]


# The tree.


def all_kinds(kind: type[NexudusError] = NexudusError) -> Iterator[type[NexudusError]]:
    yield kind
    for other in kind.__subclasses__():
        yield from all_kinds(other)


def specimens() -> list[NexudusError]:
    """One error of each kind."""
    failure = {"PropertyName": "Name", "Message": "is a required field", "AttemptedValue": None}
    envelope = {"Message": "Name: is a required field", "Errors": [failure]}
    answer = errors.Answer("POST", "http://127.0.0.1/a", 400, {"retry-after": "3"}, "{}", envelope, attempts=3)
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    report = nexudus.Report([nexudus.Outcome(nexudus.State.FAILED, 7, "gone", nexudus.NotFoundError(answer))])
    simple = [kind for kind in all_kinds(nexudus.StatusError) if "__init__" not in vars(kind)]
    return [
        NexudusError("it broke"),
        nexudus.ConnectionFailedError("POST", "http://127.0.0.1/a", "reset"),
        nexudus.RequestTimeoutError("POST", "http://127.0.0.1/a", "no answer in time"),
        nexudus.AnswerError(answer),
        nexudus.UnreadableAnswerError(answer, "'Id' is missing"),
        nexudus.StatusError(answer),
        *(kind(answer) for kind in simple),
        nexudus.ThrottledError(answer, 3.0),
        nexudus.ServerError(answer, None),
        nexudus.LimitReachedError("listCoworkerGoogleCalendars", 42.0),
        nexudus.StaleRecordError(7, moment, EXPIRES),
        nexudus.NotWrittenError(7, ["Name"]),
        nexudus.IncompleteListError("page 2 is empty", 5, 9),
        nexudus.OrderError("Name", "from the last to the first"),
        nexudus.BulkError(report),
    ]


SPECIMENS = pytest.mark.parametrize("error", specimens(), ids=lambda error: type(error).__name__)


def test_every_kind_of_error_can_be_imported() -> None:
    assert {type(error) for error in specimens()} == set(all_kinds())
    for kind in all_kinds():
        assert getattr(nexudus, kind.__name__) is kind
        assert kind.__name__ in nexudus.__all__
        assert kind.__doc__


@SPECIMENS
def test_every_error_can_be_pickled(error: NexudusError) -> None:
    raised = copy(error)
    raised.uncertain, raised.attempts, raised.advice = not error.uncertain, 5, "try this"
    kept = pickle.loads(pickle.dumps(raised))
    assert type(kept) is type(error)
    assert vars(kept) == vars(raised)
    assert (str(kept), repr(kept)) == (str(raised), repr(raised))


def test_the_errors_in_a_report_can_be_pickled() -> None:
    error = next(error for error in specimens() if isinstance(error, nexudus.BulkError))
    kept = pickle.loads(pickle.dumps(error))
    assert vars(kept.report.outcomes[0].error) == vars(error.report.outcomes[0].error)


@SPECIMENS
def test_every_error_says_what_to_do(error: NexudusError) -> None:
    assert error.advice
    # Those two are never raised themselves.
    assert type(error) in {NexudusError, nexudus.AnswerError} or str(error).endswith(f"; {error.advice}")


# Whatever comes.

TEXTS = st.text(max_size=20)
NAMES = st.sampled_from(
    ["Message", "Errors", "PropertyName", "AttemptedValue", "WasSuccessful", "Value", "Id", "error", "Token"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=4),
)
CONTENTS = st.one_of(
    st.binary(max_size=50),
    st.builds(lambda value, encoding: json.dumps(value).encode(encoding), VALUES, st.sampled_from(["utf-8", "utf-16"])),
)
CHARSETS = st.sampled_from(sorted({*aliases, *aliases.values(), "undefined", "unicode_escape"})) | TEXTS
HEADERS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([b"Retry-After", b"Date", b"Location", b"Set-Cookie"]), st.binary(max_size=30)),
        st.tuples(st.just(b"Retry-After"), st.text("0123456789.-+: JunMonGMT", max_size=30).map(str.encode)),
        st.tuples(st.just(b"Content-Type"), CHARSETS.map(lambda name: f"text/html; charset={name}".encode())),
    ),
    max_size=4,
)


@given(status=st.integers(200, 999), content=CONTENTS, headers=HEADERS, method=st.sampled_from(["GET", "POST"]))
def test_whatever_comes_nothing_but_our_errors_is_raised(
    status: int, content: bytes, headers: list[tuple[bytes, bytes]], method: str
) -> None:
    answer = httpx.Response(status, content=content, headers=headers)
    transport = httpx.MockTransport(lambda _: answer)
    options: dict[str, Any] = {"token": "t", "transport": transport, "retries": nexudus.NO_RETRIES}
    with nexudus.NexudusClient("http://127.0.0.1:1", **options) as client:
        calendars = client.coworker_google_calendars
        error = caught(lambda: calendars.get(1) if method == "GET" else calendars.create(**GOOGLE))
    assert (error.method, error.status) == (method, status)
    assert len(error.body) <= 2000
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
