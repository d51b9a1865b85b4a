"""The command as it is installed, and what it takes to have it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli import connection
from nexudus_calendars.cli.app import main
from nexudus_contract.mock import RunningMock

from .conftest import ROOT, add, environment

CHAPTER = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Command line\n")[2].partition("\n## ")[0]
COMMANDS = ("doctor", "list", "get", "expiring", "renew", "export", "diff")


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_its_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    code = f"""
import importlib.util, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == {missing!r} else found(name)
from nexudus_calendars.cli.__main__ import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"nexudus-calendars needs {missing}; install nexudus-calendars with its extra cli\n"


def test_the_client_does_without_it() -> None:
    code = "import sys, nexudus_calendars; print({'typer', 'nexudus_calendars.cli'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_command_is_installed(mock: RunningMock) -> None:
    command = [str(Path(sys.executable).with_name("nexudus-calendars")), "list", "coworker-google-calendars", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(mock.url))
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_help_names_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    listed = shown.partition("Commands:")[2].partition("\n\n")[0]
    assert set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)) == set(COMMANDS)
    assert re.findall(r"(\d+) (?:all|something|nothing|Ctrl-C|nobody)", shown) == ["0", "1", "2", "130", "141"]


def test_every_command_answers_programs_and_takes_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    options = dict[str, set[str]]()
    for command in COMMANDS:
        assert main([command, *(["coworker-google-calendars"] if command == "list" else []), "--help"]) == 0
        options[command] = set(re.findall(r"(--[a-z-]+)", capsys.readouterr().out))
    assert [command for command in COMMANDS if "--json" not in options[command]] == []
    secret = {
        command: [name for name in names if "password" in name or name in {"--token", "--totp", "--username"}]
        for command, names in options.items()
    }
    assert secret == {command: [] for command in COMMANDS}


def test_readme_shows_what_happens(client: NexudusClient, mock: RunningMock, tmp_path: Path) -> None:
    (transcript,) = re.findall(r"```console\n(.*?)```", CHAPTER, re.DOTALL)
    file = re.findall(r"\$ cat renewals.csv\n(.*?)\$", transcript, re.DOTALL)
    (tmp_path / "renewals.csv").write_text(file[0])
    assert add(client, 5.5) == 1001
    variables = environment(mock.url)
    variables["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{variables['PATH']}"
    for told in transcript.split("$ ")[1:]:
        command, _, expected = told.partition("\n")
        done = subprocess.run(
            ["bash", "-c", f"{command} 2>&1"], capture_output=True, text=True, check=False, env=variables, cwd=tmp_path
        )
        assert _without_times(done.stdout) == _without_times(expected), command


def _without_times(text: str) -> str:
    """The words of a transcript, but for the dates."""
    return " ".join(re.sub(r"20(?!31)\d\d-\S+Z", "TIME", text).split())


def test_readme_tells_of_every_command_and_exit_code() -> None:
    assert set(re.findall(r"`nexudus-calendars ([a-z]+)", CHAPTER)) == set(COMMANDS)
    assert re.findall(r"^\| (\d+) \|", CHAPTER, re.MULTILINE) == ["0", "1", "2", "130", "141"]


def test_a_password_is_asked_for_at_a_terminal_only(mock: RunningMock) -> None:
    variables = environment(mock.url)
    del variables["NEXUDUS_PASSWORD"]
    command = [sys.executable, "-m", "nexudus_calendars.cli", "expiring"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (2, "set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD\n")


def test_a_password_and_a_code_are_asked_for_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return "typed"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", typed)
    variables = connection.completed({"NEXUDUS_USERNAME": "me@example.com"})
    assert variables["NEXUDUS_PASSWORD"] == "typed"
    assert asked == ["Password of me@example.com: "]
    assert connection.completed({"NEXUDUS_TOKEN": "t"}) == {"NEXUDUS_TOKEN": "t"}
    assert os.environ.get("NEXUDUS_PASSWORD") is None
