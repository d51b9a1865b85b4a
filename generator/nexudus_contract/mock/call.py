"""A request, as far as handlers want it, and what answers one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.datastructures import Headers
from starlette.responses import Response

from nexudus_contract.document import Contract
from nexudus_contract.mock.users import Account
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation


@dataclass(frozen=True)
class Call:
    """A request whose sender is known and allowed.

    Attributes:
        account: the sender; nobody where the operation asks for no credentials.
        path: the path's parameters.
        query: the query's parameters, in their order, with repetitions.
        headers: the request's headers.
        body: the request's body, or None where it is larger than the server reads.
    """

    account: Account
    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Headers
    body: bytes | None

    @property
    def content_type(self) -> str:
        """What the body says it is."""
        return self.headers.get("content-type", "")


Handler: TypeAlias = Callable[[Call], Response]


def documented_example(contract: Contract, operation: Operation) -> Any:
    """The first example of an operation's 200; None where there is none."""
    content: JsonObject = operation.responses["200"].raw.get("content", {})
    examples = (value for media_type in content.values() for _, value in contract.examples(media_type))
    return next(examples, None)
