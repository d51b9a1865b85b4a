"""The command line: calm when all is well, one clear line and a documented exit code when not, never a traceback."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from nexudus_contract.cli import main

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "openapi.yaml"
LOGIN = ("admin@example.com", "admin")


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nexudus_contract", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def _limited_contract(folder: Path) -> Path:
    """A contract whose one limit no test outlasts: a call an hour."""
    path = folder / "openapi.yaml"
    limits = "x-nexudus-limits:\n  - {calls: 1, seconds: 3600}\n"
    path.write_text(re.sub(r"x-nexudus-limits:\n(  - .*\n)+", limits, CONTRACT.read_text()))
    return path


@contextmanager
def _mock(contract: Path, *flags: str) -> Iterator[str]:
    """A mock as a process of its own; its address."""
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(contract), "mock", "--port", "0", *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[2]
        finally:
            process.kill()


def test_a_valid_contract_is_one_line() -> None:
    done = run("validate")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith("validated  openapi.yaml: 24 operations, 3 record types")


def test_a_finding_is_one_line_with_its_place_and_rule(tmp_path: Path) -> None:
    broken = tmp_path / "openapi.yaml"
    text = CONTRACT.read_text().replace("operationId: getCurrentUser", "operationId: MeMyself")
    broken.write_text(text)
    line = text[: text.index("MeMyself")].count("\n") + 1
    done = run("--contract", str(broken), "validate")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"{broken}:{line}:7: operation-id: ")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("command", [["validate"], ["generate"], ["generate", "--check"], ["mock"], ["fuzz"]])
@pytest.mark.parametrize("content", [None, b"", b"openapi: [", b"\xff\xfe", b"- a\n- b\n", b"a: 1\n"])
def test_a_broken_contract_is_one_clear_line(tmp_path: Path, command: list[str], content: bytes | None) -> None:
    path = tmp_path / "contract.yaml"
    if content is not None:
        path.write_bytes(content)
    done = run("--contract", str(path), *command, cwd=tmp_path)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert str(path) in said.splitlines()[0]
    if command != ["validate"]:
        assert said.count("\n") == 1


def test_a_command_line_without_sense_exits_with_2() -> None:
    for arguments in (
        [],
        ["bake"],
        ["mock", "--port", "many"],
        ["mock", "--throttle-status", "429"],
        ["mock", "--fault", "rest"],
        ["mock", "--clock", "2025-01-15T10:30:00"],
        ["mock", "--dialect", "xml"],
        ["mock", "--throttle-status", "503"],
        ["fuzz", "--seed", "x"],
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_drift_is_listed_and_fails(tmp_path: Path) -> None:
    package = tmp_path / "nexudus_calendars"
    assert main(["--contract", str(CONTRACT), "generate", "--output", str(package)]) == 0
    assert main(["--contract", str(CONTRACT), "generate", "--check", "--output", str(package)]) == 0
    (package / "types.py").unlink()
    done = run("generate", "--check", "--output", str(package))
    assert done.returncode == 1
    assert done.stdout == f"{package}/types.py: missing\n"
    assert "run 'make generate'" in done.stderr


@pytest.mark.parametrize(("flags", "status"), [((), 409), (("--throttle-status", "429"), 429)])
def test_the_mock_keeps_the_contracts_limits_when_told_to(tmp_path: Path, flags: tuple[str, ...], status: int) -> None:
    path = _limited_contract(tmp_path)
    with _mock(path, "--throttle", "documented", *flags) as url:
        user = f"{url}/api/auth/me"
        assert [httpx.get(user, auth=LOGIN).status_code for _ in range(2)] == [200, status]


def test_the_mock_lets_all_in_unless_told(tmp_path: Path) -> None:
    with _mock(_limited_contract(tmp_path)) as url:
        assert [httpx.get(f"{url}/api/auth/me", auth=LOGIN).status_code for _ in range(2)] == [200, 200]


def test_a_throttle_without_limits_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(re.sub(r"x-nexudus-limits:\n(  - .*\n)+", "", CONTRACT.read_text()))
    done = run("--contract", str(path), "mock", "--throttle", "documented", "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "the contract has no limits; add x-nexudus-limits to it, or name a file with --throttle\n"


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("mock", "--port", port)
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("target", "environment", "said"),
    [
        ("ftp://127.0.0.1", {"NEXUDUS_TOKEN": "t"}, "is no address of a server"),
        ("127.0.0.1:8000", {"NEXUDUS_TOKEN": "t"}, "is no address of a server"),
        ("https://nexudus.invalid", {}, "set NEXUDUS_TOKEN"),
        ("http://127.0.0.1:1", {"NEXUDUS_USERNAME": "u"}, "set NEXUDUS_TOKEN"),
        ("http://127.0.0.1:1", {}, "cannot be reached"),
        ("http://127.0.0.1:1", {"NEXUDUS_USERNAME": "u", "NEXUDUS_PASSWORD": "s3cret"}, "cannot be reached"),
        ("http://127.0.0.1:1", {"NEXUDUS_TOKEN": "s3cret"}, "cannot be reached"),
    ],
)
def test_a_target_that_cannot_be_fuzzed_is_one_clear_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    target: str,
    environment: dict[str, str],
    said: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    reports = str(tmp_path / "reports")
    assert main(["--contract", str(CONTRACT), "fuzz", "--target", target, "--reports", reports]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert "s3cret" not in error


def test_a_missing_package_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("raise ModuleNotFoundError(name='yaml')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "nexudus_contract", "validate"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "this command needs the package yaml; run: pip install 'nexudus-calendars[generate]'\n"


def test_the_command_is_installed() -> None:
    command = [str(Path(sys.executable).with_name("nexudus-contract")), "validate"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("validate").stdout
