"""Who is calling: tokens, passwords, grants that renew themselves, and the environment."""

import asyncio
import gc
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from traceback import extract_tb
from typing import Any
from urllib.parse import parse_qsl
from weakref import ref

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import NO_RETRIES, AuthenticationError, ConnectionFailedError, GrantAuth, NexudusClient, Tokens
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, running

from .conftest import ADMIN, Caller, VirtualClock

HOUR = 3600
WRONG: dict[str, Any] = {"username": "admin@example.com", "password": "wrong"}
AUDITOR: dict[str, Any] = {"username": "auditor@example.com", "password": "auditor"}
EVERYBODY = 5
# Only a failing test waits so long, in seconds.
PATIENCE = 20.0

Opened = Callable[..., Caller]


def who(client: Any) -> Any:
    return client.authentication.get_current_user()


def delete(client: Any) -> Any:
    return client.coworker_google_calendars.delete(1)


def form_of(request: httpx.Request) -> dict[str, str]:
    return dict(parse_qsl(request.content.decode(), keep_blank_values=True))


def in_form(form: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A callback as that form of the client likes it best."""

    async def awaited(*arguments: Any) -> Any:
        return function(*arguments)

    return function if form == "sync" else awaited


class Line(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A real connection, which may be cut for token requests, or change the answers to them on their way."""

    def __init__(self) -> None:
        self.fault: Callable[[], httpx.Response] | None = None
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self._blocking = httpx.HTTPTransport()
        self._awaited = httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return self._blocking.handle_request(request)
        if self.fault is not None:
            return self.fault()
        response = self._blocking.handle_request(request)
        response.read()
        return self._changed(response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return await self._awaited.handle_async_request(request)
        if self.fault is not None:
            return self.fault()
        response = await self._awaited.handle_async_request(request)
        await response.aread()
        return self._changed(response)

    def _changed(self, response: httpx.Response) -> httpx.Response:
        return httpx.Response(response.status_code, content=json.dumps(self.change(response.json())))

    def close(self) -> None:
        self._blocking.close()

    async def aclose(self) -> None:
        await self._awaited.aclose()


@dataclass
class Server:
    """A mock whose tokens are good for an hour by the clock that the client has too. It is told what is answered."""

    url: str
    clock: VirtualClock
    ahead: timedelta
    answers: list[httpx.Response] = field(default_factory=list[httpx.Response])
    line: Line = field(default_factory=Line)

    @property
    def options(self) -> dict[str, Any]:
        return {
            "clock": self.clock,
            "on_response": self.answers.append,
            "transport": self.line,
            "retries": NO_RETRIES,
        }

    @property
    def asked(self) -> list[str]:
        return [f"{answer.request.method} {answer.request.url.path} {answer.status_code}" for answer in self.answers]

    @property
    def token_requests(self) -> list[httpx.Request]:
        return [answer.request for answer in self.answers if answer.request.url.path == "/api/token"]

    @property
    def grants(self) -> list[str]:
        return [form_of(request)["grant_type"] for request in self.token_requests]

    def sign_in(self, client_id: str, user: dict[str, Any] = ADMIN) -> dict[str, Any]:
        """A grant that the client does not know of. It kills the refresh token which that client_id had."""
        answer = httpx.post(
            f"{self.url}/api/token", data={"grant_type": "password", **user}, headers={"client_id": client_id}
        )
        grant: dict[str, Any] = answer.json()
        return grant

    def expire_early(self) -> None:
        """Let the server refuse every token that it has granted so far, while the client thinks them good."""
        self.ahead += timedelta(seconds=HOUR)

    def now(self) -> datetime:
        return self.clock.now() + self.ahead


@pytest.fixture
def server(contract: Contract, clock: VirtualClock) -> Iterator[Server]:
    server = Server("", clock, timedelta())
    settings = MockSettings(clock=server.now, access_lifetime=timedelta(seconds=HOUR))
    with running(contract, settings) as mock:
        server.url = mock.url
        yield server


def test_a_token_is_sent_as_it_is(open_client: Opened, server: Server) -> None:
    grant = server.sign_in("anybody")
    ask = open_client(server.url, token=grant["access_token"], **server.options)
    assert ask(who).email == "admin@example.com"
    assert server.answers[0].request.headers["Authorization"] == f"Bearer {grant['access_token']}"
    assert server.asked == ["GET /api/auth/me 200"]


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


def failure(status: int, **parts: Any) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(status, **parts)


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


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        ({"json": {"error": "invalid_grant"}}, "check the user name and the password, and that the user is registered"),
        ({"json": {"error": "two_factor_auth_check"}}, "this user has two-factor authentication: give totp"),
        ({"json": {"error": "must_reset_password"}}, "this user has to set a new password in Nexudus first"),
        ({"json": {"error": ["invalid_grant"]}}, "check the credentials, and that the user has API access"),
        ({"json": ["invalid_grant"]}, "check the credentials, and that the user has API access"),
        ({"text": "<html>"}, "check the credentials, and that the user has API access"),
    ],
)
def test_a_refused_sign_in_says_what_to_do(ask_stub: Any, status: int, answer: dict[str, Any], advice: str) -> None:
    ask = ask_stub(lambda _: httpx.Response(status, **answer), auth=GrantAuth("a@example.com", "p"))
    with pytest.raises(AuthenticationError) as caught:
        ask(who)
    assert caught.value.advice.startswith(advice)
    assert caught.value.status == status


