"""The distribution and what it says of itself, and environments in which only an extra's packages can be imported."""

import importlib.metadata
import os
import subprocess
import sys
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


@dataclass(frozen=True)
class Environment:
    """Our packages, with some of those that are installed here."""

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


@pytest.fixture(scope="session")
def information(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder *.dist-info that a wheel of this tree has, as far as installers ask for it without building one."""
    folder = tmp_path_factory.mktemp("information")
    # Hatchling leaves this out where pip says that it has called it.
    environment = {name: value for name, value in os.environ.items() if name != "PIP_BUILD_TRACKER"}
    code = f"from hatchling.build import *; prepare_metadata_for_build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="session")
def metadata(information: Path) -> Metadata:
    """What the distributions say of themselves."""
    return Metadata.from_email((information / "METADATA").read_bytes())


@pytest.fixture
def environment(information: Path, metadata: Metadata, tmp_path: Path) -> Environments:
    """Makes the environment that an extra and other packages give, without installing anything."""

    def make(extra: str, *others: str) -> Environment:
        packages = brought(metadata, extra, *others)
        ours = (ROOT / "generated_client" / "nexudus_calendars", ROOT / "generator" / "nexudus_contract", information)
        for path in ours:
            tmp_path.joinpath(path.name).symlink_to(path)
        for name in packages:
            distribution = importlib.metadata.distribution(name)
            tops = {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}
            for top in tops:
                tmp_path.joinpath(top).symlink_to(str(distribution.locate_file(top)))
        return Environment(tmp_path, frozenset(packages))

    return make
