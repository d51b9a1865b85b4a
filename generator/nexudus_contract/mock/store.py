"""The records, kept in SQLite: one table per record type, one column per property."""

import sqlite3
import weakref
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from nexudus_contract.mock.envelopes import encode
from nexudus_contract.mock.query import Query
from nexudus_contract.mock.settings import MockError
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Comparison, Property, RecordType

# One row: the last id given to any record. It outlives deleted records, so no id comes back.
_SEQUENCE = "mock_sequence"
_BEFORE_FIRST_ID = 1000

_SCALARS = {"integer": "INTEGER", "boolean": "INTEGER", "string": "TEXT", "number": "REAL"}
_OPERATORS = {Comparison.EQUAL: "=", Comparison.FROM: ">=", Comparison.TO: "<="}


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


class _Column:
    """A property's column. What is no plain scalar is kept as JSON text."""

    def __init__(self, item: Property) -> None:
        kinds = item.types - {"null"}
        self.kind = next(iter(kinds)) if len(kinds) == 1 and kinds <= _SCALARS.keys() else None
        self.name = item.name
        self.quoted = _quoted(item.name)
        self.affinity = _SCALARS[self.kind] if self.kind else "TEXT"

    def encode(self, value: Any) -> Any:
        return value if value is None or self.kind else encode(value).decode()

    def decode(self, value: Any) -> Any:
        if value is None:
            return None
        if self.kind == "boolean":
            return bool(value)
        return value if self.kind else orjson.loads(value)


@dataclass(frozen=True)
class _Table:
    record_type: RecordType

    @cached_property
    def name(self) -> str:
        return _quoted(self.record_type.tag)

    @cached_property
    def id(self) -> str:
        return _quoted(self.record_type.id_property)

    @cached_property
    def columns(self) -> Mapping[str, _Column]:
        return {item.name: _Column(item) for item in self.record_type.properties.values()}

    @cached_property
    def all_columns(self) -> str:
        return ", ".join(column.quoted for column in self.columns.values())

    def encode(self, record: JsonObject) -> list[Any]:
        return [column.encode(record[name]) for name, column in self.columns.items()]

    def decode(self, row: Sequence[Any]) -> JsonObject:
        return {column.name: column.decode(value) for column, value in zip(self.columns.values(), row, strict=True)}


