"""Who is calling: tokens, passwords, grants, second factors, and what no request can carry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import AuthenticationError, GrantAuth, NexudusClient, Tokens

from .helpers.basics import ADMIN
from .helpers.callers import FORMS, Caller
from .helpers.sign_in_server import AUDITOR, WRONG, Server, delete, form_of, in_form, two_factors, who
from .helpers.steps import outcome_of

Opened = Callable[..., Caller]


@FORMS
def test_a_token_is_sent_as_it_is(open_client: Opened, server: Server) -> None:
    grant = server.sign_in("anybody")
    ask = open_client(server.url, token=grant["access_token"], **server.options)
    assert ask(who).email == "admin@example.com"
    assert server.answers[0].request.headers["Authorization"] == f"Bearer {grant['access_token']}"
    assert server.asked == ["GET /api/auth/me 200"]


@FORMS
@pytest.mark.parametrize("given", [ADMIN, {"auth": nexudus.BasicAuth("admin@example.com", "admin")}])
def test_a_password_can_go_with_each_request(open_client: Opened, server: Server, given: dict[str, Any]) -> None:
    ask = open_client(server.url, **given, **server.options)
    assert ask(who).email == "admin@example.com"
    assert server.answers[0].request.headers["Authorization"] == "Basic YWRtaW5AZXhhbXBsZS5jb206YWRtaW4="
    assert server.asked == ["GET /api/auth/me 200"]


def test_no_letter_of_a_name_or_a_password_is_lost(ask_stub: Any) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(400, json={"error": "invalid_grant"})

    for auth in (nexudus.BasicAuth("jörg", "ä:&+% ☕"), GrantAuth("jörg", "ä:&+% ☕", client_id="one")):
        with pytest.raises(nexudus.StatusError):
            ask_stub(answer, auth=auth)(who)
    assert seen[0].headers["Authorization"] == "Basic asO2cmc6w6Q6JislIOKYlQ=="
    assert form_of(seen[1]) == {"grant_type": "password", "username": "jörg", "password": "ä:&+% ☕"}


@FORMS
def test_a_password_is_exchanged_for_a_token_once(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    assert server.asked == []
    for _ in range(3):
        assert ask(who).email == "admin@example.com"
    assert server.asked == ["POST /api/token 200", *["GET /api/auth/me 200"] * 3]
    (request,) = server.token_requests
    assert form_of(request) == {"grant_type": "password", **ADMIN}
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in request.headers
    granted = server.answers[0].json()["access_token"]
    assert server.answers[1].request.headers["Authorization"] == f"Bearer {granted}"


def test_a_role_that_the_user_of_a_new_token_lacks_is_named(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**AUDITOR), **server.options)
    with pytest.raises(nexudus.PermissionDeniedError, match="lacks API access or the role CoworkerGoogleCalendar-Del"):
        ask(delete)
    refused = "DELETE /api/spaces/coworkergooglecalendars/1 401"
    assert server.asked == ["POST /api/token 200", refused, "POST /api/token 200", refused]


@pytest.mark.parametrize("kind", ["basic", "bearer", "tokens", "nobody"])
def test_static_credentials_are_refused_once_and_the_role_is_named(
    open_client: Opened, server: Server, kind: str
) -> None:
    token = server.sign_in("auditor@example.com", AUDITOR)["access_token"]
    given: dict[str, dict[str, Any]] = {
        "basic": AUDITOR,
        "bearer": {"token": token},
        "tokens": {"auth": GrantAuth(tokens=Tokens(token, None, "auditor@example.com"))},
        "nobody": {},
    }
    ask = open_client(server.url, **given[kind], **server.options)
    with pytest.raises(AuthenticationError, match="API access and the role CoworkerGoogleCalendar-Delete") as caught:
        ask(delete)
    assert type(caught.value) is AuthenticationError
    assert server.asked == ["DELETE /api/spaces/coworkergooglecalendars/1 401"]


def test_a_wrong_password_says_what_to_check(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **server.options)
    with pytest.raises(AuthenticationError, match="check the user name and the password") as caught:
        ask(who)
    assert "POST" in str(caught.value)
    assert "/api/token answered 400: The user name or password is incorrect.;" in str(caught.value)


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"json": {"error": "invalid_grant"}}, "check the user name and the password, and that the user is registered"),
    ({"json": {"error": "two_factor_auth_check"}}, "this user has two-factor authentication: give totp"),
    ({"json": {"error": "must_reset_password"}}, "this user has to set a new password in Nexudus first"),
    ({"json": {"error": ["invalid_grant"]}}, "check the credentials, and that the user has API access"),
    ({"json": ["invalid_grant"]}, "check the credentials, and that the user has API access"),
    ({"text": "<html>"}, "check the credentials, and that the user has API access"),
]


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_sign_in_says_what_to_do(ask_stub: Any, status: int) -> None:
    wrong = list[tuple[object, ...]]()
    for answer, advice in REFUSALS:
        response = httpx.Response(status, **answer)
        ask = ask_stub(lambda _, response=response: response, auth=GrantAuth("a@example.com", "p"))
        error = outcome_of(partial(ask, who))
        said = (type(error), getattr(error, "status", None), getattr(error, "advice", "")[: len(advice)])
        if said != (AuthenticationError, status, advice):
            wrong.append((answer, *said))
    assert wrong == []


def commands(client: Any) -> Any:
    return client.coworker_google_calendars.list_commands()


def test_a_code_that_is_known_goes_with_the_password(ask_stub: Any) -> None:
    seen: list[httpx.Request] = []
    ask = ask_stub(two_factors("123456", seen), auth=GrantAuth("a@example.com", "p", totp="123456"))
    assert ask(commands) == []
    assert [form_of(request).get("totp") for request in seen] == ["123456"]


@FORMS
def test_a_function_is_asked_for_the_code_when_the_api_asks(form: str, ask_stub: Any) -> None:
    seen: list[httpx.Request] = []
    codes = ["123456"]
    ask = ask_stub(two_factors("123456", seen), auth=GrantAuth("a@example.com", "p", totp=in_form(form, codes.pop)))
    assert ask(commands) == []
    assert codes == []
    assert [form_of(request).get("totp") for request in seen] == [None, "123456"]
    assert seen[0].headers["client_id"] == seen[1].headers["client_id"] == "a@example.com"


def test_a_function_is_asked_for_the_code_once(ask_stub: Any) -> None:
    seen: list[httpx.Request] = []
    codes = ["654321", "123456"]
    ask = ask_stub(two_factors("123456", seen), auth=GrantAuth("a@example.com", "p", totp=lambda: codes.pop(0)))
    with pytest.raises(AuthenticationError, match="a new code or a function for it"):
        ask(commands)
    assert codes == ["123456"]
    assert len(seen) == 2


def test_nobody_is_asked_for_a_code_that_the_api_does_not_want(open_client: Opened, server: Server) -> None:
    codes: list[str] = []
    ask = open_client(server.url, auth=GrantAuth(**WRONG, totp=codes.pop), **server.options)
    with pytest.raises(AuthenticationError, match="check the user name and the password"):
        ask(who)
    ask = open_client(server.url, auth=GrantAuth(**ADMIN, totp=codes.pop))
    assert ask(who).email == "admin@example.com"


def unrefused(make: Callable[..., object], cases: list[tuple[dict[str, Any], str]]) -> list[str]:
    """What was not refused with what should be said, or with a secret."""
    wrong = list[str]()
    for given, said in cases:
        try:
            told = repr(make(**given))
        except ValueError as error:
            told = repr(error)
        if not told.startswith("ValueError(") or said not in told or "s3cr" in told:
            wrong.append(f"{told}, and not {said}")
    return wrong


MINE = Tokens("t0ken", "r3fresh", "one", datetime(2026, 12, 1, tzinfo=UTC))


NO_GRANTS: list[tuple[dict[str, Any], str]] = [
    ({}, "give a user name and a password, or tokens, or all three"),
    ({"username": "a"}, "give a user name and a password, or tokens, or all three"),
    ({"password": "s3cret"}, "give a user name and a password, or tokens, or all three"),
    ({"tokens": MINE, "username": "a"}, "give a user name and a password, or tokens, or all three"),
    ({"tokens": MINE, "client_id": "two"}, "the tokens were granted to client_id 'one', and no other can renew"),
    ({"tokens": replace(MINE, expires_at=datetime(2026, 12, 1))}, "2026-12-01T00:00:00 has no time zone"),
    ({"tokens": replace(MINE, access_token="s3cret\n")}, "a token is visible ASCII characters"),
    ({"tokens": replace(MINE, refresh_token="s3cret\udcff")}, "read with the wrong encoding"),
    ({"tokens": replace(MINE, client_id="")}, "client_id, or else the user name, goes into a header"),
    ({"username": "jörg", "password": "s3cret"}, "client_id, or else the user name, goes into a header"),
    ({"username": "a", "password": "s3cret", "client_id": "b\n"}, "client_id, or else the user name, goes into"),
    ({"username": "a", "password": "s3cret\udcff"}, "read with the wrong encoding"),
    ({"username": "a\udcff", "password": "s3cret", "client_id": "b"}, "read with the wrong encoding"),
    ({"username": "a", "password": "s3cret", "totp": "\udcff"}, "read with the wrong encoding"),
]


def test_a_grant_that_cannot_be_asked_for_is_refused_at_once() -> None:
    assert unrefused(GrantAuth, NO_GRANTS) == []


@pytest.mark.parametrize("given", [{"tokens": MINE, "client_id": "one"}, {"tokens": MINE, **ADMIN}])
def test_tokens_go_with_their_client_id_and_with_a_password(ask_stub: Any, given: dict[str, Any]) -> None:
    seen: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401)

    with pytest.raises(AuthenticationError):
        ask_stub(refuse, auth=GrantAuth(**given))(who)
    assert [request.headers.get("client_id") for request in seen] == [None] + ["one"] * (len(seen) - 1)
    assert len(seen) == (3 if "password" in given else 2)


NO_CREDENTIALS: list[tuple[dict[str, Any], str]] = [
    ({"token": ""}, "a token is visible ASCII characters; this one is empty, or holds a line break"),
    ({"token": "s3cret\n"}, "a token is visible ASCII characters; this one is empty, or holds a line break"),
    ({"token": "s3crét"}, "a token is visible ASCII characters"),
    ({"username": "a", "password": "s3cret\udcff"}, "read with the wrong encoding"),
    ({"token": "s3cret", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password, or auth"),
    ({"username": "a", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password, or auth"),
    ({"password": "s3cret", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password"),
]


def test_credentials_that_cannot_be_sent_are_refused_at_once() -> None:
    assert unrefused(NexudusClient, NO_CREDENTIALS) == []
