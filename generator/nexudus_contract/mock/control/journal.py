"""The request log: what was asked, what it was taken for, and what was ignored or wrong."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from nexudus_contract.mock.call import query_items
from nexudus_contract.mock.errors import FieldError
from nexudus_contract.mock.wire.message import Request

_LARGEST_BODY = 16_384
"""Bytes of a request's body that are kept, so that a full log stays small."""


@dataclass(slots=True)
class Handling:
    """What a request was taken for.

    Attributes:
        operation: operationId, or an empty text where the contract has none for it.
        known: names of the query parameters that the operation knows.
        keeps_body: whether the body may be kept, since no secret can be in it.
        user: e-mail address of the sender; empty where the sender is not known.
        invalid: what broke the contract.
        faults: the kinds of the faults that struck.
    """

    operation: str
    known: frozenset[str]
    keeps_body: bool
    user: str
    invalid: Sequence[FieldError]
    faults: Sequence[str]


UNKNOWN = Handling("", frozenset(), keeps_body=False, user="", invalid=(), faults=())
"""A request for which the contract has no operation."""


@dataclass(slots=True)
class Entry:
    """One request, and what became of it.

    Attributes:
        number: place in the log, from 1; it goes on counting where old entries have been dropped.
        time: when it was answered, by the mock's clock.
        method: HTTP method.
        path: the path, percent-decoded.
        query: the query as it was sent.
        body: the body, where it is kept and not long.
        status: HTTP status that was answered.
        handling: what it was taken for.
    """

    number: int
    time: datetime
    method: str
    path: str
    query: bytes
    body: bytes | None
    status: int
    handling: Handling

    @property
    def ignored(self) -> list[str]:
        """Names of the query parameters that the operation does not know, each once."""
        names = dict.fromkeys(name for name, _ in query_items(self.query))
        return [name for name in names if name not in self.handling.known]


class Journal:
    """The latest requests to one world. It holds a fixed number of them, so it does not grow for ever."""

    def __init__(self, size: int, clock: Callable[[], datetime]) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._clock = clock
        self._count = 0

    def write(self, request: Request, status: int, handling: Handling = UNKNOWN) -> None:
        """Add a request."""
        self._count += 1
        body = request.body if handling.keeps_body else None
        if body is not None and len(body) > _LARGEST_BODY:
            body = None
        self._entries.append(
            Entry(self._count, self._clock(), request.method, request.path, request.query, body, status, handling)
        )

    def __iter__(self) -> Iterator[Entry]:
        """The requests, the oldest first."""
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        """How many requests are held."""
        return len(self._entries)

    def clear(self) -> None:
        """Forget all of them, and count from 1 again."""
        self._entries.clear()
        self._count = 0
