"""A request and its answer as they were on the wire, and how they are shown: without secrets, as curl, as JSON."""

import base64
import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import urlsplit

from nexudus_contract.source import JsonObject

Headers: TypeAlias = Sequence[tuple[str, str]]

REDACTED = "REDACTED"

# What opens a door: of a form, of a grant, of a user's settings. Whatever stands behind the name goes.
_SECRET = r"(?:password|passwd|access_?token|refresh_?token|client_?secret|totp|code|api_?key|secret)"  # noqa: S105
_IN_FORM = re.compile(rf"(?i)(^|[?&])({_SECRET})=[^&]*")
_IN_JSON = re.compile(rf'(?i)("{_SECRET}"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}}\]]+)')
_HEADERS = frozenset({"authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key"})


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
        return replace(self, url=_clean_text(self.url), headers=_clean_headers(self.headers), body=_clean(self.body))

    def curl(self) -> str:
        """A command that sends it again, with a token from `NEXUDUS_TOKEN` in the place of its own."""
        words = ["curl", "--globoff", "--path-as-is", "-i", "-X", self.method]
        text = " ".join(shlex.quote(word) for word in words)
        for name, value in self.headers:
            if name.lower() == "authorization" and value.lower().startswith("bearer "):
                text += ' -H "Authorization: Bearer $NEXUDUS_TOKEN"'
            elif name.lower() not in {"content-length", "host", "connection"}:
                # curl leaves out a header without a value, unless it ends in a semicolon.
                text += f" -H {shlex.quote(f'{name}: {value}' if value else f'{name};')}"
        if self.body:
            if "content-type" not in {name.lower() for name, _ in self.headers}:
                # Or curl would call it a form.
                text += " -H Content-Type:"
            # Unlike `--data`, this does not take what begins with an at sign for the name of a file.
            text += f" --data-raw {_shell(self.body)}"
        return f"{text} {shlex.quote(self.url)}"


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
        return replace(self, headers=_clean_headers(self.headers), body=_clean(self.body))


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
                "seconds": round(self.received.seconds, 4),
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


def _clean_headers(headers: Headers) -> Headers:
    return tuple((name, _clean_header(value) if name.lower() in _HEADERS else value) for name, value in headers)


def _clean_header(value: str) -> str:
    scheme, separator, _ = value.partition(" ")
    return f"{scheme} {REDACTED}" if separator and scheme.lower() in {"bearer", "basic"} else REDACTED


def _clean(body: bytes) -> bytes:
    try:
        return _clean_text(body.decode()).encode()
    except UnicodeDecodeError:
        # Not text, so nothing that any server here was ever given or gives; but never let a secret through.
        return _clean_text(body.decode("latin-1")).encode("latin-1")


def _clean_text(text: str) -> str:
    if text.lstrip().startswith(("{", "[")):
        return _IN_JSON.sub(rf'\1"{REDACTED}"', text)
    return _IN_FORM.sub(rf"\1\2={REDACTED}", text)


def _shell(body: bytes) -> str:
    """Bytes as one word of a POSIX shell, or of bash where they are no text."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    if all(character >= " " or character in "\t\n\r" for character in text):
        return shlex.quote(text)
    return f"$'{''.join(map(_escaped, body))}'"


def _escaped(byte: int) -> str:
    return chr(byte) if 32 <= byte < 127 and chr(byte) not in "'\\" else f"\\x{byte:02x}"


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


def to_lines(exchanges: Sequence[Exchange]) -> str:
    """Exchanges as JSON, one on a line, without secrets."""
    return "".join(json.dumps(exchange.redacted().to_json(), ensure_ascii=False) + "\n" for exchange in exchanges)
