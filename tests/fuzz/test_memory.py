"""A run that is over leaves nothing behind in the process, so that any number can follow."""

import gc
from pathlib import Path

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import Effort, Lane, run
from nexudus_contract.fuzz.lane import Run
from nexudus_contract.fuzz.laws.ground import Ground

from .conftest import served


def kept() -> int:
    """How many objects there are that hold a run."""
    gc.collect()
    return sum(type(item) in {Run, Ground} for item in gc.get_objects())


def test_a_run_is_forgotten_when_it_is_over(contract: Contract, tmp_path: Path) -> None:
    before = kept()
    with served(contract, lambda respond: respond) as target:
        run(contract, target, Lane(reports=tmp_path, effort=Effort(1, 2), examples=1, sequences=1))
    assert kept() == before