def two_factors(code: str, seen: list[httpx.Request] | None = None) -> Callable[[httpx.Request], httpx.Response]:
    """A server that grants a token for a password and that code only."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return httpx.Response(200, json=[])
        if seen is not None:
            seen.append(request)
        if form_of(request).get("totp") != code:
            return httpx.Response(400, json={"error": "two_factor_auth_check"})
        return httpx.Response(200, json={"access_token": "t0ken", "token_type": "bearer", "expires_in": 3600})

    return respond


def commands(client: Any) -> Any:
    return client.coworker_google_calendars.list_commands()


def test_a_code_that_is_known_goes_with_the_password(ask_stub: Any) -> None:
    seen: list[httpx.Request] = []
    ask = ask_stub(two_factors("123456", seen), auth=GrantAuth("a@example.com", "p", totp="123456"))
    assert ask(commands) == []
    assert [form_of(request).get("totp") for request in seen] == ["123456"]


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


class Threads:
    """Callers of one client, of which the first is held up until the others wait for what it does.

    It stands in for the client's lock, since nothing else knows who waits.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = threading.Event()
        self._arrivals = threading.Semaphore(0)
        self._held_up = False

    def __enter__(self) -> None:
        self._arrivals.release()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def hold_up(self) -> None:
        """Wait until everybody is there, the first time."""
        if self._held_up:
            return
        self._held_up = True
        self._under_way.set()
        for _ in range(EVERYBODY):
            assert self._arrivals.acquire(timeout=PATIENCE), "not everybody waits"

    def ask(self, client: Any) -> list[Any]:
        """What becomes of everybody's question."""
        client._lock = self
        with ThreadPoolExecutor(EVERYBODY) as pool:
            first = pool.submit(who, client)
            assert self._under_way.wait(PATIENCE)
            others = [pool.submit(who, client) for _ in range(EVERYBODY - 1)]
        return [call.exception() or call.result() for call in (first, *others)]


