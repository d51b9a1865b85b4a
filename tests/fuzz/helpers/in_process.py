"""Runs without a socket: the conversations of the lane with a mock in this process."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from tests.fuzz.conftest import Wrapper

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import MOCK_READER, Lane
from nexudus_contract.fuzz.chance import by_seed_alone
from nexudus_contract.fuzz.lane import Line, Run
from nexudus_contract.fuzz.ledger import OutOfTimeError
from nexudus_contract.fuzz.live.carriers import SECONDS
from nexudus_contract.mock import MockSettings, MockTransport, World, responder
from nexudus_contract.target import MOCK_USER, Target

URL = "http://127.0.0.1"


class Unhurried(MockTransport):
    """Nobody waits for an answer that is late: it says how late it is."""

    def __init__(self, world: World, wrap: Wrapper) -> None:
        self._seconds = 0.0
        super().__init__(wrap(responder(world)), self._late, world.settings.max_body_bytes)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._seconds = 0.0
        answer = super().handle_request(request)
        answer.extensions[SECONDS] = self._seconds
        return answer

    def _late(self, wait: timedelta) -> None:
        self._seconds = wait.total_seconds()


@contextmanager
def in_process(
    contract: Contract, wrap: Wrapper, clock: Callable[[], datetime] = lambda: datetime(2026, 1, 1, tzinfo=UTC)
) -> Generator[httpx.Client]:
    """A client of the mock, wrapped."""
    world = World(contract, MockSettings(clock=clock))
    with httpx.Client(transport=Unhurried(world, wrap), base_url=URL) as client:
        yield client
    world.close()


def talked(contract: Contract, wrap: Wrapper, **settings: Any) -> Run:
    """A run that has had its conversations, and none of the phases of schemathesis."""
    target = Target(URL, username=MOCK_USER[0], password=MOCK_USER[1])
    lane = Lane(reports=Path("nowhere"), lesser=MOCK_READER, limit=None, **settings)
    with in_process(contract, wrap) as client, by_seed_alone():
        going = Run(contract, target, lane, Line(client, token(client)))
        try:
            going.talk(lambda _: None)
        except OutOfTimeError:
            going.out_of_time = not lane.stop_at_first
    return going


def token(client: httpx.Client) -> str:
    """An access token of the mock's user."""
    form = {"grant_type": "password", "username": MOCK_USER[0], "password": MOCK_USER[1]}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return str(client.post("/api/token", content=urlencode(form), headers=kind).json()["access_token"])
