"""The command line against a mock, over a real socket."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from nexudus_calendars import NO_LIMITS, NexudusClient
from nexudus_calendars.cli.app import main
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import RunningMock, running

ROOT = Path(__file__).parents[2]
GOOGLE = "coworker-google-calendars"
OFFICE = "coworker-ms-office-calendars"
OFFE = "coworker-ms-offe-calendars"
SECRET = "sync-t0ken"
PASSWORD = "admin"
LATER = "2031-01-01T00:00:00Z"
# Loaded in no time, where the certificates of a machine take as long as a request.
CERTIFICATE = ROOT / "tests" / "traffic" / "self_signed.pem"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run(Protocol):
    """Runs the command line in this process; variables are set, or unset where they are None."""

    def __call__(self, *arguments: object, **variables: str | None) -> Done: ...


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(ROOT / "openapi.yaml")


@pytest.fixture(scope="session")
def server(contract: Contract) -> Iterator[RunningMock]:
    """The one mock of all tests here."""
    with running(contract) as mock:
        yield mock


@pytest.fixture
def mock(server: RunningMock) -> RunningMock:
    """The mock, emptied."""
    server.world.reset()
    return server


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine counts, and files are made in a folder of the test."""
    for name in [name for name in os.environ if name.startswith("NEXUDUS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(alone: None, mock: RunningMock, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    who = {"NEXUDUS_BASE_URL": mock.url, "NEXUDUS_USERNAME": "admin@example.com", "NEXUDUS_PASSWORD": PASSWORD}
    who["SSL_CERT_FILE"] = str(CERTIFICATE)

    def run(*arguments: object, **variables: str | None) -> Done:
        with monkeypatch.context() as patch:
            for name, value in {**who, **variables}.items():
                if value is not None:
                    patch.setenv(name, value)
            code = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def administrator(server: RunningMock) -> Iterator[NexudusClient]:
    with NexudusClient(server.url, username="admin@example.com", password=PASSWORD, limits=NO_LIMITS) as client:
        yield client


@pytest.fixture
def client(administrator: NexudusClient, mock: RunningMock) -> NexudusClient:
    """An administrator's client, who prepares and looks."""
    return administrator


def environment(mock_url: str) -> dict[str, str]:
    """The environment of a command in a process of its own, which finds the same code as this one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEXUDUS_", "PYTHON"))}
    bare = kept | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return bare | {
        "NEXUDUS_BASE_URL": mock_url,
        "NEXUDUS_USERNAME": "admin@example.com",
        "NEXUDUS_PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(CERTIFICATE),
    }


def started(mock_url: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "nexudus_calendars.cli", *map(str, arguments)]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment(mock_url)}
    return subprocess.Popen(command, **{**given, **options})


def in_hours(hours: float) -> datetime:
    """A whole second that lies so many hours ahead, or behind."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)


def add(client: NexudusClient, hours: float = 5, **fields: Any) -> int:
    """Id of a new Google connection that ends in so many hours."""
    given: dict[str, Any] = {
        "resource_id": 15,
        "name": "Ada's calendar",
        "calendar_id": "ada@example.com",
        "subscription_id": "channel-1",
        "subscription_expire_date": in_hours(hours),
        "watch_resource_id": "watch-1",
        "event_sync_token": SECRET,
    }
    return client.coworker_google_calendars.create(**{**given, **fields}).id


def add_office(client: NexudusClient, hours: float = 5, name: str = "Bob's calendar") -> int:
    """Id of a new Office connection that ends in so many hours."""
    return client.coworker_ms_office_calendars.create(
        resource_id=16,
        name=name,
        calendar_id="bob@example.com",
        subscription_id="graph-1",
        subscription_expire_date=in_hours(hours),
    ).id


def lines_of(text: str) -> list[list[str]]:
    """A table without its drawing: cells by line."""
    return [line.split("\t") for line in text.splitlines()]


def writes(mock: RunningMock) -> list[str]:
    """The path of each update that a mock was asked for."""
    return [entry.path for entry in mock.world.requests if entry.method == "PUT"]