class Tasks:
    """The same for the async client."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._under_way = asyncio.Event()
        self._arrivals = asyncio.Semaphore(0)
        self._held_up = False

    async def __aenter__(self) -> None:
        self._arrivals.release()
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()

    async def hold_up(self) -> None:
        if self._held_up:
            return
        self._held_up = True
        self._under_way.set()
        async with asyncio.timeout(PATIENCE):
            for _ in range(EVERYBODY):
                await self._arrivals.acquire()

    async def ask(self, client: Any) -> list[Any]:
        client._lock = self
        first = asyncio.create_task(who(client))
        async with asyncio.timeout(PATIENCE):
            await self._under_way.wait()
        others = [asyncio.create_task(who(client)) for _ in range(EVERYBODY - 1)]
        return await asyncio.gather(first, *others, return_exceptions=True)


@pytest.fixture
def crowd(form: str) -> Threads | Tasks:
    return Threads() if form == "sync" else Tasks()


def holding_up(crowd: Threads | Tasks, server: Server, then: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """Options of a client whose first answer to a token request comes when everybody waits for it."""

    def hold_up(answer: httpx.Response) -> None:
        server.answers.append(answer)
        if answer.request.url.path == "/api/token" and isinstance(crowd, Threads):
            crowd.hold_up()
            then()

    async def hold_up_awaited(answer: httpx.Response) -> None:
        hold_up(answer)
        if answer.request.url.path == "/api/token" and isinstance(crowd, Tasks):
            await crowd.hold_up()
            then()

    return server.options | {"on_response": hold_up if isinstance(crowd, Threads) else hold_up_awaited}


def emails(outcomes: list[Any]) -> list[str]:
    return [outcome.email for outcome in outcomes]


def test_one_sign_in_serves_everybody(open_client: Opened, server: Server, crowd: Threads | Tasks) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["password"]


def test_one_renewal_serves_everybody_before_the_token_expires(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=30))
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["refresh_token"]
    assert len(server.answers) == 1 + EVERYBODY


def test_one_renewal_serves_everybody_whose_token_was_refused(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one")
    server.expire_early()
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["refresh_token"]
    assert server.asked.count("GET /api/auth/me 401") == EVERYBODY


def test_who_learns_of_a_refused_token_after_its_renewal_uses_the_new_one(
    form: str, open_client: Opened, server: Server
) -> None:
    """While the first caller's 401 is on its way, another caller's comes, and the token is renewed for it."""
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.expire_early()
    server.answers.clear()

    def question(client: Any) -> Any:
        def interrupt(answer: httpx.Response) -> Any:
            server.answers.append(answer)
            return who(client) if len(server.answers) == 1 else None

        async def interrupt_awaited(answer: httpx.Response) -> None:
            if (other := interrupt(answer)) is not None:
                await other

        return who(client.with_options(on_response=interrupt if form == "sync" else interrupt_awaited))

    assert ask(question).email == "admin@example.com"
    refused, granted, fine = "GET /api/auth/me 401", "POST /api/token 200", "GET /api/auth/me 200"
    assert server.asked == [refused, refused, granted, fine, fine]


def test_who_waits_for_a_sign_in_shares_its_failure(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **holding_up(crowd, server))
    errors = ask(crowd.ask)
    assert {type(error) for error in errors} == {AuthenticationError}
    assert len({str(error) for error in errors}) == 1
    assert "check the user name and the password" in str(errors[-1])
    assert server.asked == ["POST /api/token 400"]
    # Each has its own, with its own frames only.
    assert len({id(error) for error in errors}) == EVERYBODY
    assert all("grant" not in [frame.name for frame in extract_tb(error.__traceback__)] for error in errors[1:])


def test_a_failure_is_shared_by_those_only_who_waited(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **holding_up(crowd, server))
    ask(crowd.ask)
    for _ in range(2):
        with pytest.raises(AuthenticationError):
            ask(who)
    assert server.asked == ["POST /api/token 400"] * 3


def test_a_failure_to_share_keeps_no_frames_alive(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **server.options)

    def fail() -> Any:
        with pytest.raises(AuthenticationError) as caught:
            ask(who)
        return ref(caught.value)

    error = fail()
    gc.collect()
    assert error() is None


def test_who_waits_for_a_renewal_that_fails_uses_the_token_that_is_still_good(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=30))
    server.line.fault = failure(503)
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.asked == ["POST /api/token 503", *["GET /api/auth/me 200"] * EVERYBODY]


def test_who_waits_for_somebody_that_is_interrupted_signs_in_instead(
    form: str, open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    interruptions = [KeyboardInterrupt() if form == "sync" else asyncio.CancelledError()]

    def interrupt() -> None:
        if interruptions:
            raise interruptions.pop()

    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **holding_up(crowd, server, interrupt))
    first, *others = ask(crowd.ask)
    assert isinstance(first, KeyboardInterrupt if form == "sync" else asyncio.CancelledError)
    assert emails(others) == ["admin@example.com"] * (EVERYBODY - 1)
    assert server.grants == ["password", "password"]


def test_nobody_uses_a_pair_before_it_is_handed_over(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    before: list[str] = []

    def keep(_: Tokens) -> Any:
        # Whoever would use the pair now is not waiting for it.
        if isinstance(crowd, Tasks):
            return keep_awaited(crowd)
        crowd.hold_up()
        return before.extend(server.asked)

    async def keep_awaited(crowd: Tasks) -> None:
        await crowd.hold_up()
        before.extend(server.asked)

    ask = open_client(server.url, auth=GrantAuth(**ADMIN, on_tokens=keep), **server.options)
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert before == ["POST /api/token 200"]


MINE = Tokens("t0ken", "r3fresh", "one", datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "said"),
    [
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
    ],
)
def test_a_grant_that_cannot_be_asked_for_is_refused_at_once(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        GrantAuth(**given)
    assert "s3cret" not in repr(caught.value)


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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"token": ""}, "a token is visible ASCII characters; this one is empty, or holds a line break"),
        ({"token": "s3cret\n"}, "a token is visible ASCII characters; this one is empty, or holds a line break"),
        ({"token": "s3crét"}, "a token is visible ASCII characters"),
        ({"username": "a", "password": "s3cret\udcff"}, "read with the wrong encoding"),
        ({"token": "s3cret", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password, or auth"),
        ({"username": "a", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password, or auth"),
        ({"password": "s3cret", "auth": nexudus.BearerAuth("t")}, "either a token, or a username and a password"),
    ],
)
def test_credentials_that_cannot_be_sent_are_refused_at_once(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        NexudusClient(**given)
    assert "s3cr" not in repr(caught.value)


@pytest.fixture
def setenv(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Sets variables, and takes away those that there were."""

    def set_all(variables: dict[str, str]) -> None:
        for name in ("TOKEN", "USERNAME", "PASSWORD", "AUTH", "CLIENT_ID", "BASE_URL"):
            monkeypatch.delenv(f"NEXUDUS_{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"NEXUDUS_{name}", value)

    return set_all


USER = {"USERNAME": "admin@example.com", "PASSWORD": "admin"}
BASIC = ["GET /api/auth/me 200"]
GRANT = ["POST /api/token 200", "GET /api/auth/me 200"]


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        (USER, BASIC),
        (USER | {"AUTH": "basic"}, BASIC),
        (USER | {"TOKEN": "", "AUTH": "", "CLIENT_ID": ""}, BASIC),
        (USER | {"AUTH": "grant"}, GRANT),
        (USER | {"AUTH": "grant", "CLIENT_ID": "night job"}, GRANT),
    ],
)
def test_the_environment_can_say_who_calls(
    form: str, server: Server, setenv: Any, variables: dict[str, str], asked: list[str]
) -> None:
    setenv(variables | {"BASE_URL": server.url})
    assert env_client_asks(form, server.options) == "admin@example.com"
    assert server.asked == asked
    expected = variables.get("CLIENT_ID") or "admin@example.com"
    assert [request.headers["client_id"] for request in server.token_requests] == [expected] * (len(asked) - 1)


