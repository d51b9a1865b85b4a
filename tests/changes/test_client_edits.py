"""Every edit of our contract is classed as what it does to the client that is made from it."""

import pytest

from nexudus_contract.changes import Surface, client_changes

from .conftest import Make, worst
from .edits import EDITS, UNMADE, Edit

MADE = [edit for edit in EDITS if edit.client != UNMADE]


@pytest.mark.parametrize("edit", MADE, ids=lambda edit: edit.name)
def test_its_client_is_classed_rightly(surface: Surface, make: Make, edit: Edit) -> None:
    changes = client_changes(surface, make(edit))
    assert worst(changes) == edit.client, changes[:3]


def test_there_are_enough_of_them() -> None:
    assert len(MADE) >= 45
