"""Every edit of our contract is classed as what it is."""

import pytest

from nexudus_contract.changes import Grade, contract_changes
from nexudus_contract.document import Contract

from .conftest import edited, worst
from .edits import ADDITIVE_EDITS, BREAKING_EDITS, EDITS, Edit

EDIT = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)


@EDIT
def test_it_is_classed_rightly(contract: Contract, edit: Edit) -> None:
    changes = contract_changes(*edited(contract, edit))
    assert worst(changes) is edit.contract, changes


@pytest.mark.parametrize("edit", BREAKING_EDITS, ids=lambda edit: edit.name)
def test_undone_it_is_seen_too(contract: Contract, edit: Edit) -> None:
    before, after = edited(contract, edit)
    assert worst(contract_changes(after, before)) in (Grade.BREAKING, Grade.ADDITIVE)


@pytest.mark.parametrize("edit", ADDITIVE_EDITS, ids=lambda edit: edit.name)
def test_an_addition_that_is_taken_back_is_breaking(contract: Contract, edit: Edit) -> None:
    before, after = edited(contract, edit)
    assert worst(contract_changes(after, before)) is Grade.BREAKING


def test_there_are_enough_of_them() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS) >= 100
    assert len(BREAKING_EDITS) >= 60