def test_a_token_in_the_environment_is_taken_before_a_password(form: str, server: Server, setenv: Any) -> None:
    grant = server.sign_in("anybody")
    setenv({"USERNAME": "nobody", "PASSWORD": "x", "TOKEN": grant["access_token"], "BASE_URL": server.url})
    assert env_client_asks(form, server.options) == "admin@example.com"
    assert server.answers[0].request.headers["Authorization"] == f"Bearer {grant['access_token']}"


def test_the_address_is_nexudus_own_unless_the_environment_says_otherwise(form: str, setenv: Any) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(401)

    setenv({"TOKEN": "t"})
    with pytest.raises(AuthenticationError):
        env_client_asks(form, {"transport": httpx.MockTransport(answer)})
    assert seen == ["https://spaces.nexudus.com/api/auth/me"]


def env_client_asks(form: str, options: dict[str, Any]) -> str:
    if form == "sync":
        with NexudusClient.from_env(**options) as client:
            return str(who(client).email)

    async def ask() -> str:
        async with nexudus.AsyncNexudusClient.from_env(**options) as client:
            return str((await who(client)).email)

    return asyncio.run(ask())


WHAT_TO_SET = "set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, WHAT_TO_SET),
        ({"USERNAME": "s3cret"}, WHAT_TO_SET),
        ({"PASSWORD": "s3cret"}, WHAT_TO_SET),
        ({"USERNAME": "s3cret", "PASSWORD": ""}, WHAT_TO_SET),
        ({"AUTH": "grant"}, WHAT_TO_SET),
        ({"AUTH": "s3cret", "TOKEN": "t"}, "NEXUDUS_AUTH is neither basic nor grant"),
        ({"TOKEN": "s3cret\n"}, "NEXUDUS_TOKEN: a token is visible ASCII characters"),
        ({"USERNAME": "a", "PASSWORD": "s3cret\udcff"}, "NEXUDUS_USERNAME and NEXUDUS_PASSWORD: a user name, password"),
        ({"AUTH": "grant", "USERNAME": "s3crét", "PASSWORD": "p"}, "NEXUDUS_USERNAME and NEXUDUS_PASSWORD: client_id"),
        ({"AUTH": "grant", "CLIENT_ID": "s3cret\n", **USER}, "and NEXUDUS_CLIENT_ID: client_id, or else the user name"),
    ],
)
@pytest.mark.parametrize("client", [NexudusClient, nexudus.AsyncNexudusClient])
def test_an_environment_that_makes_no_sense_names_variables_and_no_values(
    setenv: Any, variables: dict[str, str], said: str, client: type[NexudusClient]
) -> None:
    setenv(variables)
    with pytest.raises(ValueError, match=said) as caught:
        client.from_env()
    assert "s3cr" not in repr(caught.value)
