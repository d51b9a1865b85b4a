"""A small contract, edited copies of it, clients made of them, and projects in git."""

import copy
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.document.helpers.cut import GOOGLE, cut

from nexudus_contract.changes import Change, Grade, Surface, read
from nexudus_contract.codegen.emit import emit
from nexudus_contract.document import Contract, understand

from .edits import Document, Edit, held
from .edits.places import GET, ME
from .helpers.project import CLIENT_FILES, Project, begin, edit, git

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "generated_client"

Make: TypeAlias = Callable[[Contract], Surface]
Opened: TypeAlias = Callable[[Path], Project]


@pytest.fixture(scope="session")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """A contract with one record type. Of the operations that share a refusal, most do not have it."""
    source = cut(tmp_path_factory.mktemp("small") / "openapi.yaml", GOOGLE)
    document = copy.deepcopy(source.data)
    whole = (held(document, GET), held(document, ME))
    seen: set[str] = set()
    for operation in (item for path in document["paths"].values() for item in path.values()):
        for status, answer in list(operation["responses"].items()):
            if answer.get("$ref", status) in seen and operation not in whole:
                del operation["responses"][status]
            elif "$ref" in answer:
                seen.add(answer["$ref"])
    return understand(replace(source, data=document))


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes the client of a contract."""

    def made(contract: Contract) -> Surface:
        folder = tmp_path_factory.mktemp("client")
        emit(contract, folder / "nexudus_calendars")
        return read(folder)

    return made


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one commit, which is copied before it is changed."""
    folder = tmp_path_factory.mktemp("begun")
    cut(folder / "openapi.yaml")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    (folder / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    package = folder / "generated_client" / "nexudus_calendars"
    package.mkdir(parents=True)
    for name, text in CLIENT_FILES.items():
        (package / name).write_text(text, encoding="utf-8")
    begin(folder)
    return folder


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory, begun: Path) -> Path:
    """The project with 1.2.3 released, and then a breaking change that has its version and its line."""
    folder = tmp_path_factory.mktemp("broken") / "project"
    shutil.copytree(begun, folder)
    git(folder, "tag", "v1.2.3")
    # What is no release, is on no way to here, or was refused as one.
    git(folder, "tag", "v1.9")
    git(folder, "tag", "2.0.0")
    git(folder, "tag", "v9.0.0")
    git(folder, "checkout", "--quiet", "-b", "elsewhere")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Release elsewhere")
    git(folder, "tag", "v2.0.0")
    git(folder, "checkout", "--quiet", "main")
    edit(folder / "openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    edit(folder / "pyproject.toml", "1.2.3", "2.0.0")
    edit(folder / "CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: `getMe` it is.\n")
    git(folder, "commit", "--quiet", "--all", "--message", "Break")
    return folder


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Opened:
    """Copies a project, and makes the copy the folder that commands run in."""

    def opened(origin: Path) -> Project:
        shutil.copytree(origin, tmp_path / "project")
        monkeypatch.chdir(tmp_path / "project")
        return Project(tmp_path / "project", capsys)

    return opened


@pytest.fixture
def project(begun: Path, opened: Opened) -> Project:
    return opened(begun)


@pytest.fixture
def announced(broken: Path, opened: Opened) -> Project:
    return opened(broken)


def edited(contract: Contract, edit: Edit) -> tuple[Contract, Contract]:
    """The contract before an edit, and after it."""
    return understood(contract, edit.base(contract.document)), understood(contract, edit.applied(contract.document))


def understood(contract: Contract, document: Document) -> Contract:
    """A document that was never a file; what it says stands where the contract it came from says it."""
    return understand(replace(contract.source, data=document))


def worst(changes: Iterable[Change]) -> Grade | None:
    return min((item.grade for item in changes), key=list(Grade).index, default=None)


def found(changes: Iterable[Change]) -> dict[str, Grade]:
    """The grades of a client's differences, by the name in the package and what differs there."""
    return {f"{item.place.removeprefix('nexudus_calendars.')} {item.aspect}": item.grade for item in changes}
