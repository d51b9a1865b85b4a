"""A mock asked over HTTP, whose every answer is held against openapi.yaml; and stores without a mock.

Making a mock takes far longer than resetting it, so the tests share one, and each finds it as after the start.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import orjson
import pytest

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, MockTransport, World
from nexudus_contract.mock.records.store import Store
from nexudus_contract.mock.site import responder
from nexudus_contract.routing import Router
from nexudus_contract.terms import Kind, RecordType

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
ADMIN = ("admin@example.com", "admin")
AUDITOR = ("auditor@example.com", "auditor")
RECORD_TYPES = load(OPENAPI).record_types
GOOGLE = next(item for item in RECORD_TYPES if item.tag == "CoworkerGoogleCalendars")
FIRST_ID = 1001

Login: TypeAlias = tuple[str, str] | None
Record: TypeAlias = dict[str, Any]


class Clock:
    """Stands still until told otherwise."""

    def __init__(self) -> None:
        self.rewind()

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time

    def rewind(self) -> None:
        self.now = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


class Judge:
    """Holds answers against the contract."""

    def __init__(self, contract: Contract) -> None:
        self._router = Router((operation, operation) for operation in contract.operations)
        self._conformance = Conformance(contract)

    def check(self, response: httpx.Response) -> None:
        match = self._router.find(response.request.url.path)
        if match is None:
            assert (response.status_code, response.json()) == (404, "Not found")
            return
        operation = match.endpoints.get(response.request.method)
        if operation is None:
            assert response.status_code == 405
            assert set(response.headers["Allow"].split(", ")) == set(match.endpoints)
            assert response.request.method == "HEAD" or list(response.json()) == ["Message"]
            return
        problem = self._conformance.problem(operation, response.status_code, response.headers, response.content)
        assert problem is None, problem
        assert response.headers["content-length"] == str(len(response.content))


class Api:
    """Talks to one mock. Sends the administrator's credentials unless told otherwise.

    What it gets is held against openapi.yaml, unless the mock is told to break it.
    """

    def __init__(self, contract: Contract, settings: MockSettings, *, judged: bool = True) -> None:
        self.contract = contract
        self.world = World(contract, settings)
        self._judge = Judge(contract) if judged else None
        self._respond = responder(self.world)

    def request(
        self, method: str, path: str, *, login: Login = ADMIN, host: str = "127.0.0.1", **parts: Any
    ) -> httpx.Response:
        asking = MockTransport(self._respond, self.world.clock.advance, self.world.settings.max_body_bytes, host)
        auth = None if login is None else httpx.BasicAuth(*login)
        with httpx.Client(transport=asking, base_url="http://mock") as client:
            response = client.request(method, path, auth=auth, **parts)
        if self._judge is not None:
            self._judge.check(response)
        return response

    def get(self, path: str, **parts: Any) -> httpx.Response:
        return self.request("GET", path, **parts)

    def post(self, path: str, **parts: Any) -> httpx.Response:
        return self.request("POST", path, **parts)

    def put(self, path: str, **parts: Any) -> httpx.Response:
        return self.request("PUT", path, **parts)

    def delete(self, path: str, **parts: Any) -> httpx.Response:
        return self.request("DELETE", path, **parts)

    def create(self, record_type: RecordType, **fields: Any) -> int:
        """Create a record from the documented example and `fields`; answers its id."""
        response = self.post(record_type.path, json=example(self.contract, record_type) | fields)
        assert response.status_code == 200, response.text
        record_id: int = response.json()["Value"]["Id"]
        return record_id

    def record(self, record_type: RecordType, record_id: int) -> dict[str, Any]:
        record: dict[str, Any] = self.get(f"{record_type.path}/{record_id}").json()
        return record

    def close(self) -> None:
        self.world.close()


def example(contract: Contract, record_type: RecordType) -> dict[str, Any]:
    """The body that the contract shows for a create."""
    body = record_type.operations[Kind.CREATE].body
    assert body is not None
    return dict(next(contract.examples(body.raw["content"][body.media_type]))[1])


def google_record(number: int) -> Record:
    """Every property has its own order, and names 7 in 1000 records."""
    moment = f"2025-01-{1 + number % 28:02}T10:30:{number % 60:02}Z"
    values: Record = {}
    for place, item in enumerate(GOOGLE.properties.values(), 3):
        spread = number * place % 149
        values[item.name] = moment if item.moment else spread if "integer" in item.types else f"text {spread}"
    return {**values, "IsNew": False, "Id": number, "CreatedOn": f"2025-01-15T10:{number % 3600 // 60:02}:00Z"}


def decoded(records: list[bytes]) -> list[Record]:
    return [orjson.loads(record) for record in records]


@contextmanager
def open_store(database: str | Path) -> Iterator[Store]:
    """A store of all record types, in memory or in a file."""
    with closing(Store(RECORD_TYPES, database)) as store:
        yield store


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(OPENAPI)


@pytest.fixture(scope="session")
def shared_clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(shared_clock: Clock) -> Clock:
    shared_clock.rewind()
    return shared_clock


@pytest.fixture(scope="session")
def shared_api(contract: Contract, shared_clock: Clock) -> Iterator[Api]:
    api = Api(contract, MockSettings(clock=shared_clock))
    yield api
    api.close()


@pytest.fixture
def api(shared_api: Api, clock: Clock) -> Api:
    """A mock without records."""
    shared_api.world.reset()
    return shared_api


@pytest.fixture(params=[item.tag for item in RECORD_TYPES])
def record_type(request: pytest.FixtureRequest, contract: Contract) -> RecordType:
    """Each of the contract's record types in turn."""
    return next(item for item in contract.record_types if item.tag == request.param)


@pytest.fixture
def google(contract: Contract) -> RecordType:
    return next(item for item in contract.record_types if item.tag == "CoworkerGoogleCalendars")


@pytest.fixture
def worlds(contract: Contract) -> Iterator[Any]:
    """Makes worlds with settings of one's own."""
    made: list[World] = []

    def make(**settings: Any) -> World:
        made.append(World(contract, MockSettings(**settings)))
        return made[-1]

    yield make
    for world in made:
        world.close()
