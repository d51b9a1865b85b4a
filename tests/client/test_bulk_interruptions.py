"""A bulk operation that is interrupted leaves a report that is true, and sends nothing behind one's back."""

import asyncio
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

import httpx
import pytest

from nexudus_calendars import (
    NO_LIMITS,
    GrantAuth,
    Limit,
    NexudusClient,
    NotFoundError,
    Report,
    State,
)
from nexudus_calendars.runtime.answers import snapshot

from .helpers.basics import ADMIN, VirtualClock
from .helpers.bulk import create_many, states
from .helpers.callers import FORMS, Caller
from .helpers.planned_server import Shelf, creation
from .helpers.stubs import done

Workers = Callable[[], list[threading.Thread]]
# Beyond this a test fails rather than hangs.
_SECONDS = 20
MAIN = threading.main_thread().ident or 0
ITEMS = [creation(f"{number}") for number in range(200)]
URL = "http://127.0.0.1:1"


@pytest.fixture
def workers() -> Iterator[Workers]:
    """The threads that a bulk operation started and left behind."""
    before = set(threading.enumerate())
    yield lambda: [thread for thread in threading.enumerate() if thread not in before]
    assert set(threading.enumerate()) <= before


class Meeting:
    """A server at which so many requests meet, each time, before any of them is answered."""

    def __init__(self, form: str, size: int) -> None:
        self.most = 0
        self._here = 0
        self._lock = threading.Lock()
        self._threads = threading.Barrier(size)
        self._tasks = asyncio.Barrier(size)
        self.transport = httpx.MockTransport(self.meet if form == "sync" else self.meet_async)

    def meet(self, _: httpx.Request) -> httpx.Response:
        self._come()
        self._threads.wait(_SECONDS)
        return self._go()

    async def meet_async(self, _: httpx.Request) -> httpx.Response:
        self._come()
        await asyncio.wait_for(self._tasks.wait(), _SECONDS)
        return self._go()

    def _come(self) -> None:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)

    def _go(self) -> httpx.Response:
        with self._lock:
            self._here -= 1
        return done()


@FORMS
@pytest.mark.parametrize(("options", "size"), [({}, 4), ({"concurrency": 1}, 1), ({"concurrency": 6}, 6)])
def test_so_many_are_under_way_at_once_and_no_more(
    ask_stub: Callable[..., Caller], form: str, options: dict[str, int], size: int
) -> None:
    meeting = Meeting(form, size)
    report = create_many(ask_stub(Shelf(), transport=meeting.transport), ITEMS[: 5 * size], **options)
    assert (report.complete, meeting.most) == (True, size)


@FORMS
@pytest.mark.parametrize("concurrency", [0, -1])
def test_no_concurrency_at_all_is_a_value_error(ask_stub: Callable[..., Caller], concurrency: int) -> None:
    with pytest.raises(ValueError, match=f"concurrency is {concurrency}, and nothing would be done"):
        create_many(ask_stub(Shelf()), ITEMS, concurrency=concurrency)


@pytest.mark.parametrize("refused", ["nexudus-2", "nexudus"])
def test_threads_that_cannot_be_had_are_an_error(
    monkeypatch: pytest.MonkeyPatch, workers: Workers, refused: str
) -> None:
    start, shelf, report = threading.Thread.start, Shelf(), Report()

    def start_unless_refused(thread: threading.Thread) -> None:
        if thread.name == refused:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_unless_refused)
    with NexudusClient(URL, token="t", limits=NO_LIMITS, transport=httpx.MockTransport(shelf)) as client:
        with pytest.raises(RuntimeError, match="can't start new thread"):
            client.coworker_google_calendars.create_many(ITEMS, concurrency=4, report=report)
        assert workers() == []
    assert report.count(State.DONE) == len(shelf.names)
    assert report.count(State.PENDING) == len(ITEMS) - len(shelf.names) > 0


# Callbacks that crash.


@FORMS
@pytest.mark.parametrize("kind", [ValueError, TypeError, RuntimeError, NotFoundError])
def test_a_response_hook_that_crashes_is_heard(ask_stub: Callable[..., Caller], kind: type[Exception]) -> None:
    def crash(response: httpx.Response) -> None:
        # A hook that uses a client raises what the client raises.
        raise NotFoundError(snapshot(response)) if kind is NotFoundError else kind("in the hook")

    shelf, report = Shelf(), Report()
    with pytest.raises(kind):
        create_many(ask_stub(shelf, on_response=crash), ITEMS[:3], report=report, concurrency=1)
    # The first was written, but its answer never arrived.
    assert (states(report), len(shelf.names)) == (["uncertain", "pending", "pending"], 1)


