"""The client against the mock, over a real socket, in its sync and its async form."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, Listing, NexudusClient
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, running

from .basics import ADMIN, GOOGLE, VirtualClock
from .signing import HOUR, Server

Question = Callable[[Any], Any]
Respond = Callable[[httpx.Request], httpx.Response]


class Caller(Protocol):
    """Asks a client something; the same question serves both forms. What can be iterated over comes as a list."""

    def __call__(self, question: Question) -> Any: ...


class _SyncCaller:
    def __init__(self, client: NexudusClient) -> None:
        self._client = client

    def __call__(self, question: Question) -> Any:
        answer = question(self._client)
        return list(answer) if isinstance(answer, Listing | Generator) else answer


class _AsyncCaller:
    def __init__(self, client: AsyncNexudusClient, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __call__(self, question: Question) -> Any:
        async def ask() -> Any:
            answer = question(self._client)
            if hasattr(answer, "__aiter__"):
                rows: AsyncIterator[Any] = aiter(answer)
                return [row async for row in rows]
            return await answer if inspect.isawaitable(answer) else answer

        return self._runner.run(ask())


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(Path(__file__).parents[2] / "openapi.yaml")


@pytest.fixture
def nexudus_settings() -> MockSettings:
    """The mock answers what the contract says, or not at all."""
    return MockSettings(strict=True)


@pytest.fixture
def url(nexudus_url: str) -> str:
    """A mock with nothing in it."""
    return nexudus_url


@pytest.fixture(params=["sync", "async"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@contextmanager
def opened(form: str, url: str, **options: Any) -> Iterator[Caller]:
    """A client in one of its forms. It keeps to no limits unless it is told to."""
    options = {"limits": NO_LIMITS, **options}
    if form == "sync":
        with NexudusClient(url, **options) as client:
            yield _SyncCaller(client)
        return
    with asyncio.Runner() as runner:
        awaited = AsyncNexudusClient(url, **options)
        yield _AsyncCaller(awaited, runner)
        runner.run(awaited.close())


@pytest.fixture
def open_client(form: str) -> Iterator[Callable[..., Caller]]:
    """Opens clients with any options: `open_client(url, timeout=5)`."""
    with ExitStack() as stack:
        yield lambda url, **options: stack.enter_context(opened(form, url, **options))


@pytest.fixture
def ask(open_client: Callable[..., Caller], url: str) -> Caller:
    """An administrator's client."""
    return open_client(url, **ADMIN)


@pytest.fixture
def ask_as_auditor(open_client: Callable[..., Caller], url: str) -> Caller:
    """The client of somebody who may only read."""
    return open_client(url, username="auditor@example.com", password="auditor")


@pytest.fixture
def ask_stub(open_client: Callable[..., Caller], clock: VirtualClock) -> Callable[..., Caller]:
    """Clients of a server that does what no real one can be made to do, whose waits take no time."""

    def ask_of(respond: Respond, **options: Any) -> Caller:
        given: dict[str, Any] = {"token": "t0ken", "clock": clock, "transport": httpx.MockTransport(respond)}
        if "auth" in options:
            del given["token"]
        return open_client("http://127.0.0.1:1", **{**given, **options})

    return ask_of


@pytest.fixture
def server(contract: Contract, clock: VirtualClock) -> Iterator[Server]:
    """A mock whose tokens are good for an hour."""
    server = Server("", clock, timedelta())
    settings = MockSettings(clock=server.now, access_lifetime=timedelta(seconds=HOUR))
    with running(contract, settings) as mock:
        server.url = mock.url
        yield server


def create(ask: Caller, **fields: Any) -> int:
    """Id of a new record."""
    result = ask(lambda client: client.coworker_google_calendars.create(**{**GOOGLE, **fields}))
    return int(result.id)
