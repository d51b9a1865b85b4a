"""A database file keeps what was written."""

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.mock.conftest import ADMIN, OPENAPI, example

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockError, MockSettings, World, running
from nexudus_contract.mock.records.store import Store
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
    World(contract, MockSettings(database=database))
    other = _edited(tmp_path, lambda text: text.replace("WatchResourceId", "ChannelResourceId"))
    with pytest.raises(MockError, match=r"mock\.db: was made from another contract .*ChannelResourceId.*name another"):
        World(other, MockSettings(database=database))


def test_a_file_of_a_contract_with_another_type_is_refused_by_name(contract: Contract, tmp_path: Path) -> None:
    database = tmp_path / "mock.db"
    retyped = _edited(tmp_path, lambda text: text.replace("type: boolean", "type: integer"))
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


KILLS, CHAINS, WRITERS = 50, 2, 4


@contextmanager
def _process(database: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A mock in a process of its own: its URL, and what kills it."""
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(OPENAPI), "mock", "--port", "0"]
    with subprocess.Popen([*command, "--db", str(database)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[2], process.kill
        finally:
            process.kill()


class Ledger:
    """What was asked of a mock, and what of it was acknowledged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: set[int] = set()
        self._names = 0
        self._unanswered: set[str] = set()
        # By id: the names that a record may hold; None where it may be gone.
        self._possible: dict[int, set[str | None]] = {}

    def name(self) -> str:
        with self._lock:
            self._names += 1
            return f"name {self._names}"

    def creates(self, name: str) -> None:
        with self._lock:
            self._unanswered.add(name)

    def created(self, number: int, name: str) -> None:
        with self._lock:
            self._gives(number)
            self._unanswered.discard(name)
            self._possible[number] = {name}

    def writes(self, number: int, name: str | None) -> None:
        with self._lock:
            self._possible[number].add(name)

    def wrote(self, number: int, name: str | None) -> None:
        with self._lock:
            self._possible[number] = {name}

    def check(self, held: dict[int, str]) -> None:
        """After a restart: every record is as it was acknowledged, or as it was asked for last."""
        for number in held.keys() - self._possible.keys():
            assert held[number] in self._unanswered
            self._gives(number)
        for number, names in self._possible.items():
            assert held.get(number) in names
        self._possible.update({number: {held.get(number)} for number in self._given})
        self._unanswered.clear()

    def _gives(self, number: int) -> None:
        assert number not in self._given, f"{number} was given twice"
        self._given.add(number)


class Load:
    """Writes from several threads, until the mock is killed at the n-th acknowledged one."""

    def __init__(self, client: httpx.Client, path: str, body: dict[str, Any], ledger: Ledger) -> None:
        self._client = client
        self._path = path
        self._body = body
        self._ledger = ledger
        self._acknowledged = threading.Semaphore(0)

    def run(self, seed: int, writes: int, kill: Callable[[], None]) -> None:
        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [pool.submit(self._write, random.Random(f"{seed} {writer}")) for writer in range(WRITERS)]
            for _ in range(writes):
                assert self._acknowledged.acquire(timeout=30)
            kill()
            for writer in writers:
                assert isinstance(writer.exception(), httpx.TransportError)

    def _write(self, choice: random.Random) -> None:
        mine: list[int] = []
        while True:
            kind = choice.choice(["create", "update", "delete"]) if mine else "create"
            if kind == "create":
                mine.append(self._create(self._ledger.name()))
            elif kind == "update":
                number, name = choice.choice(mine), self._ledger.name()
                self._ledger.writes(number, name)
                self._send("PUT", self._path, json=self._body | {"Id": number, "Name": name})
                self._ledger.wrote(number, name)
            else:
                number = mine.pop(choice.randrange(len(mine)))
                self._ledger.writes(number, None)
                self._send("DELETE", f"{self._path}/{number}")
                self._ledger.wrote(number, None)
            self._acknowledged.release()

    def _create(self, name: str) -> int:
        self._ledger.creates(name)
        number: int = self._send("POST", self._path, json=self._body | {"Name": name}).json()["Value"]["Id"]
        self._ledger.created(number, name)
        return number

    def _send(self, method: str, path: str, **parts: Any) -> httpx.Response:
        response = self._client.request(method, path, **parts)
        assert response.status_code == 200, response.text
        return response


def _held(client: httpx.Client, path: str) -> dict[int, str]:
    held: dict[int, str] = {}
    page: dict[str, Any] = {"CurrentPage": 0, "HasNextPage": True}
    while page["HasNextPage"]:
        page = client.get(path, params={"page": page["CurrentPage"] + 1, "size": 100}).json()
        held |= {record["Id"]: record["Name"] for record in page["Records"]}
    return held


def test_what_was_acknowledged_outlives_a_kill(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    def chain(seed: int) -> None:
        choice, ledger, body = random.Random(seed), Ledger(), example(contract, google)
        for kill_number in range(KILLS // CHAINS + 1):
            with (
                _process(tmp_path / f"{seed}.db") as (url, kill),
                httpx.Client(base_url=url, auth=ADMIN, verify=False, trust_env=False) as client,
            ):
                ledger.check(_held(client, google.path))
                if kill_number < KILLS // CHAINS:
                    load = Load(client, google.path, body, ledger)
                    load.run(seed * 1000 + kill_number, choice.randint(1, 100), kill)

    with ThreadPoolExecutor(CHAINS) as pool:
        list(pool.map(chain, range(CHAINS)))
