"""A database file keeps what was written, and a file that the mock cannot use is refused and left alone."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.mock.conftest import ADMIN, Api, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockError, MockSettings, World, running
from nexudus_contract.mock.records.store import Store
from nexudus_contract.terms import RecordType


def test_records_outlive_the_server_and_ids_do_not_come_back(contract: Contract, tmp_path: Path) -> None:
    settings = MockSettings(database=tmp_path / "mock.db")
    bodies = {item.path: example(contract, item) | {"CoworkerId": 5} for item in contract.record_types}
    kept: dict[str, list[Any]] = {}
    last: dict[str, int] = {}
    with running(contract, settings) as mock, httpx.Client(base_url=mock.url, auth=ADMIN, verify=False) as client:
        for path, body in bodies.items():
            first, last[path] = (client.post(path, json=body).json()["Value"]["Id"] for _ in range(2))
            kept[path] = [client.get(f"{path}/{first}").json()]
            client.delete(f"{path}/{last[path]}")
    with running(contract, settings) as mock, httpx.Client(base_url=mock.url, auth=ADMIN, verify=False) as client:
        assert {path: client.get(path).json()["Records"] for path in bodies} == kept
        new = {path: client.post(path, json=body).json()["Value"]["Id"] for path, body in bodies.items()}
    assert [path for path in bodies if new[path] <= last[path]] == []


def test_each_world_in_memory_is_its_own(contract: Contract, google: RecordType) -> None:
    settings = MockSettings(database=":memory:")
    with closing(Api(contract, settings)) as one, closing(Api(contract, settings)) as other:
        one.create(google)
        assert (one.world.counts[google.tag], other.world.counts[google.tag]) == (1, 0)


def _edited(contract: Contract, old: str, new: str) -> Contract:
    text = json.dumps(contract.document)
    assert old in text
    return Contract(replace(contract.source, data=json.loads(text.replace(old, new))))


def test_a_file_of_another_contract_is_refused_by_name(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "mock.db"
    World(contract, MockSettings(database=database))
    other = _edited(contract, "WatchResourceId", "ChannelResourceId")
    with pytest.raises(MockError, match=r"mock\.db: was made from another contract .*ChannelResourceId.*name another"):
        World(other, MockSettings(database=database))


def test_a_file_that_keeps_moments_to_the_second_is_refused(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "mock.db"
    World(contract, MockSettings(database=database)).close()
    with closing(sqlite3.connect(database)) as file, file:
        file.execute("UPDATE mock_shapes SET shape = 'moment column' WHERE property = 'UpdatedOn'")
    with pytest.raises(MockError, match=r"mock\.db: was made from another contract .*UpdatedOn.*name another"):
        World(contract, MockSettings(database=database))


def test_a_file_of_a_contract_with_another_type_is_refused_by_name(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "mock.db"
    retyped = _edited(contract, '"boolean"', '"integer"')
    World(contract, MockSettings(database=database))
    with pytest.raises(MockError, match=r"mock\.db: was made from another contract .*IsNew.*name another"):
        Store(retyped.record_types, database)


def test_a_file_of_another_program_is_refused_and_left_alone(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "other.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE CoworkerGoogleCalendars (Id INTEGER)")
    with pytest.raises(MockError, match=r"other\.db: cannot be used .*already exists.*name another"):
        World(contract, MockSettings(database=database))
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("CoworkerGoogleCalendars",)]


def test_a_file_that_is_no_database_is_refused_and_left_alone(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "notes.txt"
    database.write_text("not a database, " * 1000)
    with pytest.raises(MockError, match=r"notes\.txt: cannot be used"):
        World(contract, MockSettings(database=database))
    assert database.read_text() == "not a database, " * 1000


def test_a_folder_that_does_not_exist_is_refused(contract: Contract, tmp_path: Path) -> None:
    with pytest.raises(MockError, match="cannot be used"):
        World(contract, MockSettings(database=tmp_path / "missing" / "mock.db"))
