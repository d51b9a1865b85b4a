"""What is in the distributions: all that is needed and nothing else, the same bytes each time."""

import os
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.utils import canonicalize_name
from tests.packaging.conftest import NAME, ROOT, Distribution, build

SLOW = pytest.mark.slow("it builds the distributions")

# What lies about in a clone that somebody works in.
LITTER = (
    ".env",
    "notes.md",
    ".venv/bin/python",
    "reports/fuzz/report.json",
    "generator/nexudus_contract/__pycache__/cli.cpython-311.pyc",
    "generated_client/nexudus_calendars/__pycache__/client.cpython-311.pyc",
    "tests/.hypothesis/unicode_data/codec-utf-8.json.gz",
    "dist/nexudus_calendars-0.0.1-py3-none-any.whl",
)


def in_sdist(path: Path) -> dict[str, bytes]:
    """Its files by their names, without the folder that holds them all."""
    with tarfile.open(path) as archive:
        found = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        return {name: file.read() for name, file in found.items() if file is not None}


def in_wheel(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def listed(*which: str) -> set[str]:
    """The names of the clone's files, by git."""
    command = ["git", "ls-files", "-z", *which]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return {name for name in names if name and (ROOT / name).exists()}


@pytest.fixture
def tree(built: Distribution, tmp_path: Path) -> Path:
    """The sources as they come in the sdist, in a folder of their own."""
    shutil.unpack_archive(built.sdist, tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    return folder


def test_the_sdist_includes_the_folders_and_files_that_git_tracks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = set(project["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"])
    tops = {name.partition("/")[0] for name in listed("--cached")}
    assert tops <= included, "name it in pyproject.toml, in only-include of the sdist"
    assert {name for name in included if not (ROOT / name).exists()} == set()


@SLOW
def test_the_sdist_is_what_git_tracks(built: Distribution) -> None:
    tracked, fresh = listed("--cached"), listed("--others", "--exclude-standard")
    files = set(in_sdist(built.sdist)) - {"PKG-INFO"}
    assert files >= tracked, "name it in pyproject.toml, in only-include of the sdist"
    # What somebody is working on is not tracked yet.
    assert files <= tracked | fresh


@SLOW
def test_the_wheel_is_both_packages_and_the_contract(built: Distribution) -> None:
    files = in_wheel(built.wheel)
    sources = {name: content for name, content in in_sdist(built.sdist).items() if name.startswith("gener")}
    packaged = {name.partition("/")[2]: content for name, content in sources.items()}
    packaged["nexudus_contract/openapi.yaml"] = (ROOT / "openapi.yaml").read_bytes()
    info = {name for name in files if ".dist-info/" in name}
    assert {name: content for name, content in files.items() if name not in info} == packaged
    assert {name.partition("/")[2] for name in info} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert {"nexudus_calendars/py.typed", "nexudus_contract/py.typed"} <= set(files)


@SLOW
def test_the_wheel_says_of_itself_what_installers_are_told(built: Distribution, information: Path) -> None:
    (said,) = (content for name, content in in_wheel(built.wheel).items() if name.endswith("/METADATA"))
    assert said == (information / "METADATA").read_bytes()


@SLOW
def test_the_same_bytes_come_of_another_folder_umask_and_day(built: Distribution, tree: Path, tmp_path: Path) -> None:
    for path in tree.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path, (10**9, 10**9))
    again = build(tree, tmp_path / "again", umask=0o077)
    # The wheel of the sdist is the wheel of the clone.
    assert again.wheel.read_bytes() == built.wheel.read_bytes()
    assert again.sdist.read_bytes() == built.sdist.read_bytes()


@SLOW
def test_what_lies_about_does_not_get_in(built: Distribution, tree: Path, tmp_path: Path) -> None:
    for name in LITTER:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("litter")
    again = build(tree, tmp_path / "again")
    assert set(in_sdist(again.sdist)) == set(in_sdist(built.sdist))
    assert set(in_wheel(again.wheel)) == set(in_wheel(built.wheel))


def test_the_client_brings_httpx_and_attrs_and_nothing_else(metadata: Metadata) -> None:
    wanted = metadata.requires_dist or []
    plain = [item for item in wanted if item.marker is None or item.marker.evaluate({"extra": ""})]
    assert {canonicalize_name(item.name) for item in plain} == {"attrs", "httpx"}
    assert set(metadata.provides_extra or []) >= {"aiohttp", "progress", "generate", "mock", "fuzz"}


def test_its_metadata_says_what_it_is(metadata: Metadata) -> None:
    assert canonicalize_name(metadata.name) == NAME
    assert metadata.metadata_version == "2.4"
    assert metadata.summary
    assert metadata.license_expression == "MIT"
    assert metadata.license_files == ["LICENSE"]
    assert metadata.description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert metadata.description_content_type == "text/markdown"
    assert metadata.keywords
    assert {"Framework :: Pytest", "Typing :: Typed"} <= set(metadata.classifiers or [])
