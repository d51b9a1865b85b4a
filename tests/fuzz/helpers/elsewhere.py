"""The mock as somebody's server: behind TLS on the loopback, under a name that is taken for another machine."""

import base64
import contextlib
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.fuzz.conftest import Elsewhere, Wrapper

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Fault, MockSettings, Request, Respond, World, responder, serving
from nexudus_contract.terms import Kind, RecordType

ADMIN = ("admin@example.com", "admin")
OWN = {"ResourceId": 7, "CoworkerId": 9}
FOREIGN = 5


@dataclass
class Time:
    """Passes only where somebody waits."""

    now: float = 0
    waits: list[float] = field(default_factory=list[float])

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def date(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.now)


@dataclass
class Elsewheres:
    """A server and what it was asked.

    Attributes:
        target: how the lane sees it.
        contract: what it promises.
        world: its state.
        seen: method, path and status of each request that came by TLS.
    """

    target: Elsewhere
    contract: Contract
    world: World
    seen: list[tuple[str, str, int]]

    def rows(self, record_type: RecordType) -> list[dict[str, Any]]:
        """What is there."""
        self.world.faults.clear()
        found: list[dict[str, Any]] = ask(self.world, "GET", record_type.path, query=b"size=200")["Records"]
        return found

    @property
    def everything(self) -> list[list[dict[str, Any]]]:
        return [self.rows(record_type) for record_type in self.contract.record_types]

    def make(self, record_type: RecordType, **fields: Any) -> int:
        """Make a record that is somebody else's; its id."""
        sent = example(self.contract, record_type) | fields
        number: int = ask(self.world, "POST", record_type.path, sent)["Value"]["Id"]
        return number


def example(contract: Contract, record_type: RecordType) -> dict[str, Any]:
    """The body that the contract shows for a create."""
    body = record_type.operations[Kind.CREATE].body
    assert body is not None
    return dict(next(contract.examples(body.raw["content"][body.media_type]))[1])


_hosts = count(1)


def ask(world: World, method: str, path: str, body: object = None, query: bytes = b"") -> Any:
    """A request of the test's own, from a machine of its own, which no throttle has ever seen."""
    headers = {
        b"authorization": b"Basic " + base64.b64encode(":".join(ADMIN).encode()),
        b"content-type": b"application/json",
    }
    data = b"" if body is None else json.dumps(body).encode()
    asked = Request(method, path, query, headers, data, host=f"10.0.{next(_hosts) // 250}.{next(_hosts) % 250}")
    return json.loads(responder(world)(asked).body)


def certificate(folder: Path) -> Path:
    """A certificate of localhost, with its key, that signs itself."""
    path = folder / "localhost.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, *names, "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@contextlib.contextmanager
def elsewhere(
    contract: Contract,
    pem: Path,
    wrap: Wrapper = lambda respond: respond,
    settings: MockSettings | None = None,
    faults: Sequence[Fault] = (),
    foreign: int = FOREIGN,
) -> Generator[Elsewheres]:
    """The mock behind TLS, with records that are somebody else's; `wrap` sees what comes by TLS, and nothing else."""
    world = World(contract, settings or MockSettings(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
    seen: list[tuple[str, str, int]] = []
    with serving(_watched(wrap(responder(world)), seen)) as url, _tls(url, pem) as port:
        target = Elsewhere(f"https://localhost:{port}", username=ADMIN[0], password=ADMIN[1])
        server = Elsewheres(target, contract, world, seen)
        for record_type in contract.record_types:
            for number in range(foreign):
                server.make(record_type, Name=f"somebody's {number}", ResourceId=100 + number)
        for fault in faults:
            world.faults.add(fault)
        yield server
    world.close()


def _watched(respond: Respond, seen: list[tuple[str, str, int]]) -> Respond:
    def watched(request: Request) -> Answer:
        answer = respond(request)
        seen.append((request.method, request.path, answer.status))
        return answer

    return watched


@contextlib.contextmanager
def _tls(url: str, pem: Path) -> Generator[int]:
    """TLS in front of a server, on a free port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(
                    target=_relay, args=(context, plain, (parts.hostname, parts.port)), daemon=True
                ).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _relay(context: ssl.SSLContext, plain: socket.socket, address: tuple[str, int]) -> None:
    """One connection: what comes goes on, and what is answered comes back, one after the other, as HTTP/1.1 does."""
    with (
        contextlib.suppress(OSError),
        plain,
        socket.create_connection(address) as inner,
        context.wrap_socket(plain, server_side=True) as outer,
    ):
        for one in (outer, inner):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=_copy, args=(inner, outer), daemon=True)
        back.start()
        _copy(outer, inner)
        back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    # Both ends, or the other direction would wait for ever.
    for one in (sink, source):
        with contextlib.suppress(OSError):
            socket.socket.shutdown(one, socket.SHUT_RDWR)
