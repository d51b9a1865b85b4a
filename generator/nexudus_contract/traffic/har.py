"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) as it is found: from a file to exchanges.

Recorders leave things out, and each leaves out others. What is missing is marked as not known, so that nobody takes a
body that was not recorded for an empty one.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from nexudus_contract.exchange import Exchange, Headers, Received, Sent
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.traffic.entry import Entry, TrafficError

_FORM = "application/x-www-form-urlencoded"
_BODILESS = frozenset({204, 304})


def read(path: Path) -> Iterator[Entry]:
    """The exchanges of a recording, one after the other.

    Args:
        path: The file.

    Raises:
        TrafficError: it cannot be read, or is no HAR.
    """
    entries = _entries(path)
    for number in range(1, len(entries) + 1):
        # What has been seen need not be kept.
        raw, entries[number - 1] = entries[number - 1], None
        try:
            yield _entry(raw, number, path.name)
        except _MissingError as error:
            raise TrafficError(f"{path}: entry {number}: {error}; record the traffic again") from error


class _MissingError(Exception):
    """An entry lacks what every entry has."""


def _entries(path: Path) -> list[Any]:
    try:
        data: object = _parse(path.read_bytes())
    except OSError as error:
        raise TrafficError(f"{path}: cannot be read: {error.strerror}; name another file") from error
    except UnicodeDecodeError as error:
        raise TrafficError(f"{path}: is no HAR: it is no text (byte {error.start}); name another file") from error
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise TrafficError(f"{place}: is no HAR: it is not JSON: {error.msg}; record the traffic again") from error
    except RecursionError as error:
        raise TrafficError(f"{path}: is no HAR: it is nested too deeply; name another file") from error
    log = data.get("log") if is_object(data) else None
    entries = log.get("entries") if is_object(log) else None
    if not is_array(entries):
        raise TrafficError(f"{path}: is no HAR: it has no list log.entries; name another file")
    return entries


def _parse(content: bytes) -> object:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        # The slower reader takes what some recorders write: a byte order mark, half a surrogate pair.
        return json.loads(content)


def _entry(raw: object, number: int, file: str) -> Entry:
    request, response = _object(raw, "request"), _object(raw, "response")
    sent_headers, sent_body = _headers(request), _sent_body(request)
    sent = Sent(
        _text(request, "method", "request.method").upper(),
        _url(request),
        _with_type(sent_headers, _part(request, "postData")),
        sent_body or b"",
    )
    status: object = response.get("status")
    if not isinstance(status, int) or isinstance(status, bool):
        raise _MissingError("response.status is no number")
    content = _part(response, "content")
    headers = _headers(response)
    if status <= 0:
        # That is how recorders write that no answer came.
        failure = raw.get("_error") or response.get("_error") if is_object(raw) else None
        return Entry(number, Exchange(sent, None, str(failure or "no answer")), file, sent_body is not None)
    body = b"" if sent.method == "HEAD" or status in _BODILESS else _received_body(response, content, headers)
    received = Received(
        status, headers or _with_type((), content), body or b"", _seconds(raw), str(response.get("statusText") or "")
    )
    return Entry(number, Exchange(sent, received), file, sent_body is not None, bool(headers), body is not None)


def _object(raw: object, name: str) -> JsonObject:
    value: object = raw.get(name) if is_object(raw) else None
    if not is_object(value):
        raise _MissingError(f"it has no object {name}")
    return value


def _text(raw: JsonObject, name: str, label: str) -> str:
    value: object = raw.get(name)
    if not isinstance(value, str) or not value:
        raise _MissingError(f"{label} is no text")
    return value


def _part(raw: JsonObject, name: str) -> JsonObject:
    value: object = raw.get(name)
    return value if is_object(value) else {}


def _pairs(value: object) -> Sequence[tuple[str, str]]:
    """Names and values, as HAR writes headers, queries and forms."""
    items: list[object] = value if is_array(value) else []
    objects = [item for item in items if is_object(item)]
    return [(str(item.get("name") or ""), str(item.get("value") or "")) for item in objects]


def _headers(raw: JsonObject) -> Headers:
    # Recorders of HTTP/2 list what stands in its first line as headers that begin with a colon.
    return tuple((name, value) for name, value in _pairs(raw.get("headers")) if not name.startswith(":"))


def _with_type(headers: Headers, content: JsonObject) -> Headers:
    media_type = content.get("mimeType")
    if not media_type or any(name.lower() == "content-type" for name, _ in headers):
        return headers
    return (*headers, ("content-type", str(media_type)))


def _url(request: JsonObject) -> str:
    url = _text(request, "url", "request.url")
    try:
        urlsplit(url)
    except ValueError as error:
        raise _MissingError("request.url is no address") from error
    query = _pairs(request.get("queryString"))
    return f"{url}?{urlencode(query)}" if query and "?" not in url else url


def _sent_body(request: JsonObject) -> bytes | None:
    """The request's body; None where it was not recorded."""
    data: JsonObject = _part(request, "postData")
    if data.get("text"):
        return _bytes(data, "request.postData")
    if params := _pairs(data.get("params")):
        return urlencode(params).encode() if str(data.get("mimeType")).startswith(_FORM) else None
    told = [value for name, value in _headers(request) if name.lower() == "content-length"]
    size: object = request.get("bodySize")
    longest = max([int(text) for text in told if text.isdecimal()] + [size if isinstance(size, int) else 0])
    return None if longest > 0 else b""


def _received_body(response: JsonObject, content: JsonObject, headers: Headers) -> bytes | None:
    """The answer's body; None where it was not recorded, or only in part."""
    size: object = content.get("size")
    if content.get("text") is None:
        return b"" if size == 0 or (size is None and response.get("bodySize") == 0) else None
    body = _bytes(content, "response.content")
    # Some recorders write the size of the compressed body, which can be the larger one.
    packed = any(name.lower() == "content-encoding" for name, _ in headers)
    return None if isinstance(size, int) and size > len(body) and not packed else body


def _bytes(content: JsonObject, label: str) -> bytes:
    text = str(content["text"])
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _MissingError(f"{label}.text is not base64") from error


def _seconds(raw: object) -> float:
    time: object = raw.get("time") if is_object(raw) else None
    return time / 1000 if isinstance(time, (int, float)) and time > 0 else 0
