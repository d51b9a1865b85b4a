"""However far ahead records are read, the outcome of their changes is the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings, RunningMock, running

from .helpers.basics import ADMIN, VirtualClock
from .helpers.bulk import GOOGLES, change_many, kept
from .helpers.callers import FORMS, opened

BATCH = f"batch{GOOGLES}"


@pytest.fixture(scope="module")
def mock(contract: Contract) -> Iterator[RunningMock]:
    with running(contract, MockSettings(records=6, clock=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))) as mock:
        yield mock


FIELDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "two fields": lambda id_: {"name": f"renamed {id_}", "coworker_id": id_},
    "one cleared": lambda _: {"coworker_id": None},
    "one that cannot be cleared": lambda _: {"name": None},
    "an unknown one": lambda _: {"nmae": "new"},
}


@FORMS
@given(
    plan=st.lists(st.tuples(st.integers(0, 7), st.sampled_from([*FIELDS])), unique_by=lambda item: item[0]),
    read_ahead=st.integers(1, 9),
    concurrency=st.integers(1, 8),
    kind=st.sampled_from([FaultKind.HTML, FaultKind.ERROR_500, FaultKind.EXPIRED_TOKEN, FaultKind.RESET]),
    probability=st.sampled_from([0, 0.3, 1]),
    dry_run=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_however_far_ahead_is_read_the_outcome_is_the_same(
    mock: RunningMock,
    form: str,
    plan: list[tuple[int, str]],
    read_ahead: int,
    concurrency: int,
    kind: FaultKind,
    probability: float,
    dry_run: bool,  # noqa: FBT001 - hypothesis gives it by its name
) -> None:
    # Two of them are not there.
    ids = [*kept(mock.world), 7, 8]
    changes = [(ids[number], FIELDS[name](ids[number])) for number, name in plan]
    start = mock.world.snapshot()
    mock.world.faults.set([Fault(kind, BATCH, probability)])

    def outcome(**options: int) -> Any:
        mock.world.restore(start)
        with opened(form, mock.url, **ADMIN, clock=VirtualClock()) as ask:
            report = change_many(ask, changes, dry_run=dry_run, **options)
        return report.to_dict(), kept(mock.world)

    plain = outcome()
    assert outcome(read_ahead=read_ahead, concurrency=concurrency) == plain
    mock.world.restore(start)
