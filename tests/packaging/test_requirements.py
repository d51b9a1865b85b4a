"""What the project asks for has an upper bound, and what it installs has a hash."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.packaging.conftest import NAME, ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def asked() -> list[Requirement]:
    """What pyproject.toml asks for, in all of its lists."""
    lists = [
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    return [Requirement(line) for lines in lists for line in lines]


def pins(lock: Path) -> dict[str, str]:
    """Versions by the packages' names."""
    text = lock.read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


def test_every_dependency_has_an_upper_bound() -> None:
    requirements = [item for item in asked() if item.name != NAME]
    assert len(requirements) > 20
    unbounded = [str(item) for item in requirements if not {"<", "=="} & {part.operator for part in item.specifier}]
    assert unbounded == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_of_a_lock_has_a_hash_and_none_names_an_index(lock: Path) -> None:
    # A line that ends in a backslash goes on.
    text = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[\w.-]+==[\w.]+( +; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", line), line
    assert "://" not in text


def test_the_locks_are_what_is_asked_for() -> None:
    locked = [pins(lock) for lock in LOCKS]
    for requirement in asked():
        if requirement.name == NAME:
            continue
        versions = {known[canonicalize_name(requirement.name)] for known in locked if requirement.name in known}
        assert versions, f"make lock: no lock has {requirement.name}"
        assert all(requirement.specifier.contains(version) for version in versions), f"make lock: {requirement}"


def test_no_two_locks_differ() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
