"""CONTRIBUTING.md, SECURITY.md and README.md speak of what there is."""

import re
import subprocess
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from tests.packaging.conftest import ROOT

DOCUMENTS = ["CONTRIBUTING.md", "SECURITY.md", "README.md"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_names_targets_and_files_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    linked = re.findall(r"\]\((?!http|#)([^)#]+)", text)
    named = re.findall(r"`((?:\.ci|tests|generator|requirements|benchmarks)/[^\s`*]*)`", text)
    assert [path for path in (*linked, *named) if not (ROOT / path).exists()] == []


# With an address behind an @ it is another thing, and so is a mention in words.
BY_NAME = re.compile(
    r"""\b(?:install|add|uvx|pipx)\s(?:.*[\s"'])?nexudus-calendars\b(?!-)(?:\[[\w,]*\])?+(?! ?@| with| is)"""
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_names_no_extra_that_there_is_not(name: str, metadata: Metadata) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    installed = re.findall(r"pip install '(?:\.|nexudus-calendars)\[([a-z,]+)\]'", text)
    assert {extra for extras in installed for extra in extras.split(",")} <= set(metadata.provides_extra or [])


def test_contributing_fits_a_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 66


def test_nothing_is_installed_by_a_name_that_nobody_owns() -> None:
    """The name is free on the package index: whoever takes it would be installed, with credentials at hand."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True).stdout
    found = [
        f"{path}: {line}"
        for path in listed.splitlines()
        if path != Path(__file__).relative_to(ROOT).as_posix() and (ROOT / path).is_file()
        for line in (ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines()
        if BY_NAME.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("pip install nexudus-calendars", True),
        ("pip install --quiet 'nexudus-calendars[cli]'", True),
        ("uv add nexudus-calendars", True),
        ("pipx install nexudus-calendars[cli]", True),
        ("uvx --from nexudus-calendars nexudus-contract", True),
        ("pip install 'nexudus-calendars[fuzz] @ git+https://HOST/OWNER/REPOSITORY@COMMIT'", False),
        ("install nexudus-calendars with its extra cli", False),
        ("pip install '.[cli]'", False),
    ],
)
def test_an_installation_by_name_is_recognised(line: str, *, bad: bool) -> None:
    assert bool(BY_NAME.search(line)) == bad
