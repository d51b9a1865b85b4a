"""From an answer's bytes to what a caller gets: one plain type, or an error."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import httpx

from .errors import UnreadableAnswerError
from .values import is_list

Answer = TypeVar("Answer")
Record = TypeVar("Record")


@dataclass(frozen=True)
class WriteResult:
    """A write that worked.

    Attributes:
        id: Id of the record written.
        message: What the API said about it, for people.
        updated_on: When the record was updated, where the API said so.
        updated_by: E-mail address of the user it was written by, where the API said so.
    """

    id: int
    message: str
    updated_on: datetime | None
    updated_by: str | None


def decode(response: httpx.Response, parse: Callable[[Any], Answer]) -> Answer:
    """What `parse` makes of the answer's JSON.

    Raises:
        UnreadableAnswerError: it is not JSON, or not what the contract says.
    """
    try:
        return parse(response.json())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswerError(response, error) from error


def each(parse: Callable[[Any], Answer]) -> Callable[[Any], list[Answer]]:
    """A parser for a list, from the parser of its items."""

    def parse_all(value: object) -> list[Answer]:
        if not is_list(value):
            raise TypeError(f"expected a list, found {type(value).__name__}")
        return [parse(item) for item in value]

    return parse_all


def full_record(value: object, kind: type[Record]) -> Record:
    """The value, if it is a full record. Rows of a list may be partial, and an update would clear what they lack.

    Raises:
        TypeError: it is anything else.
    """
    if not isinstance(value, kind):
        raise TypeError(
            f"update wants a {kind.__name__} as get or get_many answer it, not {type(value).__name__}: "
            "what an update leaves out is cleared"
        )
    return value
