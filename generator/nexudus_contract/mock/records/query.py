"""A list's question: filters, ranges, sort and page."""

from dataclasses import dataclass
from typing import Any

from nexudus_contract.terms import Comparison


@dataclass(frozen=True)
class Condition:
    """What a property's value must be for a record to match."""

    property: str
    comparison: Comparison
    value: Any


@dataclass(frozen=True)
class Query:
    """A list's question: the records for which every condition holds, sorted, one page of them.

    Attributes:
        conditions: all must hold.
        order_by: property to sort by; the id breaks ties, in the same direction.
        direction: 0 ascending, 1 descending, as in the query parameter `dir`.
        page: number of the page, from 1.
        size: records on a page.
    """

    conditions: tuple[Condition, ...]
    order_by: str
    direction: int
    page: int
    size: int

    @property
    def offset(self) -> int:
        """How many records stand on the pages before."""
        return (self.page - 1) * self.size
