"""What a planted defect is made with: a server's function from a request to an answer, and the contract of both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.routing import Router
from nexudus_contract.source import is_object
from nexudus_contract.terms import Comparison, Kind, Operation, RecordType


class Family(StrEnum):
    """What kind of promise a defect breaks."""

    CRASH = "crash"
    SHAPE = "shape"
    PROTOCOL = "protocol"
    ACCEPTS = "accepts what it must refuse"
    REFUSES = "refuses what it must accept"
    ACCESS = "access"
    STATE = "state"
    MEANING = "meaning"
    CONCURRENCY = "concurrency"
    THROTTLE = "throttle"
    SLOWNESS = "slowness"


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong with a server.

    Attributes:
        name: in small letters and hyphens.
        family: what kind of promise it breaks.
        description: what the server does, in one sentence.
        plant: makes a server with the defect out of one without.
    """

    name: str
    family: Family
    description: str
    plant: "Callable[[Plot, Respond], Respond]"


@dataclass(frozen=True)
class Seen:
    """A request, as the contract understands it."""

    request: Request
    operation: Operation | None
    record_type: RecordType | None

    @property
    def kind(self) -> Kind | None:
        """What it does to a record type."""
        return self.operation.kind if self.operation else None

    @cached_property
    def body(self) -> dict[str, Any]:
        """The JSON object in its body; an empty one where there is none."""
        value: Any = parsed(self.request.body or b"")
        return value if is_object(value) else {}

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters in its query, the last of each name."""
        return dict(parse_qsl(self.request.query.decode("latin-1"), keep_blank_values=True))

    @property
    def last_part(self) -> str:
        """The last part of its path, which is the id where the operation has one there."""
        return self.request.path.rpartition("/")[2]

    @property
    def record_id(self) -> int | None:
        """The id that it names, in its path or its body."""
        if self.record_type is not None and self.kind is Kind.UPDATE:
            value = self.body.get(self.record_type.id_property)
            return value if isinstance(value, int) else None
        return int(self.last_part) if self.kind in {Kind.GET, Kind.DELETE} and self.last_part.isdecimal() else None

    def with_body(self, body: Mapping[str, Any]) -> Request:
        """The same request with another body."""
        return replace(self.request, body=orjson.dumps(body))

    def with_query(self, query: Mapping[str, str]) -> Request:
        """The same request with another query."""
        return replace(self.request, query=urlencode(query).encode())

    def about(self, record_id: int) -> Request:
        """A request for one record of the same type, by the same sender."""
        path = self.record_type.path if self.record_type else ""
        return replace(self.request, method="GET", path=f"{path}/{record_id}", query=b"", body=b"")


class Plot:
    """The ground that defects are planted in: one contract."""

    def __init__(self, contract: Contract) -> None:
        self._types = {item.tag: item for item in contract.record_types}
        self._optional = {item.tag: _optional(contract, item) for item in contract.record_types}
        self._router = Router((operation, operation) for operation in contract.operations)

    def see(self, request: Request) -> Seen:
        """A request, as the contract understands it."""
        match = self._router.find(request.path)
        operation = match.endpoints.get(request.method) if match else None
        return Seen(request, operation, self._types.get(operation.tag) if operation else None)

    def optional(self, seen: Seen) -> list[str]:
        """The names of what an update may leave out, and clears where it does."""
        return self._optional[seen.record_type.tag] if seen.record_type else []

    def asking(self, respond: Respond, kinds: Iterable[Kind], change: Callable[[Seen], Request]) -> Respond:
        """A server that hears other requests of these kinds than were sent."""
        wanted = frozenset(kinds)

        def changed(request: Request) -> Answer:
            seen = self.see(request)
            return respond(change(seen) if seen.kind in wanted else request)

        return changed

    def telling(self, respond: Respond, kinds: Iterable[Kind], change: Callable[[Seen, Answer], Answer]) -> Respond:
        """A server that gives other answers to these kinds of requests than it should, where all is well."""
        wanted = frozenset(kinds)

        def changed(request: Request) -> Answer:
            seen, answer = self.see(request), respond(request)
            return change(seen, answer) if seen.kind in wanted and answer.status == 200 else answer

        return changed

    def saying(self, respond: Respond, kinds: Iterable[Kind], change: Callable[[Seen, Any], Any]) -> Respond:
        """A server whose answers of these kinds say other JSON than they should, where all is well."""

        def changed(seen: Seen, answer: Answer) -> Answer:
            return with_json(answer, change(seen, parsed(answer.body)))

        return self.telling(respond, kinds, changed)

    def records(self, respond: Respond, change: Callable[[Seen, dict[str, Any]], dict[str, Any]]) -> Respond:
        """A server whose records are not what they should be, wherever they are read."""

        def changed(seen: Seen, value: Any) -> Any:
            match seen.kind:
                case Kind.GET:
                    return change(seen, value)
                case Kind.BATCH:
                    return [change(seen, record) for record in value]
                case _:
                    return {**value, "Records": [change(seen, record) for record in value["Records"]]}

        return self.saying(respond, (Kind.GET, Kind.BATCH, Kind.LIST), changed)


def _optional(contract: Contract, record_type: RecordType) -> list[str]:
    body = record_type.operations[Kind.UPDATE].body
    required = contract.flatten(body.schema).required if body else ()
    return [name for name in record_type.writable if name not in required]


def parsed(body: bytes) -> Any:
    """The JSON in a body; None where there is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def with_json(answer: Answer, value: Any) -> Answer:
    """The same answer, with other JSON in its body."""
    return replace(answer, body=orjson.dumps(value))


def existing(seen: Seen, respond: Respond, record_id: int | None) -> dict[str, Any] | None:
    """The record with an id, as its reader sees it."""
    if record_id is None:
        return None
    answer = respond(seen.about(record_id))
    return parsed(answer.body) if answer.status == 200 else None


def filters(seen: Seen, *comparisons: Comparison) -> list[tuple[str, str]]:
    """The filters in a request's query, as parameter and property."""
    known = seen.record_type.filters if seen.record_type else ()
    return [
        (item.parameter, item.property)
        for item in known
        if item.parameter in seen.query and (not comparisons or item.comparison in comparisons)
    ]


def texts(record_type: RecordType | None) -> list[str]:
    """The names of the properties that a client writes and that hold texts, but for moments."""
    if record_type is None:
        return []
    found = (record_type.properties.get(name) for name in record_type.writable)
    return [item.name for item in found if item and "string" in item.types and not item.moment]


def moments(record_type: RecordType | None) -> list[str]:
    """The names of the properties that a client writes and that hold moments."""
    if record_type is None:
        return []
    return [
        name for name in record_type.writable if name in record_type.properties and record_type.properties[name].moment
    ]
