"""Whether rows came in the order that was asked for. Which number of `dir` means which is contested in the pages."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from .dates import parse_moment
from .errors import NexudusError

_Key: TypeAlias = tuple[str, float] | tuple[str, str]


class OrderError(NexudusError):
    """Rows came in another order than was asked for."""

    advice = "do not rely on this server's order: leave order_by out, and sort what came"

    def __init__(self, order_by: str, wanted: str) -> None:
        super().__init__(order_by, wanted)
        self.order_by = order_by
        self.wanted = wanted

    def __str__(self) -> str:
        return f"rows were asked for by {self.order_by}, {self.wanted}, and came in another order; {self.advice}"


def check_order(rows: Iterable[Mapping[str, Any]], order_by: str, *, descending: bool) -> None:
    """Return if the rows of a page may be said to be in order.

    Numbers and dates are compared strictly. How a server sorts texts is not documented, so texts count as out of order
    only where a page has them the other way around throughout.

    Raises:
        OrderError: they are in another order.
    """
    keys = [key for row in rows if (key := _key(row.get(order_by))) is not None]
    pairs = [(after, before) if descending else (before, after) for before, after in pairwise(keys)]
    kinds = {key[0] for key in keys}
    if len(kinds) != 1:
        return
    wrong = sum(first > second for first, second in pairs)
    right = sum(first < second for first, second in pairs)
    if wrong and (kinds != {"text"} or not right):
        raise OrderError(order_by, "from the last to the first" if descending else "from the first to the last")


def _key(value: object) -> _Key | None:
    """What to compare a value by; None for what servers may sort in more than one way."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return "number", value
    if not isinstance(value, str):
        return None
    try:
        return "moment", parse_moment(value).timestamp()
    except ValueError:
        plain = value.isascii() and all(character.isalnum() or character == " " for character in value)
        return ("text", value.casefold()) if plain else None