@FORMS
def test_a_keeper_of_tokens_that_crashes_is_heard(open_client: Callable[..., Caller], url: str) -> None:
    def crash(tokens: object) -> None:
        raise ValueError("the disk is full")

    report = Report()
    ask = open_client(url, auth=GrantAuth(**ADMIN, on_tokens=crash))
    with pytest.raises(ValueError, match="the disk is full"):
        create_many(ask, ITEMS[:3], report=report, concurrency=1)
    assert states(report) == ["pending"] * 3


@FORMS
def test_what_is_under_way_when_a_listener_crashes_comes_to_its_end(ask_stub: Callable[..., Caller], form: str) -> None:
    meeting, report = Meeting(form, 3), Report()

    def crash(report: Report) -> None:
        raise RuntimeError("in the listener")

    with pytest.raises(RuntimeError, match="in the listener"):
        create_many(
            ask_stub(Shelf(), transport=meeting.transport), ITEMS[:9], report=report, concurrency=3, progress=crash
        )
    assert states(report) == ["done"] * 3 + ["pending"] * 6


# Ctrl-C.


def press() -> None:
    """Ctrl-C, as the operating system delivers it."""
    signal.pthread_kill(MAIN, signal.SIGINT)


def until_handled() -> None:
    """Wait for the bulk operation to have caught an interrupt; a second one before that would take its place."""
    limit = time.monotonic() + _SECONDS
    while not caught():
        assert time.monotonic() < limit


def caught() -> bool:
    frame: FrameType | None = sys._current_frames()[MAIN]
    while frame is not None and frame.f_code.co_name != "run_all":
        frame = frame.f_back
    return frame is not None and bool(frame.f_locals["failures"])


def test_after_ctrl_c_what_is_under_way_comes_to_its_end(workers: Workers) -> None:
    shelf, report = Shelf(), Report()
    barrier = threading.Barrier(3)
    calm = threading.Event()

    def respond(request: httpx.Request) -> httpx.Response:
        if not calm.is_set() and barrier.wait(_SECONDS) == 0:
            press()
            until_handled()
            calm.set()
        assert calm.wait(_SECONDS)
        return shelf(request)

    with NexudusClient(URL, token="t", limits=NO_LIMITS, transport=httpx.MockTransport(respond)) as client:
        calendars = client.coworker_google_calendars
        with pytest.raises(KeyboardInterrupt):
            calendars.create_many(ITEMS, concurrency=3, report=report)
        assert workers() == []
        assert report.count(State.DONE) == len(shelf.names) >= 3
        assert report.count(State.PENDING) == len(ITEMS) - len(shelf.names) > 0
        assert calendars.create_many(ITEMS, report=report).complete
    assert sorted(shelf.names.values()) == sorted(item.name for item in ITEMS)


def test_after_a_second_ctrl_c_what_is_under_way_is_uncertain(workers: Workers) -> None:
    shelf, report, told = Shelf(), Report(), list[str]()
    barrier, free = threading.Barrier(3), threading.Event()

    def respond(request: httpx.Request) -> httpx.Response:
        if barrier.wait(_SECONDS) == 0:
            press()
            until_handled()
            press()
        assert free.wait(_SECONDS)
        return shelf(request)

    with NexudusClient(URL, token="t", limits=NO_LIMITS, transport=httpx.MockTransport(respond)) as client:
        calendars = client.coworker_google_calendars
        with pytest.raises(KeyboardInterrupt):
            calendars.create_many(ITEMS, concurrency=3, report=report, progress=lambda report: told.append(str(report)))
        assert str(report) == f"{len(ITEMS) - 3} pending, 3 uncertain"
        assert {outcome.message for outcome in report.outcomes[:3]} == {"interrupted"}
        free.set()
        for thread in workers():
            thread.join(_SECONDS)
    # They were answered after all; nobody is told any more, but the report is true.
    assert (str(report), len(shelf.writes), told) == (f"{len(ITEMS) - 3} pending, 3 done", 3, [])


class Nap(VirtualClock):
    """Time in which every wait lasts until somebody ends all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep = threading.Barrier(3)
        self.awake = threading.Event()
        self.napping: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        if not self.awake.is_set() and self.asleep.wait(_SECONDS) == 0:
            self.napping()
        assert self.awake.wait(_SECONDS)
        super().sleep(seconds)


def test_what_was_not_sent_by_then_never_is(workers: Workers) -> None:
    shelf, report, clock = Shelf(), Report(), Nap()

    def press_twice() -> None:
        press()
        until_handled()
        press()

    clock.napping = press_twice
    transport = httpx.MockTransport(shelf)
    with NexudusClient(URL, token="t", limits=(Limit(1, 60),), clock=clock, transport=transport) as client:
        with pytest.raises(KeyboardInterrupt):
            client.coworker_google_calendars.create_many(ITEMS[:9], concurrency=3, report=report)
        assert states(report) == ["done"] + ["pending"] * 8
        clock.awake.set()
        for thread in workers():
            thread.join(_SECONDS)
    assert (states(report), shelf.writes) == (["done"] + ["pending"] * 8, ["0"])
