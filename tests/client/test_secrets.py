"""Secrets show nowhere."""

import logging
import pickle
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from pathlib import Path
from traceback import TracebackException
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import GrantAuth, Tokens
from nexudus_calendars.client import AuthenticatedClient
from nexudus_calendars.models import Grant, PasswordGrant, RefreshGrant, User
from nexudus_calendars.runtime.credentials import credentials
from nexudus_calendars.runtime.secret import MASK, Secret, is_secret_name, redacted

from .basics import VirtualClock
from .conftest import Caller

SECRET = "s3cr3t-value"


@pytest.mark.parametrize(
    "value",
    [
        AuthenticatedClient("http://127.0.0.1", token=SECRET),
        AuthenticatedClient("http://127.0.0.1", token="", headers={"Authorization": SECRET}),
        AuthenticatedClient("http://127.0.0.1", token="", cookies={"session": SECRET}),
        AuthenticatedClient("http://127.0.0.1", token="", httpx_args={"auth": ("me", SECRET)}),
        PasswordGrant(grant_type="password", username="a", password=SECRET, totp=SECRET),
        RefreshGrant(grant_type="refresh_token", refresh_token=SECRET),
        Grant(access_token=SECRET, token_type="bearer", expires_in=1, refresh_token=SECRET),
        User(id=1, email="a", full_name="a", active=True, is_admin=True, api_access=True, access_token=SECRET),
        credentials(SECRET, None, None),
        credentials(None, "a", SECRET),
        Secret(SECRET),
        Tokens(SECRET, SECRET, "a"),
        GrantAuth("a", SECRET, totp=SECRET, tokens=Tokens(SECRET, SECRET, "a")),
        nexudus.NexudusClient(token=SECRET),
        nexudus.AsyncNexudusClient(username="a", password=SECRET),
    ],
    ids=lambda value: type(value).__name__,
)
def test_repr_shows_no_secret(value: object) -> None:
    assert SECRET not in repr(value)
    assert type(value).__name__ in repr(value)


@pytest.mark.parametrize(
    "value",
    [
        nexudus.BearerAuth(SECRET),
        nexudus.BasicAuth("a", SECRET),
        GrantAuth("a", SECRET, tokens=Tokens(SECRET, "r", "a")),
    ],
)
def test_credentials_hold_their_secrets_out_of_sight(value: object) -> None:
    assert vars(value)
    assert SECRET not in repr(vars(value))
    assert b64encode(f"a:{SECRET}".encode()).decode() not in repr(vars(value))


def test_secrets_still_travel() -> None:
    assert PasswordGrant(grant_type="password", username="a", password=SECRET).to_dict()["password"] == SECRET
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=[])

    with nexudus.NexudusClient(token=SECRET, transport=httpx.MockTransport(answer)) as client:
        client.coworker_google_calendars.list_commands()
    assert seen[0].headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    "given", [{"token": "t", "password": "p"}, {"username": "u"}, {"password": "p"}, {"token": "t", "username": "u"}]
)
def test_half_or_twice_the_credentials_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either a token, or a username and a password"):
        nexudus.NexudusClient(**given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"access_token":"s3cr3t","token_type":"bearer","expires_in":1}',
            '{"access_token":***,"token_type":***,"expires_in":1}',
        ),
        ('{"password": "a \\"s3cr3t\\" b", "name": "x"}', '{"password": ***, "name": "x"}'),
        ('{"refresh_token": "s3cr', '{"refresh_token": ***'),
        ("{'totp': 's3cr3t', 'name': 'x'}", "{'totp': ***, 'name': 'x'}"),
        (r'{"Message": "{\"Token\": \"s3cr3t\", \"Name\": 1}"}', r'{"Message": "{\"Token\": ***, \"Name\": 1}"}'),
        ("grant_type=password&password=s3cr3t&username=a", "grant_type=password&password=***&username=a"),
        ("https://a/b?api_key=s3cr3t&page=1", "https://a/b?api_key=***&page=1"),
        ("Authorization: Bearer s3cr3t\nAccept: */*", "Authorization: ***\nAccept: */*"),
        ("authorization: Basic czNjcjN0\r\nAccept: */*", "authorization: ***\r\nAccept: */*"),
        ("Cookie: a=s3cr3t; session=s3cr3t\nAccept: */*", "Cookie: ***\nAccept: */*"),
        ("X-Api-Key : s3cr3t", "X-Api-Key : ***"),
        ("client-secret = s3cr3t", "client-secret = ***"),
        ("the token is void", "the token is void"),
        ('{"access_token": {"name": "x"}}', '{"access_token": {"name": "x"}}'),
    ],
)
def test_a_text_is_masked_where_a_name_says_that_a_secret_follows(text: str, expected: str) -> None:
    assert redacted(text) == expected.replace("***", MASK)


