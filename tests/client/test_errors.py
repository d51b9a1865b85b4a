"""Every way the API says no becomes one tree of exceptions, and building one never fails."""

import json
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from encodings.aliases import aliases
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import nexudus_calendars as nexudus
from nexudus_calendars import NexudusError
from nexudus_calendars.runtime import errors

from .helpers.basics import EXPIRES, GOOGLE
from .helpers.callers import FORMS, Caller
from .helpers.steps import get, raised
from .helpers.stubs import record

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
        get(ask_stub(lambda _: httpx.Response(answer[0], **answer[1])), 1)
    assert type(caught.value) is kind
    assert str(caught.value).startswith("GET http://127.0.0.1:1/api/spaces/coworkergooglecalendars/1 answered")
    assert said in str(caught.value)
    assert caught.value.status == answer[0]


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"Id": 1', b'{"Id": 1}', b"[]", b"null", b'{"Id": "x"}'])
def test_a_success_that_cannot_be_read_is_never_taken_for_one(ask_stub: Any, content: bytes) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, content=content))
    with pytest.raises(nexudus.UnreadableAnswerError, match="answered 200, but not as the contract says"):
        get(ask, 1)


def test_an_answer_is_kept_but_cut(ask_stub: Any) -> None:
    with pytest.raises(nexudus.ServerError) as caught:
        get(ask_stub(lambda _: httpx.Response(500, text="x" * 10_000)), 1)
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
        get(ask_stub(fail), 1)


@FORMS
def test_nobody_listening_is_a_failed_connection(open_client: Any) -> None:
    with pytest.raises(nexudus.ConnectionFailedError, match="check the address"):
        get(open_client("http://127.0.0.1:1", token="t0ken", retries=nexudus.NO_RETRIES), 1)


def test_failed_validation_names_the_properties(ask: Caller) -> None:
    with pytest.raises(nexudus.BadRequestError) as caught:
        ask(lambda client: client.coworker_google_calendars.list(size=0))
    assert [failure.property_name for failure in caught.value.failures] == ["size"]


def test_a_missing_role_is_an_authentication_error(ask: Caller, ask_as_auditor: Caller) -> None:
    assert ask_as_auditor(lambda client: client.coworker_google_calendars.list()) == []
    with pytest.raises(nexudus.AuthenticationError, match="the role CoworkerGoogleCalendar-Delete"):
        ask_as_auditor(lambda client: client.coworker_google_calendars.delete(1))


def test_several_records_may_come_as_a_page(ask_stub: Any) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json={"Records": [record(1)]}))
    assert [item.id for item in ask(lambda client: client.coworker_google_calendars.get_many([1]))] == [1]


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


def test_every_kind_of_error_can_be_imported() -> None:
    assert {type(error) for error in specimens()} == set(all_kinds())
    for kind in all_kinds():
        assert getattr(nexudus, kind.__name__) is kind
        assert kind.__name__ in nexudus.__all__
        assert kind.__doc__


def test_every_error_can_be_pickled() -> None:
    given, found = list[object](), list[object]()
    for error in specimens():
        error.uncertain, error.attempts, error.advice = not error.uncertain, 5, "try this"
        kept = pickle.loads(pickle.dumps(error))
        given.append((type(error), vars(error), str(error), repr(error)))
        found.append((type(kept), vars(kept), str(kept), repr(kept)))
    assert found == given


def test_the_errors_in_a_report_can_be_pickled() -> None:
    error = next(error for error in specimens() if isinstance(error, nexudus.BulkError))
    kept = pickle.loads(pickle.dumps(error))
    assert vars(kept.report.outcomes[0].error) == vars(error.report.outcomes[0].error)


def test_every_error_says_what_to_do() -> None:
    assert [error for error in specimens() if not error.advice] == []
    silent = {type(error) for error in specimens() if not str(error).endswith(f"; {error.advice}")}
    # Those two are never raised themselves.
    assert silent == {NexudusError, nexudus.AnswerError}


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


@example(status=302, content=b"", headers=[(b"Location", b"http:a")], method="GET")
@example(status=302, content=b"", headers=[(b"Location", b"http://a:x/")], method="POST")
@given(status=st.integers(200, 999), content=CONTENTS, headers=HEADERS, method=st.sampled_from(["GET", "POST"]))
def test_whatever_comes_nothing_but_our_errors_is_raised(
    status: int, content: bytes, headers: list[tuple[bytes, bytes]], method: str
) -> None:
    answer = httpx.Response(status, content=content, headers=headers)
    transport = httpx.MockTransport(lambda _: answer)
    options: dict[str, Any] = {"token": "t", "transport": transport, "retries": nexudus.NO_RETRIES}
    with nexudus.NexudusClient("http://127.0.0.1:1", **options) as client:
        calendars = client.coworker_google_calendars
        error = raised(lambda: calendars.get(1) if method == "GET" else calendars.create(**GOOGLE))
    assert error.method == method
    if isinstance(error, nexudus.ConnectionFailedError):
        # httpx makes this of a redirect to what is no address.
        assert status in {301, 302, 303, 307, 308}
        assert {b"Location"} <= {name for name, _ in headers}
    else:
        assert error.status == status
        assert len(error.body) <= 2000
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
