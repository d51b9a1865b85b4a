"""A request as it came, and the answer to it: plain data, the same over a socket and within a process."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

import orjson

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

THROTTLED_REASON = "You must wait before accessing this url again."
"""The reason phrase of a 409, which says why: https://developers.nexudus.com/reference/api-limitations"""

JSON_HEADERS: Headers = ((b"content-type", b"application/json"),)


class Ending(Enum):
    """How an answer ends on the wire."""

    WHOLE = "whole"
    TRUNCATED = "truncated"
    """The connection ends in the middle of the body."""
    RESET = "reset"
    """The connection is reset before a byte of the answer."""


@dataclass(slots=True)
class Request:
    """What a client sent.

    Attributes:
        method: HTTP method, in capitals.
        path: the path, percent-decoded.
        query: the query as it was sent, without its question mark.
        headers: by lower-case name; values of a repeated header are joined by commas.
        body: the body, or None where it is larger than the server reads.
        host: address of the client.
    """

    method: str
    path: str
    query: bytes = b""
    headers: Mapping[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    body: bytes | None = b""
    host: str = ""

    def header(self, name: bytes) -> str:
        """The value of a header, by its lower-case name; empty where there is none."""
        return self.headers.get(name, b"").decode("latin-1")


@dataclass(slots=True)
class Answer:
    """What a client gets.

    Attributes:
        status: HTTP status.
        body: the body, without any encoding.
        headers: all but the content's length, lower-case names.
        delay: seconds to wait before it is sent.
        ending: how it ends.
    """

    status: int
    body: bytes = b""
    headers: Headers = JSON_HEADERS
    delay: float = 0
    ending: Ending = Ending.WHOLE


Respond: TypeAlias = Callable[[Request], Answer]
"""A server, as far as the wire is concerned."""


def by_name(headers: Headers) -> Mapping[bytes, bytes]:
    """Headers by name, as `Request` has them."""
    found = dict(headers)
    if len(found) != len(headers):
        for name in found:
            found[name] = b", ".join(value for other, value in headers if other == name)
    return found


def encode(value: object) -> bytes:
    """JSON as UTF-8."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson stops at 64 bits; an integer beyond them can only be one that a client sent, echoed in a failure.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def answer(value: object, status: int = 200, headers: Headers = ()) -> Answer:
    """A JSON answer."""
    return Answer(status, encode(value), (*JSON_HEADERS, *headers))
