"""Which version a change demands, and how it is announced."""

import pytest

from nexudus_contract.changes import ChangesError, Grade, Version
from nexudus_contract.changes.versions import announced, released


@pytest.mark.parametrize(
    ("before", "worst", "after"),
    [
        ((0, 3, 4), Grade.BREAKING, "0.4.0"),
        ((0, 3, 4), Grade.ADDITIVE, "0.3.5"),
        ((0, 3, 4), Grade.DOCS, "0.3.4"),
        ((1, 3, 4), Grade.BREAKING, "2.0.0"),
        ((1, 3, 4), Grade.ADDITIVE, "1.4.0"),
        ((1, 3, 4), Grade.DOCS, "1.3.4"),
        ((1, 3, 4), None, "1.3.4"),
    ],
)
def test_the_version_follows_semver(before: tuple[int, int, int], worst: Grade | None, after: str) -> None:
    assert str(Version(*before).after(worst)) == after


def test_versions_are_ordered_by_their_numbers() -> None:
    assert Version(0, 10, 0) > Version(0, 9, 9)


@pytest.mark.parametrize(
    "project", [b"[project]\nname = 'x'\n", b"[project]\nversion = '1.2'\n", b"project = 1\n", b"[", b"\xff"]
)
def test_a_project_without_a_version_is_told(project: bytes) -> None:
    with pytest.raises(ChangesError, match=r"pyproject\.toml"):
        Version.read(project, "pyproject.toml")


@pytest.mark.parametrize(
    ("tags", "last"),
    [
        (["v0.9.9", "v0.10.0", "v0.2.0"], "0.10.0"),
        (["1.0.0", "v1.0", "v1.0.0-rc1", "v1.0.0.0", "release", "v"], "None"),
        (["v1.0.1", "v1.0.0", "v0.9.0"], "1.0.0"),
        ([], "None"),
    ],
    ids=["by number", "other tags", "refused", "none"],
)
def test_the_last_release_is_the_highest_tag_that_the_version_has_reached(tags: list[str], last: str) -> None:
    assert str(released(tags, Version(1, 0, 0))) == last


def test_only_the_section_of_the_version_announces() -> None:
    log = """# Changelog

## 0.10.0

- Breaking: another version.

## 0.1.0 (unreleased)

- The contract.
- Breaking: `list` no longer takes `name`; filter the rows yourself.
- Breaking:

## 0.0.1

- Breaking: an older one.
"""
    assert announced(log, Version(0, 1, 0)) == {"- Breaking: `list` no longer takes `name`; filter the rows yourself."}
    assert announced(log, Version(9, 9, 9)) == set()
