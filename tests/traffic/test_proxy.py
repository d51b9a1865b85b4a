"""The proxy changes nothing on its way: what the server hears is what the client said, and the other way round."""

import gzip
import re
import socket
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.terms import RecordType
from nexudus_contract.traffic.upstream import Upstream

from .conftest import Line, line, mocked

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"


class Ear:
    """A server that writes down the bytes of each request and answers what it was told.

    Attributes:
        heard: head and body of each request.
        says: the answer.
    """

    def __init__(self, listener: socket.socket) -> None:
        self.heard: list[tuple[bytes, bytes]] = []
        self.says = HELLO
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._listener = listener

    def run(self) -> None:
        """Serve, one connection after the other, until the listener is closed."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self.heard.append(_heard(stream))
                # It ends here, and says so, or the next request might still be sent on this connection.
                connection.sendall(self.says.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))


def _heard(stream: Any) -> tuple[bytes, bytes]:
    head = b""
    while (row := stream.readline()) not in {b"\r\n", b""}:
        head += row
    length = re.search(rb"(?i)^content-length: (\d+)", head, re.MULTILINE)
    return head, stream.read(int(length[1])) if length else b""


@contextmanager
def _listening() -> Generator[Ear]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ear = Ear(listener)
        thread = threading.Thread(target=ear.run)
        thread.start()
        try:
            yield ear
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture
def ear() -> Generator[Ear]:
    with _listening() as ear:
        yield ear


@pytest.fixture
def through(contract: Contract, ear: Ear, tmp_path: Path) -> Generator[Line]:
    """A proxy to the ear."""
    with line(contract, ear.url, tmp_path / "traffic.har") as found:
        yield found


def _say(url: str, message: bytes) -> bytes:
    """What comes back for some bytes, until the other side hangs up."""
    address = ("127.0.0.1", httpx.URL(url).port or 0)
    with socket.create_connection(address, timeout=20) as connection, connection.makefile("rb") as stream:
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        return stream.read()


TARGET_LETTERS = st.sampled_from("abz019%/?&=+[]{}\"'<>|\\^`~!$();:@,.-_*#")
BODIES = st.binary(max_size=60) | st.text(max_size=20).map(str.encode)


def test_bytes_pass_unchanged_both_ways(ear: Ear, through: Line) -> None:
    @settings(max_examples=60, deadline=None)
    @given(
        method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "MERGE"]),
        target=st.text(TARGET_LETTERS, max_size=20),
        value=st.text(
            st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f\x85\xa0"), max_size=9
        ),
        body=BODIES,
        answer=BODIES,
        status=st.sampled_from([200, 201, 301, 400, 418, 500, 599]),
    )
    def talk(method: str, target: str, value: str, body: bytes, answer: bytes, status: int) -> None:
        head = (
            f"{method} /{target} HTTP/1.1\r\nhOst: me\r\nX-Odd: {value}\r\nx-odd: 2\r\nContent-Length: {len(body)}\r\n"
        )
        given_head = f"HTTP/1.1 {status} Very Odd\r\nX-Odd: {value}\r\nsEt-Cookie: a\r\nSet-Cookie: b\r\n"
        ear.says = f"{given_head}Content-Length: {len(answer)}\r\n\r\n".encode("latin-1") + answer
        got = _say(through.url, head.encode("latin-1") + b"Connection: close\r\n\r\n" + body)
        heard_head, heard_body = ear.heard[-1]
        assert heard_body == body
        assert heard_head == head.replace(": me", f": {ear.url[7:]}", 1).encode("latin-1")
        head_got, _, body_got = got.partition(b"\r\n\r\n")
        assert head_got + b"\r\n\r\n" == ear.says.partition(b"\r\n\r\n")[0] + b"\r\nConnection: close\r\n\r\n"
        assert body_got == answer

    talk()


def test_a_body_in_chunks_is_put_together(ear: Ear, through: Line) -> None:
    said = b"POST /api/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    got = _say(through.url, said + b"3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
    assert got.endswith(b"{}")
    ((head, body),) = ear.heard
    assert body == b"abc0123456789"
    assert b"chunked" not in head.lower()
    ear.says = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    got = _say(through.url, b"GET / HTTP/1.0\r\n\r\n")
    assert got == b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"


def test_a_body_without_sense_is_refused(ear: Ear, through: Line) -> None:
    lengths = ["Transfer-Encoding: chunked", "Content-Length: 9", "Content-Length: -1", "Content-Length: x"]
    asked = [(length, body) for length in lengths for body in (b"zz\r\n", b"5\r\nabc", b"-1\r\n")]
    answers = {
        (length, body): _say(through.url, f"POST / HTTP/1.1\r\nHost: h\r\n{length}\r\n\r\n".encode() + body)
        for length, body in asked
    }
    taken = {key: answer for key, answer in answers.items() if not answer.startswith(b"HTTP/1.1 400 ")}
    assert taken == {}
    assert ear.heard == []


SENSELESS = {
    "Content-Length: 5\r\nTransfer-Encoding: chunked": "there is a Content-Length beside a Transfer-Encoding",
    "Content-Length: 5\r\nContent-Length: 6": "there are two Content-Lengths",
    "Content-Length: 5\r\nno header": "a line of the head is no header",
    "Content-Length: +5": "the body's length makes no sense",
    "Content-Length: 1_0": "the body's length makes no sense",
    f"Content-Length: {'9' * 5000}": "the body's length makes no sense",
    "Content-Length: 99999999999": "the body is larger than 64 MiB",
}


def test_what_two_servers_can_read_in_two_ways_is_refused_and_told(ear: Ear, through: Line) -> None:
    """After it the connection ends, since where the next request begins is anybody's guess."""
    following = b"0\r\n\r\nGET /second HTTP/1.1\r\nHost: h\r\n\r\n"
    answers = {
        head: _say(through.url, f"POST / HTTP/1.1\r\nHost: h\r\n{head}\r\n\r\n".encode() + following)
        for head in SENSELESS
    }
    wrong = {
        head: answer
        for head, answer in answers.items()
        if not answer.startswith(b"HTTP/1.1 400 ") or answer.count(b"HTTP/1.1") != 1
    }
    assert wrong == {}
    assert through.said == [f"refused a request: {why}" for why in SENSELESS.values()]
    assert ear.heard == []