@pytest.mark.parametrize("text", ["a", "token", "token ", "token\\", "token:\\", "'", "token='\\'", "token:Basic "])
def test_masking_a_long_text_comes_to_an_end(text: str) -> None:
    assert len(redacted(text * 100_000)) <= len(text) * 100_000


@pytest.mark.parametrize(
    "name", ["Authorization", "Set-Cookie", "access_token", "x-api-key", "Your Password", "apikey"]
)
def test_names_tell_what_is_secret(name: str) -> None:
    assert is_secret_name(name)
    assert not is_secret_name("Name")


# Each secret has this in it; the mark is what everything is searched for.
MARK = "S3CR3T"
LEAKS = (MARK, b64encode(f"ada@example.com:{MARK}-password".encode()).decode())


def tokens(clock: VirtualClock) -> Tokens:
    """Tokens that are still good, and to be renewed."""
    return Tokens(f"{MARK}-access", f"{MARK}-refresh", "ada@example.com", clock.now() + timedelta(seconds=30))


def signed_in(clock: VirtualClock, **given: Any) -> dict[str, Any]:
    return {"auth": GrantAuth("ada@example.com", f"{MARK}-password", **given)}


MODES: dict[str, Callable[[VirtualClock], dict[str, Any]]] = {
    "token": lambda _: {"token": f"{MARK}-access"},
    "basic": lambda _: {"username": "ada@example.com", "password": f"{MARK}-password"},
    "grant": signed_in,
    "grant with a code": lambda clock: signed_in(clock, totp=f"{MARK}-code"),
    "grant with a function for the code": lambda clock: signed_in(clock, totp=lambda: f"{MARK}-code"),
    "tokens": lambda clock: {"auth": GrantAuth(tokens=tokens(clock))},
    "grant with tokens": lambda clock: signed_in(clock, tokens=tokens(clock)),
}

Answer = tuple[int, str] | None
Respond = Callable[[str, str, str], Answer]


def granted(path: str) -> Answer:
    new = {"access_token": f"{MARK}-new", "refresh_token": f"{MARK}-newer", "expires_in": 3600}
    return (200, dumps(new)) if path == "/api/token" else None


def second_factor(path: str, form: str) -> Answer:
    wanted = path == "/api/token" and "totp" not in form
    return (400, dumps({"error": "two_factor_auth_check"})) if wanted else None


def echo(_: str, authorization: str, form: str) -> Answer:
    return 500, f"POST /api/token\nAuthorization: {authorization}\n\n{form}"


def echo_in_json(_: str, authorization: str, form: str) -> Answer:
    return 500, dumps({"Message": "An error has occurred.", "Authorization": authorization, "Password": form})


def instead_of_tokens(text: str) -> Respond:
    return lambda path, *_: (200, text if path == "/api/token" else "no user")


