"""What the guard knows of a request and of its answer, whichever library carries them."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.routing import Router
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation, RecordType


@dataclass(frozen=True)
class Place:
    """Where a request goes: an operation, and what the path says.

    Attributes:
        operation: what is asked for.
        record_type: whose it is, where it is of one.
        record_id: the record in the path, where it is a number.
    """

    operation: Operation
    record_type: RecordType | None = None
    record_id: int | None = None

    @property
    def tag(self) -> str:
        """The record type's tag; empty where there is none."""
        return self.record_type.tag if self.record_type else ""

    @property
    def kind(self) -> Kind | None:
        """What it does to the record type."""
        return self.operation.kind


class Map:
    """Knows the place of each request."""

    def __init__(self, contract: Contract) -> None:
        types = {item.id: owner for owner in contract.record_types for item in owner.operations.values()}
        self._router = Router((item, (item, types.get(item.id))) for item in contract.operations)

    def find(self, method: str, path: str) -> Place | None:
        """The place of a request; None where the contract has none."""
        match = self._router.find(path)
        if match is None or method not in match.endpoints:
            return None
        operation, record_type = match.endpoints[method]
        number = next(iter(match.parameters.values()), "")
        return Place(operation, record_type, int(number) if number.isascii() and number.isdecimal() else None)


@dataclass(frozen=True)
class Asked:
    """A request.

    Attributes:
        method: in capitals.
        origin: scheme, host and port.
        path: without the query.
        authorization: the header; empty where there is none.
        body: empty where there is none.
    """

    method: str
    origin: str
    path: str
    authorization: str
    body: bytes


@dataclass(frozen=True)
class Answered:
    """An answer.

    Attributes:
        status: 0 where there was none.
        retry_after: the header; empty where there is none.
        body: empty where there is none.
    """

    status: int
    retry_after: str = ""
    body: bytes = b""

    @property
    def throttled(self) -> bool:
        """Whether the server asks to wait. It has no other use for 409 that it documents."""
        return self.status == 429 or (self.status == 409 and bool(self.retry_after or not self.body))

    @property
    def failed(self) -> bool:
        """Whether the server, or the way to it, failed."""
        return self.status == 0 or self.status >= 500

    @cached_property
    def value(self) -> Any:
        """The JSON in the body; None where there is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def new_id(self) -> int | None:
        """The id of a record that was made."""
        value: Any = self.value.get("Value") if is_object(self.value) else None
        found: Any = value.get("Id") if is_object(value) else None
        return found if type(found) is int else None
