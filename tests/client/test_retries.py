"""When a call is sent again, and after how long."""

import asyncio
import math
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import NO_RETRIES, Clock, Limit, RetryPolicy

from .helpers.basics import VirtualClock
from .helpers.callers import FORMS, create
from .helpers.steps import Step, Stub, change, get, get_of, outcome_of, raised, refusal, server
from .helpers.stubs import record


class GaveUpError(Exception):
    """Whoever waits has something better to do."""


class RestlessClock(VirtualClock):
    """Its owner gives the first wait up."""

    def sleep(self, seconds: float) -> None:
        if not self.waits:
            self.waits.append(seconds)
            raise GaveUpError
        super().sleep(seconds)


# How long.

BACKOFF = 0.5


WAITS: list[tuple[httpx.Response, float]] = [
    (refusal(409, Retry_After="3"), 3),
    (refusal(429, Retry_After="3"), 3),
    (refusal(503, Retry_After="3"), 3),
    (refusal(409, Retry_After=" 1.5 "), 1.5),
    (refusal(409, Retry_After="0010"), 10),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 12:00:30 GMT"), 30),
    (refusal(409, Retry_After="Monday, 01-Jun-26 12:00:30 GMT"), 30),
    (refusal(409, Retry_After="Mon Jun  1 12:00:30 2026"), 30),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 12:00:30"), 30),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 12:00:30 -0000"), 30),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 14:00:30 +0200"), 30),
    (refusal(429, "<p>Wait 7 seconds, please.</p>"), 7),
    (refusal(429, "You must wait 1 second."), 1),
    (refusal(429, "Wait 7 seconds", Retry_After="3"), 3),
    (refusal(429, "Wait 7 seconds", Retry_After="soon"), 7),
    # Without a sensible number or date, the backoff decides.
    (refusal(409, Retry_After="0"), BACKOFF),
    (refusal(409, Retry_After="soon"), BACKOFF),
    (refusal(409, Retry_After="-5"), BACKOFF),
    (refusal(409, Retry_After="1_0"), BACKOFF),
    (refusal(409, Retry_After="٣"), BACKOFF),
    (refusal(409, Retry_After=""), BACKOFF),
    (refusal(409, Retry_After="Mon, 99 Jun 2026 12:00:30 GMT"), BACKOFF),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 12:00:30 +99999999999999999999"), BACKOFF),
    (refusal(409, Retry_After="Mon, 01 Jun 2026 11:59:30 GMT"), BACKOFF),
    (refusal(409, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"), BACKOFF),
    (refusal(429, "Wait a few seconds"), BACKOFF),
    (refusal(429), BACKOFF),
    (refusal(500), BACKOFF),
]


def test_a_wait_is_as_long_as_the_server_asks_or_as_the_backoff_says(ask_stub: Stub) -> None:
    wrong = list[tuple[object, ...]]()
    for answer, wait in WAITS:
        clock = VirtualClock()
        outcome = outcome_of(partial(get, ask_stub(server(answer), clock=clock)))
        if clock.waits != [wait] or isinstance(outcome, nexudus.NexudusError):
            wrong.append((answer.headers, answer.text, clock.waits, wait, outcome))
    assert wrong == []


def test_a_date_to_wait_for_goes_by_the_clock_of_the_server(ask_stub: Stub, clock: VirtualClock) -> None:
    date, retry_after = "Mon, 01 Jun 2026 15:20:00 GMT", "Mon, 01 Jun 2026 15:20:10 GMT"
    get(ask_stub(server(refusal(409, Date=date, Retry_After=retry_after))))
    assert clock.waits == [10]


def test_a_date_that_is_past_asks_for_no_wait(ask_stub: Stub) -> None:
    answer = refusal(409, Retry_After="Mon, 01 Jun 2026 11:59:30 GMT")
    assert raised(lambda: get(ask_stub(server(answer), retries=NO_RETRIES))).retry_after == 0


@pytest.mark.parametrize(("asked", "longest_wait"), [("60", 60), ("61", 61), ("11", 11.5)])
def test_a_wait_up_to_the_ceiling_is_waited(
    ask_stub: Stub, clock: VirtualClock, asked: str, longest_wait: float
) -> None:
    policy = RetryPolicy(longest_wait=longest_wait)
    assert get(ask_stub(server(refusal(409, Retry_After=asked)), retries=policy)).id == 7
    assert clock.waits == [float(asked)]


@pytest.mark.parametrize("asked", ["61", "Mon, 01 Jun 2026 12:01:01 GMT", "9" * 400])
def test_a_wait_above_the_ceiling_is_not_waited(ask_stub: Stub, clock: VirtualClock, asked: str) -> None:
    error = raised(lambda: get(ask_stub(server(refusal(409, Retry_After=asked)))))
    assert isinstance(error, nexudus.ThrottledError)
    assert error.retry_after is not None
    assert error.retry_after > RetryPolicy().longest_wait
    assert (error.attempts, clock.waits) == (1, [])


@pytest.mark.parametrize(
    ("chance", "waits"), [(1, [0.5, 1, 2, 4, 8, 8, 8]), (0.5, [0.25, 0.5, 1, 2, 4, 4, 4]), (0, [0] * 7)]
)
def test_the_backoff_doubles_up_to_its_longest_and_chance_takes_a_part_of_it(
    ask_stub: Stub, clock: VirtualClock, chance: float, waits: list[float]
) -> None:
    clock.chance = chance
    error = raised(lambda: get(ask_stub(server(refusal(500), lasting=True), retries=RetryPolicy(retries=7))))
    assert (error.attempts, clock.waits) == (8, waits)


def test_the_backoff_has_bounds_of_ones_own(ask_stub: Stub, clock: VirtualClock) -> None:
    policy = RetryPolicy(retries=3, first_delay=2, longest_delay=5)
    raised(lambda: get(ask_stub(server(refusal(500), lasting=True), retries=policy)))
    assert clock.waits == [2, 4, 5]


def test_no_number_of_retries_is_too_many() -> None:
    policy = RetryPolicy(retries=10_000, deadline=math.inf)
    error = nexudus.ConnectionFailedError("GET", "http://127.0.0.1", "refused")
    error.attempts = 9_999
    assert policy.wait(error, elapsed=1e6, chance=1, repeatable=True) == policy.longest_delay


@pytest.mark.parametrize(("deadline", "waits"), [(3.49, [0.5, 1]), (3.5, [0.5, 1, 2]), (0, [])])
def test_no_attempt_starts_after_the_deadline(
    ask_stub: Stub, clock: VirtualClock, deadline: float, waits: list[float]
) -> None:
    policy = RetryPolicy(deadline=deadline, retries=3)
    error = raised(lambda: get(ask_stub(server(refusal(500), lasting=True), retries=policy)))
    assert (error.attempts, clock.waits) == (len(waits) + 1, waits)


def test_the_time_that_attempts_take_counts_for_the_deadline(ask_stub: Stub, clock: VirtualClock) -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        clock.seconds += 20
        return refusal(500)

    error = raised(lambda: get(ask_stub(respond, retries=RetryPolicy(deadline=45))))
    assert (error.attempts, clock.waits) == (3, [0.5, 1])


def test_the_limits_keep_no_attempt_waiting_beyond_the_deadline(ask_stub: Stub, clock: VirtualClock) -> None:
    limits = [Limit(1, 100)]
    error = raised(lambda: get(ask_stub(server(refusal(500)), limits=limits, retries=RetryPolicy(deadline=50))))
    assert (type(error), error.attempts, clock.waits) == (nexudus.ServerError, 1, [0.5])
    assert get(ask_stub(server(refusal(500)), limits=limits, retries=RetryPolicy(deadline=101))).id == 7


def test_the_limits_keep_the_first_attempt_waiting_as_long_as_it_takes(ask_stub: Stub, clock: VirtualClock) -> None:
    ask = ask_stub(server(), limits=[Limit(1, 100)], retries=RetryPolicy(deadline=50))
    assert [get(ask).id, get(ask).id] == [7, 7]
    assert clock.seconds > 100


# What, and how often.


@pytest.mark.parametrize("fault", [refusal(409, Retry_After="1"), refusal(429), refusal(500), httpx.ReadError("")])
def test_with_no_retries_nothing_is_sent_again(ask_stub: Stub, clock: VirtualClock, fault: Step) -> None:
    asked = server(fault)
    error = raised(lambda: get(ask_stub(asked, retries=NO_RETRIES)))
    assert (len(asked.requests), error.attempts, clock.waits) == (1, 1, [])


@pytest.mark.parametrize("status", [301, 400, 403, 404, 405, 409, 422])
def test_what_would_fail_again_is_not_sent_again(ask_stub: Stub, status: int) -> None:
    asked = server(refusal(status))
    assert raised(lambda: get(ask_stub(asked))).attempts == len(asked.requests) == 1


@pytest.mark.parametrize("fault", [refusal(500), httpx.ReadError("reset"), httpx.ReadTimeout("late")])
def test_a_post_is_repeated_for_those_only_who_ask_for_it(ask_stub: Stub, fault: Step) -> None:
    assert create(ask_stub(server(fault), retries=RetryPolicy(repeat_posts=True))) == 7
    error = raised(lambda: create(ask_stub(server(fault))))
    assert (error.uncertain, error.attempts) == (True, 1)


def test_a_write_that_depends_on_what_was_read_is_never_repeated(ask_stub: Stub) -> None:
    since = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    read = httpx.Response(200, json=record())
    asked = server(read, refusal(500))
    ask = ask_stub(asked, retries=RetryPolicy(repeat_posts=True))
    error = raised(lambda: change(ask, if_unchanged_since=since))
    assert (asked.methods, error.uncertain) == (["GET", "PUT"], True)
    asked = server(read, refusal(429))
    assert change(ask_stub(asked), if_unchanged_since=since).id == 7
    assert asked.methods == ["GET", "PUT", "PUT"]


@FORMS
def test_one_call_may_have_a_policy_of_its_own(ask_stub: Stub, clock: VirtualClock) -> None:
    ask = ask_stub(server(refusal(500), refusal(500)))
    assert raised(lambda: ask(lambda client: get_of(client.with_options(retries=NO_RETRIES)))).attempts == 1
    assert get(ask).id == 7
    assert clock.waits == [0.5]


def test_a_call_with_limits_of_its_own_keeps_to_no_others(ask_stub: Stub, clock: VirtualClock) -> None:
    ask = ask_stub(server(), limits=[Limit(1, 10)])
    get(ask)
    ask(lambda client: get_of(client.with_options(limits=[Limit(1, 20)])))
    assert clock.waits == []
    ask(lambda client: get_of(client.with_options(timeout=5)))
    assert clock.waits == [pytest.approx(10.05)]


@FORMS
def test_a_fault_of_one_call_keeps_no_other_waiting(ask_stub: Stub) -> None:
    clock = RestlessClock()
    ask = ask_stub(server(refusal(500)), clock=clock)
    with pytest.raises(GaveUpError):
        get(ask)
    assert get(ask).id == 7
    assert clock.waits == [0.5]


@FORMS
def test_whoever_wants_the_raw_answers_gets_that_of_each_attempt(ask_stub: Stub) -> None:
    seen = list[int]()
    ask = ask_stub(server(refusal(500), refusal(429)), on_response=lambda answer: seen.append(answer.status_code))
    get(ask)
    assert seen == [500, 429, 200]


def test_what_the_server_asks_of_one_call_holds_for_the_next(ask_stub: Stub) -> None:
    clock = RestlessClock()
    ask = ask_stub(server(refusal(409, Retry_After="10")), clock=clock)
    with pytest.raises(GaveUpError):
        get(ask)
    assert get(ask).id == 7
    assert clock.waits == [10, 10]


# The clock that is used unless another is given.


def test_the_clock_tells_the_time_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    clock = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: 12.5)
    monkeypatch.setattr(time, "sleep", waits.append)
    assert clock.monotonic() == 12.5
    clock.sleep(3)
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "sleep", wait)
        asyncio.run(clock.sleep_async(4))
    assert waits == [3, 4]
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_chance_is_spread_between_nothing_and_all() -> None:
    clock = Clock()
    chances = [clock.random() for _ in range(1000)]
    assert 0 <= min(chances) < 0.1
    assert 0.9 < max(chances) <= 1
