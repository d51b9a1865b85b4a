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
from nexudus_contract.traffic.observer import Observer
from nexudus_contract.traffic.recorder import Recorder
from nexudus_contract.traffic.upstream import Answer, Request, Upstream

_LOOPBACK = "127.0.0.1"
# Bytes of a request's body, which is held whole.
_LARGEST = 64 * 2**20
# A client that was told to use a proxy writes the whole address.
_ORIGIN = re.compile(rb"(?i)^https?://[^/?#]*")


class Proxy:
    """Passes requests on to one server, and has each judged with its answer. Many threads may use it at once."""

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
        self._upstream = upstream
        self._observer = Observer(Findings(Judge(contract, upstream.url)), recorder, say)
        self._lock = threading.Lock()
        self._requests = 0

    @property
    def findings(self) -> Findings:
        """What was found in all that went by until now."""
        return self._observer.findings

    @property
    def troubles(self) -> list[str]:
        """What could not be judged or recorded, in one line each."""
        return self._observer.troubles

    def pass_on(self, request: Request) -> Answer:
        """The server's answer to a request, or one that says that there is none."""
        began = datetime.now(UTC)
        answer, exchange, whole = self._upstream.ask(request)
        with self._lock:
            self._requests += 1
            entry = Entry(self._requests, exchange, received_body=whole or answer is None)
            # Only handed over here: whoever waits for the answer does not wait for what is thought of it.
            self._observer.add(entry, began)
        return answer or _refusal(502, f"{exchange.failure}; is the server running?")

    def refuse(self, why: str) -> Answer:
        """The answer to a request that cannot be passed on, which is told."""
        self._observer.tell(f"refused a request: {why}")
        return _refusal(400, why)

    def stop(self) -> None:
        """Look at what went by, and end."""
        self._observer.close()


class _SenselessError(Exception):
    """A request cannot be passed on; the message says why."""


def _length(text: str, base: int) -> int:
    """A number of bytes, of digits and nothing else: Python also reads signs, spaces and underscores."""
    if not text.isascii() or not text.isalnum():
        raise ValueError(text)
    return int(text, base)


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
        proxy = cast("_Server", self.server).proxy
        # The base class has changed the path, and nothing is to be changed.
        target = _ORIGIN.sub(b"", self.raw_requestline.split()[1])
        try:
            self._see_that_the_head_makes_sense(target)
            body = self._body()
        except (ValueError, _SenselessError) as error:
            # Where the next request would begin is anybody's guess.
            self.close_connection = True
            said = str(error) if isinstance(error, _SenselessError) else "the body's length makes no sense"
            self._write(proxy.refuse(said))
            return
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        self._write(proxy.pass_on(Request(self.command, target, headers, body)))

    def _see_that_the_head_makes_sense(self, target: bytes) -> None:
        """Refuse what two servers can read in two ways: https://www.rfc-editor.org/rfc/rfc9112#section-6.1."""
        lengths, codings = self.headers.get_all("Content-Length", []), self.headers.get_all("Transfer-Encoding", [])
        if not target.startswith(b"/"):
            raise _SenselessError("the request has no path")
        if self.headers.defects or self.headers.get_payload():
            raise _SenselessError("a line of the head is no header")
        if lengths and codings:
            raise _SenselessError("there is a Content-Length beside a Transfer-Encoding")
        if len({*lengths}) > 1:
            raise _SenselessError("there are two Content-Lengths")

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(self._chunks())
        length = _length(self.headers.get("Content-Length", "0"), 10)
        if length > _LARGEST:
            raise _SenselessError(f"the body is larger than {_LARGEST // 2**20} MiB")
        body = self.rfile.read(length)
        if len(body) < length:
            raise ValueError(len(body))
        return body

    def _chunks(self) -> Generator[bytes]:
        total = 0
        while size := _length(self.rfile.readline(1024).partition(b";")[0].strip().decode("latin-1"), 16):
            total += size
            if total > _LARGEST:
                raise _SenselessError(f"the body is larger than {_LARGEST // 2**20} MiB")
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
            proxy.stop()


def serve(
    contract: Contract,
    upstream: Upstream,
    address: tuple[str, int],
    har: Path | None,
    say: Callable[[str], object],
) -> tuple[Findings, list[str]]:
    """Pass on and judge until SIGINT or SIGTERM.

    Returns:
        What was found, and what could not be judged or recorded, in one line each.

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
        return proxy.findings, proxy.troubles


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
