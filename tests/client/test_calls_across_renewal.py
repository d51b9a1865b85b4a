"""A call in the middle of which credentials are renewed is still one call."""

from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import GrantAuth, Limit, RetryPolicy, State
from nexudus_calendars.models import CoworkerGoogleCalendarCreate

from .helpers.basics import GOOGLE, VirtualClock
from .helpers.callers import create
from .helpers.steps import Step, Stub, delete, raised, refusal, server
from .helpers.stubs import Server

GRANT = {"access_token": "t1", "token_type": "bearer", "expires_in": 3600, "refresh_token": "r1"}


def signing_in(asked: Server, *steps: Step) -> dict[str, Any]:
    """The options of a client that signs in first, where each sign-in goes as the steps say."""
    tokens = server(*steps, well=lambda _: httpx.Response(200, json=GRANT))
    both = Server(lambda request: (tokens if request.url.path == "/api/token" else asked)(request))
    return {"respond": both, "auth": GrantAuth("ada@example.com", "password")}


def test_a_lost_deletion_is_remembered_over_a_renewal(ask_stub: Stub) -> None:
    asked = server(httpx.ReadError("reset"), refusal(401), refusal(404))
    delete(ask_stub(**signing_in(asked)))
    assert asked.methods == ["DELETE"] * 3


def test_attempts_and_doubts_are_counted_over_a_renewal(ask_stub: Stub) -> None:
    asked = server(httpx.ReadError("reset"), refusal(401), refusal(400))
    error = raised(lambda: delete(ask_stub(**signing_in(asked))))
    assert (type(error), error.attempts, error.uncertain) == (nexudus.BadRequestError, 3, True)
    error = raised(lambda: delete(ask_stub(**signing_in(server(refusal(429), refusal(401), refusal(400))))))
    assert (type(error), error.attempts, error.uncertain) == (nexudus.BadRequestError, 3, False)


def test_the_deadline_counts_from_before_a_renewal(ask_stub: Stub, clock: VirtualClock) -> None:
    asked = server(refusal(500), refusal(401), refusal(500))
    error = raised(lambda: delete(ask_stub(**signing_in(asked), retries=RetryPolicy(deadline=2.2))))
    assert (error.attempts, clock.waits) == (3, [0.5])


def test_the_limits_do_not_hide_what_was_sent_before_a_renewal(ask_stub: Stub) -> None:
    asked = server(httpx.ReadError("reset"), refusal(401))
    error = raised(lambda: delete(ask_stub(**signing_in(asked), limits=[Limit(4, 60)], limit_wait=5)))
    assert (type(error), error.attempts, error.uncertain) == (nexudus.LimitReachedError, 2, True)
    assert "(2 attempts); a write may have happened" in str(error)


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_refused_with_new_credentials_may_not_do_it(ask_stub: Stub, status: int) -> None:
    error = raised(lambda: delete(ask_stub(**signing_in(server(refusal(401), refusal(status))))))
    assert (type(error), error.status, error.attempts) == (nexudus.PermissionDeniedError, status, 2)
    assert error.advice == "the user lacks API access or the role CoworkerGoogleCalendar-Delete"
    assert not error.uncertain
    asked = server(httpx.ReadError("reset"), refusal(401), refusal(status))
    assert raised(lambda: delete(ask_stub(**signing_in(asked)))).uncertain


@pytest.mark.parametrize("fault", [httpx.ReadError("reset"), refusal(500), refusal(200, "<html>"), refusal(200, "[]")])
def test_a_failed_sign_in_writes_nothing(ask_stub: Stub, fault: Step) -> None:
    asked = server()
    error = raised(lambda: create(ask_stub(**signing_in(asked, fault))))
    assert (error.url, error.uncertain, asked.requests) == ("http://127.0.0.1:1/api/token", False, [])
    items = [CoworkerGoogleCalendarCreate(**GOOGLE)]
    report = ask_stub(**signing_in(asked, fault))(lambda client: client.coworker_google_calendars.create_many(items))
    assert [outcome.state for outcome in report.outcomes] == [State.FAILED]


def test_a_failed_renewal_does_not_hide_what_was_sent_before_it(ask_stub: Stub) -> None:
    asked = server(httpx.ReadError("reset"), refusal(401))
    first = httpx.Response(200, json=GRANT)
    error = raised(lambda: delete(ask_stub(**signing_in(asked, first, refusal(400), httpx.ReadError("reset")))))
    assert (error.url, error.uncertain) == ("http://127.0.0.1:1/api/token", True)
    asked = server(httpx.ReadError("reset"), refusal(401))
    error = raised(lambda: delete(ask_stub(**signing_in(asked, first, refusal(400), refusal(400)))))
    assert (type(error), error.uncertain) == (nexudus.AuthenticationError, True)
    error = raised(lambda: delete(ask_stub(**signing_in(server(refusal(401)), first, httpx.ReadError("reset")))))
    assert (error.url, error.uncertain) == ("http://127.0.0.1:1/api/token", False)


def test_credentials_that_cannot_be_renewed_are_refused_with_the_role(ask_stub: Stub) -> None:
    error = raised(lambda: delete(ask_stub(server(refusal(401)))))
    assert (type(error), error.attempts) == (nexudus.AuthenticationError, 1)
    role = "the role CoworkerGoogleCalendar-Delete"
    assert error.advice == f"check the credentials, and that the user has API access and {role}"
    error = raised(lambda: ask_stub(server(refusal(401)))(lambda client: client.request("GET", "/api/nothing")))
    assert error.advice == "check the credentials, and that the user has API access"
    error = raised(lambda: delete(ask_stub(server(refusal(403)))))
    assert error.advice == f"the user lacks API access or {role}"
