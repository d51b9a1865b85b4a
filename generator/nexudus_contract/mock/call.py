"""A request, as far as handlers want it, and what answers one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from nexudus_contract.document import Contract
from nexudus_contract.mock.entry.users import Account
from nexudus_contract.mock.wire.message import Answer, Request
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation


@dataclass
class Call:
    """A request whose sender is known and allowed.

    Attributes:
        request: as it came.
        account: the sender; nobody where the operation asks for no credentials.
        path: the path's parameters.
    """

    request: Request
    account: Account
    path: Mapping[str, str]

    @cached_property
    def query(self) -> Sequence[tuple[str, str]]:
        """The query's parameters, in their order, with repetitions."""
        return query_items(self.request.query)

    @property
    def content_type(self) -> str:
        """What the body says it is."""
        return self.request.header(b"content-type")

    @property
    def body(self) -> bytes | None:
        """The request's body, or None where it is larger than the server reads."""
        return self.request.body


Handler: TypeAlias = Callable[[Call], Answer]


def query_items(query: bytes) -> Sequence[tuple[str, str]]:
    """A query's parameters, in their order, with repetitions."""
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True) if query else ()


def documented_example(contract: Contract, operation: Operation, status: str = "200") -> Any:
    """The first example of an operation's answer with a status; None where there is none."""
    content: JsonObject = operation.responses[status].raw.get("content", {})
    examples = (value for media_type in content.values() for _, value in contract.examples(media_type))
    return next(examples, None)
