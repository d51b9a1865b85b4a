"""Probes of the mock within this process, seen through a wrapper that may watch it or change what it does.

Most questions are asked of each record type alike, so most tests probe a server that has one.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, MockTransport, Respond, World, responder
from nexudus_contract.probe import Answer, Probe, Report, run
from nexudus_contract.target import Target

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
OFFICE, MISSPELT, GOOGLE = "CoworkerMsOfficeCalendars", "CoworkerMsOffeCalendars", "CoworkerGoogleCalendars"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TARGET = Target(url="http://127.0.0.1:8000", username="admin@example.com", password="admin")

Wrapper = Callable[[Respond], Respond]


@contextmanager
def answered_by(respond: Respond, world: World) -> Iterator[None]:
    """Within it, every new client of httpx reaches a world's answers without a socket."""
    asking = MockTransport(respond, world.clock.advance, world.settings.max_body_bytes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "Client", partial(httpx.Client, transport=asking))
        yield


@dataclass(frozen=True)
class Asking:
    """Probes worlds with settings of one's own."""

    contract: Contract

    def __call__(
        self,
        wrap: Wrapper = lambda respond: respond,
        probe: Probe | None = None,
        target: Target = TARGET,
        **settings: Any,
    ) -> Report:
        with closing(World(self.contract, MockSettings(clock=lambda: NOW, **{"records": 30, **settings}))) as world:

            def sleep(seconds: float) -> None:
                world.clock.advance(timedelta(seconds=seconds))

            with answered_by(wrap(responder(world)), world):
                return run(self.contract, target, probe or Probe(sleep=sleep))


def answer(report: Report, question: str, about: str = GOOGLE) -> Answer:
    return next(item for item in report.answers if item.question == question and item.about in (about, ""))


def words(report: Report, about: str = GOOGLE) -> dict[str, str]:
    """The answers about one record type, and about the server."""
    return {item.question: item.finding.answer for item in report.answers if item.about in (about, "")}


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(OPENAPI)


@pytest.fixture(scope="session")
def one_type(contract: Contract) -> Contract:
    """The contract without any record types but one."""
    document = deepcopy(contract.document)
    document["tags"] = [tag for tag in document["tags"] if tag["name"] not in (OFFICE, MISSPELT)]
    document["paths"] = {
        path: item
        for path, item in document["paths"].items()
        if not any({OFFICE, MISSPELT} & set(part.get("tags", ())) for part in item.values() if isinstance(part, dict))
    }
    return Contract(replace(contract.source, data=document))


@pytest.fixture(scope="session")
def asking(contract: Contract) -> Asking:
    """Probes worlds of every record type."""
    return Asking(contract)


@pytest.fixture(scope="session")
def asking_one(one_type: Contract) -> Asking:
    """Probes worlds of one record type."""
    return Asking(one_type)


@pytest.fixture(scope="session")
def current(asking: Asking) -> Report:
    """A probe of the mock as it is by default, with thirty records of each type."""
    return asking()


@pytest.fixture(scope="session")
def current_one(asking_one: Asking) -> Report:
    """The same of one record type."""
    return asking_one()


@pytest.fixture(scope="session")
def legacy(asking: Asking) -> Report:
    """A probe of the mock as the server was in 2020."""
    return asking(dialect="legacy-2020")
