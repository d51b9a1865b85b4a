"""What a client sees of each fault, the same within the process and over a socket, and whether the work was done."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from tests.mock.conftest import ADMIN, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings, RunningMock, World, running, transport
from nexudus_contract.terms import RecordType

JSON = "application/json"
HTML = "text/html; charset=utf-8"
REPLACED = {
    FaultKind.HTML: (200, HTML, "<h1>Please sign in</h1>"),
    FaultKind.ERROR_500: (500, JSON, '{"Message":"An error has occurred."}'),
    FaultKind.ERROR_502: (502, HTML, "<h1>Bad Gateway</h1>"),
    FaultKind.ERROR_503: (503, HTML, "<h1>Service Unavailable</h1>"),
    FaultKind.ERROR_520: (520, HTML, "<h1>Web server is returning an unknown error</h1>"),
    FaultKind.UNSUCCESSFUL: (200, JSON, '"WasSuccessful":false'),
    FaultKind.EXPIRED_TOKEN: (401, JSON, '{"Message":"Authorization has been denied for this request."}'),
    FaultKind.THROTTLE_409: (409, None, ""),
    FaultKind.THROTTLE_429: (429, None, ""),
    FaultKind.EMPTY: (200, None, ""),
}
CUT_SHORT = {FaultKind.RESET: httpx.ReadError, FaultKind.TRUNCATED: httpx.RemoteProtocolError}


@dataclass
class Mock:
    """A mock without records, a client of it, and the record type that they are about."""

    world: World
    client: httpx.Client
    record_type: RecordType

    def create(self) -> httpx.Response:
        return self.client.post(self.record_type.path, json=example(self.world.contract, self.record_type))

    def read(self) -> httpx.Response:
        return self.client.get(self.record_type.path)

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.world.counts[self.record_type.tag]

    @property
    def logged(self) -> list[tuple[int, list[str]]]:
        """Status and faults of each request so far."""
        return [(entry.status, list(entry.handling.faults)) for entry in self.world.requests]


@pytest.fixture(scope="module")
def server(contract: Contract) -> Iterator[RunningMock]:
    with running(contract, MockSettings(clock=Clock())) as mock:
        yield mock


@pytest.fixture(scope="module")
def inside_world(contract: Contract) -> Iterator[World]:
    world = World(contract, MockSettings(clock=Clock()))
    yield world
    world.close()


@pytest.fixture
def inside(inside_world: World, google: RecordType) -> Iterator[Mock]:
    """A mock within the process."""
    inside_world.reset()
    with httpx.Client(transport=transport(inside_world), base_url="http://mock", auth=ADMIN) as client:
        yield Mock(inside_world, client, google)


@pytest.fixture
def outside(server: RunningMock, google: RecordType) -> Iterator[Mock]:
    """A mock over a socket."""
    server.world.reset()
    with httpx.Client(base_url=server.url, auth=ADMIN, verify=False) as client:
        yield Mock(server.world, client, google)


@pytest.fixture(params=["inside", "outside"])
def mock(request: pytest.FixtureRequest) -> Mock:
    """Either of them."""
    found: Mock = request.getfixturevalue(request.param)
    return found


def _is_well(mock: Mock, before: int) -> None:
    """The same client creates one more record than there were."""
    assert mock.count == before
    assert mock.create().status_code == 200
    assert mock.read().json()["TotalItems"] == before + 1


@pytest.mark.parametrize("kind", REPLACED)
def test_an_answer_is_another_one(mock: Mock, kind: FaultKind) -> None:
    mock.world.faults.add(Fault(kind, times=1))
    response = mock.create()
    status, content_type, text = REPLACED[kind]
    assert (response.status_code, response.headers.get("content-type")) == (status, content_type)
    assert response.text.endswith(text) if content_type == HTML else text in response.text
    assert bool(response.content) == bool(text)
    assert response.headers["content-length"] == str(len(response.content))
    assert mock.logged == [(status, [kind])]
    _is_well(mock, int(kind is FaultKind.EMPTY))


def test_the_work_is_done_where_a_fault_comes_after_it(inside: Mock) -> None:
    asked = [(kind, after) for kind in REPLACED for after in (False, True)]
    done: dict[tuple[FaultKind, bool], tuple[int, bool]] = {}
    for kind, after in asked:
        inside.world.reset()
        inside.world.faults.add(Fault(kind, times=1, after=after))
        done[kind, after] = (inside.create().status_code, inside.count == 1)
    assert done == {(kind, after): (REPLACED[kind][0], after) for kind, after in asked}


@pytest.mark.parametrize(("kind", "done"), [(FaultKind.RESET, 0), (FaultKind.TRUNCATED, 1)])
def test_an_answer_does_not_come_or_not_whole(mock: Mock, kind: FaultKind, done: int) -> None:
    mock.world.faults.add(Fault(kind, times=1))
    with pytest.raises(CUT_SHORT[kind]):
        mock.create()
    assert mock.logged == [(200, [kind])]
    _is_well(mock, done)


@pytest.mark.parametrize("kind", CUT_SHORT)
@pytest.mark.parametrize("after", [False, True])
def test_before_an_answer_is_cut_short_the_work_is_done_or_not(inside: Mock, kind: FaultKind, *, after: bool) -> None:
    inside.world.faults.add(Fault(kind, times=1, after=after))
    with pytest.raises(CUT_SHORT[kind]):
        inside.create()
    assert inside.logged == [(200, [kind])]
    _is_well(inside, int(after))


def test_of_a_truncated_answer_the_head_and_half_of_the_body_come(mock: Mock) -> None:
    mock.create()
    whole = mock.read().content
    mock.world.faults.add("truncated,times=1")
    with mock.client.stream("GET", mock.record_type.path) as response:
        assert (response.status_code, response.headers["content-length"]) == (200, str(len(whole)))
        parts = response.iter_raw()
        came = next(parts)
        with pytest.raises(httpx.RemoteProtocolError):
            next(parts)
    assert came == whole[: len(whole) // 2]
    assert mock.read().content == whole


def test_json_says_that_it_is_plain_text(mock: Mock) -> None:
    whole = mock.read()
    mock.world.faults.add("content-type,times=1")
    response = mock.read()
    assert (whole.headers["content-type"], response.headers["content-type"]) == (JSON, "text/plain; charset=utf-8")
    assert (response.status_code, response.content) == (200, whole.content)
    assert mock.read().headers["content-type"] == JSON


PHRASES = {
    FaultKind.THROTTLE_409: "You must wait before accessing this url again.",
    FaultKind.THROTTLE_429: "Too Many Requests",
}
WAITS = {0: "0", 0.2: "1", 1: "1", 90: "90"}


@pytest.mark.parametrize("kind", PHRASES)
def test_a_throttled_client_is_told_to_wait(mock: Mock, kind: FaultKind) -> None:
    mock.world.faults.set([Fault(kind, times=1, seconds=seconds) for seconds in WAITS])
    answers = [mock.read() for _ in WAITS]
    told = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in answers]
    assert told == [
        {
            "cache-control": "no-cache",
            "pragma": "no-cache",
            "expires": "-1",
            "retry-after": wait,
            "content-length": "0",
        }
        for wait in WAITS.values()
    ]
    assert {answer.reason_phrase for answer in answers} == {PHRASES[kind]}


def test_a_denial_challenges_and_a_failed_action_has_its_envelope(mock: Mock) -> None:
    mock.world.faults.set(["expired-token,times=1", "unsuccessful,times=1"])
    assert mock.read().headers["www-authenticate"] == 'Bearer, Basic realm="Nexudus"'
    assert mock.create().json() == {
        "Status": 500,
        "Message": "Ooops! There was a problem while running this action.",
        "Value": None,
        "Errors": None,
        "WasSuccessful": False,
    }


def test_pages_are_refused_from_the_deepest_on(mock: Mock) -> None:
    mock.world.faults.add("deep-page,page=3")

    def status(query: str) -> int:
        return mock.client.get(f"{mock.record_type.path}?{query}").status_code

    pages = {"": 200, "page=1": 200, "page=2": 200, "page=3": 403, "page=99": 403, "page=x": 400, "size=3": 200}
    assert {query: status(query) for query in pages} == pages
    assert mock.client.get(mock.record_type.path, params={"page": 3}).json() == {"Message": "Access denied."}
    assert mock.create().status_code == 200
    assert mock.logged[0] == (200, [])
    assert mock.logged[3] == (403, ["deep-page"])


def test_a_fault_comes_before_the_question_who_is_asking(mock: Mock) -> None:
    mock.world.faults.add("error-503,times=1")
    assert mock.client.get(mock.record_type.path, auth=("nobody", "")).status_code == 503
    assert mock.client.get(mock.record_type.path, auth=("nobody", "")).status_code == 401


def test_a_reset_is_one_for_the_operating_system(outside: Mock, server: RunningMock) -> None:
    outside.world.faults.add(Fault(FaultKind.RESET, times=1))
    address = server.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1]))) as connection:
        connection.sendall(b"GET %s HTTP/1.1\r\n\r\n" % outside.record_type.path.encode())
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    _is_well(outside, 0)


def test_an_async_client_sees_the_same(inside: Mock) -> None:
    kinds = [*REPLACED, *CUT_SHORT]

    async def ask() -> list[object]:
        async with httpx.AsyncClient(transport=transport(inside.world), base_url="http://mock", auth=ADMIN) as client:
            seen: list[object] = []
            for _ in range(len(kinds) + 1):
                try:
                    seen.append((await client.get(inside.record_type.path)).status_code)
                except httpx.TransportError as error:
                    seen.append(type(error))
            return seen

    inside.world.faults.set([Fault(kind, times=1) for kind in kinds])
    assert asyncio.run(ask()) == [*(REPLACED[kind][0] for kind in REPLACED), *CUT_SHORT.values(), 200]
