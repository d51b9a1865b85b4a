"""Fixtures for other people's tests: a fake Nexudus for each test, within the process and behind a real address.

A test that asks for several of them sees the same world through each. Every test gets an empty one.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

# Every run of pytest loads this module, wherever the package is installed, so it imports nothing before it has to.
if TYPE_CHECKING:
    from nexudus_contract.mock import MockSettings, MockTransport, World
    from nexudus_contract.mock.shelf import Shelf

_MARKER = "nexudus(**settings): settings of this test's mock, by the names that MockSettings has"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def nexudus_shelf() -> "Iterator[Shelf]":
    """The worlds of this run, and the server that shows one of them at a time."""
    from nexudus_contract.mock.shelf import Shelf

    with Shelf() as shelf:
        yield shelf


@pytest.fixture
def nexudus_settings(request: pytest.FixtureRequest) -> "MockSettings":
    """What the mock is told: the defaults, with what the marker `nexudus` says. Define your own for other defaults."""
    from nexudus_contract.mock import MockSettings

    return with_marker(request, MockSettings())


def with_marker(request: pytest.FixtureRequest, settings: "MockSettings") -> "MockSettings":
    """Settings, with what the test's marker `nexudus` says, for a `nexudus_settings` of your own."""
    marker = request.node.get_closest_marker("nexudus")
    return replace(settings, **marker.kwargs) if marker else settings


@pytest.fixture
def nexudus_world(nexudus_shelf: "Shelf", nexudus_settings: "MockSettings") -> "World":
    """An empty fake Nexudus, with its controls: records, faults, clock and request log."""
    return nexudus_shelf.take(nexudus_settings)


@pytest.fixture
def nexudus_transport(nexudus_shelf: "Shelf", nexudus_world: "World") -> "MockTransport":
    """The way to it within this process, for sync and async httpx clients alike. Latency costs no time."""
    return nexudus_shelf.transport(nexudus_world)


@pytest.fixture
def nexudus_url(nexudus_shelf: "Shelf", nexudus_world: "World") -> str:
    """Its address on the loopback, for clients of any kind; without a slash at the end."""
    return nexudus_shelf.show(nexudus_world)
