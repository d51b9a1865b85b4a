"""Made-up records: the same for the same seed, and such as the contract allows."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.mock.conftest import Api

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings
from nexudus_contract.terms import RecordType


def test_the_same_seed_makes_the_same_records(api: Api) -> None:
    made: list[list[dict[str, Any]]] = []
    for seed in (7, 7, 8):
        api.world.reset()
        api.world.seed(30, seed)
        assert set(api.world.counts.values()) == {30}
        made.append(api.world.records("CoworkerGoogleCalendars", size=30))
    assert made[0] == made[1] != made[2]


def test_seeded_records_are_what_the_contract_says(api: Api, record_type: RecordType) -> None:
    api.world.seed(60, seed=3)
    page = api.get(record_type.path, params={"size": 60}).json()
    assert len(page["Records"]) == 60
    for name in record_type.properties:
        values = {str(row.get(name)) for row in page["Records"]}
        fixed = name in {"IsNew", "SystemId", "LocalizationDetails", "CustomFields"}
        assert len(values) == 1 if fixed else len(values) > 5, name
    for row in page["Records"]:
        assert api.record(record_type, row["Id"]) == row
        assert row["CreatedOn"] <= row["UpdatedOn"] <= "2025-01-15T10:30:00Z"


def test_a_seeded_record_can_be_written_back(api: Api, record_type: RecordType) -> None:
    api.world.seed(20)
    for row in api.get(record_type.path).json()["Records"]:
        body = {name: row[name] for name in record_type.writable if name in row} | {"Id": row["Id"]}
        assert api.put(record_type.path, json=body).status_code == 200
        after = api.record(record_type, row["Id"])
        assert {**after, "UpdatedOn": 0, "UpdatedBy": 0} == {**row, "UpdatedOn": 0, "UpdatedBy": 0}


def test_the_same_seed_makes_the_same_records_all_day(worlds: Any, clock: Any) -> None:
    made = []
    for hours in (0, 13, 14):
        clock.pass_by(timedelta(hours=hours))
        world = worlds(clock=clock, records=5)
        made.append(world.records("CoworkerGoogleCalendars"))
    assert made[0] == made[1] != made[2]


def test_seeded_records_lack_what_may_be_left_out_now_and_then(api: Api, google: RecordType) -> None:
    api.world.seed(100)
    rows = api.world.records(google.tag, size=100)
    for name in ("CoworkerId", "EventSyncToken"):
        assert 50 < sum(row[name] is not None for row in rows) < 100
    assert all(row["Name"] and row["ResourceId"] for row in rows)


def test_another_seed_has_other_names(contract: Contract, google: RecordType) -> None:
    names: list[str] = []
    for seed in (1, 1, 2):
        with closing(Api(contract, MockSettings(seed=seed))) as api:
            record_id = api.create(google, CoworkerId=42)
            names.append(api.record(google, record_id)["CoworkerFullName"])
    assert names[0] == names[1] != names[2]


def test_a_file_that_has_records_gets_no_more_at_the_start(worlds: Any, tmp_path: Path) -> None:
    for _ in range(2):
        world = worlds(database=tmp_path / "mock.db", records=3)
        assert set(world.counts.values()) == {3}
        world.close()