@pytest.mark.parametrize(
    ("method", "says"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\nContent-Length: 99\r\n\r\n"),
        ("DELETE", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ],
    ids=["head", "204", "304", "empty"],
)
def test_an_answer_without_a_body_passes_and_the_connection_goes_on(
    ear: Ear, through: Line, method: str, says: bytes
) -> None:
    ear.says = says
    one = f"{method} / HTTP/1.1\r\nHost: h\r\n\r\n".encode()
    assert _say(through.url, one * 2) == says * 2


def test_what_is_of_one_connection_stays_there(ear: Ear, through: Line) -> None:
    ear.says = HELLO.replace(b"\r\n\r\n", b"\r\nKeep-Alive: 5\r\nConnection: X-Own\r\nX-Own: 1\r\nX-All: 2\r\n\r\n")
    headers = "Connection: close, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nTE: gzip\r\nUpgrade: h2c\r\nX-All: 2\r\n"
    got = _say(through.url, f"GET / HTTP/1.1\r\nHost: h\r\n{headers}\r\n".encode())
    assert got == HELLO.replace(b"\r\n\r\n", b"\r\nX-All: 2\r\nConnection: close\r\n\r\n")
    assert ear.heard[0][0] == f"GET / HTTP/1.1\r\nHost: {ear.url[7:]}\r\nX-All: 2\r\n".encode()


def test_a_client_that_waits_may_go_on(ear: Ear, through: Line) -> None:
    address = ("127.0.0.1", httpx.URL(through.url).port or 0)
    with socket.create_connection(address, timeout=20) as connection, connection.makefile("rb") as stream:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
        connection.sendall(b"ab")
        connection.shutdown(socket.SHUT_WR)
        assert stream.read().endswith(b"{}")
    assert ear.heard[0][1] == b"ab"


def test_a_whole_address_is_asked_for_its_path(ear: Ear, through: Line) -> None:
    _say(through.url, b"GET http://other/api/x?y HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n")
    assert ear.heard[0][0].startswith(b"GET /api/x?y HTTP/1.1\r\n")
    assert _say(through.url, b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_path_of_the_server_stands_before_all(contract: Contract, ear: Ear, tmp_path: Path) -> None:
    with line(contract, f"{ear.url}/base/", tmp_path / "a.har") as found:
        found.ask("GET", "/api/nothing?x=1")
    assert ear.heard[0][0].startswith(b"GET /base/api/nothing?x=1 HTTP/1.1\r\n")
    assert [finding.operation for finding in found.proxy.findings] == ["GET /api/nothing"]


def _packed(encoding: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("encoding", "body", "found", "unseen"),
    [
        ("gzip", gzip.compress(b'{"Message": "no"}'), 3, 0),
        ("gzip", b"not gzip", 0, 1),
        ("odd", b"anything", 0, 1),
    ],
    ids=["gzip", "broken", "unknown"],
)
def test_an_encoded_body_passes_as_it_is_and_is_judged_decoded(
    contract: Contract, ear: Ear, through: Line, encoding: str, body: bytes, found: int, unseen: int
) -> None:
    ear.says = _packed(encoding, body)
    got = _say(through.url, b"GET /api/auth/me HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert got.endswith(b"\r\n\r\n" + body)
    messages = [message for _, _, message in through.found(contract)]
    assert len([text for text in messages if "required" in text]) >= found
    assert through.proxy.findings.unseen == unseen
    assert bool(messages) is bool(found)


def test_32_requests_are_in_flight_at_once(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    everybody = threading.Barrier(32)

    class _Upstream(Upstream):
        def ask(self, request: Any) -> Any:
            # Nobody goes on before all have come.
            everybody.wait(timeout=60)
            return super().ask(request)

    with mocked(contract, tmp_path / "a.har") as found, ThreadPoolExecutor(32) as pool:
        found.proxy._upstream.__class__ = _Upstream
        answers = list(pool.map(lambda number: found.ask("GET", f"{google.path}?size={number + 1}"), range(64)))
    assert [answer.json()["CurrentPageSize"] for answer in answers] == list(range(1, 65))
    assert found.found(contract) == []
    assert found.proxy.findings.checked == 64
