"""A database file keeps what was written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.mock.conftest import ADMIN, OPENAPI, example

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockError, MockSettings, create_app, running
from nexudus_contract.terms import RecordType


@contextmanager
def _client(contract: Contract, database: Path | str) -> Iterator[httpx.Client]:
    with (
        running(contract, MockSettings(database=database)) as mock,
        httpx.Client(base_url=mock.url, auth=ADMIN) as client,
    ):
        yield client


def test_records_outlive_the_server_and_ids_do_not_come_back(
    contract: Contract, record_type: RecordType, tmp_path: Path
) -> None:
    database = tmp_path / "mock.db"
    body = example(contract, record_type) | {"CoworkerId": 5}
    with _client(contract, database) as client:
        kept, gone = (client.post(record_type.path, json=body).json()["Value"]["Id"] for _ in range(2))
        record = client.get(f"{record_type.path}/{kept}").json()
        client.delete(f"{record_type.path}/{gone}")
    with _client(contract, database) as client:
        assert client.get(record_type.path).json()["Records"] == [record]
        assert client.post(record_type.path, json=body).json()["Value"]["Id"] > gone


def test_each_world_in_memory_is_its_own(contract: Contract, google: RecordType) -> None:
    with _client(contract, ":memory:") as one, _client(contract, ":memory:") as other:
        one.post(google.path, json=example(contract, google))
        assert one.get(google.path).json()["TotalItems"] == 1
        assert other.get(google.path).json()["TotalItems"] == 0


def _edited(tmp_path: Path, edit: Callable[[str], str]) -> Contract:
    text = OPENAPI.read_text(encoding="utf-8")
    path = tmp_path / "openapi.yaml"
    path.write_text(edit(text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    return load(path)


def test_a_file_of_another_contract_is_refused_by_name(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "mock.db"
    create_app(contract, MockSettings(database=database))
    other = _edited(tmp_path, lambda text: text.replace("WatchResourceId", "ChannelResourceId"))
    with pytest.raises(MockError, match=r"mock\.db: was made from another contract .*ChannelResourceId.*name another"):
        create_app(other, MockSettings(database=database))


def test_a_file_that_is_no_database_is_refused_and_left_alone(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "notes.txt"
    database.write_text("not a database, " * 1000)
    with pytest.raises(MockError, match=r"notes\.txt: cannot be used"):
        create_app(contract, MockSettings(database=database))
    assert database.read_text() == "not a database, " * 1000


def test_a_folder_that_does_not_exist_is_refused(contract: Contract, tmp_path: Path) -> None:
    with pytest.raises(MockError, match="cannot be used"):
        create_app(contract, MockSettings(database=tmp_path / "missing" / "mock.db"))
