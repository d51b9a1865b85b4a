"""HAR 1.2 as it is written: exchanges into a file, without secrets."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from nexudus_contract.exchange import Headers, Received, Sent
from nexudus_contract.source import JsonObject
from nexudus_contract.traffic.entry import Entry, TrafficError

_HEAD = '{"log": {"version": "1.2", "creator": {"name": "nexudus-contract", "version": "1"}, "entries": ['
_TAIL = "\n]}}\n"


class Recorder:
    """A HAR that grows. After each exchange the file is whole, so that whatever ends the process costs nothing."""

    def __init__(self, path: Path) -> None:
        """Begin a file, in the place of one that is there.

        Raises:
            TrafficError: the file cannot be written.
        """
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise TrafficError(f"{path}: cannot be written: {error.strerror}; name another file") from error
        self._separator = "\n"
        self._end = self._file.write(_HEAD.encode())
        self._write("")

    def __enter__(self) -> Self:
        """Go on."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def add(self, entry: Entry, began: datetime) -> None:
        """Write an exchange, without secrets.

        Args:
            entry: The exchange.
            began: When it began, with a time zone.
        """
        content = json.dumps(_entry(entry, began), ensure_ascii=False)
        self._write(self._separator + content)
        self._separator = ",\n"

    def _write(self, text: str) -> None:
        self._file.seek(self._end)
        self._end += self._file.write(text.encode("utf-8", "surrogatepass"))
        self._file.write(_TAIL.encode())
        self._file.flush()


def _entry(entry: Entry, began: datetime) -> JsonObject:
    exchange = entry.exchange.redacted()
    received = exchange.received
    # A status of 0 is how recorders write that no answer came.
    answer = received or Received(0)
    milliseconds = answer.seconds * 1000
    content: JsonObject = {
        "startedDateTime": began.isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": _request(exchange.sent),
        "response": _response(answer, known=entry.received_body),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }
    return content if received else {**content, "_error": exchange.failure}


def _request(sent: Sent) -> JsonObject:
    content: JsonObject = {
        "method": sent.method,
        "url": sent.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(sent.headers),
        "queryString": _pairs(parse_qsl(urlsplit(sent.url).query, keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(sent.body),
    }
    if sent.body:
        media_type = next((value for name, value in sent.headers if name.lower() == "content-type"), "")
        content["postData"] = {"mimeType": media_type, **_text(sent.body)}
    return content


def _response(received: Received, *, known: bool) -> JsonObject:
    body = _text(received.body) if known else {}
    size = len(received.body) if known else -1
    return {
        "status": received.status,
        "statusText": received.reason,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(received.headers),
        "content": {"size": size, "mimeType": received.header("content-type"), **body},
        "redirectURL": received.header("location"),
        "headersSize": -1,
        "bodySize": size,
    }


def _pairs(pairs: Headers | Sequence[tuple[str, str]]) -> list[JsonObject]:
    return [{"name": name, "value": value} for name, value in pairs]


def _text(body: bytes) -> JsonObject:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}
