"""A request and its answer as they were on the wire, and how they are shown: without secrets, as curl, as JSON."""

import base64
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import urlsplit

from nexudus_calendars.runtime.redaction import redact_address, redact_body, redact_header
from nexudus_contract.source import JsonObject

Headers: TypeAlias = Sequence[tuple[str, str]]

_LONGEST_WORD = 100_000
"""Bytes of a command's argument; Linux takes 128 KiB."""


@dataclass(frozen=True)
class Sent:
    """A request.

    Attributes:
        method: HTTP method, in capitals.
        url: the whole address, encoded as it was sent.
        headers: in the order in which they were sent.
        body: the body; empty where there is none.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def redacted(self) -> "Sent":
        """The same without secrets."""
        return replace(self, url=redact_address(self.url), headers=_redacted(self.headers), body=redact_body(self.body))

    def curl(self) -> str:
        """A command that sends it again, with a token from `NEXUDUS_TOKEN` in the place of its own."""
        # Asked for another method, curl would wait for the body that an answer to HEAD does not have.
        method = "--head" if self.method == "HEAD" else f"-X {shlex.quote(self.method)}"
        text = f"curl --globoff --path-as-is -i {method}"
        for name, value in self.headers:
            if name.lower() == "authorization" and value.lower().startswith("bearer "):
                text += ' -H "Authorization: Bearer $NEXUDUS_TOKEN"'
            elif name.lower() not in {"content-length", "host", "connection", "transfer-encoding"}:
                # curl leaves out a header without a value, unless it ends in a semicolon.
                text += f" -H {shlex.quote(f'{name}: {value}' if value.strip() else f'{name};')}"
        if self.body and "content-type" not in {name.lower() for name, _ in self.headers}:
            # Or curl would call it a form.
            text += " -H Content-Type:"
        if not self.body:
            return f"{text} {shlex.quote(self.url)}"
        if _is_word(self.body):
            # Unlike `--data`, this does not take what begins with an at sign for the name of a file.
            return f"{text} --data-raw {shlex.quote(self.body.decode())} {shlex.quote(self.url)}"
        # No argument can hold a zero byte, nor any number of bytes; a pipe can.
        return f"printf '{''.join(map(_escaped, self.body))}' | {text} --data-binary @- {shlex.quote(self.url)}"


@dataclass(frozen=True)
class Received:
    """An answer.

    Attributes:
        status: HTTP status.
        headers: in the order in which they came.
        body: the body, without any transfer or content encoding.
        seconds: from the request's first byte to the answer's last.
        reason: the reason phrase.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    seconds: float = 0
    reason: str = ""

    def header(self, name: str) -> str:
        """The value of a header, whatever its case; empty where there is none."""
        return ", ".join(value for other, value in self.headers if other.lower() == name.lower())

    @property
    def by_name(self) -> Mapping[str, str]:
        """Its headers, by lower-case name."""
        return {name.lower(): self.header(name) for name, _ in self.headers}

    def redacted(self) -> "Received":
        """The same without secrets."""
        return replace(self, headers=_redacted(self.headers), body=redact_body(self.body))


@dataclass(frozen=True)
class Exchange:
    """A request and what came of it.

    Attributes:
        sent: the request.
        received: the answer, or None where the connection failed.
        failure: why there is no answer; empty where there is one.
    """

    sent: Sent
    received: Received | None
    failure: str = ""

    def redacted(self) -> "Exchange":
        """The same without secrets."""
        return replace(self, sent=self.sent.redacted(), received=self.received and self.received.redacted())

    def to_json(self) -> JsonObject:
        """As JSON. A body that is no text is in base64, under `base64`."""
        sent: JsonObject = {"method": self.sent.method, "url": self.sent.url, "headers": _pairs(self.sent.headers)}
        content: JsonObject = {"request": {**sent, **_body(self.sent.body)}}
        if self.received is not None:
            content["response"] = {
                "status": self.received.status,
                "reason": self.received.reason,
                "headers": _pairs(self.received.headers),
                **_body(self.received.body),
                "seconds": self.received.seconds,
            }
        if self.failure:
            content["failure"] = self.failure
        return content

    @classmethod
    def from_json(cls, content: JsonObject) -> "Exchange":
        """The exchange that `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: it did not write this.
        """
        request: JsonObject = content["request"]
        response: JsonObject | None = content.get("response")
        sent = Sent(str(request["method"]), str(request["url"]), _headers(request), _bytes(request))
        received = None
        if response is not None:
            text = str(response["reason"])
            received = Received(
                int(response["status"]), _headers(response), _bytes(response), float(response["seconds"]), text
            )
        return cls(sent, received, str(content.get("failure", "")))


def _redacted(headers: Headers) -> Headers:
    return tuple((name, redact_header(name, value)) for name, value in headers)


def _is_word(body: bytes) -> bool:
    """Whether a shell can take it as it is."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return len(body) < _LONGEST_WORD and all(letter >= " " or letter in "\t\n\r" for letter in text)


def _escaped(byte: int) -> str:
    """A byte in the format of printf, which any shell has, and which takes a hyphen at the start for an option."""
    return chr(byte) if 32 <= byte < 127 and chr(byte) not in "'\\%-" else f"\\{byte:03o}"


def _pairs(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _headers(content: JsonObject) -> Headers:
    return tuple((str(name), str(value)) for name, value in content["headers"])


def _body(body: bytes) -> JsonObject:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _bytes(content: JsonObject) -> bytes:
    if "base64" in content:
        return base64.b64decode(content["base64"], validate=True)
    return str(content["body"]).encode()
