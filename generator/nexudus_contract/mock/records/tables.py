"""How a record type lies in SQLite: its table, its indexes, and the statements that use them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nexudus_contract.mock.records.query import Condition, Query
from nexudus_contract.mock.wire.message import encode
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Comparison, Property, RecordType

_RECORD = "mock_record"
_SCALARS = {"integer": "INTEGER", "boolean": "INTEGER", "string": "TEXT", "number": "REAL"}
_OPERATORS = {Comparison.EQUAL: "=", Comparison.FROM: ">=", Comparison.TO: "<="}
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?Z", re.ASCII)
# How many of the next part one of each part holds; those of the last are ten million to a second.
_PARTS = (12 + 1, 31 + 1, 24, 60, 60, 10**7)

# Measured: to look a match up and sort it takes as long as to pass this many entries of an index.
_ENTRIES_PER_SORTED = 32
_LOOKED_UP_PER_SORTED = 2


@dataclass(frozen=True)
class Statement:
    """A statement of SQL with what is bound to its marks. `backwards` where its rows come last to first."""

    text: str
    values: tuple[Any, ...]
    backwards: bool = False


class Column:
    """A property as SQLite compares it; `plain` where that is the property's value itself.

    A moment is kept as a number, which is in the same order, and a third as long in every index.
    What is no plain scalar is kept as JSON text.
    """

    def __init__(self, item: Property) -> None:
        kinds = item.types - {"null"}
        kind = next(iter(kinds)) if len(kinds) == 1 and kinds <= _SCALARS.keys() else None
        self.name = item.name
        self.quoted = quoted(item.name)
        self.affinity = "TEXT" if kind is None else "INTEGER" if item.moment else _SCALARS[kind]
        self.plain = kind is not None and not item.moment
        self._moment = kind is not None and item.moment

    def value(self, value: Any) -> Any:
        """A property's value as it is bound; None for null."""
        if value is None:
            return None
        if self._moment and isinstance(value, str) and (parts := _MOMENT.fullmatch(value)):
            return _number(*parts.groups())
        nested = type(value) in (list, dict)
        return encode(value).decode() if nested or not (self.plain or self._moment) else value


def _number(year: str, *rest: str | None) -> int:
    number = int(year)
    for size, part in zip(_PARTS, rest, strict=True):
        # The last part is a fraction.
        number = number * size + int((part or "0").ljust(7, "0") if size == 10**7 else part or 0)
    return number


