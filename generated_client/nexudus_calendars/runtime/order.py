"""Whether rows came in the order that was asked for. Which number of `dir` means which is contested in the pages."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

from .dates import parse_moment
from .errors import NexudusError

# A text that only looks a little like a date is sorted as a text.
_MOMENT = re.compile(r"\A(?:\d{4}-\d\d-\d\dT\S+|/Date\(\S+\)/)")
_LETTERS = re.compile(r"[A-Za-z]+")
# Some languages sort a letter, or two in a row, where others do not, but never three texts the other way around.
_FEWEST_PAIRS = 2


class OrderError(NexudusError):
    """Rows came in another order than was asked for."""

    advice = "do not rely on this server's order: leave order_by out, and sort what came"

    def __init__(self, order_by: str, wanted: str) -> None:
        super().__init__(order_by, wanted)
        self.order_by = order_by
        self.wanted = wanted

    def __str__(self) -> str:
        return f"rows were asked for by {self.order_by}, {self.wanted}, and came in another order; {self.advice}"


def check_order(values: Iterable[object], order_by: str, *, descending: bool) -> None:
    """Return if the rows of a page, of which these are the values, may be said to be in order.

    Numbers and dates are compared strictly. How a server sorts texts is not documented, so texts count as out of order
    only where three or more of a page's differ in their letters, and all of them stand the other way around.

    Raises:
        OrderError: they are in another order.
    """
    keys = [key for value in values if (key := _key(value)) is not None]
    kinds = {key[0] for key in keys}
    if len(kinds) != 1:
        return
    pairs = [(after, before) if descending else (before, after) for before, after in pairwise(keys)]
    wrong = sum(_is_greater(first, second) for (_, first), (_, second) in pairs)
    right = sum(_is_greater(second, first) for (_, first), (_, second) in pairs)
    if wrong and (kinds != {"text"} or (wrong >= _FEWEST_PAIRS and not right)):
        raise OrderError(order_by, "from the last to the first" if descending else "from the first to the last")


def _key(value: object) -> tuple[str, Any] | None:
    """What to compare a value by, and its kind; None for what servers may sort in more than one way."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            value = parse_moment(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return "moment", value
    if isinstance(value, str):
        letters = _LETTERS.match(value)
        return ("text", letters[0].casefold()) if letters else None
    return ("number", value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_greater(first: Any, second: Any) -> bool:
    """Whether it certainly is. Whether letters go before or after what else a text holds depends on the server."""
    if isinstance(first, str):
        first, second = first[: len(second)], second[: len(first)]
    return bool(first > second)
