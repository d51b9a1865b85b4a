"""Edits of the client that no edit of the contract makes: each is classed as what it does to programs."""

import shutil
from pathlib import Path

import pytest

from nexudus_contract.changes import ChangesError, Surface, client_changes, read

from .conftest import CLIENT, found, worst
from .edits.client import ClientEdit, together


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client, without what is made for each operation: no edit touches that."""
    package = tmp_path_factory.mktemp("client") / "nexudus_calendars"
    shutil.copytree(CLIENT / package.name, package, ignore=shutil.ignore_patterns("__pycache__", "api", "cli"))
    return package


@pytest.fixture(scope="module")
def surface(package: Path) -> Surface:
    return read(package.parent)


@pytest.fixture
def own(package: Path, tmp_path: Path) -> Path:
    """A copy of the client, to change."""
    return Path(shutil.copytree(package, tmp_path / package.name))


@pytest.mark.parametrize("edits", together(), ids=lambda edits: edits[0].name)
def test_edits_are_classed_rightly(surface: Surface, own: Path, edits: list[ClientEdit]) -> None:
    for edit in edits:
        file = own / edit.file
        text = file.read_text(encoding="utf-8")
        assert edit.old in text, edit.name
        file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    changes = client_changes(surface, read(own.parent))
    grades = found(changes)
    wrong = [
        f"{edit.name}: {edit.difference} is {grades.get(edit.difference)}, not {edit.grade}"
        for edit in edits
        if grades.get(edit.difference) is not edit.grade
    ]
    assert not wrong, "\n".join([*wrong, "", *grades])
    assert worst(changes) is edits[0].grade


def test_a_class_may_move_where_its_name_stays(surface: Surface, own: Path) -> None:
    (own / "runtime" / "pacing.py").rename(own / "runtime" / "gait.py")
    for file in own.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("runtime.pacing", "runtime.gait").replace(".pacing", ".gait"), encoding="utf-8")
    assert client_changes(surface, read(own.parent)) == ()


def test_nothing_differs_from_itself(surface: Surface) -> None:
    assert client_changes(surface, surface) == ()


def test_what_is_no_client_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChangesError, match="make generate"):
        read(tmp_path)


def test_what_is_no_python_is_told(surface: Surface, own: Path) -> None:
    (own / "runtime" / "clock.py").write_text("def (", encoding="utf-8")
    with pytest.raises(ChangesError, match="make generate"):
        client_changes(surface, read(own.parent))
