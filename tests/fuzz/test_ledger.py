"""The ledger tells each kind of breach once, keeps the smallest case, and knows when time is over."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_contract.exchange import Exchange, Sent
from nexudus_contract.fuzz.ledger import BreachError, Ledger, OutOfTimeError, SmallEnoughError


def case(*bodies: bytes) -> list[Exchange]:
    return [Exchange(Sent("POST", "http://x/", body=body), None) for body in bodies]


@given(st.lists(st.lists(st.binary(max_size=5), min_size=1, max_size=4), min_size=1, max_size=8))
def test_the_smallest_case_is_kept_and_each_kind_told_once(cases: list[list[bytes]]) -> None:
    ledger = Ledger()
    for place, bodies in enumerate(cases):
        ledger.note("check", "aspect", f"operation{place % 2}", "message", case(*bodies))
    (finding,) = ledger.findings.values()
    assert finding.times == len(cases)
    assert len(finding.case) == min(map(len, cases))
    assert finding.operations == ["operation0", "operation1"][: len(cases)]


def test_a_kind_that_is_closed_ends_no_conversation() -> None:
    ledger = Ledger()
    with pytest.raises(BreachError):
        ledger.breach("check", "one", "operation", "message", case(b""))
    with pytest.raises(BreachError):
        ledger.breach("check", "one", "operation", "message", case(b""))
    ledger.close()
    ledger.breach("check", "one", "operation", "message", case(b""))
    with pytest.raises(BreachError, match="another message"):
        ledger.breach("check", "other", "operation", "another message", case(b""))
    assert [finding.times for finding in ledger.findings.values()] == [3, 1]


def test_two_kinds_are_two_classes_so_that_shrinking_keeps_to_one() -> None:
    ledger = Ledger()
    kinds: list[type[BaseException]] = []
    for aspect in ("one", "other", "one"):
        with pytest.raises(BreachError) as raised:
            ledger.breach("check", aspect, "operation", "message", case(b""))
        kinds.append(raised.type)
    assert kinds[0] is kinds[2]
    assert kinds[0] is not kinds[1]


def test_an_answer_is_late_when_it_is_late_twice() -> None:
    ledger = Ledger()
    assert not ledger.note("answers-in-time", "", "operation", "late", case(b""))
    assert not ledger.findings
    assert ledger.note("answers-in-time", "", "operation", "late", case(b""))
    assert len(ledger.findings) == 1


def test_a_run_that_stops_at_the_first_finding_does() -> None:
    ledger = Ledger(stop_at_first=True)
    with pytest.raises(OutOfTimeError):
        ledger.note("check", "", "operation", "message", case(b""))
    assert len(ledger.findings) == 1


def test_time_is_over_when_it_is() -> None:
    now = iter_clock()
    ledger = Ledger(limit=3, patience=100, clock=lambda: next(now))
    ledger.tick()
    ledger.tick()
    with pytest.raises(OutOfTimeError):
        tick(ledger, 3)
    assert ledger.requests <= 5


def test_the_search_for_a_smaller_case_ends_and_the_run_goes_on() -> None:
    now = iter_clock()
    ledger = Ledger(patience=2, clock=lambda: next(now))
    with pytest.raises(BreachError):
        ledger.breach("check", "", "operation", "message", case(b""))
    with pytest.raises(SmallEnoughError):
        tick(ledger, 5)
    ledger.close()
    tick(ledger, 10)


def tick(ledger: Ledger, times: int) -> None:
    for _ in range(times):
        ledger.tick()


def iter_clock() -> Iterator[float]:
    """A clock that moves a second whenever somebody looks."""
    seconds = 0.0
    while True:
        yield seconds
        seconds += 1
