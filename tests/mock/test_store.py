"""The store, against a model in plain Python; and how it finds what it is asked for."""

import copy
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.conftest import FIRST_ID, GOOGLE, RECORD_TYPES, Record, decoded, google_record, open_store

from nexudus_contract.mock.records.query import Condition, Query
from nexudus_contract.mock.records.store import Store
from nexudus_contract.terms import Comparison, Filter, Property, RecordType

each_record_type = pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda item: item.tag)


# Few values, so that records often share one.
TEXTS = ["", "a", "A", "ab", "é", "z", "😀", "\0", "%", "5"]
NUMBERS = [-(2**63), -1, 0, 1, 2, 10, 2**63 - 1]
MOMENTS = ["0001-01-01T00:00:00Z", "2025-01-15T10:29:59Z", "2025-01-15T10:30:00Z", "9999-12-31T23:59:59Z"]
NO_MOMENTS = ["", "2025", "2025-01-15", "no moment at all"]


def _values(item: Property) -> st.SearchStrategy[Any]:
    if item.moment:
        return st.sampled_from(MOMENTS)
    of_type: dict[str, st.SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.sampled_from(NUMBERS),
        "string": st.sampled_from(TEXTS),
        "object": st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(TEXTS), max_size=2),
    }
    return st.one_of([of_type[name] for name in sorted(item.types)])


def _bodies(kind: RecordType) -> st.SearchStrategy[Record]:
    """Records without an id, some of them lacking a property."""
    others = {name: _values(item) for name, item in kind.properties.items() if name != kind.id_property}
    return st.fixed_dictionaries({}, optional=others)


def _condition(kind: RecordType, item: Filter) -> st.SearchStrategy[Condition]:
    values = _values(kind.properties[item.property])
    if kind.properties[item.property].moment:
        days = st.just("2024-02-31T00:00:00Z")
        values |= st.sampled_from(NO_MOMENTS) if item.comparison is Comparison.EQUAL else days
    return values.map(lambda value: Condition(item.property, item.comparison, value))


def _queries(kind: RecordType) -> st.SearchStrategy[Query]:
    return st.builds(
        Query,
        conditions=st.lists(st.sampled_from(kind.filters).flatmap(lambda item: _condition(kind, item)), max_size=2).map(
            tuple
        ),
        order_by=st.sampled_from(kind.order_by),
        direction=st.sampled_from([0, 1]),
        page=st.integers(1, 4),
        size=st.sampled_from([1, 2, 5, 1000]),
    )


class Model:
    """What a store does, said plainly."""

    def __init__(self, kind: RecordType) -> None:
        self._id = kind.id_property
        self.records: list[Record] = []
        self.last = FIRST_ID - 1

    def insert(self, bodies: list[Record]) -> None:
        for body in bodies:
            self.last += 1
            self.records.append({self._id: self.last, **body})

    def find(self, query: Query) -> tuple[list[Record], int]:
        matching = [record for record in self.records if all(_holds(record, item) for item in query.conditions)]
        matching.sort(key=lambda record: (*_rank(record.get(query.order_by)), record[self._id]))
        if query.direction:
            matching.reverse()
        return matching[query.offset : query.offset + query.size], len(matching)


def _rank(value: Any) -> tuple[Any, ...]:
    return (False,) if value is None else (True, value)


def _holds(record: Record, condition: Condition) -> bool:
    held, value = record.get(condition.property), condition.value
    if held is None or value is None:
        return False
    if condition.comparison is Comparison.EQUAL:
        return bool(held == value)
    return bool(held >= value if condition.comparison is Comparison.FROM else held <= value)


def _numbered(kind: RecordType, bodies: list[Record]) -> Callable[[int], Record]:
    left = iter(bodies)
    return lambda number: {kind.id_property: number, **next(left)}


@each_record_type
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_a_store_does_what_the_model_does(kind: RecordType, data: st.DataObject) -> None:
    bodies, queries = _bodies(kind), _queries(kind)
    ids = st.integers(FIRST_ID - 1, FIRST_ID + 9)
    with open_store(":memory:") as store:
        model = Model(kind)
        saved = (store.snapshot(), copy.deepcopy(model))

        def insert() -> None:
            model.insert([data.draw(bodies)])
            assert store.insert(kind, _numbered(kind, [model.records[-1]])) == model.records[-1]

        def insert_many() -> None:
            several = data.draw(st.lists(bodies, max_size=4))
            model.insert(several)
            store.insert_many(kind, len(several), _numbered(kind, several))

        def replace() -> None:
            record = {**data.draw(bodies), kind.id_property: data.draw(ids)}
            model.records = [record if held["Id"] == record["Id"] else held for held in model.records]
            store.replace(kind, record)

        def delete() -> None:
            number = data.draw(ids)
            left = [record for record in model.records if record["Id"] != number]
            assert store.delete(kind, number) is (len(left) < len(model.records))
            model.records = left

        def reset() -> None:
            nonlocal model
            store.reset()
            model = Model(kind)

        def save() -> None:
            nonlocal saved
            saved = (store.snapshot(), copy.deepcopy(model))

        def restore() -> None:
            nonlocal model
            store.restore(saved[0])
            model = copy.deepcopy(saved[1])

        steps = [insert, insert_many, insert_many, replace, delete, reset, save, restore]
        for step in data.draw(st.lists(st.sampled_from(steps), max_size=8)):
            step()
        for query in data.draw(st.lists(queries, min_size=4, max_size=8)):
            found, total = store.search(kind, query)
            assert (decoded(found), total) == model.find(query)
        wanted = data.draw(st.lists(ids, max_size=6))
        by_id = {record["Id"]: record for record in model.records}
        expected = [by_id[number] for number in dict.fromkeys(wanted) if number in by_id]
        assert decoded(store.get_many(kind, wanted)) == expected
        assert [store.get(kind, number) is not None for number in wanted] == [number in by_id for number in wanted]
        assert store.count(kind) == len(model.records)


