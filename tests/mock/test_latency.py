"""Slow answers: within the process they cost no time and move the mock's clock, over a socket they are really slow."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from select import select

import httpx
import pytest
from tests.mock.conftest import ADMIN, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings, World, running, transport
from nexudus_contract.terms import Kind, RecordType

ME = "/api/auth/me"
BEGIN = Clock().now
OTHERS = [
    kind
    for kind in FaultKind
    if kind not in {FaultKind.LATENCY, FaultKind.RESET, FaultKind.TRUNCATED, FaultKind.DEEP_PAGE}
]


@pytest.fixture(scope="module")
def shared_world(contract: Contract) -> Iterator[World]:
    world = World(contract, MockSettings(clock=Clock()))
    yield world
    world.close()


@pytest.fixture
def world(shared_world: World) -> World:
    shared_world.reset()
    return shared_world


@pytest.fixture
def client(world: World) -> Iterator[httpx.Client]:
    with httpx.Client(transport=transport(world), base_url="http://mock", auth=ADMIN) as client:
        yield client


def _create(
    client: httpx.Client, contract: Contract, record_type: RecordType, timeout: float | None = None
) -> httpx.Response:
    return client.post(record_type.path, json=example(contract, record_type), timeout=timeout)


def test_it_moves_the_clock_for_one_answer_and_not_for_the_next(world: World, client: httpx.Client) -> None:
    world.faults.add("latency,seconds=4.5,times=1")
    assert client.get(ME).status_code == 200
    assert world.clock() - BEGIN == timedelta(seconds=4.5)
    assert client.get(ME).status_code == 200
    assert world.clock() - BEGIN == timedelta(seconds=4.5)


def test_it_goes_with_another_fault(world: World, client: httpx.Client, contract: Contract, google: RecordType) -> None:
    wrong: list[FaultKind] = []
    for other in OTHERS:
        world.reset()
        world.faults.add(Fault(other, times=1))
        alone = _create(client, contract, google)
        world.reset()
        world.faults.set([Fault(FaultKind.LATENCY, seconds=4), Fault(other), Fault(FaultKind.LATENCY, seconds=3)])
        late = _create(client, contract, google)
        if (
            (late.status_code, late.headers, late.content) != (alone.status_code, alone.headers, alone.content)
            or world.clock() - BEGIN != timedelta(seconds=7)
            or world.counts[google.tag] != Fault(other).works
            or [(entry.status, entry.handling.faults) for entry in world.requests]
            != [(late.status_code, ["latency", other, "latency"])]
        ):
            wrong.append(other)
    assert wrong == []


@pytest.mark.parametrize(("seconds", "comes"), [(5, True), (5.001, False), (3600, False)])
def test_who_has_less_patience_gets_no_answer_and_the_work_is_done(
    world: World, client: httpx.Client, contract: Contract, google: RecordType, seconds: float, *, comes: bool
) -> None:
    world.faults.add(Fault(FaultKind.LATENCY, seconds=seconds, times=1))
    if comes:
        assert _create(client, contract, google, timeout=5).status_code == 200
    else:
        with pytest.raises(httpx.ReadTimeout):
            _create(client, contract, google, timeout=5)
    assert world.clock() - BEGIN == timedelta(seconds=5)
    assert client.get(google.path).json()["TotalItems"] == 1


def test_who_waits_long_enough_gets_the_answer_after_an_hour(world: World, client: httpx.Client) -> None:
    world.faults.add("latency,seconds=3600")
    timeouts = [None, httpx.Timeout(1, read=None), httpx.Timeout(1, read=3601)]
    assert [client.get(ME, timeout=timeout).status_code for timeout in timeouts] == [200, 200, 200]


def test_even_a_latency_that_does_not_come_after_the_work_leaves_it_done(
    world: World, client: httpx.Client, contract: Contract, google: RecordType
) -> None:
    world.faults.add("latency,after=false")
    assert _create(client, contract, google).json()["WasSuccessful"] is True
    assert world.counts[google.tag] == 1


def test_an_async_client_waits_by_the_clock_of_the_mock(world: World) -> None:
    async def ask(timeout: float) -> int:
        async with httpx.AsyncClient(transport=transport(world), base_url="http://mock", auth=ADMIN) as client:
            return (await client.get(ME, timeout=timeout)).status_code

    world.faults.add("latency,seconds=60")
    assert asyncio.run(ask(61)) == 200
    with pytest.raises(httpx.ReadTimeout):
        asyncio.run(ask(20))
    assert world.clock() - BEGIN == timedelta(seconds=80)


def test_over_a_socket_others_overtake_a_slow_answer(contract: Contract, google: RecordType) -> None:
    slow_list = Fault(FaultKind.LATENCY, google.operations[Kind.LIST].id, seconds=0.3, times=1)
    with running(contract, MockSettings(faults=(slow_list,))) as mock:
        url = httpx.URL(mock.url)
        with socket.create_connection((url.host, url.port or 0)) as slow:
            slow.sendall(f"GET {google.path} HTTP/1.1\r\n\r\n".encode())
            assert httpx.get(url.join(ME), auth=ADMIN, verify=False).status_code == 200
            assert select([slow], [], [], 0)[0] == [], "the answer that was asked for first is still under way"
            assert slow.recv(65_536).startswith(b"HTTP/1.1 401 Unauthorized\r\n")


def test_over_a_socket_who_has_less_patience_gets_no_answer_and_the_work_is_done(
    contract: Contract, google: RecordType
) -> None:
    once = Fault(FaultKind.LATENCY, seconds=0.3, times=1)
    with (
        running(contract, MockSettings(faults=(once,))) as mock,
        httpx.Client(base_url=mock.url, auth=ADMIN, verify=False) as client,
    ):
        with pytest.raises(httpx.ReadTimeout):
            _create(client, contract, google, timeout=0.05)
        assert client.get(google.path).json()["TotalItems"] == 1
