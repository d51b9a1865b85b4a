"""Clients that write to a mock until it is killed, and what it may hold after that."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

WRITERS = 4


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


class Writers:
    """Write from several threads, until the mock is killed at the n-th acknowledged write."""

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
