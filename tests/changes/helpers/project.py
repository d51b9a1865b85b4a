"""A project in a git repository of its own, and the command `nexudus-contract changes` run in it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from nexudus_contract.cli import main

FILES = ("openapi.yaml", "pyproject.toml", "CHANGELOG.md")
CLIENT_FILES = {
    "__init__.py": "from nexudus_calendars.bulk import Report\n\n__all__ = ['Report']\n",
    "bulk.py": "class Report:\n    def count(self, state: str) -> int: ...\n",
}
REFUSAL = "        '409':\n          $ref: '#/components/responses/Throttled'\n"
WHO = [
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.com",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
]


@dataclass(frozen=True)
class Done:
    """How the command ended, and what it wrote."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Project:
    """A project in git, with a small contract and a small client."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def git(self, *arguments: str) -> None:
        git(self.folder, *arguments)

    def edit(self, file: str, old: str, new: str) -> None:
        edit(self.folder / file, old, new)

    def run(self, *arguments: str, base: str = "HEAD") -> Done:
        code = main(["changes", f"--base={base}", *arguments])
        return Done(code, *self.capsys.readouterr())


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def begin(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
