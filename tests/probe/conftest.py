"""Probes of the mock, over HTTP, seen through a wrapper that may watch it or change what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, Respond, World, responder, serving
from nexudus_contract.probe import Answer, Probe, Report, run
from nexudus_contract.target import Target

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
OFFICE, MISSPELT, GOOGLE = "CoworkerMsOfficeCalendars", "CoworkerMsOffeCalendars", "CoworkerGoogleCalendars"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Wrapper = Callable[[Respond], Respond]


@dataclass(frozen=True)
class Elsewhere(Target):
    """A target that is on this machine and says that it is not."""

    @property
    def on_this_machine(self) -> bool:
        return False


@dataclass(frozen=True)
class Asking:
    """Probes worlds with settings of one's own."""

    contract: Contract

    def __call__(self, wrap: Wrapper = lambda respond: respond, pace: int | None = None, **settings: Any) -> Report:
        world = World(self.contract, MockSettings(clock=lambda: NOW, **{"records": 30, **settings}))

        def sleep(seconds: float) -> None:
            world.clock.advance(timedelta(seconds=seconds))

        try:
            with serving(wrap(responder(world))) as url:
                target = Target(url=url, username="admin@example.com", password="admin")
                return run(self.contract, target, Probe(pace=pace, sleep=sleep))
        finally:
            world.close()


def answer(report: Report, question: str, about: str = GOOGLE) -> Answer:
    return next(item for item in report.answers if item.question == question and item.about in (about, ""))


def words(report: Report, about: str = GOOGLE) -> dict[str, str]:
    """The answers about one record type, and about the server."""
    return {item.question: item.finding.answer for item in report.answers if item.about in (about, "")}


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(OPENAPI)


@pytest.fixture(scope="session")
def asking(contract: Contract) -> Asking:
    return Asking(contract)


@pytest.fixture(scope="session")
def current(asking: Asking) -> Report:
    """A probe of the mock as it is by default, with thirty records of each type."""
    return asking()
