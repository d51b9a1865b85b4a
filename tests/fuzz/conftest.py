"""Servers for the lane: the mock's own application, seen through a wrapper that may watch it or break it."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp

from nexudus_contract.document import Contract, load
from nexudus_contract.fuzz import Target
from nexudus_contract.mock import MockSettings, create_app

Wrapper = Callable[[ASGIApp], ASGIApp]


@dataclass(frozen=True)
class Elsewhere(Target):
    """A target that is on this machine and says that it is not."""

    @property
    def on_this_machine(self) -> bool:
        return False


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(Path(__file__).parents[2] / "openapi.yaml")


@contextmanager
def served(contract: Contract, wrap: Wrapper) -> Generator[Target]:
    """The mock, wrapped, on a free loopback port."""
    # The lane sends back what it was told, the time of a record among it, so the clock stands still.
    app = create_app(contract, MockSettings(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
    config = uvicorn.Config(wrap(app), port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    with config.bind_socket() as listener:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        try:
            yield Target(url=f"http://127.0.0.1:{port}", username="admin@example.com", password="admin")
        finally:
            server.should_exit = True
            thread.join()
