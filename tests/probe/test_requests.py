"""What the probe sends: reads only, slowly to a server elsewhere; and what makes it stop."""

import socket
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond, User, running
from nexudus_contract.mock.wire.message import Ending
from nexudus_contract.probe import Probe, ProbeError, Report, run
from nexudus_contract.target import Target, TargetError

from .conftest import GOOGLE, TARGET, Asking, answer, words
from .helpers.servers import json_answer, moments, zone

MADE_UP = b"Bearer made-up-by-the-probe"


class Watched:
    """Notes every request that reaches a server."""

    def __init__(self) -> None:
        self.seen: list[Request] = []

    def __call__(self, respond: Respond) -> Respond:
        def watch(request: Request) -> Answer:
            self.seen.append(request)
            return respond(request)

        return watch

    def of(self, path: str) -> list[Request]:
        return [request for request in self.seen if request.path.startswith(path)]


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


def spoiling(path: str, given: Answer, after: int = 0) -> Callable[[Respond], Respond]:
    """Gives one answer at a path, after some that are as they should be; not to strangers."""

    def wrap(respond: Respond) -> Respond:
        good = [None] * after

        def spoilt(request: Request) -> Answer:
            if path not in request.path or request.header(b"authorization").encode() == MADE_UP:
                return respond(request)
            if good:
                good.pop()
                return respond(request)
            return given

        return spoilt

    return wrap


def test_only_reads_and_one_request_for_a_token_reach_the_server(asking: Asking, asking_one: Asking) -> None:
    for ask, dialect in ((asking, "current"), (asking_one, "legacy-2020")):
        watched = Watched()
        report = ask(watched, dialect=dialect, records=5)
        assert [request.path for request in watched.seen if request.method != "GET"] == ["/api/token"]
        assert watched.seen[0].path == "/api/token"
        assert len(watched.seen) == report.sent <= report.most
        assert f"{report.sent} requests of at most {report.most}, read only" in report.table()


def test_nothing_is_asked_twice_and_a_made_up_token_comes_once(asking: Asking) -> None:
    watched = Watched()
    asking(watched, records=5)
    asked = [(item.path, item.query, item.header(b"authorization")) for item in watched.of("/api/spaces/")]
    assert len(asked) == len(set(asked))
    assert sum(item.header(b"authorization").encode() == MADE_UP for item in watched.seen) == 1


def test_a_target_elsewhere_gets_at_most_100_requests_a_minute(asking_one: Asking) -> None:
    def gaps(pace: int | None) -> set[float]:
        clock, times = Clock(), list[float]()

        def timed(respond: Respond) -> Respond:
            def note(request: Request) -> Answer:
                times.append(clock.now)
                return respond(request)

            return note

        target = replace(TARGET, url="http://elsewhere.example")
        asking_one(timed, Probe(pace=pace, sleep=clock.sleep, clock=clock), target, records=1)
        return {round(later - earlier, 6) for earlier, later in pairwise(times)}

    assert {pace: gaps(pace) for pace in (None, 100, 30, 1000)} == {None: {0.6}, 100: {0.6}, 30: {2.0}, 1000: {0.6}}


def test_a_target_on_this_machine_is_not_waited_for(asking_one: Asking) -> None:
    clock = Clock()
    asking_one(probe=Probe(sleep=clock.sleep, clock=clock), records=1)
    assert clock.now == 0


@pytest.mark.parametrize("status", [403, 423])
def test_a_sign_of_a_lock_stops_it_at_once(asking_one: Asking, status: int) -> None:
    watched = Watched()
    shut = spoiling("/api/spaces/", json_answer({"Message": "No."}, status))
    with pytest.raises(ProbeError, match=f"answered {status}; stopped, lest the account be locked"):
        asking_one(lambda respond: watched(shut(respond)))
    assert len(watched.of("/api/spaces/")) == 1


def test_a_token_that_is_refused_half_way_stops_it(asking_one: Asking) -> None:
    watched = Watched()
    shut = spoiling("/api/", json_answer({"Message": "No."}, 401), after=20)
    with pytest.raises(ProbeError, match="401 to a token that was good; stopped"):
        asking_one(lambda respond: watched(shut(respond)))
    assert len(watched.seen) == 22


