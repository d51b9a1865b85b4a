"""The mock within a process: httpx transports, sync and async in one, that ask a world without a socket."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import httpx

from nexudus_contract.mock.wire.message import THROTTLED_REASON, Ending, Request, Respond, by_name


class MockTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes requests to whatever responds to them. Latency costs no time; `wait` is told of it, in its place.

    Raises:
        httpx.ReadTimeout: the latency is longer than the client waits.
        httpx.ReadError: a fault reset the connection.
        httpx.RemoteProtocolError: a fault cut off the answer.
    """

    def __init__(
        self,
        respond: Respond,
        wait: Callable[[timedelta], None],
        max_body_bytes: int,
        host: str = "127.0.0.1",
    ) -> None:
        self._respond = respond
        self._wait = wait
        self._max_body_bytes = max_body_bytes
        self._host = host

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a sync client."""
        return self._handle(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an async client."""
        return self._handle(request, await request.aread())

    def _handle(self, request: httpx.Request, body: bytes) -> httpx.Response:
        answer = self._respond(
            Request(
                request.method,
                request.url.path,
                request.url.query,
                by_name([(name.lower(), value) for name, value in request.headers.raw]),
                body if len(body) <= self._max_body_bytes else None,
                self._host,
            )
        )
        if answer.delay:
            patience: float | None = request.extensions.get("timeout", {}).get("read")
            delay = answer.delay if patience is None else min(answer.delay, patience)
            self._wait(timedelta(seconds=delay))
            if delay < answer.delay:
                raise httpx.ReadTimeout("the mock was too slow", request=request)
        if answer.ending is Ending.RESET:
            raise httpx.ReadError("the mock reset the connection", request=request)
        content = b"" if request.method == "HEAD" else answer.body
        return httpx.Response(
            answer.status,
            headers=[*answer.headers, (b"content-length", b"%d" % len(answer.body))],
            stream=_Cut(content) if answer.ending is Ending.TRUNCATED else httpx.ByteStream(content),
            extensions={"reason_phrase": THROTTLED_REASON.encode()} if answer.status == 409 else {},
        )


class _Cut(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body whose second half is lost."""

    def __init__(self, content: bytes) -> None:
        self._half = content[: len(content) // 2]

    def __iter__(self) -> Iterator[bytes]:
        yield self._half
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part
