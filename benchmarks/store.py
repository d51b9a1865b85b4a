"""What the mock's store takes for its work: `python benchmarks/store.py [ROWS ...]`, by default 1000 to 1000000 rows.

The worst page is that of every documented filter with every sort, in both directions, at the list's two ends and in its
middle, short and long. Times are the median, but for the worst page: there each question counts with the best of three.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from nexudus_contract.document import load
from nexudus_contract.mock.records.query import Condition, Query
from nexudus_contract.mock.records.store import Store
from nexudus_contract.terms import Comparison, Filter, RecordType

Record = dict[str, Any]

START = datetime(2024, 1, 1, tzinfo=UTC)
SHARES = (0.1, 0.5, 1.0)
SINGLE_CALLS = 500
BATCH = 100_000
PEOPLE = 11
COLUMNS = ("rows", "kept in", "insert us", "get us", "page ms", "filtered page ms", "worst ms", "worst page")
WIDTHS = (8, 8, 10, 7, 8, 17, 9, 0)


def moment(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class World:
    """Makes records: each resource has 1 in 100 of them, each coworker about ten, a name of a person 1 in 11."""

    def __init__(self, rows: int) -> None:
        self._random = random.Random(rows)
        self._rows = rows

    def record(self, number: int) -> Record:
        below, text = self._random.randrange, self._text
        coworker = below(max(self._rows // 10, 1))
        return {
            "Id": number,
            "UniqueId": str(UUID(int=self._random.getrandbits(128))),
            "ResourceId": below(100),
            "CoworkerId": coworker,
            "CoworkerFullName": f"Person {coworker % PEOPLE}",
            "Name": f"Calendar {below(max(self._rows // 20, 1))}",
            "SubscriptionId": text(),
            "CalendarId": f"{text()}@calendars.example.com",
            "SubscriptionExpireDate": moment(below(10_000_000)),
            "WatchResourceId": text(),
            "EventSyncToken": text() if below(2) else None,
            "CreatedOn": moment(number),
            "UpdatedOn": moment(number + below(100_000)),
            "UpdatedBy": "admin@example.com",
            "IsNew": False,
            "SystemId": None,
            "ToStringText": f"Calendar connection {number}",
            "LocalizationDetails": None,
            "CustomFields": None,
        }

    def _text(self) -> str:
        return f"{self._random.getrandbits(128):032x}"


def conditions(record_type: RecordType, store: Store) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Each documented filter with a value that some record holds; a range with values that match a share of them."""
    yield "all", ()
    for item in record_type.filters:
        if item.comparison is Comparison.EQUAL:
            yield item.parameter, (Condition(item.property, item.comparison, value_at(store, record_type, item, 0.75)),)
            continue
        for share in SHARES:
            place = share if item.comparison is Comparison.TO else 1 - share
            value = value_at(store, record_type, item, place)
            yield f"{item.parameter} {share:.0%}", (Condition(item.property, item.comparison, value),)


def value_at(store: Store, record_type: RecordType, item: Filter, place: float) -> Any:
    """The value that stands at this place, from 0 to 1, where the records are sorted by it."""
    page = max(1, min(int(place * store.count(record_type)) + 1, store.count(record_type)))
    (record,), _ = store.search(record_type, Query((), item.property, 0, page, 1))
    value: Any = orjson.loads(record)[item.property]
    return value


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(works: Sequence[Callable[[], object]]) -> float:
    return statistics.median([seconds(work) for work in works])


def worst(record_type: RecordType, store: Store) -> tuple[float, str]:
    """The page that takes longest, in seconds, and its name."""
    slowest, name = 0.0, ""
    for label, asked in conditions(record_type, store):
        _, total = store.search(record_type, Query(asked, record_type.id_property, 0, 1, 1))
        for order, direction, size, place in product(record_type.order_by, (0, 1), (25, 1000), (0.0, 0.5, 1.0)):
            page = int(place * max(total - 1, 0) // size) + 1
            search = partial(store.search, record_type, Query(asked, order, direction, page, size))
            taken = seconds(search)
            if taken > slowest:
                again = [seconds(search) for _ in range(2)]
                taken = min(taken, *again)
            if taken > slowest:
                slowest, name = taken, f"{label}, by {order} {'desc' if direction else 'asc'}, page {page} of {size}"
    return slowest, name


def measure(record_type: RecordType, rows: int, database: str | Path) -> tuple[str, ...]:
    store, world = Store([record_type], database), World(rows)
    for start in range(SINGLE_CALLS, rows, BATCH):
        store.insert_many(record_type, min(BATCH, rows - start), world.record)
    store.insert_many(record_type, min(SINGLE_CALLS, rows), world.record)
    ids = random.Random(1).sample(range(1001, 1001 + rows), SINGLE_CALLS)
    get = median([partial(store.get, record_type, number) for number in ids])
    plain = Query((), record_type.id_property, 0, 1, 25)
    filtered = Query((Condition("ResourceId", Comparison.EQUAL, 7),), "UpdatedOn", 1, 1, 25)
    pages = [median([partial(store.search, record_type, query)] * 20) for query in (plain, filtered)]
    slowest, name = worst(record_type, store)
    # Now that every question has been asked, there is every index to keep up.
    insert = median([partial(store.insert, record_type, world.record)] * SINGLE_CALLS)
    store.close()
    kept_in = "memory" if database == ":memory:" else "file"
    thousandths = [f"{page * 1e3:.2f}" for page in pages]
    return (str(rows), kept_in, f"{insert * 1e6:.0f}", f"{get * 1e6:.1f}", *thousandths, f"{slowest * 1e3:.1f}", name)


def show(cells: Sequence[str]) -> None:
    print("  ".join(cell.rjust(width) for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def main() -> None:
    record_type = max(load().record_types, key=lambda item: len(item.filters))
    show(COLUMNS)
    for rows in map(int, sys.argv[1:] or ("1000", "10000", "100000", "1000000")):
        with tempfile.TemporaryDirectory() as folder:
            for database in (":memory:", Path(folder) / "mock.db"):
                show(measure(record_type, rows, database))


if __name__ == "__main__":
    main()
