"""Pacing: the client keeps to the documented limits by itself, and loses next to nothing by it."""

import random
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_calendars import DOCUMENTED_LIMITS, NO_LIMITS, AsyncNexudusClient, Limit, LimitReachedError, NexudusClient
from nexudus_calendars.runtime.pacing import SLACK, Pacer
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, running

from .helpers.basics import ADMIN, GOOGLE, VirtualClock
from .helpers.callers import FORMS, Caller

WRITES = frozenset({"POST", "PUT", "DELETE"})
METHODS = ("GET", "GET", "POST", "PUT", "DELETE")


def paced(methods: list[str], limits: tuple[Limit, ...]) -> list[float]:
    """When each of the calls goes, if each comes as soon as the one before has gone."""
    clock = VirtualClock()
    pacer = Pacer(limits, clock)
    return [turn(pacer, clock, method) for method in methods]


def turn(pacer: Pacer, clock: VirtualClock, method: str) -> float:
    while (wait := pacer.admit(method)) > 0:
        clock.sleep(wait)
    return clock.monotonic()


def fastest(methods: list[str], limits: tuple[Limit, ...]) -> list[float]:
    """When each of the calls can go at the earliest, in their order, for any stretch of time to keep every limit."""
    times = list[float]()
    for method in methods:
        earliest = times[-1] if times else 0.0
        for limit in limits:
            counted = [when for when, other in zip(times, methods, strict=False) if binds(limit, other)]
            if binds(limit, method) and len(counted) >= limit.calls:
                earliest = max(earliest, counted[-limit.calls] + limit.seconds)
        times.append(earliest)
    return times


def binds(limit: Limit, method: str) -> bool:
    return not limit.methods or method in limit.methods


LIMITS = st.lists(
    st.builds(
        Limit,
        calls=st.integers(1, 8),
        seconds=st.floats(0.1, 100),
        methods=st.sampled_from([frozenset[str](), WRITES]),
    ),
    max_size=4,
).map(tuple)


@given(st.lists(st.sampled_from(METHODS), max_size=60), LIMITS)
def test_no_stretch_of_time_sees_more_calls_than_a_limit_allows(methods: list[str], limits: tuple[Limit, ...]) -> None:
    times = paced(methods, limits)
    for limit in limits:
        counted = [when for when, method in zip(times, methods, strict=True) if binds(limit, method)]
        for number, when in enumerate(counted):
            assert bisect_left(counted, when + limit.seconds) - number <= limit.calls


@given(st.lists(st.sampled_from(METHODS), max_size=60), LIMITS)
def test_no_call_waits_longer_than_the_limits_and_their_slack_demand(
    methods: list[str], limits: tuple[Limit, ...]
) -> None:
    times = paced(methods, limits)
    slack = tuple(Limit(limit.calls, limit.seconds + SLACK, limit.methods) for limit in limits)
    assert times == pytest.approx(fastest(methods, slack), abs=1e-4)


def test_reads_do_not_wait_for_writes() -> None:
    clock = VirtualClock()
    pacer = Pacer([Limit(1, 60, WRITES)], clock)
    assert pacer.admit("POST") == 0
    assert pacer.admit("DELETE") == pytest.approx(60 + SLACK)
    assert [pacer.admit("GET") for _ in range(3)] == [0, 0, 0]


def test_what_the_server_asks_of_one_holds_for_all() -> None:
    clock = VirtualClock()
    pacer = Pacer(NO_LIMITS, clock)
    pacer.hold(5)
    pacer.hold(2)
    assert pacer.admit("GET") == 5
    clock.sleep(5)
    assert pacer.admit("GET") == 0


def test_threads_share_the_limits() -> None:
    clock = VirtualClock()
    pacer = Pacer([Limit(3, 10)], clock)
    admitted = list[int]()
    together = threading.Barrier(8)

    def work() -> None:
        together.wait()
        admitted.append(sum(pacer.admit("GET") == 0 for _ in range(50)))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(admitted) == 3


