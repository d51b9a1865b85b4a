"""A mock at a socket that clients of no good will talk to, and what must hold after each of them."""

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import httpx
import pytest
from tests.mock.conftest import OPENAPI, Clock

from nexudus_contract.document import load
from nexudus_contract.mock import MockSettings, RunningMock, running

PATH = b"/api/spaces/coworkergooglecalendars"
HEADERS = b"Host: mock\r\nAuthorization: Basic YWRtaW5AZXhhbXBsZS5jb206YWRtaW4=\r\n"
LIST = b"GET " + PATH + b" HTTP/1.1\r\n" + HEADERS + b"\r\n"
POST = b"POST " + PATH + b" HTTP/1.1\r\n" + HEADERS + b"Content-Type: application/json\r\n"


@dataclass
class Received:
    """An answer as it came."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Wire:
    """One connection."""

    def __init__(self, connection: socket.socket, stream: BinaryIO) -> None:
        self.socket = connection
        self._stream = stream

    def answer(self) -> Received | None:
        """The next answer, which must be well-formed; None where the server has closed the connection."""
        line = self._line()
        if not line:
            return None
        version, status, reason = line.split(b" ", 2)
        assert version == b"HTTP/1.1"
        assert reason
        headers: dict[bytes, bytes] = {}
        while line := self._line():
            name, _, value = line.partition(b": ")
            assert name not in headers
            headers[name] = value
        length = int(headers.get(b"content-length", b"0"))
        body = self._stream.read(length)
        assert len(body) == length
        return Received(int(status), headers, body)

    def ask(self, request: bytes) -> Received:
        """The answer to a request."""
        self.socket.sendall(request)
        received = self.answer()
        assert received is not None, "the server closed the connection"
        return received

    def _line(self) -> bytes:
        """A line without its end, or nothing where the connection has ended."""
        line = self._stream.readline()
        assert not line or line.endswith(b"\r\n")
        return line[:-2]

    def answers(self) -> list[int]:
        """The status of every answer until the server closes the connection."""
        found: list[int] = []
        try:
            while received := self.answer():
                found.append(received.status)
        except ConnectionError:
            # It closed while we were still sending.
            pass
        return found

    def last_words(self, data: bytes) -> list[int]:
        """Send something and nothing after it; the status of every answer."""
        try:
            self.socket.sendall(data)
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            # It closed before all was sent.
            pass
        return self.answers()


@pytest.fixture(scope="module")
def server() -> Iterator[RunningMock]:
    with running(load(OPENAPI), MockSettings(clock=Clock(), records=5)) as mock:
        yield mock


@pytest.fixture(autouse=True)
def unmoved(server: RunningMock, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test the mock serves others, holds what it held, and has nothing to complain of itself about."""
    before = {tag: server.world.records(tag, size=1000) for tag in server.world.counts}
    yield
    assert served(server)
    assert {tag: server.world.records(tag, size=1000) for tag in server.world.counts} == before
    logged = [*caplog.get_records("call"), *caplog.records]
    assert [record.getMessage() for record in logged if record.levelno >= logging.ERROR] == []


def served(server: RunningMock) -> bool:
    """Whether somebody else gets the list that they ask for."""
    with wired(server) as wire:
        received = wire.ask(LIST)
        return received.status == 200 and len(json.loads(received.body)["Records"]) == 5


@contextmanager
def wired(server: RunningMock) -> Iterator[Wire]:
    """A new connection."""
    url = httpx.URL(server.url)
    with (
        socket.create_connection((url.host, url.port or 0), timeout=10) as connection,
        connection.makefile("rb") as stream,
    ):
        yield Wire(connection, stream)
