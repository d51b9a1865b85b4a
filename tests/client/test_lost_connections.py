"""A connection that breaks: what is sent again, and what is said where a write may have happened."""

import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import httpx
import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

import nexudus_calendars as nexudus
from nexudus_calendars import NO_RETRIES, RetryPolicy

from .helpers.callers import Caller, create
from .helpers.steps import Step, Stub, change, delete, get, outcome_of, raised, refusal, server
from .helpers.stubs import PATH, record


def over_aiohttp(kind: type[httpx.TransportError], cause: Exception) -> Exception:
    """What aiohttp's transport makes of an error of aiohttp's."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


LOST, LATE = nexudus.ConnectionFailedError, nexudus.RequestTimeoutError
TUNNEL = aiohttp.RequestInfo(URL("http://127.0.0.1:1"), "CONNECT", CIMultiDictProxy(CIMultiDict()))
UNSENT: list[tuple[Exception, type, str]] = [
    (httpx.ConnectError("refused"), LOST, "refused"),
    (httpx.ConnectTimeout("late"), LATE, "no connection in time"),
    (httpx.PoolTimeout("late"), LATE, "no connection in time"),
    (httpx.ProxyError("407 Proxy Authentication Required"), LOST, "407 Proxy Authentication Required"),
    (over_aiohttp(httpx.ConnectTimeout, aiohttp.ConnectionTimeoutError()), LATE, "no connection in time"),
    (over_aiohttp(httpx.ProxyError, aiohttp.ClientHttpProxyError(TUNNEL, (), status=407)), LOST, "407, message"),
]
PERHAPS_SENT: list[tuple[Exception, type, str]] = [
    (httpx.ReadTimeout("late"), LATE, "no answer in time"),
    (httpx.WriteTimeout("late"), LATE, "no answer in time"),
    (httpx.ReadError(""), LOST, "ReadError"),
    (httpx.RemoteProtocolError("cut off, token=abc"), LOST, "cut off, token=REDACTED"),
    (httpx.DecodingError("no gzip"), LOST, "no gzip"),
    (over_aiohttp(httpx.ConnectTimeout, aiohttp.ServerDisconnectedError()), LOST, "Server disconnected"),
    (over_aiohttp(httpx.ConnectTimeout, aiohttp.ClientOSError(104, "reset")), LOST, "[Errno 104] reset"),
    (over_aiohttp(httpx.TimeoutException, aiohttp.ServerTimeoutError()), LATE, "no answer in time"),
    (over_aiohttp(httpx.ReadTimeout, aiohttp.SocketTimeoutError()), LATE, "no answer in time"),
    (over_aiohttp(httpx.ReadError, aiohttp.ClientPayloadError("cut off")), LOST, "cut off"),
]
NEVER_SENT, MAYBE_SENT = [fault for fault, _, _ in UNSENT], [fault for fault, _, _ in PERHAPS_SENT]


def sent_for(call: Callable[[Caller], Any], ask_stub: Stub, faults: list[Exception]) -> list[tuple[object, ...]]:
    """After which faults a call does not succeed with its second request."""
    wrong = list[tuple[object, ...]]()
    for fault in faults:
        asked = server(fault)
        outcome = outcome_of(partial(call, ask_stub(asked)))
        if len(asked.requests) != 2 or getattr(outcome, "id", outcome) != 7:
            wrong.append((fault, outcome, asked.methods))
    return wrong


def test_a_lost_connection_says_what_happened(ask_stub: Stub) -> None:
    wrong = list[tuple[object, ...]]()
    for fault, kind, reason in (*UNSENT, *PERHAPS_SENT):
        error = outcome_of(partial(get, ask_stub(server(fault), retries=NO_RETRIES)))
        parts = [getattr(error, name, None) for name in ("uncertain", "passing", "method", "url")]
        said = (type(error), *parts, str(getattr(error, "reason", ""))[: len(reason)])
        if said != (kind, False, True, "GET", f"http://127.0.0.1:1{PATH}/7", reason):
            wrong.append((fault, *said))
    assert wrong == []


def test_a_lost_read_is_repeated(ask_stub: Stub) -> None:
    assert sent_for(get, ask_stub, [*NEVER_SENT, *MAYBE_SENT]) == []


def test_a_write_that_was_not_sent_is_repeated(ask_stub: Stub) -> None:
    assert sent_for(create, ask_stub, NEVER_SENT) == []
    errors = [outcome_of(partial(create, ask_stub(server(fault), retries=NO_RETRIES))) for fault in NEVER_SENT]
    assert [error for error in errors if not isinstance(error, LOST) or error.uncertain] == []


def test_a_write_that_may_have_been_sent_is_not_repeated(ask_stub: Stub) -> None:
    errors = [(fault, outcome_of(partial(create, ask_stub(server(fault))))) for fault in MAYBE_SENT]
    said = [(fault, getattr(error, "uncertain", None), getattr(error, "attempts", None)) for fault, error in errors]
    assert said == [(fault, True, 1) for fault in MAYBE_SENT]


@pytest.mark.parametrize("fault", [httpx.LocalProtocolError("illegal"), httpx.UnsupportedProtocol("no http")])
@pytest.mark.parametrize("call", [get, create])
def test_what_cannot_be_sent_is_not_tried_again(
    ask_stub: Stub, fault: Exception, call: Callable[[Caller], object]
) -> None:
    asked = server(fault)
    error = raised(lambda: call(ask_stub(asked)))
    assert (len(asked.requests), error.uncertain, error.passing) == (1, False, False)
    assert error.reason == "it is no request that can be sent"
    assert "line breaks" in error.advice


def caused(error: Exception, *causes: Exception) -> Exception:
    """The error, with what led to it."""
    current = error
    for cause in causes:
        current.__cause__ = current = cause
    return error


DISTRUST = ssl.SSLCertVerificationError(1, "certificate verify failed: self-signed certificate")


@pytest.mark.parametrize("between", [[], [OSError("TLS")]])
def test_a_certificate_that_is_not_trusted_is_not_tried_again(ask_stub: Stub, between: list[Exception]) -> None:
    asked = server(caused(httpx.ConnectError("certificate verify failed"), *between, DISTRUST), lasting=True)
    error = raised(lambda: get(ask_stub(asked)))
    assert (len(asked.requests), error.passing, error.uncertain) == (1, False, False)
    other = caused(httpx.ConnectError("wrong version number"), *between, ssl.SSLError(1, "wrong version number"))
    assert get(ask_stub(server(other))).id == 7


def test_what_no_transport_raised_is_left_alone(ask_stub: Stub) -> None:
    asked = server(RuntimeError("the client has been closed"))
    with pytest.raises(RuntimeError, match="has been closed"):
        get(ask_stub(asked))
    assert len(asked.requests) == 1


# A write whose first attempt may have been carried out.


def test_a_record_that_a_lost_attempt_deleted_counts_as_deleted(ask_stub: Stub) -> None:
    asked = server(httpx.ReadError("reset"), refusal(429), refusal(404))
    delete(ask_stub(asked))
    assert asked.methods == ["DELETE"] * 3


@pytest.mark.parametrize("steps", [[], [refusal(429)], [httpx.ConnectError("refused")]])
def test_a_record_that_no_attempt_can_have_deleted_was_not_there(ask_stub: Stub, steps: list[Step]) -> None:
    error = raised(lambda: delete(ask_stub(server(*steps, refusal(404)))))
    assert (type(error), error.uncertain, error.attempts) == (nexudus.NotFoundError, False, len(steps) + 1)


@pytest.mark.parametrize("last", [refusal(400), refusal(429, Retry_After="99"), httpx.ConnectError("refused")])
def test_a_doubt_stays_whatever_comes_after_it(ask_stub: Stub, last: Step) -> None:
    read = httpx.Response(200, json=record())
    asked = server(read, httpx.ReadError("reset"), last, lasting=True)
    error = raised(lambda: change(ask_stub(asked, retries=RetryPolicy(retries=1))))
    assert (error.uncertain, error.attempts) == (True, 2)
    assert "(2 attempts); a write may have happened, so read before you repeat; " in str(error)


def test_an_answer_that_cannot_be_read_says_how_often_it_was_asked_for(ask_stub: Stub) -> None:
    error = raised(lambda: get(ask_stub(server(refusal(500), refusal(429), httpx.Response(200, text="<html>")))))
    assert (type(error), error.attempts, error.uncertain) == (nexudus.UnreadableAnswerError, 3, False)
    assert "(3 attempts); see what stands between" in str(error)
