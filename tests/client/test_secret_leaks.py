"""No error, log or traceback brings a secret to light, whatever the server answers."""

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

import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import GrantAuth, Tokens

from .helpers.basics import VirtualClock
from .helpers.callers import FORMS, Caller

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


class Answering(ThreadingHTTPServer):
    """A server that answers as it is told. `respond` gets the path, the `Authorization` header and the body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = FAULTS["nothing"]
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        answer = self.server.respond(self.path, self.headers.get("Authorization", ""), body)
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


@pytest.fixture(scope="module")
def answering() -> Iterator[Answering]:
    with Answering() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
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


def leaked(ask: Caller, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a call that fails shows of the secrets."""
    caplog.clear()
    for name in ("nexudus_calendars", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    with pytest.raises(nexudus.NexudusError) as caught:
        ask(lambda client: client.authentication.get_current_user())
    shown = list(shown_by(caught.value, []))
    assert any("self = <nexudus_calendars." in text for text in shown)
    shown += [text for record in caplog.records for text in (record.getMessage(), repr(vars(record)))]
    assert "httpcore.connection" in {record.name for record in caplog.records}
    return [text for text in shown if any(leak in text for leak in LEAKS)]


@FORMS
@pytest.mark.parametrize("fault", FAULTS)
def test_no_answer_brings_secrets_to_light(
    answering: Answering,
    open_client: Callable[..., Caller],
    clock: VirtualClock,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    answering.respond = FAULTS[fault]
    leaks = {mode: leaked(open_client(answering.url, clock=clock, **MODES[mode](clock)), caplog) for mode in MODES}
    assert {mode: texts for mode, texts in leaks.items() if texts} == {}


@FORMS
@pytest.mark.parametrize("listening", [True, False], ids=["timeout", "refused"])
def test_no_broken_connection_brings_secrets_to_light(
    open_client: Callable[..., Caller], clock: VirtualClock, caplog: pytest.LogCaptureFixture, *, listening: bool
) -> None:
    with unreachable(listening=listening) as url:
        leaks = {
            mode: leaked(open_client(url, clock=clock, timeout=0.02, **MODES[mode](clock)), caplog) for mode in MODES
        }
    assert {mode: texts for mode, texts in leaks.items() if texts} == {}


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
