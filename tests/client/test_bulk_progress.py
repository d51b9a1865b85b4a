"""A bulk operation tells how far it is: item by item, to one listener at a time, or on a bar."""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from rich.console import Console

from nexudus_calendars import NexudusClient, NexudusError, Report, State, progress_bar

from .helpers.bulk import create_many, states
from .helpers.callers import FORMS, Caller
from .helpers.planned_server import Shelf, creation
from .helpers.stubs import Server

Stub = Callable[..., Caller]
NAMES = [f"{number}" for number in range(40)]


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@FORMS
def test_progress_is_told_after_each_item(ask_stub: Stub, restless: None) -> None:
    told, tried = list[dict[State, int]](), list[int]()
    shelf = Shelf({"3": ["refused"], "5": ["answer lost"], "7": ["throttled"]})

    def listen(report: Report) -> None:
        tried.append(report.tried)
        told.append({state: report.count(state) for state in State})

    report = create_many(ask_stub(shelf), [creation(name) for name in NAMES], progress=listen)
    assert len(told) == len(NAMES)
    assert tried == sorted(tried)
    assert all(count >= number for number, count in enumerate(tried, 1))
    for state in (State.DONE, State.FAILED, State.UNCERTAIN):
        assert [counts[state] for counts in told] == sorted(counts[state] for counts in told)
    assert told[-1] == {state: report.count(state) for state in State}
    assert str(report) == "38 done, 1 failed, 1 uncertain"


def test_a_second_thread_waits_until_the_first_has_told(monkeypatch: pytest.MonkeyPatch) -> None:
    second, inside, most = threading.Event(), list[int](), list[int]()

    class WatchedLock:
        """A lock that tells when somebody has to wait for it."""

        def __init__(self) -> None:
            self._lock = threading.Lock()

        def __enter__(self) -> None:
            if not self._lock.acquire(blocking=False):
                second.set()
                self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    def listen(report: Report) -> None:
        inside.append(1)
        most.append(len(inside))
        if len(inside) > 1:
            second.set()
        assert second.wait(20)
        inside.pop()

    monkeypatch.setattr("nexudus_calendars.runtime.bulk.threading", SimpleNamespace(Lock=WatchedLock))
    with NexudusClient("http://127.0.0.1:1", token="t", limits=(), transport=httpx.MockTransport(Shelf())) as client:
        client.coworker_google_calendars.create_many([creation("a"), creation("b")], concurrency=2, progress=listen)
    assert most == [1, 1]


def test_what_is_to_be_tried_again_counts_as_untried(ask_stub: Stub) -> None:
    ask, told = ask_stub(Shelf({"b": ["refused"], "c": ["refused"]})), list[int]()
    items = [creation(name) for name in "abc"]
    report = create_many(ask, items)
    assert report.tried == 3
    create_many(ask, items, report=report, concurrency=1, progress=lambda report: told.append(report.tried))
    assert told == [2, 3]


def test_what_is_done_already_is_not_told_again(ask_stub: Stub) -> None:
    ask, told = ask_stub(Shelf({"b": ["refused"]})), list[str]()
    items = [creation(name) for name in "abc"]
    report = create_many(ask, items)
    create_many(ask, items, report=report, progress=lambda report: told.append(str(report)))
    assert told == ["3 done"]


@FORMS
def test_what_is_under_way_is_uncertain_to_whoever_reads_the_report_later(ask_stub: Stub) -> None:
    kept, report, shelf = list[Any](), Report(), Shelf()

    def respond(request: httpx.Request) -> httpx.Response:
        kept.append([item["state"] for item in report.to_dict()["outcomes"]])
        return shelf(request)

    create_many(ask_stub(respond), [creation("a"), creation("b")], concurrency=1, report=report)
    assert kept == [["uncertain", "pending"], ["done", "uncertain"]]


@pytest.mark.parametrize(("write", "moments"), [("change_many", ["1 pending", "1 sent"]), ("delete_many", ["1 sent"])])
def test_only_a_write_makes_an_item_one_that_is_under_way(ask_stub: Stub, write: str, moments: list[str]) -> None:
    heard, report, shelf = list[str](), Report(), Shelf(names={7: "a"})

    def respond(request: httpx.Request) -> httpx.Response:
        heard.append(str(report))
        return shelf(request)

    items: list[Any] = [(7, {"name": "b"})] if write == "change_many" else [7]
    ask_stub(respond)(lambda client: getattr(client.coworker_google_calendars, write)(items, report=report))
    assert (heard, str(report)) == (moments, "1 done")


@FORMS
def test_a_coroutine_function_cannot_listen(ask_stub: Stub) -> None:
    async def listen(report: Report) -> None: ...

    server = Server(Shelf())
    with pytest.raises(TypeError, match="progress is a coroutine function; give a plain one"):
        create_many(ask_stub(server), [creation("a")], progress=listen)
    assert server.requests == []


class CrashError(Exception):
    pass


@FORMS
@pytest.mark.parametrize("kind", [CrashError, ValueError, NexudusError, KeyboardInterrupt])
def test_a_listener_that_crashes_is_heard(ask_stub: Stub, kind: type[BaseException]) -> None:
    def crash(report: Report) -> None:
        raise kind("in the listener")

    shelf, report = Shelf(), Report()
    with pytest.raises(kind, match="in the listener"):
        create_many(ask_stub(shelf), [creation(n) for n in "abc"], report=report, progress=crash, concurrency=1)
    assert (states(report), [*shelf.names.values()]) == (["done", "pending", "pending"], ["a"])
    create_many(ask_stub(shelf), [creation(n) for n in "abc"], report=report).raise_for_failures()
    assert sorted(shelf.names.values()) == ["a", "b", "c"]


# The bar of rich.


def drawn(ask: Caller, description: str, shelf_items: list[str], **options: Any) -> str:
    console = Console(file=io.StringIO(), width=100)
    with progress_bar(description, console=console) as progress:
        create_many(ask, [creation(name) for name in shelf_items], progress=progress, **options)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_bar_shows_what_was_tried_and_how_it_ended(ask_stub: Stub) -> None:
    shelf = Shelf({"b": ["refused"], "c": ["answer lost"]})
    text = drawn(ask_stub(shelf), "creating [all]", [*"abcde"])
    assert text.startswith("creating [all] ")
    assert " 5/5 " in text
    assert text.rstrip().endswith("3 done, 1 failed, 1 uncertain")


def test_a_bar_stops_where_the_operation_does(ask_stub: Stub) -> None:
    ask = ask_stub(lambda _: httpx.Response(403))
    text = drawn(ask, "", [*"abcde"], concurrency=1)
    assert " 1/5 " in text
    assert text.rstrip().endswith("4 pending, 1 failed")


def test_a_bar_does_not_count_what_is_under_way() -> None:
    console = Console(file=io.StringIO(), width=100)
    report = Report.from_dict({"outcomes": [{"state": state, "id": None, "message": ""} for state in State]})
    with progress_bar(console=console) as progress:
        progress(report)
    assert isinstance(console.file, io.StringIO)
    assert " 4/6 " in console.file.getvalue()


def test_a_bar_is_drawn_on_the_terminal_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("deleting") as progress:
        progress(Report())
    assert "deleting" in capsys.readouterr().out


def test_a_bar_without_rich_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with (
        pytest.raises(ImportError, match=r"progress_bar needs rich; install nexudus-calendars with its extra progress"),
        progress_bar(),
    ):
        pass