# None closes the connection.
FAULTS: dict[str, Respond] = {
    "401": lambda *_: (401, dumps({"Message": "Authorization has been denied for this request."})),
    "400": lambda *_: (400, dumps({"error": "invalid_grant"})),
    "500 with an echo": echo,
    "500 with an echo in JSON": echo_in_json,
    "500 with an echo after the second factor": lambda *sent: second_factor(sent[0], sent[2]) or echo(*sent),
    "500 with an echo after the grant": lambda *sent: granted(sent[0]) or echo_in_json(*sent),
    "401 after the grant": lambda *sent: granted(sent[0]) or (401, ""),
    "nothing": lambda *_: None,
    "200 cut off": instead_of_tokens(f'{{"access_token": "{MARK}-access", "AccessToken": "{MARK}'),
    "200 in no encoding": instead_of_tokens(f'{{"access_token": "{MARK}\udcff"}}'),
    "200 with a bare token": instead_of_tokens(dumps(f"{MARK}-access")),
    "200 without an access token": instead_of_tokens(dumps({"refresh_token": f"{MARK}-refresh"})),
    "200 with a number for a token": instead_of_tokens(dumps({"access_token": f"{MARK}-access", "refresh_token": 5})),
    "200 with a token that cannot be sent": instead_of_tokens(dumps({"access_token": f"{MARK}\n"})),
}


@contextmanager
def answering(respond: Respond) -> Iterator[str]:
    """A server that answers so. It is told the path, the `Authorization` header and the body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            answer = respond(self.path, self.headers.get("Authorization", ""), body)
            if answer is None:
                return
            content = answer[1].encode(errors="surrogateescape")
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - so it is called

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def unreachable(*, listening: bool) -> Iterator[str]:
    """An address where nobody answers: connections are refused, or wait for ever."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if listening:
            listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def shown_by(error: BaseException, seen: list[BaseException]) -> Iterator[str]:
    """Whatever an error and all that led to it show, also in tracebacks with the locals of their frames."""
    if error in seen:
        return
    seen.append(error)
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    if isinstance(error, nexudus.NexudusError):
        again = pickle.loads(pickle.dumps(error))
        yield from (str(pickle.dumps(error)), str(again), repr(vars(again)))
    told = TracebackException.from_exception(error, capture_locals=True)
    for frame in told.stack:
        # The frames of the tests know the secrets by right.
        if Path(frame.filename).is_relative_to(Path(__file__).parent):
            frame.locals = None
    yield from told.format(chain=False)
    for other in (error.__cause__, error.__context__):
        if other is not None:
            yield from shown_by(other, seen)


def assert_nothing_leaks(ask: Caller, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("nexudus_calendars", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    with pytest.raises(nexudus.NexudusError) as caught:
        ask(lambda client: client.authentication.get_current_user())
    shown = list(shown_by(caught.value, []))
    assert any("self = <nexudus_calendars." in text for text in shown)
    shown += [text for record in caplog.records for text in (record.getMessage(), repr(vars(record)))]
    assert "httpcore.connection" in {record.name for record in caplog.records}
    assert [text for text in shown if any(leak in text for leak in LEAKS)] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_answer_brings_secrets_to_light(
    open_client: Callable[..., Caller], clock: VirtualClock, caplog: pytest.LogCaptureFixture, mode: str, fault: str
) -> None:
    with answering(FAULTS[fault]) as url:
        assert_nothing_leaks(open_client(url, clock=clock, **MODES[mode](clock)), caplog)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("listening", [True, False], ids=["timeout", "refused"])
def test_no_broken_connection_brings_secrets_to_light(
    open_client: Callable[..., Caller],
    clock: VirtualClock,
    caplog: pytest.LogCaptureFixture,
    mode: str,
    *,
    listening: bool,
) -> None:
    with unreachable(listening=listening) as url:
        assert_nothing_leaks(open_client(url, clock=clock, timeout=0.02, **MODES[mode](clock)), caplog)


@pytest.mark.parametrize(
    "variables",
    [
        {"TOKEN": f"{MARK}\n"},
        {"PASSWORD": MARK},
        {"USERNAME": "ada@example.com", "PASSWORD": f"{MARK}\udcff"},
        {"AUTH": MARK, "USERNAME": "ada@example.com", "PASSWORD": MARK},
        {"AUTH": "grant", "USERNAME": "jörg@example.com", "PASSWORD": MARK},
    ],
)
def test_no_environment_that_makes_no_sense_brings_secrets_to_light(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"NEXUDUS_{name}", value)
    with pytest.raises(ValueError, match="NEXUDUS_") as caught:
        nexudus.NexudusClient.from_env()
    assert [text for text in shown_by(caught.value, []) if MARK in text] == []
