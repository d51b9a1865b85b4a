"""The mock as an ASGI application."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias

from nexudus_contract.mock.message import Answer, Ending, Request, by_name

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CONNECTION = "nexudus.connection"
"""Key of the ASGI extension by which our own server hands over the connection, so that it can be broken."""

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class App:
    """Takes requests from an ASGI server to whatever responds to them."""

    def __init__(self, respond: Callable[[Request], Answer], close: Callable[[], object], max_body_bytes: int) -> None:
        self._respond = respond
        self._close = close
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        method = scope["method"]
        body: bytes | None = b""
        if method in _WITH_BODY:
            try:
                body = await self._body(receive)
            except ConnectionError:
                # Nobody is there to read an answer.
                return
        client = scope.get("client")
        answer = self._respond(
            Request(
                method,
                scope["path"],
                scope["query_string"],
                by_name(scope["headers"]),
                body,
                client[0] if client else "",
            )
        )
        if answer.delay:
            await asyncio.sleep(answer.delay)
        length = (b"content-length", b"%d" % len(answer.body))
        start = {"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]}
        if answer.ending is Ending.WHOLE:
            await send(start)
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._break(answer, start, scope, receive, send)

    async def _body(self, receive: Receive) -> bytes | None:
        message = await receive()
        body: bytes = message.get("body", b"")
        while message.get("more_body", False):
            if len(body) > self._max_body_bytes:
                return None
            message = await receive()
            body += message.get("body", b"")
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        return body if len(body) <= self._max_body_bytes else None

    async def _break(self, answer: Answer, start: dict[str, Any], scope: Scope, receive: Receive, send: Send) -> None:
        connection = scope.get("extensions", {}).get(CONNECTION)
        if connection is None:
            raise ConnectionResetError("a fault broke the connection")
        if answer.ending is Ending.TRUNCATED:
            await send(start)
            await send({"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True})
            connection.close()
        else:
            with suppress(OSError):
                connection.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
            connection.abort()
        # An application that ended before its answer would be taken for broken.
        while (await receive())["type"] != "http.disconnect":
            pass

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                self._close()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
