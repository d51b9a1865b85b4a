"""Whatever happens to each write, and however often one goes on: nothing is written twice, and the report is true."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_calendars import NO_RETRIES, Report, RetryPolicy, State

from .helpers.basics import VirtualClock
from .helpers.callers import FORMS, Caller, opened
from .helpers.planned_server import OUTCOMES, Shelf, creation

PLANS = given(
    plans=st.lists(st.lists(st.sampled_from(OUTCOMES), max_size=7), min_size=1, max_size=6),
    concurrency=st.integers(1, 4),
    retries=st.sampled_from([NO_RETRIES, RetryPolicy()]),
)
EXAMPLES = settings(deadline=None, max_examples=50)
Run = Callable[[Report], Report]


def client_of(form: str, shelf: Shelf, retries: RetryPolicy) -> Any:
    transport = httpx.MockTransport(shelf)
    return opened(form, "http://127.0.0.1:1", token="t", transport=transport, retries=retries, clock=VirtualClock())


def go_on(run: Run, report: Report) -> Report:
    """Resume, as another process would, until nothing changes."""
    while True:
        before = report.to_dict()
        report = run(Report.from_dict(json.loads(json.dumps(before))))
        if report.to_dict() == before:
            return report


def in_state(report: Report, names: Sequence[str], *states: State) -> set[str]:
    return {name for name, outcome in zip(names, report.outcomes, strict=True) if outcome.state in states}


@FORMS
@PLANS
@EXAMPLES
def test_no_record_is_created_twice_and_what_is_done_exists(
    form: str, plans: list[list[str]], concurrency: int, retries: RetryPolicy
) -> None:
    names = [f"item {number}" for number in range(len(plans))]
    shelf = Shelf(dict(zip(names, plans, strict=True)))

    def run(report: Report) -> Report:
        answer: Report = with_all(
            lambda client: client.coworker_google_calendars.create_many(
                [creation(name) for name in names], report=report, concurrency=concurrency
            )
        )
        return answer

    with client_of(form, shelf, retries) as with_all:
        report = go_on(run, Report())
        existing = [*shelf.names.values()]
        assert len(existing) == len(set(existing))
        assert in_state(report, names, State.DONE) <= set(existing)
        assert set(existing) <= in_state(report, names, State.DONE, State.UNCERTAIN)
        # As the report asks for: look for what is uncertain. Plans end, so that all is written in the end.
        for _ in range(8):
            for name, outcome in zip(names, report.outcomes, strict=True):
                if outcome.state is State.UNCERTAIN:
                    outcome.state = State.DONE if name in shelf.names.values() else State.PENDING
            report = run(report)
        assert report.complete
        assert sorted(shelf.names.values()) == names


def _law_of_repeatable(
    shelf: Shelf, with_all: Caller, call: Callable[[Any, Report], Any], is_done: Callable[[], set[str]], keys: list[str]
) -> None:
    def run(report: Report) -> Report:
        answer: Report = with_all(lambda client: call(client, report))
        return answer

    report = go_on(run, Report())
    assert in_state(report, keys, State.DONE) <= is_done() <= in_state(report, keys, State.DONE, State.UNCERTAIN)
    for _ in range(8):
        report = run(report)
    assert report.complete
    assert is_done() == set(keys)


@FORMS
@PLANS
@EXAMPLES
def test_what_is_deleted_is_gone_and_the_rest_is_there(
    form: str, plans: list[list[str]], concurrency: int, retries: RetryPolicy
) -> None:
    numbers = range(1, len(plans) + 1)
    shelf = Shelf({str(id_): plan for id_, plan in zip(numbers, plans, strict=True)}, dict.fromkeys(numbers, "a"))
    with client_of(form, shelf, retries) as with_all:
        _law_of_repeatable(
            shelf,
            with_all,
            lambda client, report: client.coworker_google_calendars.delete_many(
                numbers, report=report, concurrency=concurrency
            ),
            lambda: {str(id_) for id_ in numbers if id_ not in shelf.names},
            [str(id_) for id_ in numbers],
        )


@pytest.mark.parametrize("read_ahead", [1, 3])
@FORMS
@PLANS
@EXAMPLES
def test_what_is_changed_is_changed_and_the_rest_is_not(
    form: str, plans: list[list[str]], concurrency: int, retries: RetryPolicy, read_ahead: int
) -> None:
    numbers = range(1, len(plans) + 1)
    changes: Sequence[tuple[int, Mapping[str, object]]] = [(id_, {"name": "new"}) for id_ in numbers]
    shelf = Shelf({str(id_): plan for id_, plan in zip(numbers, plans, strict=True)}, dict.fromkeys(numbers, "old"))
    with client_of(form, shelf, retries) as with_all:
        _law_of_repeatable(
            shelf,
            with_all,
            lambda client, report: client.coworker_google_calendars.change_many(
                changes, report=report, concurrency=concurrency, read_ahead=read_ahead
            ),
            lambda: {str(id_) for id_, name in shelf.names.items() if name == "new"},
            [str(id_) for id_ in numbers],
        )