def test_a_missing_role_leaves_its_questions_open(asking: Asking) -> None:
    watched = Watched()
    may = frozenset({"*-List", "CoworkerGoogleCalendar-Read"})
    report = asking(watched, records=5, users=(User("admin@example.com", "admin", roles=may),))
    mine, other = words(report, GOOGLE), words(report, "CoworkerMsOfficeCalendars")
    assert mine["batch"] == "a bare array"
    assert {other[name] for name in ("batch", "batch-order", "batch-records", "list-rows", "unknown-id")} == {"unknown"}
    assert "lacks the role to batch" in answer(report, "batch", "CoworkerMsOfficeCalendars").finding.note
    assert other["dir=1"] == "descending"
    # Each refused operation is asked for once.
    assert len(watched.of("/api/spaces/coworkermsofficecalendars/")) == 2


def test_a_user_without_any_role_is_told_so(asking_one: Asking) -> None:
    report = asking_one(users=(User("admin@example.com", "admin", roles=frozenset()),))
    assert "lacks the role to list" in answer(report, "collection").finding.note
    assert set(words(report).values()) == {"unknown"}


def test_a_throttle_without_an_end_stops_it(asking_one: Asking) -> None:
    again = Answer(409, b"", ((b"retry-after", b"3"),))
    watched = Watched()
    with pytest.raises(ProbeError, match="throttled one request 4 times in a row; try again later"):
        asking_one(lambda respond: watched(spoiling("/api/spaces/", again)(respond)))
    assert len(watched.of("/api/spaces/")) == 4
    with pytest.raises(ProbeError, match="throttled for 3600 seconds"):
        asking_one(spoiling("/api/spaces/", Answer(429, b"", ((b"retry-after", b"3600"),))))


def test_a_throttle_is_waited_out_as_long_as_it_says(asking_one: Asking) -> None:
    clock, throttled = Clock(), [b"7", b"", b"soon"]

    def wrap(respond: Respond) -> Respond:
        def answer(request: Request) -> Answer:
            if throttled and request.path.startswith("/api/spaces/"):
                return Answer(429, b"", ((b"retry-after", throttled.pop(0)),))
            return respond(request)

        return answer

    report = asking_one(wrap, Probe(sleep=clock.sleep, clock=clock), records=0)
    assert report.throttled == 3
    assert clock.now == 7 + 10 + 10


def test_a_server_that_is_not_there_or_lets_nobody_in_is_one_sentence(contract: Contract) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url, said in (
        (f"http://127.0.0.1:{port}", "cannot be reached"),
        ("http://127.0.0.1:99999", "cannot be reached"),
        ("http://-é-", "no address of a server"),
        ("http://me:s3cret@127.0.0.1", "the address holds a user name"),
    ):
        with pytest.raises((ProbeError, TargetError), match=said) as caught:
            run(contract, Target(url=url, token="t0ken"))
        assert "s3cret" not in str(caught.value)
        assert "t0ken" not in str(caught.value)
    with running(contract) as mock:
        url = mock.url
        for target in (Target(url=url, token="t0ken"), Target(url=url, username="a@b.c", password="s3cret")):
            with pytest.raises(ProbeError, match="let nobody in") as caught:
                run(contract, target)
            assert "s3cret" not in str(caught.value)


def test_a_connection_that_breaks_stops_it(asking_one: Asking) -> None:
    def wrap(respond: Respond) -> Respond:
        def answer(request: Request) -> Answer:
            given = respond(request)
            given.ending = Ending.RESET if request.path.startswith("/api/spaces/") else Ending.WHOLE
            return given

        return answer

    with pytest.raises(ProbeError, match="cannot be reached"):
        asking_one(wrap)


def test_no_more_is_asked_than_is_said(current_one: Report, asking_one: Asking) -> None:
    # The farthest zone takes the most steps.
    assert asking_one(moments(zone(-14), instants=True)).sent < current_one.most
