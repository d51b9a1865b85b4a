"""Tokens that cannot be renewed: what is used in their place, and what is raised."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import AuthenticationError, ConnectionFailedError, GrantAuth, Tokens

from .helpers.basics import ADMIN
from .helpers.callers import Caller
from .helpers.sign_in_server import HOUR, Server, failure, form_of, who

Opened = Callable[..., Caller]


def test_a_token_that_cannot_be_renewed_is_used_until_it_is_refused(open_client: Opened, server: Server) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], None, "one", server.clock.now() + timedelta(seconds=HOUR))
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **server.options)
    server.clock.seconds += HOUR - 1
    ask(who)
    server.clock.seconds += 1
    with pytest.raises(AuthenticationError, match="check the credentials, and that the user has API access"):
        ask(who)
    assert server.asked == ["GET /api/auth/me 200", "GET /api/auth/me 401"]


def refused_connection() -> httpx.Response:
    raise httpx.ConnectError("refused")


def no_answer() -> httpx.Response:
    raise httpx.ReadTimeout("late")


PASSING = pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refused_connection, ConnectionFailedError),
        (no_answer, nexudus.RequestTimeoutError),
        (failure(503), nexudus.ServerError),
        (failure(409, headers={"Retry-After": "9"}), nexudus.ThrottledError),
        (failure(200, text="<html>"), nexudus.UnreadableAnswerError),
        (failure(404), nexudus.NotFoundError),
    ],
)


@PASSING
def test_a_failure_to_renew_keeps_the_tokens(
    open_client: Opened, server: Server, fault: Callable[[], httpx.Response], kind: type[Exception]
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.line.fault = fault
    server.clock.seconds += HOUR - 1
    assert ask(who).email == "admin@example.com"
    server.clock.seconds += 1
    with pytest.raises(kind, match="/api/token"):
        ask(who)
    server.line.fault = None
    assert ask(who).email == "admin@example.com"
    grants = [form_of(answer.request)["grant_type"] for answer in server.answers if "expires_in" in answer.text]
    assert grants == ["password", "refresh_token"]
    # The expired token was not even tried.
    assert "GET /api/auth/me 401" not in server.asked


@PASSING
def test_a_failure_to_renew_a_refused_token_is_raised(
    open_client: Opened, server: Server, fault: Callable[[], httpx.Response], kind: type[Exception]
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.line.fault = fault
    server.expire_early()
    with pytest.raises(kind, match="/api/token"):
        ask(who)
    server.line.fault = None
    assert ask(who).email == "admin@example.com"


def test_a_refused_refresh_token_gives_way_to_the_password(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.sign_in("admin@example.com")
    server.clock.seconds += HOUR
    assert ask(who).email == "admin@example.com"
    assert server.grants == ["password", "refresh_token", "password"]
    server.clock.seconds += HOUR
    assert ask(who).email == "admin@example.com"
    assert server.grants[3:] == ["refresh_token"]


def test_a_refused_refresh_token_without_a_password_is_the_end(open_client: Opened, server: Server) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=HOUR))
    server.sign_in("one")
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **server.options)
    server.clock.seconds += HOUR - 1
    with pytest.raises(AuthenticationError, match=r"/api/token answered 400: invalid_grant; sign in again; a refresh"):
        ask(who)
    assert server.asked == ["POST /api/token 400"]
