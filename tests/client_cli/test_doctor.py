"""doctor: each thing that can stand between an operator and Nexudus is named, with what to do about it."""

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from nexudus_calendars import NexudusClient
from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, MockSettings, Request, RunningMock, User, responder, running, serving
from nexudus_contract.terms import Limit

from .conftest import CERTIFICATE, GOOGLE, Done, Run, add

ENTITY = "CoworkerGoogleCalendar"
LATER = ("credentials", "second factor", "roles", "limits")


def checks(done: Done) -> dict[str, tuple[str, str, str]]:
    return {item["check"]: (item["status"], item["seen"], item["advice"]) for item in done.json["checks"]}


def states(done: Done) -> dict[str, str]:
    return {name: status for name, (status, _, _) in checks(done).items()}


def test_all_is_well_for_an_administrator(run: Run, mock: RunningMock) -> None:
    done = run("doctor")
    assert done.code == 0
    assert [line[:8] for line in done.out.splitlines() if not line.startswith("ok      ")] == ["skipped "]
    assert "skipped TLS: http, on this machine\n" in done.out
    assert "ok      credentials: admin@example.com, by user name and password\n" in done.out
    assert f"ok      {ENTITY}-Create ({GOOGLE}: create): an administrator holds every role\n" in done.out
    assert "admin:" not in done.out
    assert {entry.method for entry in mock.world.requests} == {"GET"}


def test_the_checks_come_in_the_order_of_need(run: Run) -> None:
    done = run("doctor", GOOGLE, "--json")
    names = list(checks(done))
    assert (done.json["ok"], names[:5], names[-1]) == (
        True,
        ["address", "TLS", "clock", "credentials", "second factor"],
        "limits",
    )


def test_roles_are_found_out_by_reading_only(run: Run, mock: RunningMock, client: NexudusClient) -> None:
    add(client)
    mock.world.requests.clear()
    done = run("doctor", GOOGLE, "--json", NEXUDUS_USERNAME="auditor@example.com", NEXUDUS_PASSWORD="auditor")
    found = {name.partition(" ")[0]: status for name, status in states(done).items() if name.startswith(ENTITY)}
    assert done.code == 1
    assert found == {
        f"{ENTITY}-List": "ok",
        f"{ENTITY}-Read": "ok",
        f"{ENTITY}-Edit": "fail",
        f"{ENTITY}-Create": "skipped",
        f"{ENTITY}-Delete": "skipped",
    }
    assert {entry.method for entry in mock.world.requests} == {"GET"}


USERS = (
    User("reader@example.com", "x", roles=frozenset({"*-Read"})),
    User("nobody@example.com", "x", roles=frozenset()),
    User("totp@example.com", "x", totp_secret="GEZDGNBVGY3TQOJQ"),
    User("gone@example.com", "x", suspended=True),
    User("shut@example.com", "x", api_access=False),
    User("reset@example.com", "x", must_reset_password=True),
)


@pytest.fixture(scope="module")
def users(contract: Contract) -> Iterator[str]:
    with running(contract, MockSettings(users=USERS)) as mock:
        yield mock.url


@pytest.mark.parametrize(("name", "listing", "reading"), [("reader", "fail", "ok"), ("nobody", "fail", "fail")])
def test_a_missing_role_is_named(run: Run, users: str, name: str, listing: str, reading: str) -> None:
    who = {"NEXUDUS_USERNAME": f"{name}@example.com", "NEXUDUS_PASSWORD": "x", "NEXUDUS_BASE_URL": users}
    found = checks(run("doctor", GOOGLE, "--json", **who))
    of = {key.partition(" ")[0]: value for key, value in found.items()}
    assert (of[f"{ENTITY}-List"][0], of[f"{ENTITY}-Read"][0]) == (listing, reading)
    assert of[f"{ENTITY}-List"][2] == f"give the user the role {ENTITY}-List, if it is to do this"


