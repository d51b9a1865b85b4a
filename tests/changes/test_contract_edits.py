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


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("a contradiction is new", "/1", "C99 is new: PATCH"),
        ("a contradiction goes", "", "C1 is gone: Path of the Office 365 calendars"),
        ("a contradiction's topic changes", "/2/topic", "C3 has another topic"),
        ("a contradiction is decided otherwise", "/2/follows", "C3 follows a now, was b"),
        (
            "a contradiction has other evidence",
            "/2/sides",
            "C3 has other evidence: its sides say something else, or by another source",
        ),
        ("a contradiction's reason changes", "/2/because", "C3 is decided for another reason"),
        ("a contradiction's places change", "/2/places", "C3 is spoken of in other places"),
        ("a contradiction is settled otherwise", "/2/probe", "C3 is settled in another way"),
    ],
)
def test_what_became_of_a_contradiction_is_told(contract: Contract, name: str, place: str, said: str) -> None:
    edit = next(edit for edit in EDITS if edit.name == name)
    (change,) = contract_changes(*edited(contract, edit))
    assert change.place == f"/x-nexudus-contradictions{place}"
    assert change.message == f"the contradiction {said}; no request and no answer is another"
    assert (change.line is None) is (name == "a contradiction goes")


def test_there_are_enough_of_them() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS) >= 100
    assert len(BREAKING_EDITS) >= 60
