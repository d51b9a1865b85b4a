"""CONTRIBUTING.md, SECURITY.md and README.md speak of what there is."""

import re

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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_names_no_extra_that_there_is_not(name: str, metadata: Metadata) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    installed = re.findall(r"pip install '(?:\.|nexudus-calendars)\[([a-z,]+)\]'", text)
    assert {extra for extras in installed for extra in extras.split(",")} <= set(metadata.provides_extra or [])


def test_contributing_fits_a_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 66