@pytest.mark.parametrize("limit", [(0, 1), (-1, 1), (1, 0), (1, -2)])
def test_a_limit_that_makes_no_sense_is_refused(limit: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least 1 call, in more than 0 seconds"):
        Limit(*limit)


def test_the_documented_limits_are_those_of_the_contract(contract: Contract) -> None:
    assert tuple(Limit(item.calls, item.seconds, item.methods) for item in contract.limits) == DOCUMENTED_LIMITS
    assert len(DOCUMENTED_LIMITS) == 6
    assert DOCUMENTED_LIMITS[0] == Limit(1, 0.1)
    assert DOCUMENTED_LIMITS[4] == Limit(60, 60, WRITES)


@pytest.fixture
def throttled(contract: Contract, clock: VirtualClock) -> Iterator[str]:
    """A mock that enforces the documented limits, in the client's own time."""
    start = clock.now()

    def now() -> datetime:
        return start + timedelta(seconds=clock.seconds)

    with running(contract, MockSettings(clock=now, limits=contract.limits)) as mock:
        yield mock.url


def mixed(ask: Caller, count: int) -> list[str]:
    """So many calls, in an order that looks like none; the methods that were used."""

    def called(name: str, /, *arguments: Any, **fields: Any) -> Any:
        return ask(lambda client: getattr(client.coworker_google_calendars, name)(*arguments, **fields))

    choose = random.Random(7)
    methods, ids = list[str](), list[int]()
    while len(methods) < count:
        methods.append(choose.choice(METHODS) if ids else "POST")
        match methods[-1]:
            case "POST":
                ids.append(called("create", **GOOGLE).id)
            case "DELETE":
                called("delete", ids.pop())
            case "PUT":
                methods[-1:] = ["GET", "PUT"]
                called("change", ids[-1], name="x")
            case _:
                called("list", size=10)
    return methods


def test_500_mixed_calls_are_never_refused_and_hardly_slowed(
    open_client: Callable[..., Caller], throttled: str, clock: VirtualClock
) -> None:
    statuses = list[int]()
    ask = open_client(
        throttled,
        limits=DOCUMENTED_LIMITS,
        clock=clock,
        on_response=lambda response: statuses.append(response.status_code),
        **ADMIN,
    )
    methods = mixed(ask, 500)
    assert statuses == [200] * len(methods)
    assert fastest(methods, DOCUMENTED_LIMITS)[-1] >= 0.95 * clock.seconds


def test_without_pacing_the_server_refuses_and_the_client_still_gets_through(
    open_client: Callable[..., Caller], throttled: str, clock: VirtualClock
) -> None:
    statuses = list[int]()
    ask = open_client(
        throttled,
        limits=NO_LIMITS,
        clock=clock,
        on_response=lambda response: statuses.append(response.status_code),
        **ADMIN,
    )
    for _ in range(3):
        ask(lambda client: client.coworker_google_calendars.list())
    assert statuses == [200, 409, 200, 409, 200]
    assert clock.waits == [1.0, 1.0]


@FORMS
def test_clients_made_with_other_options_share_the_limits(ask_stub: Callable[..., Caller], clock: VirtualClock) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json=[]), limits=[Limit(1, 10)])

    def commands(**options: Any) -> None:
        ask(lambda client: client.with_options(**options).coworker_google_calendars.list_commands())

    commands()
    commands(timeout=3)
    assert clock.seconds == pytest.approx(10 + SLACK)
    commands(limits=NO_LIMITS)
    commands(limits=[Limit(1, 1000)])
    assert list(accumulate(clock.waits))[-1] == pytest.approx(10 + SLACK)


def commands(client: NexudusClient) -> object:
    return client.coworker_google_calendars.list_commands()


@FORMS
def test_a_call_that_would_wait_too_long_is_not_sent(ask_stub: Callable[..., Caller], clock: VirtualClock) -> None:
    sent = list[float]()

    def respond(_: httpx.Request) -> httpx.Response:
        sent.append(clock.seconds)
        return httpx.Response(200, json=[])

    ask = ask_stub(respond, limits=[Limit(1, 3), Limit(2, 60)], limit_wait=5)
    ask(commands)
    ask(commands)
    with pytest.raises(LimitReachedError, match=r"^listCoworker\w+ would have to wait 57\.0 s") as told:
        ask(commands)
    error = told.value
    assert error.retry_after == pytest.approx(60 - 3)
    assert (error.attempts, error.uncertain) == (0, False)
    assert sent == [0, 3 + SLACK]
    clock.sleep(error.retry_after)
    ask(commands)
    ask(lambda client: commands(client.with_options(limit_wait=None)))
    assert len(sent) == 4


def test_waits_for_the_same_turn_are_added_up(ask_stub: Callable[..., Caller], clock: VirtualClock) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json=[]), limits=[Limit(1, 3)], limit_wait=5)
    ask(commands)
    pacer = ask(lambda client: client._delivery._pacer)

    class Overtaken(list[float]):
        """While a call waits for its first turn, another one takes it."""

        def append(self, wait: float, /) -> None:
            if not self:
                clock.seconds += wait
                pacer.admit("GET")
                clock.seconds -= wait
            super().append(wait)

    clock.waits = Overtaken()
    with pytest.raises(LimitReachedError, match="would have to wait 3"):
        ask(commands)
    assert clock.seconds == pytest.approx(3 + SLACK)


def test_a_retry_has_its_deadline_and_no_other(ask_stub: Callable[..., Caller], clock: VirtualClock) -> None:
    answers = [httpx.Response(500), httpx.Response(200, json=[])]
    ask = ask_stub(lambda _: answers.pop(0), limits=[Limit(1, 30)], limit_wait=5)
    assert ask(commands) == []
    assert clock.seconds == pytest.approx(30 + SLACK)


@pytest.mark.parametrize("kind", [NexudusClient, AsyncNexudusClient])
def test_a_client_keeps_to_the_documented_limits_unless_told_otherwise(kind: type[NexudusClient]) -> None:
    assert kind(token="t").with_options()._delivery.options.limits == DOCUMENTED_LIMITS