class Table:
    """A record type's table: the id, a column for each property that a list can be asked by, and the record as JSON.

    The index of a column ends with the id, which breaks the ties of a sort, and with every property that has a range
    filter: a range matches many records, and a sorted walk along the index tells them without looking each one up.
    """

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type
        self.name = quoted(record_type.tag)
        self._id_property = record_type.id_property
        self._id = quoted(self._id_property)
        asked = {item.property for item in record_type.filters} | set(record_type.order_by)
        self._columns = {name: Column(item) for name, item in record_type.properties.items() if name in asked}
        self._columns[self._id_property] = Column(record_type.properties[self._id_property])
        self._kept = [column for name, column in self._columns.items() if name != self._id_property]
        self._ranged = {item.property for item in record_type.filters if item.comparison is not Comparison.EQUAL}
        self._row_names = [self._id_property, *(column.name for column in self._kept)]
        self._translated = [(place, column) for place, column in enumerate(self._kept, 1) if not column.plain]
        self._tests = {
            (name, comparison): f"{column.quoted} {operator} ?"
            for name, column in self._columns.items()
            for comparison, operator in _OPERATORS.items()
        }
        names = [self._id, *(column.quoted for column in self._kept), _RECORD]
        marks = ", ".join("?" for _ in names)
        assignments = ", ".join(f"{name} = ?" for name in names if name != self._id)
        self.insert = f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({marks})"
        self.replace = f"UPDATE {self.name} SET {assignments} WHERE {self._id} = ?"
        self.get = f"SELECT {_RECORD} FROM {self.name} WHERE {self._id} = ?"
        self.get_many = (
            f"SELECT {self._id}, {_RECORD} FROM {self.name} WHERE {self._id} IN (SELECT value FROM json_each(?))"
        )
        self.delete = f"DELETE FROM {self.name} WHERE {self._id} = ?"
        self.clear = f"DELETE FROM {self.name}"
        self.count = f"SELECT count(*) FROM {self.name}"

    @property
    def shape(self) -> Mapping[str, str]:
        """What a database file must hold: for each property its types, and whether it has a column."""
        shapes: dict[str, str] = {}
        for name, item in self.record_type.properties.items():
            types = "instant" if item.moment else " or ".join(sorted(item.types - {"null"}))
            shapes[name] = f"{types} column" if name in self._columns else types
        return shapes

    @property
    def creation(self) -> str:
        """The statement that makes the table."""
        kept = "".join(f", {column.quoted} {column.affinity}" for column in self._kept)
        # The record stands last: what is behind a long value takes SQLite a walk to reach.
        return f"CREATE TABLE {self.name} ({self._id} INTEGER PRIMARY KEY{kept}, {_RECORD} BLOB NOT NULL)"

    @property
    def indexes(self) -> Mapping[str, str]:
        """The statements that make the indexes, by the property that each is for."""
        return {
            name: f"CREATE INDEX IF NOT EXISTS {self._index(name)} ON {self.name} "
            f"({', '.join(dict.fromkeys([column.quoted, self._id, *map(quoted, sorted(self._ranged))]))})"
            for name, column in self._columns.items()
        }

    def row(self, record: JsonObject, body: bytes) -> list[Any]:
        """A record as it is bound to `insert`, and to `replace` with its id at the end; `body` is the same as JSON."""
        values = [record.get(name) for name in self._row_names]
        for place, column in self._translated:
            values[place] = column.value(values[place])
        return [*values, body]

    def counting(self, conditions: Sequence[Condition]) -> Statement:
        """Counts the records that match."""
        return Statement(self.count + self._where(conditions), self._values(conditions))

    def listing(self, query: Query, total: int, everything: int) -> Statement:
        """The ids of a page, where `total` of `everything` match; it must not begin behind the last of them.

        There are two ways: find the matches and sort them, or walk along the index of the sort and drop what does not
        match. The second can cost as much as the table is long, so it is taken only where the first would cost more.
        Either begins at the end that is nearer to the page.
        """
        asked = {condition.property for condition in query.conditions}
        weight = _ENTRIES_PER_SORTED if asked <= self._ranged | {query.order_by} else _LOOKED_UP_PER_SORTED
        walk = asked <= {query.order_by} or total * weight > everything
        behind = max(total - query.offset - query.size, 0)
        backwards = behind < query.offset
        direction = "DESC" if bool(query.direction) != backwards else "ASC"
        # A plus keeps SQLite from walking.
        index, plus = (f" INDEXED BY {self._index(query.order_by)}", "") if walk else ("", "+")
        order = dict.fromkeys([self._columns[query.order_by].quoted, self._id])
        return Statement(
            f"SELECT {self._id} FROM {self.name}{index}{self._where(query.conditions)} "
            f"ORDER BY {', '.join(f'{plus}{name} {direction}' for name in order)} LIMIT ? OFFSET ?",
            (
                *self._values(query.conditions),
                min(query.size, total - query.offset),
                behind if backwards else query.offset,
            ),
            backwards,
        )

    def _index(self, name: str) -> str:
        return quoted(f"{self.record_type.tag} {name}")

    def _where(self, conditions: Sequence[Condition]) -> str:
        tests = [self._tests[condition.property, condition.comparison] for condition in conditions]
        return f" WHERE {' AND '.join(tests)}" if tests else ""

    def _values(self, conditions: Sequence[Condition]) -> tuple[Any, ...]:
        return tuple(self._columns[condition.property].value(condition.value) for condition in conditions)


def quoted(identifier: str) -> str:
    """A name of the contract as an identifier of SQL."""
    return '"' + identifier.replace('"', '""') + '"'
