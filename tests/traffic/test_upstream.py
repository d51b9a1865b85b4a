"""What is behind the proxy: it may be down, unvouched for, or no server at all."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.terms import RecordType
from nexudus_contract.traffic import TrafficError
from nexudus_contract.traffic.upstream import Upstream

from .conftest import line


def test_a_server_that_is_down_is_a_502_and_a_line(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with line(contract, url, tmp_path / "a.har") as found:
        answer = found.ask("GET", google.path)
    assert answer.status_code == 502
    assert answer.json() == {"Message": f"{found.said[0].removeprefix('request 1: ')}; is the server running?"}
    assert f"{url} gave no answer: " in found.said[0]
    assert found.found(contract) == []


def test_tls_is_verified(contract: Contract, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # Nobody vouches for it but itself.
    context.load_cert_chain(Path(__file__).parent / "self_signed.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        greeted = pool.submit(_greet, listener, context)
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with line(contract, url, tmp_path / "a.har") as found:
            assert found.ask("GET", "/api/auth/me").status_code == 502
        assert "CERTIFICATE_VERIFY_FAILED" in found.said[0]
        assert "UNKNOWN_CA" in greeted.result(timeout=20).upper().replace(" ", "_")


def _greet(listener: socket.socket, context: ssl.SSLContext) -> str:
    """How a client's greeting ends."""
    connection, _ = listener.accept()
    with connection:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError as error:
            return str(error)
    return ""


@pytest.mark.parametrize(
    ("url", "says"),
    [("nowhere", "is no address"), ("ftp://h", "is no address"), ("http://", "is no address"),
     ("http://h?x", "has a query"), ("http://h", "is not encrypted"), ("http://u:Geheim123@h", "holds a user name")],
)  # fmt: skip
def test_an_address_without_sense_is_refused(url: str, says: str) -> None:
    with pytest.raises(TrafficError, match=says) as caught:
        Upstream(url)
    assert "Geheim123" not in str(caught.value)
