"""The distribution, built once for all tests, and environments in which only an extra's packages can be imported."""

import importlib.metadata
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAME = "nexudus-calendars"


@dataclass(frozen=True)
class Distribution:
    """What `make dist` makes."""

    wheel: Path
    sdist: Path

    @property
    def metadata(self) -> Metadata:
        with zipfile.ZipFile(self.wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            return Metadata.from_email(archive.read(name))


@dataclass(frozen=True)
class Environment:
    """Our wheel, with some of the packages that are installed here."""

    folder: Path
    packages: frozenset[str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python so that it sees these packages and no others."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        command = [sys.executable, "-S", "-P", *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)


Environments: TypeAlias = Callable[..., Environment]


def build(tree: Path, output: Path, *, umask: int = 0o022) -> Distribution:
    """Build both distributions of a tree, as `make dist` does."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(output)]
    subprocess.run(command, cwd=tree, umask=umask, check=True, capture_output=True)
    (wheel,), (sdist,) = output.glob("*.whl"), output.glob("*.tar.gz")
    return Distribution(wheel, sdist)


def brought(metadata: Metadata, extra: str, *others: str) -> set[str]:
    """The names of the packages that installing us and others brings, by what is installed here; "" is no extra."""
    ours = metadata.requires_dist or []
    reached: set[tuple[str, str]] = set()
    left = [(NAME, ""), (NAME, extra), *((name, "") for name in others)]
    while left:
        name, wanted = left.pop()
        if (name, wanted) in reached:
            continue
        reached.add((name, wanted))
        for requirement in ours if name == NAME else map(Requirement, importlib.metadata.requires(name) or []):
            if requirement.marker is None or requirement.marker.evaluate({"extra": wanted}):
                left += [(canonicalize_name(requirement.name), item) for item in ("", *requirement.extras)]
    return {name for name, _ in reached} - {NAME}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    """Both distributions, of this tree."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def environment(built: Distribution, tmp_path: Path) -> Environments:
    """Makes the environment that an extra and other packages give, without installing anything."""

    def make(extra: str, *others: str) -> Environment:
        packages = brought(built.metadata, extra, *others)
        with zipfile.ZipFile(built.wheel) as archive:
            archive.extractall(tmp_path)
        for name in packages:
            distribution = importlib.metadata.distribution(name)
            tops = {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}
            for top in tops:
                tmp_path.joinpath(top).symlink_to(str(distribution.locate_file(top)))
        return Environment(tmp_path, frozenset(packages))

    return make
