"""The client against the mock, over a real socket, in its sync and its async form."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from nexudus_calendars import AsyncNexudusClient, NexudusClient
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import running

Question = Callable[[Any], Any]


class Caller(Protocol):
    """Asks a client something; the same question serves both forms."""

    def __call__(self, question: Question) -> Any: ...


class _AsyncCaller:
    def __init__(self, client: AsyncNexudusClient, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __call__(self, question: Question) -> Any:
        async def ask() -> Any:
            answer: Awaitable[Any] = question(self._client)
            return await answer

        return self._runner.run(ask())


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(Path(__file__).parents[2] / "openapi.yaml")


@pytest.fixture
def url(contract: Contract) -> Iterator[str]:
    """A mock with nothing in it."""
    with running(contract) as mock:
        yield mock.url


@pytest.fixture(params=["sync", "async"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def _opened(form: str, url: str, **options: Any) -> Iterator[Caller]:
    if form == "sync":
        with NexudusClient(url, **options) as client:
            yield lambda question: question(client)
        return
    with asyncio.Runner() as runner:
        awaited = AsyncNexudusClient(url, **options)
        yield _AsyncCaller(awaited, runner)
        runner.run(awaited.close())


@pytest.fixture
def ask(form: str, url: str) -> Iterator[Caller]:
    """An administrator's client."""
    with _opened(form, url, username="admin@example.com", password="admin") as caller:
        yield caller


@pytest.fixture
def ask_as_auditor(form: str, url: str) -> Iterator[Caller]:
    """The client of somebody who may only read."""
    with _opened(form, url, username="auditor@example.com", password="auditor") as caller:
        yield caller


@pytest.fixture
def ask_stub(form: str) -> Iterator[Callable[[Callable[[httpx.Request], httpx.Response]], Caller]]:
    """Clients of a server that does what no real one can be made to do."""
    with ExitStack() as stack:

        def opened(answer: Callable[[httpx.Request], httpx.Response]) -> Caller:
            transport = httpx.MockTransport(answer)
            return stack.enter_context(_opened(form, "http://127.0.0.1:1", token="t0ken", transport=transport))

        yield opened
