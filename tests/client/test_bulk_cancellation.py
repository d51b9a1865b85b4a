"""A bulk operation whose task is cancelled leaves a report that is true, and no tasks."""

import asyncio
from typing import Any

import httpx
import pytest

from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, Limit, Report

from .helpers.basics import VirtualClock
from .helpers.planned_server import Shelf, creation

# Beyond this a test fails rather than hangs.
_SECONDS = 20
ITEMS = [creation(f"{number}") for number in range(200)]


class LongWait(VirtualClock):
    """Time that never passes."""

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.Event().wait()
        self.sleep(seconds)


class Desk:
    """A server in one event loop, which answers when it is told to."""

    def __init__(self, expected: int) -> None:
        self.shelf = Shelf()
        self.free = asyncio.Event()
        self.busy = asyncio.Event()
        self._expected = expected

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self._expected -= 1
        if self._expected == 0:
            self.busy.set()
        await self.free.wait()
        return self.shelf(request)


def cancelled(times: int, *, concurrency: int = 3, **options: Any) -> tuple[Report, Shelf]:
    """The report of an operation whose task was cancelled while its requests were under way, or waiting."""

    async def use() -> tuple[Report, Shelf]:
        desk, report, before = Desk(options.pop("expected", concurrency)), Report(), asyncio.all_tasks()
        async with AsyncNexudusClient(
            "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(desk), **{"limits": NO_LIMITS, **options}
        ) as client:
            task = asyncio.create_task(
                client.coworker_google_calendars.create_many(ITEMS, concurrency=concurrency, report=report)
            )
            await asyncio.wait_for(desk.busy.wait(), _SECONDS)
            for _ in range(times):
                task.cancel()
                # One turn for the task to hear of it, and some for what it waits for.
                for _ in range(5):
                    await asyncio.sleep(0)
            assert task.done() == (times > 1)
            desk.free.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == before
            return report, desk.shelf

    return asyncio.run(asyncio.wait_for(use(), _SECONDS))


def test_after_a_cancellation_what_is_under_way_comes_to_its_end() -> None:
    report, shelf = cancelled(1)
    assert (str(report), len(shelf.names)) == (f"{len(ITEMS) - 3} pending, 3 done", 3)


def test_after_a_second_cancellation_what_is_under_way_is_uncertain() -> None:
    report, shelf = cancelled(2)
    assert (str(report), shelf.writes) == (f"{len(ITEMS) - 3} pending, 3 uncertain", [])


def test_what_was_not_sent_before_a_second_cancellation_is_pending() -> None:
    report, _ = cancelled(2, limits=(Limit(2, 60),), clock=LongWait(), expected=2)
    assert str(report) == f"{len(ITEMS) - 2} pending, 2 uncertain"
