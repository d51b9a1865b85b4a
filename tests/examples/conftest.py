"""The examples, run against a mock whose every answer is held against the contract."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nexudus_calendars import NO_LIMITS, NexudusClient
from nexudus_contract.mock import MockSettings, World
from nexudus_contract.pytest_plugin import with_marker
from test_your_code import WorldClock

ROOT = Path(__file__).parents[2]
# Loaded in no time, where the certificates of a machine take as long as a request.
CERTIFICATE = ROOT / "tests" / "traffic" / "self_signed.pem"
PAST = datetime(2025, 1, 1, tzinfo=UTC)
GOOGLE, OFFICE = "CoworkerGoogleCalendars", "CoworkerMsOfficeCalendars"

Run = Callable[..., subprocess.CompletedProcess[str]]
Documented = Callable[[str], list[str]]


@pytest.fixture
def nexudus_settings(request: pytest.FixtureRequest) -> MockSettings:
    return with_marker(request, MockSettings(strict=True))


@pytest.fixture
def environment(nexudus_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the README has one export, for the mock of this test."""
    monkeypatch.delenv("NEXUDUS_TOKEN", raising=False)
    monkeypatch.setenv("NEXUDUS_BASE_URL", nexudus_url)
    monkeypatch.setenv("NEXUDUS_USERNAME", "admin@example.com")
    monkeypatch.setenv("NEXUDUS_PASSWORD", "admin")
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def client(environment: None, nexudus_url: str, nexudus_world: World) -> Iterator[NexudusClient]:
    """An administrator's client, who prepares and looks. Where it waits, the mock's time passes at once."""
    with NexudusClient(
        nexudus_url,
        username="admin@example.com",
        password="admin",
        limits=NO_LIMITS,
        clock=WorldClock(nexudus_world),
    ) as client:
        yield client


@pytest.fixture
def run(environment: None) -> Run:
    """Runs the command that README's table has for an example, with other arguments if they are given."""

    def run(example: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        words = command(example)
        words = [*words[: 2 if arguments else None], *arguments]
        return subprocess.run(words, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def documented(environment: None, monkeypatch: pytest.MonkeyPatch) -> Documented:
    """The arguments that README's table has for an example, in the folder that they are meant for."""
    monkeypatch.chdir(ROOT)
    return lambda example: command(example)[2:]


def command(example: str) -> list[str]:
    """What README's table says to run, with this interpreter's programs."""
    table = ROOT.joinpath("examples", "README.md").read_text(encoding="utf-8")
    (said,) = re.findall(rf"^\| \[{re.escape(example)}\].*\| `([^`|]+)` \|$", table, re.MULTILINE)
    program, *arguments = shlex.split(said)
    name = program.removeprefix(".venv/bin/")
    return [sys.executable, *([] if name == "python" else ["-m", name]), *arguments]


def connect_google(client: NexudusClient, number: int = 1, **changes: Any) -> int:
    """Id of a new connection to Google, which expired long ago."""
    fields: dict[str, Any] = {
        "resource_id": 15,
        "coworker_id": 42,
        "name": f"calendar {number}",
        "calendar_id": f"{number}@example.com",
        "subscription_id": f"channel-{number}",
        "subscription_expire_date": PAST,
        "watch_resource_id": f"watch-{number}",
    }
    return client.coworker_google_calendars.create(**{**fields, **changes}).id


def connect_office(client: NexudusClient, number: int = 1) -> int:
    """Id of a new connection to Office 365, which expired long ago."""
    return client.coworker_ms_office_calendars.create(
        resource_id=15,
        coworker_id=42,
        name=f"calendar {number}",
        calendar_id=f"AAMk{number}",
        subscription_id=f"subscription-{number}",
        subscription_expire_date=PAST,
    ).id


def kept(world: World, tag: str) -> dict[int, dict[str, Any]]:
    """The records of a type as the mock keeps them, by id."""
    return {record["Id"]: record for record in world.records(tag, size=1000)}
