"""HAR 1.2 as it is written: exchanges into a file, without secrets."""

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from nexudus_contract.exchange import Headers, Received, Sent
from nexudus_contract.output import begin
from nexudus_contract.source import JsonObject
from nexudus_contract.traffic.entry import Entry, TrafficError

_HEAD = '{"log": {"version": "1.2", "creator": {"name": "nexudus-contract", "version": "1"}, "entries": ['
_TAIL = "\n]}}\n"


class Recorder:
    """A HAR that grows. After each exchange the file is whole, so that whatever ends the process costs nothing."""

    def __init__(self, path: Path) -> None:
        """Begin a new file, which its owner alone can read.

        Raises:
            TrafficError: it is there already, or cannot be written.
        """
        # Each write is one: nothing is left half done where the process is killed in between.
        self._file = begin(path, TrafficError)
        self._end = 0
        try:
            self._write(_HEAD)
        except OSError as error:
            self._file.close()
            path.unlink()
            raise TrafficError(f"{path} cannot be written: {error.strerror}; name another file") from error
        self._separator = "\n"

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

        Raises:
            OSError: it cannot be written. The file has all that came before, and is whole.
        """
        content = json.dumps(_entry(entry, began), ensure_ascii=False)
        self._write(self._separator + content)
        self._separator = ",\n"

    def _write(self, text: str) -> None:
        content, tail = text.encode("utf-8", "surrogatepass"), _TAIL.encode()
        self._file.seek(self._end)
        try:
            left = content + tail
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with suppress(OSError):
                # There was room for the end before, if this is a file at all.
                self._file.seek(self._end)
                self._file.truncate()
                self._file.write(tail)
            raise
        self._end += len(content)


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
