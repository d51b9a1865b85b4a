"""No example is forgotten: each is tested, named, and says how it is run."""

import ast

import pytest

from .conftest import ROOT

EXAMPLES = sorted(path.name for path in ROOT.joinpath("examples").glob("*.py"))
README = ROOT.joinpath("examples", "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_has_tests_and_stands_in_the_table(name: str) -> None:
    assert ROOT.joinpath("tests", "examples", f"test_{name}").exists()
    assert f"| [{name}]({name}) |" in README


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "providers.py"])
def test_its_docstring_and_the_table_say_the_same_command(name: str) -> None:
    told = ast.get_docstring(ast.parse(ROOT.joinpath("examples", name).read_text(encoding="utf-8")))
    assert told is not None
    commands = [line.strip() for line in told.splitlines() if line.strip().startswith(".venv/bin/")]
    (row,) = [line for line in README.splitlines() if line.startswith(f"| [{name}]")]
    assert [row.rsplit("`", 2)[1]] == commands


def test_the_table_names_nothing_that_is_not_there() -> None:
    named = {line[3:].partition("]")[0] for line in README.splitlines() if line.startswith("| [")}
    assert named == set(EXAMPLES)
