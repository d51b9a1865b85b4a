"""The server as a process."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from tests.mock.conftest import ADMIN, OPENAPI

from nexudus_contract.document import Contract
from nexudus_contract.mock import (
    Answer,
    Fault,
    FaultKind,
    MockError,
    MockSettings,
    Request,
    running,
    serve,
    serving,
)
from nexudus_contract.terms import RecordType

PROGRAM = """
import sys
from pathlib import Path
from nexudus_contract.document import load
from nexudus_contract.mock import serve
serve(load(Path(sys.argv[1])), port=0)
"""


@contextmanager
def _process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(OPENAPI)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_ends_quietly(google: RecordType, number: signal.Signals) -> None:
    with _process() as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = line.split()[2]
        assert line == f"mock on {url} (admin@example.com / admin)\n"
        assert httpx.get(url + google.path, auth=ADMIN, verify=False).status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_named(contract: Contract) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(MockError, match=f"cannot listen on 127.0.0.1, port {port}: .*choose another"):
            serve(contract, port=port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("no.such.host.invalid", 0)])
def test_an_address_that_cannot_be_is_named(contract: Contract, host: str, port: int) -> None:
    with pytest.raises(MockError, match="cannot listen on"):
        serve(contract, host=host, port=port)


def test_a_running_mock_ends_with_its_block(contract: Contract, google: RecordType) -> None:
    with running(contract, MockSettings()) as mock:
        assert httpx.get(mock.url + google.path, auth=ADMIN, verify=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(mock.url + google.path, auth=ADMIN, verify=False)


def test_a_mock_that_nobody_asks_ends_too(contract: Contract) -> None:
    for _ in range(5):
        with running(contract):
            pass


def test_who_still_waits_when_it_ends_gets_no_answer(
    contract: Contract, google: RecordType, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as stack:
        with running(contract, MockSettings(faults=(Fault(FaultKind.LATENCY, seconds=3600),))) as mock:
            waiting = stack.enter_context(socket.create_connection(("127.0.0.1", int(mock.url.rpartition(":")[2]))))
            waiting.sendall(f"GET {google.path} HTTP/1.1\r\nHost: mock\r\n\r\n".encode())
            while not len(mock.world.requests):
                assert httpx.get(f"{mock.url}/_mock/state", verify=False).status_code == 200
        assert waiting.recv(100) == b""
    assert caplog.records == []


def test_a_broken_responder_is_a_500_and_the_server_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def respond(request: Request) -> Answer:
        if request.path == "/broken":
            raise RuntimeError("secret")
        return Answer(200)

    with serving(respond) as url, httpx.Client(base_url=url, verify=False) as client:
        broken = client.get("/broken")
        assert (broken.status_code, broken.content) == (500, b"")
        assert client.get("/").status_code == 200
    assert "the mock failed at GET /broken" in caplog.text


def _status(url: str, key: str) -> int:
    return httpx.get(url, headers={"X-Mock-Key": key}, verify=False).status_code


@pytest.mark.parametrize("key", ["", "k3y"])
def test_off_the_loopback_it_warns_and_wants_a_key(key: str) -> None:
    command = [sys.executable, "-m", "nexudus_contract", "mock", "--host", "0.0.0.0", "--port", "0"]
    environment = {**os.environ, "NEXUDUS_MOCK_KEY": key}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[2].replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{url}/_mock/state", verify=False).status_code == 401
        assert _status(f"{url}/_mock/state", key) == (200 if key else 401)
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert said == (
        "warning: on 0.0.0.0 other machines can reach the mock, whose passwords everybody may know; "
        "without --host it listens on 127.0.0.1\n"
    )
    assert "k3y" not in said


def test_head_is_refused_without_a_body(contract: Contract, google: RecordType) -> None:
    with running(contract) as mock, httpx.Client(base_url=mock.url, auth=ADMIN, verify=False) as client:
        response = client.head(google.path)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST, PUT")
        assert response.content == b""
        assert client.get(google.path).status_code == 200
