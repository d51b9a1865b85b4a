"""A real mock, and a real browser that looks at it. `make test-browser` runs these; `make test` does without."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, RunningMock, running
from nexudus_contract.terms import RecordType

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
ADMIN = ("admin@example.com", "admin")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def noon() -> datetime:
    return datetime(2025, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(OPENAPI)


@pytest.fixture
def google(contract: Contract) -> RecordType:
    return next(item for item in contract.record_types if item.tag == "CoworkerGoogleCalendars")


@pytest.fixture
def mock(contract: Contract) -> Iterator[RunningMock]:
    """A mock with three records of each type, at noon."""
    with running(contract, MockSettings(records=3, clock=noon)) as mock:
        yield mock


@pytest.fixture
def api(mock: RunningMock) -> Iterator[httpx.Client]:
    """Another client of the mock, signed in as its administrator."""
    with httpx.Client(base_url=mock.url, auth=ADMIN) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.exit("there is no chromium: install it (Debian: apt-get install chromium)", returncode=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, width: int = 1280) -> Iterator[Page]:
    """An empty page. At its end it must have asked the loopback alone, and no script may have failed."""
    hosts: set[str | None] = set()
    failures: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.on("pageerror", lambda error: failures.append(str(error)))
        # What the page's policy keeps from being asked for is told there.
        page.on("console", lambda message: failures.append(message.text) if "Security Policy" in message.text else None)
        yield page
    assert hosts <= {"127.0.0.1", None}
    assert failures == []


@pytest.fixture
def page(browser: Browser, mock: RunningMock) -> Iterator[Page]:
    with opened(browser) as page:
        yield page
