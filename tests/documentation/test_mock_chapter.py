"""The README's chapter about the mock: each of its commands is run, and answers what stands behind it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from nexudus_contract.mock import FaultKind

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHAPTER = README.partition("\n## Mock\n")[2].partition("\n## ")[0]
SESSIONS = re.findall(r"```sh\n(nexudus-contract mock.*?)```", CHAPTER, re.DOTALL)
FILES = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", CHAPTER, re.DOTALL))


@contextmanager
def _mock(arguments: list[str], folder: Path) -> Iterator[str]:
    """The address of a mock that was started in a folder, as README says but at any free port."""
    command = [sys.executable, "-m", "nexudus_contract", *arguments, "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "NEXUDUS_MOCK_KEY"}
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("mock on "), line
            yield line.split()[2]
        finally:
            process.terminate()


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.splitlines()[0])
def test_a_session_says_what_it_says(session: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    start, *asked = session.splitlines()
    assert asked
    with _mock(start.split()[1:], tmp_path) as url:
        for line in asked:
            command, _, said = line.partition("  # ")
            assert "http://127.0.0.1:8000/" in command
            command = command.replace("http://127.0.0.1:8000", url)
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
            assert said
            assert said in done.stdout, line


def test_every_option_stands_in_the_table() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "nexudus_contract", "mock", "--help"], capture_output=True, text=True, check=True
    ).stdout
    table = CHAPTER.partition("| option | meaning |")[2].partition("\n\n")[0]
    options = set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", told, re.MULTILINE)) - {"--help"}
    assert set(re.findall(r"--[a-z][a-z-]+", table)) == options


def test_every_fault_stands_in_the_table() -> None:
    table = CHAPTER.partition("| kind | what the client gets |")[2].partition("\n\n")[0]
    named = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    kinds = [kind for cell in named for kind in re.findall(r"`([a-z0-9-]+)`", cell)]
    assert sorted(kinds) == sorted(FaultKind)


@pytest.mark.slow("starts pytest, which starts a mock")
def test_its_example_of_a_test_passes(tmp_path: Path) -> None:
    guide = README.partition("### Testing your own code against the mock")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    text = block.replace("\nclient.close()\n", "")
    tmp_path.joinpath("test_readme.py").write_text(f"from nexudus_calendars import NO_LIMITS, NexudusClient\n{text}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_the_container_serves_the_mock_to_this_machine_only() -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["nexudus"]
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    assert service["environment"]["NEXUDUS_MOCK_KEY"]
    containerfile = (ROOT / service["build"]["dockerfile"]).read_text()
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", containerfile, re.MULTILINE)
    name, *arguments = yaml.safe_load(entry)
    assert name == "nexudus-contract"
    done = subprocess.run(
        [sys.executable, "-m", "nexudus_contract", *arguments, "--help"], capture_output=True, check=False
    )
    assert done.returncode == 0
