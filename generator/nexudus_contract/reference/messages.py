"""Requests and answers as they look on the wire, from the contract's examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation, Response

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Message:
    """An example.

    Attributes:
        title: What it shows, for people.
        text: The message.
        language: What its body is, for colours: `json` or `text`.
    """

    title: str
    text: str
    language: str


class Messages:
    """Knows the examples of a contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._filters = {item.parameter for record_type in contract.record_types for item in record_type.filters}

    def requests(self, operation: Operation) -> Iterator[Message]:
        """The request, once for each example of its body."""
        line = f"{operation.method.upper()} {self._target(operation)}"
        # Credentials are the same everywhere.
        authorization = ["Authorization: Bearer …"] if operation.secured else []
        headers = [
            f"{item.name}: {value}"
            for item in operation.parameters
            if item.location == "header"
            for _, value in self._contract.examples(item.raw)
        ]
        head = [line, *authorization, *headers]
        if operation.body is None:
            yield Message("", "\n".join(head), "text")
            return
        media_type = operation.body.media_type
        for title, value in self._bodies(operation.body.raw):
            text = urlencode(value) if media_type == FORM else _json(value)
            yield Message(title, "\n".join([*head, f"Content-Type: {media_type}", "", text]), "json")

    def answers(self, response: Response) -> Iterator[Message]:
        """The answer of one status, once for each example of its body."""
        number = int(response.status) if response.status.isdecimal() else 0
        phrase = f" {HTTPStatus(number).phrase}" if number in set(HTTPStatus) else ""
        head = [f"{response.status}{phrase}"]
        for name, raw in response.raw.get("headers", {}).items():
            head += [f"{name}: {value}" for _, value in self._contract.examples(self._contract.resolve(raw))]
        if "content" not in response.raw:
            yield Message("Without a body.", "\n".join(head), "text")
            return
        media_type = next(iter(response.raw["content"]))
        for title, value in self._bodies(response.raw):
            yield Message(title, "\n".join([*head, f"Content-Type: {media_type}", "", _json(value)]), "json")

    def _bodies(self, holder: JsonObject) -> Iterator[tuple[str, Any]]:
        content: JsonObject = next(iter(holder["content"].values()))
        summaries = {
            name: str(self._contract.resolve(raw).get("summary", ""))
            for name, raw in content.get("examples", {}).items()
        }
        for name, value in self._contract.examples(content):
            yield summaries.get(name, ""), value

    def _target(self, operation: Operation) -> str:
        """Path and query. Of a list's many filters it shows none: together they would match nothing."""
        path, query = operation.path, dict[str, str]()
        for item in operation.parameters:
            example = next((value for _, value in self._examples(item.raw)), None)
            text = json.dumps(example, separators=(",", ":")) if item.media_type else str(example)
            if item.location == "path":
                path = path.replace(f"{{{item.name}}}", quote(text))
            elif item.location == "query" and example is not None and item.name not in self._filters:
                query[item.name] = text
        return path + (f"?{urlencode(query, safe='[],')}" if query else "")

    def _examples(self, raw: JsonObject) -> Iterator[tuple[str, Any]]:
        yield from self._contract.examples(raw)
        for content in raw.get("content", {}).values():
            yield from self._contract.examples(content)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
