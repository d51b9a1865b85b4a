"""The contract's links, and whether a run walked them: whether it sent on what an answer had told it."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.reply import ABSENT, Reply, parsed
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.terms import Operation

# Values that were told and not sent on yet; those before them are forgotten.
_REMEMBERED = 2000


@dataclass(eq=False)
class Link:
    """From an answer to the request that it leads to.

    Attributes:
        name: the source, its status, the link's name.
        source: the operation that answers.
        status: its status.
        target: operationId of where it leads.
        expressions: for each path parameter or field of the body what is to stand there.
    """

    name: str
    source: Operation
    status: str
    target: str
    expressions: Mapping[str, str]
    _told: deque[tuple[str, ...]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    def walked(self, reply: Reply) -> bool:
        """Whether a request carries what an earlier answer told; remembers what its own answer tells."""
        arrived = False
        if reply.operation.id == self.target and self._told:
            arrived = tuple(str(value) for value in _carried(reply, self.expressions)) in self._told
        if reply.operation.id == self.source.id and str(reply.status) == self.status:
            values = [_evaluated(expression, reply) for expression in self.expressions.values()]
            if ABSENT not in values:
                self._told.append(tuple(map(str, values)))
        return arrived


def links(contract: Contract) -> list[Link]:
    """The contract's links, in the document's order."""
    return [
        Link(
            f"{operation.id} {status} {name}",
            operation,
            status,
            link["operationId"],
            {**link.get("parameters", {}), **_fields(link)},
        )
        for operation in contract.operations
        for status, response in operation.responses.items()
        for name, raw in response.raw.get("links", {}).items()
        if "operationId" in (link := contract.resolve(raw))
    ]


def _fields(link: JsonObject) -> JsonObject:
    """What a link has in fields of the body, if it does not give the body as a whole."""
    body = link.get("requestBody", {})
    return body if is_object(body) else {}


def _carried(reply: Reply, names: Mapping[str, str]) -> Iterator[Any]:
    """What a request has in the places that a link fills."""
    sent, operation = reply.exchange.sent, reply.operation
    target = urlsplit(sent.url)
    path = {**dict(parse_qsl(target.query)), **_in_path(operation, target.path)}
    body: Any = parsed(sent.body, operation.body.media_type) if operation.body else ABSENT
    for qualified in names:
        name = qualified.removeprefix("path.").removeprefix("query.")
        yield path.get(name, body.get(name, ABSENT) if is_object(body) else ABSENT)


def _evaluated(expression: str, reply: Reply) -> Any:
    """The value of a runtime expression: https://spec.openapis.org/oas/v3.1.1#runtime-expressions."""
    part, _, pointer = expression.partition("#")
    sent = reply.exchange.sent
    if part.startswith("$request.path."):
        path = _in_path(reply.operation, sent.target.partition("?")[0])
        return path.get(part.removeprefix("$request.path."), ABSENT)
    if part == "$response.body":
        value: Any = reply.value
    elif part == "$request.body" and reply.operation.body:
        value = parsed(sent.body, reply.operation.body.media_type)
    else:
        return ABSENT
    for step in pointer.split("/")[1:]:
        if is_array(value) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif is_object(value) and step in value:
            value = value[step]
        else:
            return ABSENT
    return value


def _in_path(operation: Operation, path: str) -> Mapping[str, str]:
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))
    found = re.fullmatch(pattern, path)
    return found.groupdict() if found else {}