class Store:
    """The records of one server.

    Raises:
        MockError: the database cannot be opened, or was made from another contract.
    """

    def __init__(self, record_types: Sequence[RecordType], database: str | Path) -> None:
        self._tables = {record_type.tag: _Table(record_type) for record_type in record_types}
        try:
            self._connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
            # Ends the connection with the server, or else with the application that nobody holds any more.
            self.close = weakref.finalize(self, self._connection.close)
            self._prepare(database)
        except sqlite3.Error as error:
            raise MockError(
                f"{database}: cannot be used as the mock's database ({error}); name another file"
            ) from error

    def insert(self, record_type: RecordType, compose: Callable[[int], JsonObject]) -> JsonObject:
        """Keep what `compose` makes of a new id."""
        table = self._tables[record_type.tag]
        marks = ", ".join("?" for _ in table.columns)
        with self._transaction():
            (number,) = self._one(f"UPDATE {_SEQUENCE} SET last = last + 1 RETURNING last")
            record = compose(number)
            statement = f"INSERT INTO {table.name} ({table.all_columns}) VALUES ({marks})"
            self._connection.execute(statement, table.encode(record))
        return record

    def get(self, record_type: RecordType, record_id: int) -> JsonObject | None:
        """The record with this id, if there is one."""
        return next(iter(self.get_many(record_type, [record_id])), None)

    def get_many(self, record_type: RecordType, record_ids: Sequence[int]) -> list[JsonObject]:
        """The records that exist among `record_ids`, each once, in the order asked for."""
        table = self._tables[record_type.tag]
        rows = self._connection.execute(
            f"SELECT {table.all_columns} FROM {table.name} WHERE {table.id} IN (SELECT value FROM json_each(?))",
            [encode(record_ids).decode()],
        )
        found = {record[record_type.id_property]: record for record in map(table.decode, rows)}
        return [found[record_id] for record_id in dict.fromkeys(record_ids) if record_id in found]

    def replace(self, record_type: RecordType, record: JsonObject) -> None:
        """Write a record over the one with its id."""
        table = self._tables[record_type.tag]
        assignments = ", ".join(f"{column.quoted} = ?" for column in table.columns.values())
        statement = f"UPDATE {table.name} SET {assignments} WHERE {table.id} = ?"
        self._connection.execute(statement, [*table.encode(record), record[record_type.id_property]])

    def delete(self, record_type: RecordType, record_id: int) -> bool:
        """Delete a record for good; False when there is none with this id."""
        table = self._tables[record_type.tag]
        statement = f"DELETE FROM {table.name} WHERE {table.id} = ?"
        return self._connection.execute(statement, [record_id]).rowcount == 1

    def search(self, record_type: RecordType, query: Query) -> tuple[list[JsonObject], int]:
        """One page of the records that a query matches, and how many it matches on all pages together."""
        table = self._tables[record_type.tag]
        columns = [table.columns[condition.property] for condition in query.conditions]
        tests = [
            f"{column.quoted} {_OPERATORS[condition.comparison]} ?"
            for column, condition in zip(columns, query.conditions, strict=True)
        ]
        values = [column.encode(condition.value) for column, condition in zip(columns, query.conditions, strict=True)]
        matching = f"FROM {table.name} WHERE {' AND '.join(tests) or '1'}"
        direction = "DESC" if query.direction else "ASC"
        order = f"ORDER BY {table.columns[query.order_by].quoted} {direction}, {table.id} {direction}"
        rows = self._connection.execute(
            f"SELECT {table.all_columns} {matching} {order} LIMIT ? OFFSET ?",
            [*values, query.size, query.offset],
        )
        records = [table.decode(row) for row in rows]
        (total,) = self._one(f"SELECT count(*) {matching}", values)
        return records, total

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        # All rows are taken, or the statement stays open and keeps the transaction from ending.
        return self._connection.execute(statement, values).fetchall()[0]

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _prepare(self, database: str | Path) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        with self._transaction():
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {_SEQUENCE} (last INTEGER NOT NULL)")
            self._connection.execute(
                f"INSERT INTO {_SEQUENCE} SELECT ? WHERE NOT EXISTS (SELECT * FROM {_SEQUENCE})",
                [_BEFORE_FIRST_ID],
            )
            for table in self._tables.values():
                self._create(table)
                self._compare(table, database)

    def _create(self, table: _Table) -> None:
        # SQLite's row id is the record's id, and every index ends with it: the tie-break of a sort costs nothing.
        columns = [
            f"{column.quoted} {column.affinity}" + (" PRIMARY KEY" if column.quoted == table.id else "")
            for column in table.columns.values()
        ]
        self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)})")
        record_type = table.record_type
        existing = {column[1] for column in self._connection.execute(f"PRAGMA table_info({table.name})")}
        indexed = {*record_type.order_by, *(item.property for item in record_type.filters)} - {record_type.id_property}
        for name in sorted(indexed & existing & table.columns.keys()):
            index = _quoted(f"{record_type.tag} {name}")
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {table.name} ({_quoted(name)})")

    def _compare(self, table: _Table, database: str | Path) -> None:
        existing = {column[1]: column[2] for column in self._connection.execute(f"PRAGMA table_info({table.name})")}
        other = [column.name for column in table.columns.values() if existing.get(column.name) != column.affinity]
        if other:
            raise MockError(
                f"{database}: was made from another contract ({table.record_type.tag} lacks "
                f"{', '.join(other)}, or holds another type there); name another file, or delete this one"
            )
