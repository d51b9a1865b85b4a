"""Grants that renew themselves, before they expire and when they are refused."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import GrantAuth, NexudusClient, Tokens
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, running

from .helpers.basics import ADMIN, VirtualClock
from .helpers.callers import FORMS, Caller
from .helpers.sign_in_server import HOUR, Server, form_of, in_form, two_factors, who

Opened = Callable[..., Caller]


@pytest.mark.parametrize(("given", "expected"), [({}, "admin@example.com"), ({"client_id": "night job"}, "night job")])
def test_a_renewal_says_the_client_id_of_the_sign_in(
    open_client: Opened, server: Server, given: dict[str, Any], expected: str
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN, **given), **server.options)
    ask(who)
    server.clock.seconds += HOUR
    ask(who)
    assert server.grants == ["password", "refresh_token"]
    assert [request.headers["client_id"] for request in server.token_requests] == [expected, expected]
    assert form_of(server.token_requests[1])["refresh_token"] == server.answers[0].json()["refresh_token"]


@pytest.mark.parametrize(("life", "renewed_after"), [(HOUR, HOUR - 60), (100, 90)])
def test_a_token_is_renewed_a_little_before_it_expires(
    open_client: Opened, contract: Contract, clock: VirtualClock, life: int, renewed_after: int
) -> None:
    settings = MockSettings(clock=clock.now, access_lifetime=timedelta(seconds=life))
    with running(contract, settings) as mock:
        server = Server(mock.url, clock, timedelta())
        ask = open_client(mock.url, auth=GrantAuth(**ADMIN), **server.options)
        ask(who)
        clock.seconds += renewed_after - 1
        ask(who)
        assert server.grants == ["password"]
        clock.seconds += 1
        for _ in range(2):
            ask(who)
        assert server.grants == ["password", "refresh_token"]
        assert all(answer.status_code == 200 for answer in server.answers)


@FORMS
def test_a_token_is_renewed_when_the_server_refuses_it_earlier(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.expire_early()
    assert ask(who).email == "admin@example.com"
    assert server.asked[2:] == ["GET /api/auth/me 401", "POST /api/token 200", "GET /api/auth/me 200"]


@pytest.mark.parametrize("said", ["3600", "3600.5", 3600.0, " 3600 "])
def test_a_lifetime_may_be_a_text(open_client: Opened, server: Server, said: object) -> None:
    server.line.change = lambda grant: {**grant, "expires_in": said}
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.clock.seconds += HOUR - 61
    ask(who)
    assert server.grants == ["password"]
    server.clock.seconds += 1
    ask(who)
    assert server.grants == ["password", "refresh_token"]


HUGE: list[object] = [10**9, "9" * 400, 10**400, float("inf")]
NONSENSE: list[object] = [None, 0, "0", -1, 0.5, "soon", "", [], {}, float("nan"), *HUGE]


@pytest.mark.parametrize("said", NONSENSE, ids=lambda said: f"{said!r:.20}")
def test_a_token_whose_lifetime_is_not_known_is_used_until_it_is_refused(
    open_client: Opened, server: Server, said: object
) -> None:
    kept: list[Tokens] = []
    server.line.change = lambda grant: {**grant, "expires_in": said}
    ask = open_client(server.url, auth=GrantAuth(**ADMIN, on_tokens=kept.append), **server.options)
    ask(who)
    server.clock.seconds += HOUR - 1
    ask(who)
    assert server.grants == ["password"]
    assert kept[0].expires_at is None
    server.clock.seconds += 1
    ask(who)
    assert server.asked[3:] == ["GET /api/auth/me 401", "POST /api/token 200", "GET /api/auth/me 200"]


def test_a_grant_may_leave_the_lifetime_and_the_refresh_token_out(open_client: Opened, server: Server) -> None:
    server.line.change = lambda grant: {"access_token": grant["access_token"], "refresh_token": ""}
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.clock.seconds += HOUR
    ask(who)
    assert server.grants == ["password", "password"]


@pytest.mark.parametrize(
    "change",
    [
        {"access_token": None},
        {"access_token": ""},
        {"access_token": 5},
        {"access_token": "two\nlines"},
        {"access_token": "☕"},
        {"refresh_token": 5},
        {"refresh_token": ["x"]},
        {"refresh_token": "\ud800"},
    ],
)
def test_a_grant_without_a_token_that_can_be_sent_is_none(
    open_client: Opened, server: Server, change: dict[str, Any]
) -> None:
    server.line.change = lambda grant: grant | change
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    with pytest.raises(nexudus.UnreadableAnswerError, match="/api/token answered 200, but not as the contract says"):
        ask(who)
    assert server.asked == ["POST /api/token 200"]


@FORMS
def test_each_new_pair_is_handed_over_before_it_is_used(form: str, open_client: Opened, server: Server) -> None:
    kept: list[Tokens] = []

    def keep(tokens: Tokens) -> None:
        kept.append(tokens)
        server.answers.append(httpx.Response(299, request=httpx.Request("KEEP", "http://here/tokens")))

    ask = open_client(server.url, auth=GrantAuth(**ADMIN, on_tokens=in_form(form, keep)), **server.options)
    ask(who)
    server.clock.seconds += HOUR
    ask(who)
    assert server.asked == ["POST /api/token 200", "KEEP /tokens 299", "GET /api/auth/me 200"] * 2
    pairs = [server.answers[at].json() for at in (0, 3)]
    assert [(tokens.access_token, tokens.refresh_token) for tokens in kept] == [
        (pair["access_token"], pair["refresh_token"]) for pair in pairs
    ]
    assert kept[0].client_id == "admin@example.com"
    assert kept[0].expires_at == datetime(2026, 6, 1, 13, tzinfo=UTC)


@FORMS
def test_a_pair_that_could_not_be_handed_over_is_used_all_the_same(
    form: str, open_client: Opened, server: Server
) -> None:
    def keep(_: Tokens) -> None:
        raise OSError("the disk is full")

    ask = open_client(server.url, auth=GrantAuth(**ADMIN, on_tokens=in_form(form, keep)), **server.options)
    with pytest.raises(OSError, match="the disk is full"):
        ask(who)
    assert ask(who).email == "admin@example.com"
    assert server.asked == ["POST /api/token 200", "GET /api/auth/me 200"]


@pytest.mark.parametrize("role", ["on_tokens", "totp"])
def test_a_coroutine_function_is_refused_by_the_sync_client(role: str) -> None:
    async def callback(*_: object) -> str:
        return "123456"

    line = httpx.MockTransport(two_factors("123456"))
    auth = GrantAuth("a@example.com", "p", **{"totp": "123456"} | {role: callback})  # type: ignore[arg-type]
    with (
        NexudusClient("http://127.0.0.1:1", auth=auth, transport=line) as client,
        pytest.raises(TypeError, match="a callback is a coroutine function; give NexudusClient a plain one"),
    ):
        who(client)


@FORMS
def test_tokens_given_back_continue_the_session(open_client: Opened, server: Server) -> None:
    kept: list[Tokens] = []
    ask = open_client(server.url, auth=GrantAuth(**ADMIN, client_id="one", on_tokens=kept.append), **server.options)
    ask(who)
    written = json.dumps(asdict(kept[-1]), default=datetime.isoformat)

    read = json.loads(written)
    read["expires_at"] = datetime.fromisoformat(read["expires_at"])
    tokens = Tokens(**read)
    assert tokens == kept[-1]
    server.answers.clear()
    options = server.options | {"transport": None}
    again = open_client(server.url, auth=GrantAuth(tokens=tokens, on_tokens=kept.append), **options)
    assert again(who).email == "admin@example.com"
    assert server.asked == ["GET /api/auth/me 200"]
    server.clock.seconds += HOUR - 60
    for _ in range(2):
        server.clock.seconds += HOUR
        assert again(who).email == "admin@example.com"
    assert server.asked[1:] == ["POST /api/token 200", "GET /api/auth/me 200"] * 2
    assert server.grants == ["refresh_token", "refresh_token"]
    assert {request.headers["client_id"] for request in server.token_requests} == {"one"}
    assert len({tokens.refresh_token for tokens in kept}) == 3


def test_tokens_are_renewed_a_minute_before_they_expire(open_client: Opened, server: Server) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=HOUR))
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **server.options)
    server.clock.seconds += HOUR - 61
    ask(who)
    assert server.grants == []
    server.clock.seconds += 1
    ask(who)
    assert server.grants == ["refresh_token"]
