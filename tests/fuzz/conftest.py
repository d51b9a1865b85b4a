"""Servers for the lane: the mock's own, seen through a wrapper that may watch it or break it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, Respond, World, responder, serving
from nexudus_contract.target import Target

Wrapper = Callable[[Respond], Respond]


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
    world = World(contract, MockSettings(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
    with serving(wrap(responder(world))) as url:
        yield Target(url=url, username="admin@example.com", password="admin")
    world.close()


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A certificate of localhost that everybody trusts for the length of the session."""
    from .elsewhere import certificate  # noqa: PLC0415 - it needs this module

    path = certificate(tmp_path_factory.mktemp("tls"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield path
