"""The server as a process."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.mock.conftest import ADMIN, OPENAPI

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockError, MockSettings, running, serve
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
        assert httpx.get(url + google.path, auth=ADMIN).status_code == 200
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
        assert httpx.get(mock.url + google.path, auth=ADMIN).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(mock.url + google.path, auth=ADMIN)


def test_head_is_refused_without_a_body(contract: Contract, google: RecordType) -> None:
    with running(contract) as mock, httpx.Client(base_url=mock.url, auth=ADMIN) as client:
        response = client.head(google.path)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST, PUT")
        assert response.content == b""
        assert client.get(google.path).status_code == 200
