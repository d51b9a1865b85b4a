"""Every edit of the contract is classed as what it is, and so is what undoes it."""

import pytest

from nexudus_contract.changes import Grade, contract_changes
from nexudus_contract.document import Contract

from .conftest import edited, worst
from .edits import ADDITIVE_EDITS, BREAKING_EDITS, EDITS, TABLES, Edit


@pytest.mark.parametrize("edits", TABLES.values(), ids=TABLES)
def test_an_edit_is_classed_rightly(contract: Contract, edits: tuple[Edit, ...]) -> None:
    wrong = []
    for edit in edits:
        changes = contract_changes(*edited(contract, edit))
        if worst(changes) is not edit.contract:
            wrong.append(f"{edit.name} is {worst(changes)}, not {edit.contract}: {changes}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow("compares the contracts of each addition once more")
def test_an_addition_that_is_taken_back_is_breaking(contract: Contract) -> None:
    assert undone(contract, ADDITIVE_EDITS, Grade.BREAKING) == ""


@pytest.mark.slow("compares the contracts of each breaking edit once more")
def test_a_breaking_edit_that_is_taken_back_is_seen_too(contract: Contract) -> None:
    assert undone(contract, BREAKING_EDITS, Grade.BREAKING, Grade.ADDITIVE) == ""


def undone(contract: Contract, edits: tuple[Edit, ...], *grades: Grade) -> str:
    """The edits that have none of the grades when they are taken back."""
    wrong = []
    for edit in edits:
        before, after = edited(contract, edit)
        grade = worst(contract_changes(after, before))
        if grade not in grades:
            wrong.append(f"{edit.name}: taken back it is {grade}")
    return "\n".join(wrong)


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
