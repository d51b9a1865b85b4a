"""Set-up installs what the locks say, whatever the package index has by then and whichever pip a Python brings."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.packaging.conftest import ROOT

INSTALL = ROOT / "requirements" / "install"
PIPS = Path(__file__).parent / "pips"
# A package that asks another one for its extra, which brings a third, as pytest-cov does with coverage[toml].
NEEDS = {"asks": "brings[more]", "brings": 'third; extra == "more"', "third": ""}


def make_wheel(folder: Path, name: str, version: str) -> Path:
    """Make an empty package as a wheel."""
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    if NEEDS[name]:
        metadata += f"Provides-Extra: more\nRequires-Dist: {NEEDS[name]}\n"
    files = {
        f"{name}.py": f'version = "{version}"\n',
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
        archive.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in (*files, f"{info}/RECORD")))
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package index in a folder: of each package the locked release and a newer one."""
    folder = tmp_path_factory.mktemp("index")
    for name in NEEDS:
        for version in ("1.0", "2.0"):
            make_wheel(folder, name, version)
    return folder


def lock(index: Path, *names: str) -> str:
    """The lines that lock the older release of each package."""
    wheels = {name: index / f"{name}-1.0-py3-none-any.whl" for name in names}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in wheels.items()}
    return "".join(f"{name}==1.0 --hash=sha256:{value}\n" for name, value in hashes.items())


@pytest.fixture
def environment(index: Path) -> dict[str, str]:
    """Environment variables with which pip and uv know no index but the folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))}
    ours = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)}
    return plain | ours | {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(index), "UV_NO_CACHE": "1"}


def python_with(pip: str, folder: Path) -> Path:
    """The Python of a new environment with a release of pip."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    command = [sys.executable, "-m", "pip", "--quiet", "--python", str(folder), "install", "--no-deps"]
    subprocess.run([*command, "--require-hashes", "-r", PIPS / f"{pip}.txt"], check=True, capture_output=True)
    return folder / "bin" / "python"


def install(python: Path, text: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    path = python.parents[1] / "lock.txt"
    path.write_text(text)
    return subprocess.run([INSTALL, python, path], env=environment, capture_output=True, text=True, check=False)


def installed(python: Path) -> dict[str, str]:
    script = "import asks, brings, third; print(asks.version, brings.version, third.version)"
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    return dict(zip(NEEDS, done.stdout.split(), strict=True))


@pytest.mark.slow("makes environments, and downloads a pip for each")
@pytest.mark.parametrize("pip", ["old", "newest"])
def test_pip_brings_the_locked_releases_though_there_are_newer_ones(
    index: Path, environment: dict[str, str], tmp_path: Path, pip: str
) -> None:
    python = python_with(pip, tmp_path / "venv")
    done = install(python, lock(index, *NEEDS), environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert installed(python) == dict.fromkeys(NEEDS, "1.0")


@pytest.mark.slow("makes an environment, and downloads pip and uv")
def test_so_does_uv(index: Path, environment: dict[str, str], tmp_path: Path) -> None:
    python = python_with("newest", tmp_path / "venv")
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--quiet",
        "download",
        "--no-deps",
        "--require-hashes",
        "--dest",
        tmp_path,
    ]
    subprocess.run([*command, "-r", ROOT / "requirements" / "uv.txt"], check=True, capture_output=True)
    environment["PIP_FIND_LINKS"] += f" {tmp_path}"
    done = install(python, lock(index, *NEEDS), environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert installed(python) == dict.fromkeys(NEEDS, "1.0")
    (record,) = (python.parents[1] / "lib").glob("python*/site-packages/asks-1.0.dist-info/INSTALLER")
    assert record.read_text() == "uv"


@pytest.mark.slow("makes an environment, and downloads a pip")
def test_a_lock_that_lacks_a_package_or_has_another_hash_is_refused(
    index: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    python = python_with("newest", tmp_path / "venv")
    whole = lock(index, *NEEDS)
    done = install(
        python, re.sub(r"sha256:\w", "sha256:0", whole, count=1).replace("sha256:00", "sha256:01"), environment
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    done = install(python, lock(index, "asks"), environment)
    assert done.returncode != 0
    assert "asks 1.0 requires brings, which is not installed." in done.stderr


def test_nothing_is_installed_with_a_resolver() -> None:
    files = [ROOT / "Makefile", ROOT / "Containerfile", INSTALL, *(ROOT / ".github" / "workflows").glob("*.yml")]
    commands = [
        (path.name, line.strip())
        for path in files
        for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        if re.search(r"pip\b.* install ", line)
    ]
    assert {name for name, _ in commands} == {"Makefile", "Containerfile", "install", "fuzz.yml"}
    assert [item for item in commands if "--no-deps" not in item[1]] == []


@pytest.mark.slow("makes the environment of the image, and downloads its packages")
def test_the_image_needs_nothing_but_its_lock(tmp_path: Path) -> None:
    containerfile = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^FROM \S+@sha256:[0-9a-f]{64}$", containerfile, re.MULTILINE)
    (steps,) = re.findall(r"^RUN (.+?[^\\])$", containerfile, re.MULTILINE | re.DOTALL)
    commands = [step.strip() for step in steps.replace("\\\n", " ").split("&&")]
    source = tmp_path / "source"
    for name in re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE):
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    environment = os.environ | {"PATH": f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        if command.startswith("pip "):
            script = command.replace("/source", str(source))
            subprocess.run(["sh", "-c", script], env=environment, cwd=tmp_path, check=True, capture_output=True)
    (entry,) = re.findall(r'^ENTRYPOINT \["([^"]+)"', containerfile, re.MULTILINE)
    done = subprocess.run([tmp_path / "venv" / "bin" / entry, "mock", "--help"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