@pytest.mark.parametrize(
    ("way", "name", "password", "failing", "said"),
    [
        # Basic is refused without a reason, so doctor asks for a token to learn one.
        ("basic", "totp", "x", "second factor", "a code is wanted"),
        ("basic", "gone", "x", "credentials", "The user may not use the API."),
        ("basic", "shut", "x", "credentials", "The user may not use the API."),
        ("basic", "reset", "x", "credentials", "set a new password in Nexudus first"),
        ("basic", "totp", "s3cret", "credentials", "The user name or password is incorrect."),
        ("basic", "stranger", "s3cret", "credentials", "check the user name and the password"),
        ("grant", "totp", "x", "second factor", "a code is wanted"),
        ("grant", "stranger", "s3cret", "credentials", "check the user name and the password"),
    ],
)
def test_why_nobody_gets_in(run: Run, users: str, way: str, name: str, password: str, failing: str, said: str) -> None:
    done = run(
        "doctor", "--json", NEXUDUS_AUTH=way, NEXUDUS_USERNAME=f"{name}@example.com", NEXUDUS_PASSWORD=password,
        NEXUDUS_BASE_URL=users,
    )  # fmt: skip
    found = checks(done)
    assert done.code == 1
    assert [check for check, (status, _, _) in found.items() if status == "fail"] == [failing]
    assert said in " ".join(found[failing])
    assert found["roles"][0] == "skipped"
    assert "s3cret" not in done.out + done.err


def test_a_person_at_a_terminal_is_asked_for_the_code(run: Run, users: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (user,) = [user for user in USERS if user.totp_secret]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: user.code(datetime.now(UTC)))
    who = {"NEXUDUS_USERNAME": user.email, "NEXUDUS_PASSWORD": "x", "NEXUDUS_AUTH": "grant"}
    found = checks(run("doctor", "--json", NEXUDUS_BASE_URL=users, **who))
    assert found["credentials"][:2] == ("ok", "totp@example.com, by signing in for a token")
    assert found["second factor"][0] == "ok"


def test_a_refused_token_is_told(run: Run) -> None:
    found = checks(run("doctor", "--json", NEXUDUS_TOKEN="t0ken"))
    assert found["credentials"][:2] == ("fail", "the token was refused")
    assert "t0ken" not in str(found)


@pytest.mark.parametrize(
    "variables",
    [{"NEXUDUS_PASSWORD": None}, {"NEXUDUS_AUTH": "digest"}, {"NEXUDUS_TOKEN": "two words"}],
    ids=str,
)
def test_credentials_that_are_none_are_told(run: Run, variables: Mapping[str, str | None]) -> None:
    found = checks(run("doctor", "--json", **variables))
    assert found["credentials"][0] == "fail"
    assert "NEXUDUS_" in found["credentials"][1]
    assert [found[name][0] for name in LATER[1:]] == ["skipped"] * 3