@pytest.fixture(scope="module")
def crowded() -> Iterator[tuple[Store, Model]]:
    """A world with so many records that a wide range is answered in another way than a narrow one."""
    with open_store(":memory:") as store:
        model = Model(GOOGLE)
        store.insert_many(GOOGLE, 1200, google_record)
        model.records = [google_record(number) for number in range(FIRST_ID, FIRST_ID + 1200)]
        yield store, model


PAGES = [(1, 25), (3, 333), (20, 25), (40, 25), (48, 25), (2, 1000)]


def test_pages_of_a_crowded_world(crowded: tuple[Store, Model]) -> None:
    store, model = crowded
    early = Condition("CreatedOn", Comparison.FROM, "2025-01-15T10:10:00Z")
    asked = {
        "all": (),
        "narrow": (Condition("ResourceId", Comparison.EQUAL, 7),),
        "wide": (early,),
        "wide and not indexed": (early, Condition("Name", Comparison.FROM, "text 1")),
    }
    wrong: list[str] = []
    for order_by, direction in product(GOOGLE.order_by, [0, 1]):
        own = Condition(order_by, Comparison.FROM, google_record(1100)[order_by])
        for name, conditions in {**asked, "own": (own,)}.items():
            matching, total = model.find(Query(conditions, order_by, direction, 1, 9999))
            for page, size in PAGES:
                found, counted = store.search(GOOGLE, Query(conditions, order_by, direction, page, size))
                ids = [row["Id"] for row in matching[(page - 1) * size : page * size]]
                if ([orjson.loads(row)["Id"] for row in found], counted) != (ids, total):
                    wrong.append(f"{name}, {order_by}, direction {direction}, page {page} of {size}")
    assert wrong == []


def test_a_page_of_a_crowded_world_holds_the_records_as_they_were_put_in(crowded: tuple[Store, Model]) -> None:
    store, model = crowded
    query = Query((), GOOGLE.order_by[0], 0, 2, 25)
    found, total = store.search(GOOGLE, query)
    assert (decoded(found), total) == model.find(query)


def _shown(kind: RecordType) -> Record:
    record = google_record(FIRST_ID)
    return {name: record[name] for name in kind.properties}


def _plan(kind: RecordType, *asked: Filter, order_by: str) -> list[str]:
    """How a store that was asked nothing before answers a query."""
    record = _shown(kind)
    conditions = tuple(Condition(item.property, item.comparison, record[item.property]) for item in asked)
    with open_store(":memory:") as store:
        store.insert(kind, lambda _: record)
        return store.explain(kind, Query(conditions, order_by, 0, 1, 25))


def test_every_sort_walks_along_an_index() -> None:
    sorts = [(kind, order_by) for kind in RECORD_TYPES for order_by in kind.order_by]
    plans = {(kind.tag, order_by): _plan(kind, order_by=order_by)[1:] for kind, order_by in sorts}
    assert plans == {
        (kind.tag, order_by): [f"SCAN {kind.tag} USING COVERING INDEX {kind.tag} {order_by}"]
        for kind, order_by in sorts
    }


@each_record_type
def test_every_filter_searches_an_index_whatever_the_sort(kind: RecordType) -> None:
    wrong: list[str] = []
    for asked, order_by in product(kind.filters, kind.order_by):
        count, search, *sort = _plan(kind, asked, order_by=order_by)
        search_by = f"INDEX {kind.tag} {asked.property} ({asked.property}"
        right = (
            count.startswith(f"SEARCH {kind.tag} USING COVERING {search_by}")
            and search.startswith(f"SEARCH {kind.tag} USING ")
            and search_by in search
            and sort == ([] if asked.property == order_by else ["USE TEMP B-TREE FOR ORDER BY"])
        )
        if not right:
            wrong.append(f"{asked.parameter}, {order_by}: {[count, search, *sort]}")
    assert wrong == []


def test_a_range_that_matches_many_is_walked_without_a_look_at_the_records(crowded: tuple[Store, Model]) -> None:
    store, _ = crowded
    plans: dict[tuple[str, str], list[str]] = {}
    walks: dict[tuple[str, str], list[str]] = {}
    for asked, order_by in product(GOOGLE.filters, GOOGLE.order_by):
        if asked.comparison is Comparison.EQUAL or asked.property == order_by:
            continue
        edge = {Comparison.FROM: MOMENTS[0], Comparison.TO: MOMENTS[-1]}[asked.comparison]
        query = Query((Condition(asked.property, asked.comparison, edge),), order_by, 0, 1, 25)
        plans[asked.parameter, order_by] = store.explain(GOOGLE, query)[1:]
        walks[asked.parameter, order_by] = [f"SCAN {GOOGLE.tag} USING COVERING INDEX {GOOGLE.tag} {order_by}"]
    assert plans == walks


def test_a_condition_holds_any_value() -> None:
    with open_store(":memory:") as store:
        store.insert(GOOGLE, google_record)
        for value in (None, True, 1.5, "text", [], [1], {}, {"a": None}):
            for asked in GOOGLE.filters:
                conditions = (Condition(asked.property, Comparison.EQUAL, value),)
                assert store.search(GOOGLE, Query(conditions, "Id", 0, 1, 25)) == ([], 0)
