"""Reads a list's question from a request's query parameters."""

from collections.abc import Sequence
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.mock.records.query import Condition, Query
from nexudus_contract.mock.validation import ParameterReader
from nexudus_contract.terms import Kind, RecordType

_MINUTE = "YYYY-MM-DDTHH:MM"


class Listing:
    """Knows the questions that can be asked of a record type's list."""

    def __init__(self, contract: Contract, record_type: RecordType) -> None:
        self._record_type = record_type
        self._reader = ParameterReader(contract, record_type.operations[Kind.LIST])

    def read(self, items: Sequence[tuple[str, str]]) -> Query:
        """The question in a request's query.

        Raises:
            InvalidError: a parameter breaks the contract.
        """
        values = self._reader.read(items)
        return Query(
            conditions=tuple(
                Condition(item.property, item.comparison, self._comparable(item.property, values[item.parameter]))
                for item in self._record_type.filters
                if item.parameter in values
            ),
            order_by=values.get("orderBy", self._record_type.id_property),
            direction=values.get("dir", 0),
            page=values.get("page", 1),
            size=values.get("size", 25),
        )

    def _comparable(self, name: str, value: Any) -> Any:
        # A minute is made a moment; a text that is no moment equals none.
        if self._record_type.properties[name].moment and isinstance(value, str) and len(value) == len(_MINUTE):
            return f"{value}:00Z"
        return value