@pytest.mark.parametrize(
    ("url", "said", "advice"),
    [
        ("http://127.0.0.1:1", "Connection refused", "nothing listens there"),
        ("https://nexudus.invalid", "", "nexudus.invalid"),
        ("https://{host}", "", "speaks no TLS"),
    ],
)
def test_an_address_that_cannot_be_reached(
    run: Run, mock: RunningMock, monkeypatch: pytest.MonkeyPatch, url: str, said: str, advice: str
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    done = run("doctor", "--json", "--base-url", url.format(host=mock.url.removeprefix("http://")))
    found = checks(done)
    assert done.code == 1
    assert found["address"][0] == "fail"
    assert said in found["address"][1]
    assert advice in found["address"][2]
    assert [found[name][0] for name in LATER] == ["skipped"] * 4


@pytest.mark.parametrize(
    ("answer", "said", "advice"),
    [
        (Answer(200, b"<html>", ((b"content-type", b"text/html"),)), "is not Nexudus' API", "check --base-url"),
        (Answer(404, b'"Not found"'), "is not Nexudus' API", "check --base-url"),
        (
            Answer(301, b"", ((b"location", b"https://elsewhere.test/"),)),
            "sends to https://elsewhere",
            "NEXUDUS_BASE_URL",
        ),
        (Answer(503, b""), "answered 503", "try again later"),
    ],
    ids=["html", "404", "redirect", "503"],
)
def test_what_answers_may_not_be_nexudus(run: Run, answer: Answer, said: str, advice: str) -> None:
    with serving(lambda _: answer) as url:
        found = checks(run("doctor", "--json", "--base-url", url))
    assert found["address"][0] == "fail"
    assert said in found["address"][1]
    assert advice in found["address"][2]
    assert found["credentials"][0] == "skipped"


def test_an_address_that_is_none_cannot_be_looked_at(run: Run) -> None:
    done = run("doctor", "--base-url", "nexudus")
    assert (done.code, done.out) == (2, "")
    assert "this is no address of a server" in done.err


class _Handler(BaseHTTPRequestHandler):
    """Answers as the API does to somebody unknown, at whatever time it has."""

    off = timedelta()
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the time is ours
        return format_datetime(datetime.now(UTC) + self.off, usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - that is its name there
        """Say nothing."""


@contextlib.contextmanager
def standing(off: timedelta = timedelta(), context: ssl.SSLContext | None = None) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"off": off})
    # A thread for each connection: doctor opens a second one while the first is still open.
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        # It looks this often whether it is to end.
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("minutes", "status", "said"), [(0, "ok", "of the server's"), (9, "fail", " s behind"), (-9, "fail", " s ahead of")]
)
def test_a_clock_that_is_off_is_told(run: Run, minutes: int, status: str, said: str) -> None:
    with standing(timedelta(minutes=minutes)) as url:
        found = checks(run("doctor", "--json", "--base-url", url))
    assert found["clock"][0] == status
    assert said in found["clock"][1]
    assert ("clock (NTP)" in found["clock"][2]) == (status == "fail")
    # It is a nuisance, and no reason to look at nothing else.
    assert found["credentials"][0] == "fail"


@pytest.fixture
def context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def test_a_certificate_that_nobody_vouches_for(run: Run, context: ssl.SSLContext) -> None:
    with standing(context=context) as url:
        found = checks(run("doctor", "--json", "--base-url", url, SSL_CERT_FILE=None))
    assert (found["address"][0], found["TLS"][0]) == ("ok", "fail")
    assert "not trusted: self-signed certificate" in found["TLS"][1]
    assert "SSL_CERT_FILE" in found["TLS"][2]
    assert [found[name][0] for name in LATER] == ["skipped"] * 4


def test_a_certificate_that_is_trusted(run: Run, context: ssl.SSLContext) -> None:
    with standing(context=context) as url:
        found = checks(run("doctor", "--json", "--base-url", url, SSL_CERT_FILE=str(CERTIFICATE)))
    assert found["TLS"][0] == "ok"
    assert found["TLS"][1].startswith("TLSv1.3, its certificate good for 3")


def test_passwords_do_not_travel_readable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    done = run("doctor", "--base-url", "http://nexudus.invalid")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("http://nexudus.invalid is not encrypted, ")
    found = checks(run("doctor", "--json", "--base-url", "http://nexudus.invalid", NEXUDUS_ALLOW_HTTP="yes"))
    assert found["TLS"] == ("skipped", "http, as NEXUDUS_ALLOW_HTTP allows", "")


def test_a_throttle_is_told(run: Run, contract: Contract) -> None:
    with running(contract, MockSettings(limits=(Limit(3, 3600),))) as mock:
        done = run("doctor", GOOGLE, "--json", NEXUDUS_BASE_URL=mock.url)
    found = checks(done)
    assert (done.code, found["limits"][0]) == (1, "fail")
    assert "were refused as too many" in found["limits"][1]


def test_a_path_that_a_server_lacks_is_no_missing_role(run: Run, mock: RunningMock) -> None:
    respond = responder(mock.world)

    def without_paths(request: Request) -> Answer:
        return Answer(404, b'"Not found"') if request.path.startswith("/api/spaces/") else respond(request)

    with serving(without_paths) as url:
        done = run("doctor", GOOGLE, "--json", NEXUDUS_BASE_URL=url)
    seen = {name.partition(" ")[0]: seen for name, (_, seen, _) in checks(done).items() if name.startswith(ENTITY)}
    assert done.code == 0
    assert {seen[f"{ENTITY}-{role}"] for role in ("List", "Read", "Edit")} == {"the server has no such path"}
