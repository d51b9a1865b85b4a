"""Records that are read ahead while several changes are under way, callbacks crash and calls are cancelled."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, NotFoundError, Report, State
from nexudus_calendars.resources.coworker_google_calendars import _TYPE
from nexudus_calendars.runtime.ahead import ReadAhead
from nexudus_calendars.runtime.answers import snapshot
from nexudus_calendars.runtime.flow import Flow

from .helpers.bulk import asked, change_many, renamed, shelf, states
from .helpers.callers import FORMS, Caller
from .helpers.planned_server import Shelf

Stub = Callable[..., Caller]
# Beyond this a test fails rather than hangs.
_SECONDS = 20


async def soon(event: asyncio.Event) -> None:
    # In the server, since a client that is cancelled waits for what is under way.
    await asyncio.wait_for(event.wait(), _SECONDS)


def test_what_is_under_way_when_the_rest_is_stopped_is_read_by_itself() -> None:
    """The fifth item waits until two chunks are read, and by then nothing more is to do."""

    async def use() -> tuple[Report, list[str]]:
        async def respond(request: httpx.Request) -> httpx.Response:
            # A turn for the others, to begin as well.
            await asyncio.sleep(0)
            if b'"Id":1,' in request.content:
                await soon(reading)
                return httpx.Response(403)
            if request.url.params.get("id") == "[3,4]":
                reading.set()
            if request.url.params.get("id") != "[1,2]":
                await soon(stopped)
            return server(request)

        server, reading, stopped = shelf(*range(1, 10)), asyncio.Event(), asyncio.Event()
        async with AsyncNexudusClient(
            "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(respond), limits=NO_LIMITS
        ) as client:
            report = await client.coworker_google_calendars.change_many(
                renamed(range(1, 10)), read_ahead=2, concurrency=5, progress=lambda _: stopped.set()
            )
        return report, asked(server)

    report, requests = asyncio.run(use())
    assert states(report) == ["failed"] + ["done"] * 4 + ["pending"] * 4
    assert [what for what in requests if not what.startswith("PUT")] == ["[1,2]", "[3,4]", "GET 5"]


@FORMS
def test_items_may_overtake_each_other_before_they_want_their_records(ask_stub: Stub) -> None:
    server, order = shelf(1, 2, 3, 4), [4, 1, 3, 2]

    def read_in_order(client: Any) -> Any:
        session = client.coworker_google_calendars._session
        ahead = ReadAhead(_TYPE, session.deliver, session.lock(), iter([1, 2, 3, 4]), 2)

        def flow() -> Flow[list[int]]:
            found = list[int]()
            for id_ in order:
                found.append((yield from ahead.get_one(id_)).id)
            return found

        return session.run(flow())

    assert ask_stub(server)(read_in_order) == order
    assert asked(server) == ["[1,2]", "[3,4]"]


@FORMS
@pytest.mark.parametrize("kind", [ValueError, NotFoundError])
@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_hook_that_crashes_while_a_chunk_is_read_is_heard(
    ask_stub: Stub, kind: type[Exception], concurrency: int
) -> None:
    server, report, crashes = shelf(*range(1, 10)), Report(), list[Exception]()

    def crash(response: httpx.Response) -> None:
        if not crashes:
            # A hook that uses a client raises what the client raises.
            crashes.append(NotFoundError(snapshot(response)) if kind is NotFoundError else kind("in the hook"))
            raise crashes[0]

    ask, changes = ask_stub(server, on_response=crash), renamed(range(1, 10))
    with pytest.raises(kind) as caught:
        change_many(ask, changes, read_ahead=4, concurrency=concurrency, report=report)
    assert caught.value is crashes[0]
    assert report.count(State.PENDING) + report.count(State.DONE) == 9
    assert report.count(State.DONE) < concurrency
    # Those that were under way came to their end, and no other chunk was read for them.
    assert [what for what in asked(server) if what.startswith("[")] == ["[1,2,3,4]"]
    assert change_many(ask, changes, read_ahead=4, report=report).complete


@pytest.mark.parametrize(("times", "done"), [(1, 3), (2, 0)])
def test_a_cancellation_while_a_chunk_is_read_leaves_nothing_waiting(times: int, done: int) -> None:
    async def use() -> Report:
        answer, report, before = Shelf(None, dict.fromkeys(range(1, 10), "old")), Report(), asyncio.all_tasks()
        reading, free = asyncio.Event(), asyncio.Event()

        async def respond(request: httpx.Request) -> httpx.Response:
            reading.set()
            await soon(free)
            return answer(request)

        async with AsyncNexudusClient(
            "http://127.0.0.1:1", token="t", transport=httpx.MockTransport(respond), limits=NO_LIMITS
        ) as client:
            task = asyncio.create_task(
                client.coworker_google_calendars.change_many(
                    renamed(range(1, 10)), read_ahead=4, concurrency=3, report=report
                )
            )
            await soon(reading)
            for _ in range(times):
                task.cancel()
                # One turn for the task to hear of it, and some for what it waits for.
                for _ in range(5):
                    await asyncio.sleep(0)
            free.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == before
        return report

    report = asyncio.run(use())
    assert states(report) == ["done"] * done + ["pending"] * (9 - done)
