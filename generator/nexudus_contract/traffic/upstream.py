"""The server behind the proxy: takes what a client sent, as it is, and brings the answer, as it is."""

import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx

from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.traffic.entry import TrafficError

RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]

_TIMEOUT = {"connect": 10.0, "read": 120.0, "write": 120.0, "pool": 120.0}
# Of one connection, not of the message: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
# The last is answered by the proxy.
_HOP_BY_HOP = frozenset({
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"expect",
})  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What a client sent, as it came. The headers may hold those of the connection."""

    method: str
    target: bytes
    headers: RawHeaders
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the server gave, as it came, without the headers of the connection."""

    status: int
    reason: bytes
    headers: RawHeaders
    body: bytes


class Upstream:
    """One server. Any number of threads may ask it at once."""

    def __init__(self, url: str, *, allow_http: bool = False) -> None:
        """Take the server's address, which may have a path, that then stands before all others.

        Raises:
            TrafficError: the address makes no sense, or is not encrypted and not allowed to be.
        """
        try:
            self.url = str(BaseURL(url, allow_http=allow_http))
        except ValueError as error:
            raise TrafficError(str(error)) from None
        parts = urlsplit(self.url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._prefix = parts.path.rstrip("/").encode()
        self._host = parts.netloc.encode()
        # Not a client: that would add headers, keep cookies and write addresses anew.
        self._transport = httpx.HTTPTransport(limits=httpx.Limits(max_connections=None, keepalive_expiry=2))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def ask(self, request: Request) -> tuple[Answer | None, Exchange, bool]:
        """Pass a request on.

        Returns:
            The answer as it came, the exchange without encodings, and whether the answer's body is known without them.
            Where no answer came it is None, and the exchange says why.
        """
        target = self._prefix + request.target
        headers = [
            (name, self._host if name.lower() == b"host" else value) for name, value in end_to_end(request.headers)
        ]
        names = {name.lower() for name, _ in headers}
        if b"host" not in names:
            headers.append((b"Host", self._host))
        if request.body and b"content-length" not in names:
            headers.append((b"Content-Length", b"%d" % len(request.body)))
        sent = Sent(request.method, self._origin + target.decode("latin-1"), _texts(request.headers), request.body)
        begin = time.perf_counter()
        try:
            answer = self._send(request, target, headers)
        except httpx.HTTPError as error:
            return None, Exchange(sent, None, f"{self.url} gave no answer: {error or type(error).__name__}"), False
        seconds = time.perf_counter() - begin
        encoding = b",".join(value for name, value in answer.headers if name.lower() == b"content-encoding")
        body = _decoded(answer.body, encoding.decode("latin-1").strip().lower())
        texts = _texts(answer.headers)
        received = Received(answer.status, texts, body or b"", seconds, answer.reason.decode("latin-1"))
        return answer, Exchange(sent, received), body is not None

    def _send(self, request: Request, target: bytes, headers: RawHeaders) -> Answer:
        asked = httpx.Request(
            request.method, self._origin, headers=list(headers), stream=httpx.ByteStream(request.body),
            extensions={"target": target, "timeout": _TIMEOUT},
        )  # fmt: skip
        response = self._transport.handle_request(asked)
        try:
            # Without a look at its encoding.
            body = b"".join(response.iter_raw())
        finally:
            response.close()
        reason: bytes = response.extensions.get("reason_phrase", b"")
        return Answer(response.status_code, reason, end_to_end(response.headers.raw), body)


def end_to_end(headers: RawHeaders) -> RawHeaders:
    """The headers of a message without those of its connection."""
    named = b",".join(value for name, value in headers if name.lower() == b"connection")
    dropped = _HOP_BY_HOP | {name.strip().lower() for name in named.split(b",")}
    return [(name, value) for name, value in headers if name.lower() not in dropped]


def _texts(headers: RawHeaders) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _decoded(body: bytes, encoding: str) -> bytes | None:
    """A body without its content encoding; None where it is another than these, or broken."""
    if encoding in {"", "identity"} or not body:
        return body
    try:
        # 32 tells gzip and zlib apart by itself.
        return zlib.decompress(body, zlib.MAX_WBITS | 32) if encoding in {"gzip", "x-gzip", "deflate"} else None
    except zlib.error:
        return None
