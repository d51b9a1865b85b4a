"""The command line: calm when all is well, one clear line and a documented exit code when not, never a traceback."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from nexudus_contract.cli import main

from .conftest import CONTRACT, ROOT


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs the command line in this process."""

    def __call__(self, *arguments: str, contract: Path = CONTRACT) -> Done: ...


@pytest.fixture
def run(alone: None, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, contract: Path = CONTRACT) -> Done:
        try:
            code = main(["--contract", str(contract), *arguments])
        except SystemExit as end:
            # This is how argparse refuses a command line.
            code = end.code if isinstance(end.code, int) else -1
        return Done(code, *capsys.readouterr())

    return run


def test_the_command_is_installed_and_says_in_one_line_that_all_is_well() -> None:
    command = [str(Path(sys.executable).with_name("nexudus-contract")), "validate"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith("validated  openapi.yaml: 24 operations, 3 record types")


def test_a_finding_is_one_line_with_its_place_and_rule(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "openapi.yaml"
    text = CONTRACT.read_text().replace("operationId: getCurrentUser", "operationId: MeMyself")
    broken.write_text(text)
    line = text[: text.index("MeMyself")].count("\n") + 1
    done = run("validate", contract=broken)
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith(f"{broken}:{line}:7: operation-id: ")
    assert done.out.count("\n") == 1


BROKEN = (None, b"", b"openapi: [", b"\xff\xfe", b"- a\n- b\n", b"a: 1\n")
READERS = (["generate"], ["generate", "--check"], ["mock", "--port", "0"], ["fuzz"], ["reference"])


def test_a_broken_contract_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    wrong = list[tuple[list[str], bytes | None, Done]]()
    for content in BROKEN:
        if content is not None:
            path.write_bytes(content)
        for command in (["validate"], *READERS):
            done = run(*command, contract=path)
            said = done.out + done.err
            told = str(path) in said.partition("\n")[0] and (command == ["validate"] or said.count("\n") == 1)
            if done.code != 1 or not told:
                wrong.append((command, content, done))
    assert wrong == []
    assert {item.name for item in tmp_path.iterdir()} == {"contract.yaml"}


SENSELESS: dict[tuple[str, ...], str] = {
    (): "the following arguments are required: COMMAND",
    ("bake",): "invalid choice: 'bake'",
    ("mock", "--port", "many"): "invalid int value: 'many'",
    ("mock", "--throttle-status", "503"): "invalid choice: 503",
    ("mock", "--throttle-status", "429"): "--throttle-status says how to refuse calls, and nothing refuses them",
    ("mock", "--fault", "rest"): "--fault rest: ",
    ("mock", "--clock", "soon"): "--clock soon: this is no time",
    ("mock", "--clock", "2025-01-15T10:30:00"): "--clock 2025-01-15T10:30:00: the time has no zone",
    ("mock", "--dialect", "xml"): "invalid choice: 'xml'",
    ("fuzz", "--seed", "x"): "invalid int value: 'x'",
    ("fuzz", "--own", "Name=x"): "'Name=x' is no NAME=ID, as in Name=7",
    ("fuzz", "--own", "=7"): "'=7' is no NAME=ID, as in Name=7",
}


def test_a_command_line_without_sense_is_told_and_exits_with_2(run: Run) -> None:
    done = {arguments: run(*arguments) for arguments in SENSELESS}
    wrong = {
        arguments: item
        for arguments, item in done.items()
        if (item.code, item.out) != (2, "") or SENSELESS[arguments] not in item.err
    }
    assert wrong == {}


def test_drift_is_listed_and_fails(run: Run, tmp_path: Path) -> None:
    package = tmp_path / "nexudus_calendars"
    shutil.copytree(ROOT / "generated_client" / "nexudus_calendars", package)
    (package / "types.py").unlink()
    done = run("generate", "--check", "--output", str(package))
    assert done == (
        1,
        f"{package}/types.py: missing\n",
        "the client is not what the contract makes; run 'make generate' and commit the outcome\n",
    )


@pytest.mark.slow("it makes the client twice")
def test_what_was_generated_has_no_drift(run: Run, tmp_path: Path) -> None:
    package = tmp_path / "nexudus_calendars"
    made = run("generate", "--output", str(package))
    assert (made.code, made.err) == (0, "")
    assert re.fullmatch(rf"generated  {re.escape(str(package))}: \d+ files, 3 record types, 24 operations\n", made.out)
    assert run("generate", "--check", "--output", str(package)) == (
        0,
        f"unchanged  {package} is what the contract makes\n",
        "",
    )


def test_a_throttle_without_limits_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(re.sub(r"x-nexudus-limits:\n(  - .*\n)+", "", CONTRACT.read_text()))
    assert run("mock", "--throttle", "documented", "--port", "0", contract=path) == (
        1,
        "",
        "the contract has no limits; add x-nexudus-limits to it, or name a file with --throttle\n",
    )


def test_a_port_in_use_is_one_clear_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("mock", "--port", port)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert port in done.err


UNFUZZABLE: tuple[tuple[str, dict[str, str], str], ...] = (
    ("ftp://127.0.0.1", {"NEXUDUS_TOKEN": "t"}, "is no address of a server"),
    ("127.0.0.1:8000", {"NEXUDUS_TOKEN": "t"}, "is no address of a server"),
    ("https://nexudus.invalid", {}, "set NEXUDUS_TOKEN"),
    ("http://127.0.0.1:1", {"NEXUDUS_USERNAME": "u"}, "set NEXUDUS_TOKEN"),
    ("http://127.0.0.1:1", {}, "cannot be reached"),
    ("http://127.0.0.1:1", {"NEXUDUS_USERNAME": "u", "NEXUDUS_PASSWORD": "s3cret"}, "cannot be reached"),
    ("http://127.0.0.1:1", {"NEXUDUS_TOKEN": "s3cret"}, "cannot be reached"),
)


def test_a_target_that_cannot_be_fuzzed_is_one_clear_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = list[tuple[str, dict[str, str], Done]]()
    for target, environment, said in UNFUZZABLE:
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            done = run("fuzz", "--target", target, "--reports", str(tmp_path / "reports"))
        if (done.code, done.err.count("\n")) != (2, 1) or said not in done.err or "s3cret" in done.err:
            wrong.append((target, environment, done))
    assert wrong == []


def test_a_missing_package_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("raise ModuleNotFoundError(name='yaml')")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-m", "nexudus_contract", "validate"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "this command needs the package yaml; install nexudus-calendars with its extra generate\n"
