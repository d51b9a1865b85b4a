"""HTTP on a socket: a connection, from bytes to requests and from answers to bytes.

The parser is httptools'. What a web framework would put around it costs more than all that the mock does for a request,
and has no place for a reason phrase of one's own, nor for a connection that a fault breaks.
"""

import asyncio
import logging
import socket
import struct
from collections import deque
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from time import time
from typing import cast
from urllib.parse import unquote

import httptools

from nexudus_contract.mock.wire.message import THROTTLED_REASON, Answer, Ending, Request, Respond, by_name

_LOGGER = logging.getLogger("nexudus_contract.mock")

_PHRASES = {status.value: status.phrase for status in HTTPStatus} | {409: THROTTLED_REASON, 520: "Unknown Error"}
_STATUS_LINES = {status: f"HTTP/1.1 {status} {phrase}\r\n".encode() for status, phrase in _PHRASES.items()}

_LONGEST_HEAD = 65_536
"""Bytes of a request line and its headers, or of trailers, beyond which nobody means well."""

_MOST_WAITING = 100
"""Requests that a client may send ahead while one is answered late."""

_SECONDS_TO_HEAR = 1
"""To hang up on a client that still sends can cost it the answer, so it gets this long."""

_ANNOUNCE_A_BODY = {b"content-length", b"transfer-encoding"}
_EXPECTS = (b"expect", b"100-continue")
_LAST_LENGTH = b"content-length: %d\r\nconnection: close\r\n\r\n"
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Service:
    """What the connections to one server share.

    Attributes:
        respond: answers each request.
        max_body_bytes: the largest body that is read; of a larger one `respond` gets None.
        connections: those that are open.
    """

    def __init__(self, respond: Respond, max_body_bytes: int) -> None:
        self.respond = respond
        self.max_body_bytes = max_body_bytes
        self.connections: set[Connection] = set()
        self._second = 0
        self._date = b""

    def date(self) -> bytes:
        """The `Date` header, which is made once a second."""
        second = int(time())
        if second != self._second:
            self._second, self._date = second, f"date: {formatdate(second, usegmt=True)}\r\n".encode()
        return self._date


class Connection(asyncio.Protocol):
    """One client's connection. Requests are answered one after the other, in the order in which they came."""

    def __init__(self, service: "Service", loop: asyncio.AbstractEventLoop) -> None:
        self._service = service
        self._loop = loop
        self._respond = service.respond
        self._max_body_bytes = service.max_body_bytes
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: deque[tuple[Request, bool]] = deque()
        self._late: asyncio.TimerHandle | None = None
        self._in_body = False
        self._refused = False
        self._unread = False
        self._head_bytes = 0
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: bytes | None = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self._host = str(peer[0]) if peer else ""
        self._service.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        """End. What is not answered by now never is."""
        self._service.connections.discard(self)
        if self._late is not None:
            self._late.cancel()

    def close(self) -> None:
        """Hang up, once what was written has gone."""
        self._transport.close()

    def pause_writing(self) -> None:
        """Take nothing more from a client that does not read."""
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on."""
        self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        if self._refused:
            return
        self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Its request has been answered; nothing else is spoken here.
            self.close()
        except httptools.HttpParserError:
            self._refuse(400)
        else:
            if self._head_bytes > _LONGEST_HEAD:
                self._refuse(431)

    # What the parser calls.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._url, self._headers, self._body, self._in_body = b"", [], b"", False

    def on_url(self, url: bytes) -> None:
        """The request's target, or a part of it."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header. What stands behind a body is none: nothing that counts may come so late."""
        if not self._in_body:
            self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._head_bytes = 0
        self._in_body = True
        if _EXPECTS in self._headers and any(name in _ANNOUNCE_A_BODY for name, _ in self._headers):
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A part of the body, which is counted by itself."""
        self._head_bytes = 0
        if self._body is None:
            return
        self._body += body
        if len(self._body) > self._max_body_bytes:
            # Answered before the rest has come. That is let go as it comes: hanging up on a client that still sends
            # could cost it the answer.
            self._body, self._unread = None, True
            self._take(self._request(), keep_alive=False)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._head_bytes = 0
        self._unread = False
        if self._body is not None:
            self._take(self._request(), keep_alive=self._parser.should_keep_alive())
        elif self._late is None:
            self.close()

    def _request(self) -> Request:
        target, _, query = self._url.partition(b"#")[0].partition(b"?")
        if not target.startswith(b"/"):
            target = _path_of(target)
        path = target.decode("latin-1")
        return Request(
            self._parser.get_method().decode("latin-1"),
            unquote(path) if "%" in path else path,
            query,
            by_name(self._headers),
            self._body,
            self._host,
        )

    def _take(self, request: Request, *, keep_alive: bool) -> None:
        if self._refused:
            return
        if self._late is None:
            self._answer(request, keep_alive)
        elif len(self._waiting) < _MOST_WAITING:
            self._waiting.append((request, keep_alive))
        else:
            self._refuse(429)

    def _answer(self, request: Request, keep_alive: bool) -> None:  # noqa: FBT001 - hot, and private
        if self._transport.is_closing():
            return
        try:
            answer = self._respond(request)
        except Exception:
            _LOGGER.exception("the mock failed at %s %s", request.method, request.path)
            answer = Answer(500, headers=())
        if answer.delay:
            self._late = self._loop.call_later(answer.delay, self._send_late, request, answer, keep_alive)
        else:
            self._send(request, answer, keep_alive)

    def _send_late(self, request: Request, answer: Answer, keep_alive: bool) -> None:  # noqa: FBT001
        self._late = None
        self._send(request, answer, keep_alive)
        while self._waiting and self._late is None:
            self._answer(*self._waiting.popleft())

    def _send(self, request: Request, answer: Answer, keep_alive: bool) -> None:  # noqa: FBT001
        if answer.ending is Ending.RESET:
            with suppress(OSError):
                found = self._transport.get_extra_info("socket")
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
            self._transport.abort()
            return
        body = answer.body
        head = [_STATUS_LINES[answer.status], self._service.date()]
        for name, value in answer.headers:
            head += (name, b": ", value, b"\r\n")
        head.append(b"content-length: %d\r\n\r\n" % len(body) if keep_alive else _LAST_LENGTH % len(body))
        whole = answer.ending is Ending.WHOLE
        if request.method != "HEAD":
            head.append(body if whole else body[: len(body) // 2])
        self._transport.write(b"".join(head))
        if not whole or not (keep_alive or self._unread):
            self.close()

    def _refuse(self, status: int) -> None:
        """Answer what is no request, and hang up: at once on who has heard it, after a while on who goes on sending."""
        if self._refused or self._transport.is_closing():
            return
        self._refused = True
        if self._late is not None:
            self._late.cancel()
        self._transport.write(_STATUS_LINES[status] + _LAST_LENGTH % 0)
        self._transport.write_eof()
        self._late = self._loop.call_later(_SECONDS_TO_HEAR, self.close)


def _path_of(target: bytes) -> bytes:
    """The path of a target in another form than usual: a whole URL, or an asterisk."""
    with suppress(httptools.HttpParserInvalidURLError):
        return httptools.parse_url(target).path or b"/"
    return target
