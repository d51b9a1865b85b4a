"""A line that fails: a TCP proxy between a client and a running mock, and the transports that lead through it."""

import re
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import httpx

from nexudus_calendars import aiohttp_transport

from .faults import AFTERWARDS, INSTEAD, Fault, Reply, Strikes

_LOOPBACK = "127.0.0.1"
# So long does a client wait for an answer that never comes. It is the only time that really passes.
_PATIENCE = 0.05
# Beyond this a connection is given up, and the test fails rather than hangs.
_SECONDS = 20
_SPOILT: dict[Fault, Callable[[bytes], bytes]] = {
    Fault.DROPPED: lambda _: b"",
    Fault.GARBAGE: lambda _: b"220 smtp.example.com ESMTP\r\n\r\n",
    Fault.CUT_OFF: lambda answer: answer[: -len(_body(answer)) // 2],
}


def _written(reply: Reply) -> bytes:
    headers = [("Content-Length", str(len(reply.body))), ("Connection", "close"), *reply.headers]
    lines = [f"HTTP/1.1 {reply.status} {reply.words}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + reply.body


class FaultyProxy(Strikes):
    """Passes requests on to a server, one a connection, and fails where it is told to.

    Attributes:
        url: Its address.
    """

    def __init__(self, server: str, doors: dict[Fault | None, int]) -> None:
        """Remember where the server is, and the port of each fault."""
        super().__init__()
        address = urlsplit(server)
        self._server = (_LOOPBACK, address.port or 80)
        self._doors = doors
        self.url = f"http://{_LOOPBACK}:{doors[None]}"
        self._open = 0
        self._changed = threading.Condition()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open, _SECONDS)

    def lead(self, request: httpx.Request) -> httpx.Request:
        """The request on its way, to the port of the fault if it is one that is to fail."""
        fault = self.next_fault(request.method)
        if fault is not None:
            request.url = request.url.copy_with(port=self._doors[fault])
        if fault is Fault.TOO_LATE:
            request.extensions["timeout"] = {**request.extensions["timeout"], "read": _PATIENCE}
        return request

    def serve(self, client: socket.socket, fault: Fault | None) -> None:
        """Take a connection, in a thread of its own."""
        with self._changed:
            self._open += 1
        threading.Thread(target=self._serve, args=(client, fault), daemon=True).start()

    def _serve(self, client: socket.socket, fault: Fault | None) -> None:
        # A client that does not wait for its answer closes its end.
        with client, suppress(ConnectionError):
            client.settimeout(_SECONDS)
            self._respond(client, fault)
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def _respond(self, client: socket.socket, fault: Fault | None) -> None:
        if fault is Fault.HUNG_UP:
            return
        request = _read_request(client)
        if fault in INSTEAD:
            client.sendall(_written(INSTEAD[fault]))
            return
        answer = self._forward(request)
        if fault is Fault.TOO_LATE:
            client.recv(1)
        elif fault is Fault.RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault in AFTERWARDS:
            client.sendall(_written(AFTERWARDS[fault](_body(answer))))
        else:
            client.sendall(_SPOILT[fault](answer) if fault in _SPOILT else answer)

    def _forward(self, request: bytes) -> bytes:
        with socket.create_connection(self._server, _SECONDS) as server:
            server.sendall(re.sub(rb"(?i)connection: keep-alive", b"Connection: close", request, count=1))
            answer = b"".join(iter(lambda: server.recv(65536), b""))
        with self._changed:
            self.forwarded.append(request.partition(b" ")[0].decode())
        return answer


@contextmanager
def faulty_proxy(server: str) -> Iterator[FaultyProxy]:
    """A proxy before a server, until the block ends. Each fault has a port of its own."""
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        doors: dict[Fault | None, int] = {}
        for fault in (None, *Fault):
            listener = stack.enter_context(socket.socket())
            listener.bind((_LOOPBACK, 0))
            doors[fault] = listener.getsockname()[1]
            # A port that is taken and that nobody listens at refuses connections.
            if fault is not Fault.REFUSED:
                listener.listen()
                selector.register(listener, selectors.EVENT_READ, fault)
        stop, stopped = (stack.enter_context(end) for end in socket.socketpair())
        selector.register(stopped, selectors.EVENT_READ)
        proxy = FaultyProxy(server, doors)

        def accept() -> None:
            while True:
                for key, _ in selector.select():
                    if key.fileobj is stopped:
                        return
                    assert isinstance(key.fileobj, socket.socket)
                    proxy.serve(key.fileobj.accept()[0], key.data)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            stop.send(b"x")
            thread.join()
            proxy.settle()


class _Line(httpx.BaseTransport):
    def __init__(self, proxy: FaultyProxy) -> None:
        self._proxy = proxy
        self._inner = httpx.HTTPTransport(verify=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(self._proxy.lead(request))

    def close(self) -> None:
        self._inner.close()


class _AsyncLine(httpx.AsyncBaseTransport):
    def __init__(self, proxy: FaultyProxy, inner: httpx.AsyncBaseTransport) -> None:
        self._proxy = proxy
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._inner.handle_async_request(self._proxy.lead(request))

    async def aclose(self) -> None:
        await self._inner.aclose()


def line(proxy: FaultyProxy, form: str) -> httpx.BaseTransport | httpx.AsyncBaseTransport:
    """A transport that leads through the proxy: of httpx, blocking or awaited, or of aiohttp."""
    if form == "sync":
        return _Line(proxy)
    return _AsyncLine(
        proxy, aiohttp_transport(verify=False) if form == "aiohttp" else httpx.AsyncHTTPTransport(verify=False)
    )


def _read_request(client: socket.socket) -> bytes:
    request = b""
    while not (end := request.find(b"\r\n\r\n") + 4) > 3:
        request += _some(client)
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)\r\n", request[:end])
    while len(request) < end + (int(length[1]) if length else 0):
        request += _some(client)
    return request


def _some(client: socket.socket) -> bytes:
    data = client.recv(65536)
    if not data:
        raise ConnectionAbortedError
    return data


def _body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]
