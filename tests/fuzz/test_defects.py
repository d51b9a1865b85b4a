"""Each planted defect can be seen from outside: the same requests get other answers than from a server without it."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, pairwise
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.defects import CATALOGUE, Defect, Family, Plot
from nexudus_contract.mock import MockSettings, Request, Respond, World, responder
from nexudus_contract.terms import Comparison, Kind, RecordType

from .helpers.contracts import trimmed

Heard = tuple[int, tuple[tuple[bytes, bytes], ...], bytes, float]

ADMIN, AUDITOR = (b"admin@example.com:admin", b"auditor@example.com:auditor")
TEXTS = (
    *("plain", "Plain", '  "quoted"  text ', "back\\slash", "line\nbreak\ttab", ""),
    *("☕ Ada's 日本 <b>&", "😀", "e\u0301", "x" * 300, "plain"),
)
NUMBERS = (1, 2, -5, 2**31, 2**53 + 1, 1, 7, 8, 2, 10, 11)
MOMENTS = ("2025-01-15T10:30:59Z", "2025-01-15T13:30:00Z", "1999-12-31T23:59:59Z", "2025-06-01T00:00:00Z")


class DifferentError(Exception):
    """The server says something else than the one that a conversation is compared with."""


class Conversation:
    """Asks a server the same every time, and writes down what it hears, until that is something else than `wanted`."""

    def __init__(self, contract: Contract, respond: Respond, wanted: list[Heard]) -> None:
        self._contract = contract
        self._respond = respond
        self._wanted = wanted
        self.heard: list[Heard] = []

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        login: bytes | None = ADMIN,
        kind: str = "application/json",
        **query: Any,
    ) -> Any:
        """The JSON of an answer, if it has any."""
        headers = {b"content-type": kind.encode()}
        if login is not None:
            scheme = b"Basic " + base64.b64encode(login) if b":" in login else b"Bearer " + login
            headers[b"authorization"] = scheme
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        given = self._respond(Request(method, path, urlencode(query).encode(), headers, content, "127.0.0.1"))
        said = re.sub(rb'"(access|refresh)_token":"[^"]*"', b"", given.body)
        self._hear((given.status, tuple(given.headers), said, given.delay))
        try:
            return orjson.loads(given.body)
        except orjson.JSONDecodeError:
            return None

    def _hear(self, heard: Heard) -> None:
        place = len(self.heard)
        self.heard.append(heard)
        if self._wanted and self._wanted[place : place + 1] != [heard]:
            raise DifferentError

    def hold(self) -> list[Heard]:
        """All of it, for every record type.

        Raises:
            DifferentError: something else is heard than is wanted.
        """
        for record_type in self._contract.record_types:
            self._writes(record_type)
            self._lists(record_type)
            self._mistakes(record_type)
        self._tokens()
        return self.heard

    def _body(self, record_type: RecordType, number: int) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name in record_type.writable:
            item = record_type.properties[name]
            if item.moment:
                body[name] = MOMENTS[number % len(MOMENTS)]
            elif "integer" in item.types:
                body[name] = NUMBERS[number % len(NUMBERS)]
            else:
                body[name] = TEXTS[(number + len(name)) % len(TEXTS)]
        return body

    def _writes(self, record_type: RecordType) -> None:
        path, key = record_type.path, record_type.id_property
        ids: list[int] = []
        for number in range(len(TEXTS)):
            answer = self.ask("POST", path, self._body(record_type, number)) or {}
            value = answer.get("Value")
            ids.append(value["Id"] if isinstance(value, dict) else 0)
            self.ask("GET", path)
        for record_id in ids:
            self.ask("GET", f"{path}/{record_id}")
            self.ask("GET", f"{path}/{record_id}")
        required = self._required(record_type)
        minimal = {name: value for name, value in self._body(record_type, 3).items() if name in required}
        self.ask("PUT", path, minimal | {key: ids[0]})
        self.ask("GET", f"{path}/{ids[0]}")
        self.ask("PUT", path, self._body(record_type, 5) | {key: ids[1], record_type.writable[-1]: TEXTS[0]})
        self.ask("GET", f"{path}/{ids[1]}")
        self.ask(
            "PUT", path, minimal | {name: f"{name}@example.com" for name in self._assigned(record_type)} | {key: ids[6]}
        )
        self.ask("GET", f"{path}/{ids[6]}")
        nulls = {name: None for name in record_type.writable if name not in required}
        self.ask("PUT", path, minimal | nulls | {key: ids[4]})
        for record_id in (ids[2], ids[2]):
            self.ask("DELETE", f"{path}/{record_id}")
            self.ask("GET", f"{path}/{record_id}")
        self.ask("DELETE", f"{path}/{ids[3]}", login=AUDITOR)
        for number in (1, 2):
            self.ask("POST", path, self._body(record_type, number))
        self.ask("GET", f"{path}/", id=orjson.dumps([ids[5], ids[4], ids[0], ids[5], ids[1], 1]).decode())
        self.ask("GET", f"{path}/", id="[]")
        self.ask("GET", f"{path}/", id=orjson.dumps(list(range(ids[0], ids[0] + 12))).decode())
        self.ask("GET", path, size=1000)

    def _assigned(self, record_type: RecordType) -> list[str]:
        return [item.name for item in record_type.properties.values() if item.assigned == "updated-by"]

    def _required(self, record_type: RecordType) -> tuple[str, ...]:
        body = record_type.operations[Kind.CREATE].body
        assert body is not None
        return self._contract.flatten(body.schema).required

    def _lists(self, record_type: RecordType) -> None:
        path = record_type.path
        records = self.ask("GET", path, size=1000)
        rows = records.get("Records") if isinstance(records, dict) else records
        rows = [row for row in rows or [] if isinstance(row, dict)]
        for page in (1, 2, 3, 200_000):
            self.ask("GET", path, page=page, size=4)
        for name in record_type.order_by:
            for page in (1, 2):
                self.ask("GET", path, orderBy=name, dir=page - 1, page=page, size=3)
        equal = [item for item in record_type.filters if item.comparison is Comparison.EQUAL]
        for item in record_type.filters:
            bounds = dict.fromkeys(str(row.get(item.property)) for row in rows[:4])
            questions: list[dict[str, Any]] = [
                {item.parameter: bound} for bound in [*bounds, "", "PLAIN", "x' OR '1'='1"]
            ]
            for question in questions:
                self.ask("GET", path, **question)
        for first, second in pairwise(equal):
            for row in rows[:2]:
                both = {first.parameter: row.get(first.property), second.parameter: rows[-1].get(second.property)}
                self.ask("GET", path, **both)
        self.ask("GET", path, size=2000)
        self.ask("GET", path, dir=1)

    def _mistakes(self, record_type: RecordType) -> None:
        path, body = record_type.path, self._body(record_type, 0)
        date = next(name for name in record_type.writable if record_type.properties[name].moment)
        properties = [record_type.properties[name] for name in record_type.writable]
        text = next(item.name for item in properties if "string" in item.types and not item.moment)
        number = next(iter(sorted(record_type.references)))
        existing = self.ask("GET", path, size=1, orderBy=record_type.id_property, dir=1)
        rows = existing.get("Records") if isinstance(existing, dict) else existing
        record_id = (rows or [{}])[0].get(record_type.id_property, 1)
        for wrong in (
            {name: value for name, value in body.items() if name != text},
            body | {number: "12"},
            body | {text: None},
            body | {date: "soon"},
            body | {text: "changed", number: "x"},
        ):
            self.ask("POST", path, wrong)
            self.ask("PUT", path, wrong | {record_type.id_property: record_id})
        self.ask("POST", path, body, kind="text/plain")
        questions: list[dict[str, Any]] = [{"orderBy": "?"}, {"dir": 7}, {"page": "x"}, {"size": 0}]
        for question in [*questions, *({item.parameter: "x"} for item in record_type.filters)]:
            self.ask("GET", path, **question)
        self.ask("GET", f"{path}/")
        self.ask("PATCH", path, {})
        self.ask("GET", path, size=1000)
        for login in (None, b"admin@example.com:wrong", b"none"):
            self.ask("GET", path, login=login)
            self.ask("POST", path, body, login=login)
            self.ask("GET", f"{path}/5", login=login)
            self.ask("DELETE", f"{path}/{record_id}", login=login)
        self.ask("POST", path, body, login=AUDITOR)
        self.ask("GET", path, login=AUDITOR)
        self.ask("POST", path, body, login=AUDITOR)

    def _tokens(self) -> None:
        form = {"grant_type": "password", "username": "admin@example.com", "password": "admin"}
        kind = "application/x-www-form-urlencoded"
        self.ask("POST", "/api/token", urlencode(form).encode(), login=None)
        grants = [self.ask("POST", "/api/token", urlencode(form).encode(), login=None, kind=kind) for _ in range(2)]
        renewal = {"grant_type": "refresh_token", "refresh_token": grants[1]["refresh_token"]}
        for _ in range(2):
            headers = {b"content-type": kind.encode(), b"client_id": b"admin@example.com"}
            given = self._respond(Request("POST", "/api/token", b"", headers, urlencode(renewal).encode(), "127.0.0.1"))
            self._hear((given.status, (), b"", 0))
        self.ask("GET", "/api/auth/me", login=grants[0]["access_token"].encode())
        self.ask("GET", "/api/auth/me", login=b"none")


class Server:
    """A mock of a contract, with which the same conversation is held again and again."""

    def __init__(self, contract: Contract) -> None:
        settings = MockSettings(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC), unique_id=self._unique_id)
        self._contract = contract
        self._numbers = count()
        self.world = World(contract, settings)
        self.healthy = self.converse(None, [])

    def converse(self, defect: Defect | None, wanted: list[Heard]) -> list[Heard]:
        """What is heard until it is something else than is wanted."""
        self._numbers = count()
        self.world.reset()
        respond = responder(self.world)
        planted = respond if defect is None else defect.plant(Plot(self._contract), respond)
        return Conversation(self._contract, planted, wanted).hold()

    def shows(self, defect: Defect) -> bool:
        """Whether the conversation is another one with a defect."""
        try:
            self.converse(defect, self.healthy)
        except DifferentError:
            return True
        return False

    def _unique_id(self) -> UUID:
        return UUID(int=next(self._numbers), version=4)


@pytest.fixture(scope="module")
def one_type(contract: Contract) -> Iterator[Server]:
    """With one record type, and all of its filters: most defects show there."""
    server = Server(trimmed(contract, 1, filters=None))
    yield server
    server.world.close()


@pytest.fixture(scope="module")
def whole(contract: Contract) -> Iterator[Server]:
    server = Server(contract)
    yield server
    server.world.close()


def test_a_server_without_a_defect_says_the_same_again(whole: Server) -> None:
    assert whole.converse(None, whole.healthy) == whole.healthy
    assert {status for status, *_ in whole.healthy} == {200, 400, 401, 404, 405}


def test_each_defect_shows(one_type: Server, whole: Server) -> None:
    rest = [defect for defect in CATALOGUE if not one_type.shows(defect)]
    assert [defect.name for defect in rest if not whole.shows(defect)] == []


def test_each_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({defect.name for defect in CATALOGUE}) == len(CATALOGUE)
    assert len({defect.description for defect in CATALOGUE}) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z0-9-]+", defect.name) for defect in CATALOGUE)
    assert all(defect.description.endswith(".") for defect in CATALOGUE)


def test_there_are_enough_of_each_kind() -> None:
    assert len(CATALOGUE) >= 100
    assert sum(defect.family is Family.MEANING for defect in CATALOGUE) >= 45
    assert {defect.family for defect in CATALOGUE} == set(Family)
