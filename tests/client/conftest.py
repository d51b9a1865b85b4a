"""The client against the mock, over a real socket, in its sync form or its async one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, RunningMock, running

from .helpers.basics import ADMIN, VirtualClock
from .helpers.callers import Caller, Respond, opened
from .helpers.sign_in_server import HOUR, Server


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


@pytest.fixture
def form() -> str:
    """The form of the clients. A test of what both forms do in their own way has the mark `FORMS`."""
    return "sync"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


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


class _Hourly:
    """A mock whose tokens are good for an hour, by the clock of the test that it is used by."""

    def __init__(self) -> None:
        self.server = Server("", VirtualClock(), timedelta())
        self.mock: RunningMock

    def now(self) -> datetime:
        return self.server.now()


@pytest.fixture(scope="session")
def hourly(contract: Contract) -> Iterator[_Hourly]:
    hourly = _Hourly()
    settings = MockSettings(clock=hourly.now, access_lifetime=timedelta(seconds=HOUR))
    with running(contract, settings) as mock:
        hourly.mock = mock
        yield hourly


@pytest.fixture
def server(hourly: _Hourly, clock: VirtualClock) -> Server:
    """A mock without tokens so far; each is good for an hour."""
    server = Server(hourly.mock.url, clock, timedelta())
    hourly.server = server
    hourly.mock.world.reset()
    return server
