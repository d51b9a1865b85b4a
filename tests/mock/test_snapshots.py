"""A store goes back: to nothing, to a snapshot of its own or of another, and from what failed."""

from pathlib import Path

import pytest
from tests.mock.conftest import FIRST_ID, GOOGLE, RECORD_TYPES, Record, decoded, google_record, open_store

from nexudus_contract.mock.records.query import Query

each_place = pytest.mark.parametrize("place", [":memory:", "mock.db"])


@each_place
def test_reset_empties_and_starts_at_the_first_id(place: str, tmp_path: Path) -> None:
    with open_store(place if place == ":memory:" else tmp_path / place) as store:
        for kind in RECORD_TYPES:
            store.insert_many(kind, 3, lambda number: {"Id": number})
        store.reset()
        assert [store.count(kind) for kind in RECORD_TYPES] == [0] * len(RECORD_TYPES)
        assert store.insert(GOOGLE, lambda number: {"Id": number}) == {"Id": FIRST_ID}


@each_place
def test_a_restored_store_goes_on_as_at_the_snapshot(place: str, tmp_path: Path) -> None:
    database = place if place == ":memory:" else tmp_path / place
    with open_store(database) as store:
        kept, deleted = (store.insert(GOOGLE, google_record)["Id"] for _ in range(2))
        store.delete(GOOGLE, deleted)
        snapshot = store.snapshot()
        for _ in range(2):
            store.replace(GOOGLE, {"Id": kept, "Name": "other"})
            store.insert_many(RECORD_TYPES[0], 5, lambda number: {"Id": number})
            store.restore(snapshot)
            assert [store.count(kind) for kind in RECORD_TYPES] == [int(kind is GOOGLE) for kind in RECORD_TYPES]
            assert decoded(store.get_many(GOOGLE, [kept, deleted])) == [google_record(kept)]
        assert store.insert(GOOGLE, google_record)["Id"] == deleted + 1
    with open_store(database) as store:
        assert store.count(GOOGLE) == (0 if place == ":memory:" else 2)


@each_place
def test_what_fails_leaves_nothing_and_takes_no_id(place: str, tmp_path: Path) -> None:
    def broken(number: int) -> Record:
        if number == FIRST_ID + 2:
            raise LookupError
        return {"Id": number}

    with open_store(place if place == ":memory:" else tmp_path / place) as store:
        with pytest.raises(LookupError):
            store.insert_many(GOOGLE, 3, broken)
        with pytest.raises(LookupError):
            store.insert(GOOGLE, lambda number: broken(number + 2))
        assert store.count(GOOGLE) == 0
        assert store.insert(GOOGLE, broken) == {"Id": FIRST_ID}


@pytest.mark.parametrize(("source", "target"), [(":memory:", "mock.db"), ("mock.db", ":memory:"), ("one.db", "two.db")])
def test_a_snapshot_outlives_its_store_and_fits_another(source: str, target: str, tmp_path: Path) -> None:
    places = {":memory:": ":memory:"}
    with open_store(places.get(source, tmp_path / source)) as store:
        store.insert_many(GOOGLE, 3, google_record)
        snapshot = store.snapshot()
    with open_store(places.get(target, tmp_path / target)) as store:
        store.insert_many(GOOGLE, 9, google_record)
        store.restore(snapshot)
        assert store.insert(GOOGLE, google_record) == google_record(FIRST_ID + 3)
        query = Query((), "Name", 0, 1, 25)
        assert store.search(GOOGLE, query)[1] == 4
    if target != ":memory:":
        with open_store(tmp_path / target) as store:
            assert store.count(GOOGLE) == 4
