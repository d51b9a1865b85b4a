"""HTTP on a socket: uvicorn's protocol, with what a fake Nexudus needs beyond it."""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from nexudus_contract.mock.asgi import CONNECTION

# The reason phrase is where the API says why: https://developers.nexudus.com/reference/api-limitations
_CONFLICT = b"HTTP/1.1 409 Conflict\r\n"
_THROTTLED = b"HTTP/1.1 409 You must wait before accessing this url again.\r\n"

_LONGEST_HEAD = 65_536
"""Bytes of a request line and its headers, beyond which nobody means well."""


class Protocol(HttpToolsProtocol):
    """One connection. Its reason phrases are Nexudus' own, heads have an end, and a fault can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        self._head_bytes = 0
        super().connection_made(cast("asyncio.Transport", _Phrased(transport)))

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > _LONGEST_HEAD and self.parser is not None and not self.transport.is_closing():
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Hand over the connection to the application."""
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: self.transport}  # type: ignore[dict-item]

    def on_headers_complete(self) -> None:
        """What comes now is the body, whose length is the application's business."""
        self._head_bytes = -(2**63)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What comes now is another head."""
        self._head_bytes = 0
        super().on_message_complete()

    def _refuse_head(self) -> None:
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()


class _Phrased:
    """A transport whose 409 has Nexudus' reason phrase, which ASGI has no place for."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._write = transport.write
        self.close = transport.close
        self.abort = transport.abort
        self.is_closing = transport.is_closing
        self.get_extra_info = transport.get_extra_info
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading

    def write(self, data: bytes) -> None:
        if data.startswith(_CONFLICT):
            data = _THROTTLED + data[len(_CONFLICT) :]
        self._write(data)
