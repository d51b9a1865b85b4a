"""The wheel, installed into an empty environment as anybody would."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.utils import canonicalize_name
from tests.packaging.conftest import NAME, ROOT, Distribution, brought

from nexudus_contract.document import load
from nexudus_contract.mock import running

pytestmark = pytest.mark.slow("it builds a wheel and installs it")

SCRIPT = """
import asyncio, sys
from datetime import UTC, datetime
from nexudus_calendars import AsyncNexudusClient, NexudusClient, NotFoundError

async def names(url):
    async with AsyncNexudusClient(url, username="admin@example.com", password="admin") as client:
        return [row.name async for row in client.coworker_google_calendars.list()]

with NexudusClient(sys.argv[1], username="admin@example.com", password="admin") as client:
    calendars = client.coworker_google_calendars
    created = calendars.create(
        resource_id=15, name="Ada", calendar_id="a", subscription_id="s",
        subscription_expire_date=datetime(2026, 12, 1, tzinfo=UTC), watch_resource_id="w",
    )
    calendars.change(created.id, name="Grace")
    assert asyncio.run(names(sys.argv[1])) == ["Grace"]
    calendars.delete(created.id)
    try:
        calendars.get(created.id)
    except NotFoundError:
        print("works")
"""


@pytest.fixture(scope="module")
def empty(built: Distribution, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment into which nothing but the wheel was installed."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    # What the wheel asks for decides which packages come, the lock which version of each.
    lock = (ROOT / "requirements" / "make.txt").read_text(encoding="utf-8")
    pins = folder / "pins.txt"
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[\w.]+", lock, re.MULTILINE)))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(folder / "venv")]
    subprocess.run([*pip, "install", "--constraint", pins, built.wheel], check=True)
    return folder / "venv" / "bin"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NEXUDUS_"))}
    return subprocess.run(command, env=clean, cwd="/", capture_output=True, text=True, check=False)


def test_it_brings_httpx_and_attrs_and_what_these_need(empty: Path, metadata: Metadata) -> None:
    listing = "import importlib.metadata as m; print(*(item.name for item in m.distributions()))"
    installed = {canonicalize_name(name) for name in run(empty / "python", "-c", listing).stdout.split()}
    assert {"httpx", "attrs"} < installed
    assert installed == {NAME, *brought(metadata, "")}


def test_the_client_works(empty: Path) -> None:
    with running(load(ROOT / "openapi.yaml")) as mock:
        done = run(empty / "python", "-W", "error", "-c", SCRIPT, mock.url)
    assert (done.stdout, done.stderr) == ("works\n", "")


def test_the_command_line_says_what_it_lacks(empty: Path) -> None:
    done = run(empty / "nexudus-contract", "validate")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "this command needs the package yaml; install nexudus-calendars with its extra generate\n"
