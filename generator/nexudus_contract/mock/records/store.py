"""The records, kept in SQLite as the JSON that answers are made of."""

import sqlite3
import sys
import weakref
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nexudus_contract.mock.records.query import Query
from nexudus_contract.mock.records.tables import Statement, Table
from nexudus_contract.mock.settings import IN_MEMORY, MockError
from nexudus_contract.mock.wire.message import encode
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import RecordType

# One row: the last id given to any record. It outlives deleted records, so no id comes back.
_SEQUENCE = "mock_sequence"
_BEFORE_FIRST_ID = 1000
_LAST = f"SELECT last FROM {_SEQUENCE}"
_NUMBERED = f"UPDATE {_SEQUENCE} SET last = ?"

# What a database file was made for. Records lie in it as JSON, so it is the one place that tells.
_SHAPES = "mock_shapes"

# So few are sorted, however many records there are.
_FEW = 500

_STATEMENTS_KEPT_PREPARED = 512
_MAPPED_BYTES = 2**30


class Snapshot:
    """All that a store held at one moment; for `Store.restore`, any number of times."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(IN_MEMORY, check_same_thread=False)
        weakref.finalize(self, self.connection.close)


class Store:
    """The records of one server. One thread may use it at a time.

    Raises:
        MockError: the database cannot be opened, or was made from another contract.
    """

    def __init__(self, record_types: Sequence[RecordType], database: str | Path) -> None:
        self._tables = {record_type.tag: Table(record_type) for record_type in record_types}
        self._missing = {table: dict(table.indexes) for table in self._tables.values()}
        self._in_memory = str(database) == IN_MEMORY
        try:
            self._connection = sqlite3.connect(
                database,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=_STATEMENTS_KEPT_PREPARED,
            )
            # Ends the connection with the server, or else with the application that nobody holds any more.
            self.close: Callable[[], object] = weakref.finalize(self, self._connection.close)
            self._configure()
            with self._at_rest(), self._transaction():
                self._prepare(database)
        except sqlite3.Error as error:
            raise MockError(
                f"{database}: cannot be used as the mock's database ({error}); name another file"
            ) from error

    def insert(self, record_type: RecordType, compose: Callable[[int], JsonObject]) -> JsonObject:
        """Keep what `compose` makes of a new id."""
        table = self._tables[record_type.tag]
        with self._transaction():
            number = self._last_id() + 1
            record = compose(number)
            self._connection.execute(table.insert, table.row(record, encode(record)))
            self._connection.execute(_NUMBERED, (number,))
        return record

    def insert_many(self, record_type: RecordType, count: int, compose: Callable[[int], JsonObject]) -> None:
        """Keep what `compose` makes of each of `count` new ids: all of them, or none."""
        table = self._tables[record_type.tag]
        with self._transaction():
            last = self._last_id()
            records = map(compose, range(last + 1, last + count + 1))
            # Made before the first is written: a world in memory cannot be rolled back.
            rows = [table.row(record, encode(record)) for record in records]
            self._connection.execute(_NUMBERED, (last + count,))
            self._connection.executemany(table.insert, rows)

    def get(self, record_type: RecordType, record_id: int) -> bytes | None:
        """The record with this id as JSON, if there is one."""
        row = self._connection.execute(self._tables[record_type.tag].get, (record_id,)).fetchone()
        return None if row is None else row[0]

    def get_many(self, record_type: RecordType, record_ids: Sequence[int]) -> list[bytes]:
        """The records that exist among `record_ids` as JSON, each once, in the order asked for."""
        rows = self._connection.execute(self._tables[record_type.tag].get_many, (encode(record_ids).decode(),))
        found = dict(rows.fetchall())
        return [found[record_id] for record_id in dict.fromkeys(record_ids) if record_id in found]

    def replace(self, record_type: RecordType, record: JsonObject) -> None:
        """Write a record over the one with its id."""
        table = self._tables[record_type.tag]
        # Numbered marks, which would do without this turn, are a warning on Python 3.12.0 to 3.12.3.
        record_id, *values = table.row(record, encode(record))
        self._connection.execute(table.replace, [*values, record_id])

    def delete(self, record_type: RecordType, record_id: int) -> bool:
        """Delete a record for good; False when there is none with this id."""
        return self._connection.execute(self._tables[record_type.tag].delete, (record_id,)).rowcount == 1

    def count(self, record_type: RecordType) -> int:
        """How many records there are."""
        count: int = self._one(self._tables[record_type.tag].count)
        return count

    def search(self, record_type: RecordType, query: Query) -> tuple[list[bytes], int]:
        """One page of the records that a query matches, as JSON, and how many it matches on all pages together."""
        total, listing = self._ask(record_type, query)
        if listing is None:
            return [], total
        ids = [number for (number,) in self._connection.execute(listing.text, listing.values).fetchall()]
        return self.get_many(record_type, ids[::-1] if listing.backwards else ids), total

    def explain(self, record_type: RecordType, query: Query) -> list[str]:
        """How SQLite says that it answers a query: the steps of counting, then those of finding the page."""
        counting = self._tables[record_type.tag].counting(query.conditions)
        _, listing = self._ask(record_type, query)
        return [
            step
            for statement in (counting, listing)
            if statement is not None
            for *_, step in self._connection.execute(f"EXPLAIN QUERY PLAN {statement.text}", statement.values)
        ]

    def reset(self) -> None:
        """Delete every record; ids start again at the first one."""
        with self._transaction():
            for table in self._tables.values():
                self._connection.execute(table.clear)
            self._connection.execute(_NUMBERED, (_BEFORE_FIRST_ID,))

    def snapshot(self) -> Snapshot:
        """A copy of everything: the records, and which id comes next."""
        snapshot = Snapshot()
        with self._at_rest():
            self._connection.backup(snapshot.connection)
        return snapshot

    def restore(self, snapshot: Snapshot) -> None:
        """Hold what `snapshot` holds, and nothing else. It must come from a store of the same contract."""
        with self._at_rest():
            snapshot.connection.backup(self._connection)
        self._missing = {table: dict(table.indexes) for table in self._tables.values()}

    def _ask(self, record_type: RecordType, query: Query) -> tuple[int, Statement | None]:
        """How many records match, and what finds the page; None for a page behind the last."""
        table = self._tables[record_type.tag]
        self._make_indexes(table, [query.order_by, *(condition.property for condition in query.conditions)])
        counting = table.counting(query.conditions)
        total: int = self._one(counting.text, counting.values)
        if query.offset >= total:
            return total, None
        everything = self.count(record_type) if query.conditions and total > _FEW else sys.maxsize
        return total, table.listing(query, total, everything)

    def _make_indexes(self, table: Table, names: Iterable[str]) -> None:
        """Make those that are missing. A world in memory has none before somebody asks; most never ask for most."""
        missing = self._missing[table]
        for name in names:
            if name in missing:
                self._connection.execute(missing.pop(name))

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self._connection.execute(statement, values).fetchone()[0]

    def _last_id(self) -> int:
        last: int = self._one(_LAST)
        return last

    @contextmanager
    def _transaction(self) -> Generator[None]:
        if self._in_memory:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _at_rest(self) -> Generator[None]:
        """Outside of the one transaction that a world in memory is: its end can cost SQLite a look at every page."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        try:
            yield
        finally:
            if self._in_memory:
                self._connection.execute("BEGIN")

    def _configure(self) -> None:
        if self._in_memory:
            # Nothing that could fail half way is written, so nothing needs to be taken back.
            pragmas = ["journal_mode = OFF"]
        else:
            # Written is what the operating system has: it keeps that when this process is killed. A loss of power can
            # cost the latest writes, but never the file.
            pragmas = ["journal_mode = WAL", "synchronous = NORMAL", f"mmap_size = {_MAPPED_BYTES}"]
        for pragma in (*pragmas, "secure_delete = OFF"):
            self._connection.execute(f"PRAGMA {pragma}")

    def _prepare(self, database: str | Path) -> None:
        execute = self._connection.execute
        execute(f"CREATE TABLE IF NOT EXISTS {_SEQUENCE} (last INTEGER NOT NULL)")
        execute(f"INSERT INTO {_SEQUENCE} SELECT ? WHERE NOT EXISTS (SELECT * FROM {_SEQUENCE})", [_BEFORE_FIRST_ID])
        execute(f"CREATE TABLE IF NOT EXISTS {_SHAPES} (tag TEXT, property TEXT, shape TEXT)")
        for tag, table in self._tables.items():
            made_for = dict(execute(f"SELECT property, shape FROM {_SHAPES} WHERE tag = ?", [tag]).fetchall())
            if not made_for:
                self._create(tag, table)
            elif made_for != table.shape:
                other = sorted({name for name, _ in made_for.items() ^ table.shape.items()})
                raise MockError(
                    f"{database}: was made from another contract ({tag} lacks {', '.join(other)} there, has it in "
                    "addition, or holds another type in it); name another file, or delete this one"
                )

    def _create(self, tag: str, table: Table) -> None:
        self._connection.execute(table.creation)
        if not self._in_memory:
            self._make_indexes(table, table.indexes)
        shape = [(tag, name, shape) for name, shape in table.shape.items()]
        self._connection.executemany(f"INSERT INTO {_SHAPES} VALUES (?, ?, ?)", shape)
