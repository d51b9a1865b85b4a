"""A run that is over leaves nothing behind in the process, so that any number can follow."""

import gc
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import Effort, Lane, run
from nexudus_contract.fuzz.lane import Run
from nexudus_contract.fuzz.laws.ground import Ground

from .conftest import healthy, served
from .helpers.in_process import talked


def kept() -> int:
    """How many objects there are that hold a run."""
    gc.collect()
    return sum(type(item) in {Run, Ground} for item in gc.get_objects())


def test_conversations_are_forgotten_when_they_are_over(small_contract: Contract) -> None:
    before = kept()
    assert talked(small_contract, healthy, effort=Effort(1, 4)).ledger.requests > 50
    assert kept() == before


@pytest.mark.slow("a whole run")
def test_a_run_is_forgotten_when_it_is_over(small_contract: Contract, tmp_path: Path) -> None:
    before = kept()
    with served(small_contract, healthy) as target:
        run(small_contract, target, Lane(reports=tmp_path, effort=Effort(1, 4), examples=1, sequences=1, limit=None))
    assert kept() == before
