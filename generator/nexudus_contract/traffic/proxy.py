"""A reverse proxy that judges what goes by: it passes everything on unchanged, and says what the contract lacks."""

import ipaddress
import json
import re
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from nexudus_contract.document import Contract
from nexudus_contract.traffic.entry import Entry, TrafficError
from nexudus_contract.traffic.findings import Findings
from nexudus_contract.traffic.judge import Judge
from nexudus_contract.traffic.recorder import Recorder
from nexudus_contract.traffic.upstream import Answer, Request, Upstream

_LOOPBACK = "127.0.0.1"
# A client that was told to use a proxy writes the whole address.
_ORIGIN = re.compile(rb"(?i)^https?://[^/?#]*")


class Proxy:
    """Passes requests on to one server, and judges each with its answer. Any number of threads may use it at once.

    Attributes:
        findings: what was found until now.
    """

    def __init__(
        self,
        contract: Contract,
        upstream: Upstream,
        recorder: Recorder | None = None,
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Take a server.

        Args:
            contract: What exchanges are held against.
            upstream: The server.
            recorder: Where exchanges are written, without secrets.
            say: Is told each new kind of finding, and each request without an answer, in one line.
        """
        self.findings = Findings(Judge(contract, upstream.url))
        self._upstream = upstream
        self._recorder = recorder
        self._say = say
        self._lock = threading.Lock()
        self._requests = 0
        self._stopped = False

    def pass_on(self, request: Request) -> Answer:
        """The server's answer to a request, or one that says that there is none."""
        began = datetime.now(UTC)
        answer, exchange, whole = self._upstream.ask(request)
        # Before the client has its answer: whoever got one and then stops the proxy finds it in the summary.
        with self._lock:
            if not self._stopped:
                self._judge(Entry(self._requests + 1, exchange, received_body=whole or answer is None), began)
        return answer or _refusal(502, f"{exchange.failure}; is the server running?")

    def stop(self) -> None:
        """Judge nothing more."""
        with self._lock:
            self._stopped = True

    def _judge(self, entry: Entry, began: datetime) -> None:
        self._requests = entry.number
        for finding in self.findings.add(entry):
            self._say(finding.news)
        if entry.exchange.failure:
            self._say(f"request {entry.number}: {entry.exchange.failure}")
        if self._recorder is not None:
            self._recorder.add(entry, began)


class _Handler(BaseHTTPRequestHandler):
    """One client's connection."""

    protocol_version = "HTTP/1.1"
    # Head and body go out in one piece: apart, the second would wait until the client has confirmed the first.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:
        # Whatever the method, it is passed on.
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def handle_expect_100(self) -> bool:
        """Let the client send its body."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Say nothing."""

    def _pass_on(self) -> None:
        # The base class sees it only where it stands alone.
        self.close_connection |= "close" in re.split(r"[\s,]+", self.headers.get("Connection", "").lower())
        try:
            body = self._body()
        except ValueError:
            self.close_connection = True
            self._write(_refusal(400, "the body's length makes no sense"))
            return
        # The base class has changed the path, and nothing is to be changed.
        target = _ORIGIN.sub(b"", self.raw_requestline.split()[1])
        if not target.startswith(b"/"):
            self._write(_refusal(400, "the request has no path"))
            return
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        server = cast("_Server", self.server)
        self._write(server.proxy.pass_on(Request(self.command, target, headers, body)))

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(self._chunks())
        length = int(self.headers.get("Content-Length", "0"))
        if length < 0:
            raise ValueError(length)
        body = self.rfile.read(length)
        if len(body) < length:
            raise ValueError(len(body))
        return body

    def _chunks(self) -> Generator[bytes]:
        while size := int(self.rfile.readline(1024).partition(b";")[0], 16):
            chunk = self.rfile.read(size)
            if len(chunk) < size:
                raise ValueError(size)
            yield chunk
            self.rfile.readline(1024)
        while self.rfile.readline(65_536).strip():
            pass

    def _write(self, answer: Answer) -> None:
        bodiless = self.command == "HEAD" or answer.status in {204, 304}
        named = any(name.lower() == b"content-length" for name, _ in answer.headers)
        head = [b"HTTP/1.1 %d %s\r\n" % (answer.status, answer.reason)]
        head += [b"%s: %s\r\n" % pair for pair in answer.headers]
        if not named and not bodiless:
            head.append(b"Content-Length: %d\r\n" % len(answer.body))
        if self.close_connection:
            head.append(b"Connection: close\r\n")
        self.wfile.write(b"".join([*head, b"\r\n", b"" if bodiless else answer.body]))
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    proxy: Proxy

    def __init__(self, host: str, port: int) -> None:
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        # Unlike the base class's, without a question to a name server.
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has left is nobody's business."""

    @property
    def url(self) -> str:
        name, port = self.server_name, self.server_port
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


@contextmanager
def proxying(proxy: Proxy, host: str = _LOOPBACK) -> Generator[str]:
    """A proxy at a free port, in threads of its own, until the block ends; its address is given."""
    with _listen(host, 0) as server:
        server.proxy = proxy
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def serve(
    contract: Contract,
    upstream: Upstream,
    address: tuple[str, int],
    har: Path | None,
    say: Callable[[str], object],
) -> Findings:
    """Pass on and judge until SIGINT or SIGTERM.

    Args:
        contract: What exchanges are held against.
        upstream: The server. It is closed afterwards.
        address: The host and the port to listen on; port 0 for any free one.
        har: A file for what went by, without secrets.
        say: Is told where the proxy listens, each new kind of finding, and each request without an answer.

    Raises:
        TrafficError: an address or the file cannot be used.
    """
    with closing(upstream), _listen(*address) as server, ExitStack() as stack:
        recorder = stack.enter_context(Recorder(har)) if har else None
        server.proxy = proxy = Proxy(contract, upstream, recorder, say)
        if not ipaddress.ip_address(server.server_name).is_loopback:
            say(f"warning: on {address[0]} other machines can reach {upstream.url} through this proxy")
        before = {
            number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)
        }
        say(f"proxy on {server.url} to {upstream.url}")
        try:
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            proxy.stop()
        return proxy.findings


def _listen(host: str, port: int) -> "_Server":
    try:
        return _Server(host, port)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else "ports go from 0 to 65535"
        raise TrafficError(f"cannot listen on {host}, port {port}: {why}; choose another with --port") from error


def _refusal(status: int, message: str) -> Answer:
    reason = {400: b"Bad Request", 502: b"Bad Gateway"}[status]
    body = json.dumps({"Message": message}).encode()
    return Answer(status, reason, [(b"Content-Type", b"application/json")], body)
