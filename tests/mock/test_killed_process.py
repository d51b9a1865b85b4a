"""A mock that is killed keeps in its file every write that it answered."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.mock.conftest import ADMIN, OPENAPI, example
from tests.mock.helpers.writers import Ledger, Writers

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, World
from nexudus_contract.terms import RecordType

KILLS, CHAINS = 10, 2


@contextmanager
def _process(database: Path) -> Iterator[tuple[httpx.Client, Callable[[], None]]]:
    """A mock in a process of its own: a client of it, and what kills it."""
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(OPENAPI), "mock", "--port", "0"]
    with subprocess.Popen([*command, "--db", str(database)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().split()[2]
            with httpx.Client(base_url=url, auth=ADMIN, verify=False, trust_env=False) as client:
                yield client, process.kill
        finally:
            process.kill()


def _held(client: httpx.Client, path: str) -> dict[int, str]:
    held: dict[int, str] = {}
    page: dict[str, Any] = {"CurrentPage": 0, "HasNextPage": True}
    while page["HasNextPage"]:
        page = client.get(path, params={"page": page["CurrentPage"] + 1, "size": 100}).json()
        held |= {record["Id"]: record["Name"] for record in page["Records"]}
    return held


def test_what_was_acknowledged_outlives_a_kill(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    database, ledger = tmp_path / "mock.db", Ledger()
    with _process(database) as (client, kill):
        Writers(client, google.path, example(contract, google), ledger).run(1, 30, kill)
    with closing(World(contract, MockSettings(database=database))) as world:
        ledger.check({record["Id"]: record["Name"] for record in world.records(google.tag, size=1000)})


@pytest.mark.slow("starts and kills twenty mocks in processes of their own")
def test_what_was_acknowledged_outlives_many_kills(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    def chain(seed: int) -> None:
        choice, ledger, body = random.Random(seed), Ledger(), example(contract, google)
        for number in range(KILLS + 1):
            with _process(tmp_path / f"{seed}.db") as (client, kill):
                ledger.check(_held(client, google.path))
                if number < KILLS:
                    writers = Writers(client, google.path, body, ledger)
                    writers.run(seed * 1000 + number, choice.randint(1, 100), kill)

    with ThreadPoolExecutor(CHAINS) as pool:
        list(pool.map(chain, range(CHAINS)))
