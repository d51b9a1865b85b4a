"""`nexudus-contract proxy` in a process of its own, and `check-traffic` of what it recorded."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.terms import RecordType

from .conftest import mocked

ROOT = Path(__file__).parents[2]
Output = pytest.CaptureFixture[str]


@contextmanager
def _process(*arguments: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """A proxy as a process of its own, and its address."""
    command = [sys.executable, "-m", "nexudus_contract", "proxy", "--port", "0", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[2]
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("query", "number"), [("", signal.SIGINT), ("?Page=1", signal.SIGTERM)], ids=["clean", "findings"]
)
def test_a_process_passes_on_says_what_is_new_and_sums_up(
    contract: Contract, google: RecordType, tmp_path: Path, capsys: Output, query: str, number: signal.Signals
) -> None:
    har = tmp_path / "live.har"
    with (
        mocked(contract, tmp_path / "a.har") as found,
        _process("--to", found.url, "--har", str(har)) as (process, url),
    ):
        for _ in range(2):
            answer = httpx.get(url + google.path + query, auth=("admin@example.com", "admin"), verify=False)
            assert answer.status_code == 200
        process.send_signal(number)
        out, errors = process.communicate(timeout=60)
    message = "the contract has no query parameter Page (answered 200)"
    news = f"request 1: GET {google.path}: unknown-parameter: {message}\n"
    total = (
        f"listCoworkerGoogleCalendars: unknown-parameter: {message}; 2 times, first in request 1: GET {google.path}\n"
    )
    assert (
        out
        == (news + total if query else "")
        + f"checked    2 requests, {1 if query else 0} finding{'' if query else 's'}\n"
    )
    assert (process.returncode, errors) == (1 if query else 0, "")
    assert main(["check-traffic", str(har), "--json", str(tmp_path / "found.json")]) == process.returncode
    printed = capsys.readouterr()
    assert (printed.out.splitlines()[-1], printed.err) == (out.splitlines()[-1], "")
    content = json.loads((tmp_path / "found.json").read_text())
    assert [finding["message"] for finding in content["findings"]] == ([message] if query else [])
    assert "YWRtaW5AZXhhbXBsZS5jb206YWRtaW4=" not in har.read_text()


README = str(ROOT / "README.md")
SERVER = "http://127.0.0.1:1"
REFUSED: list[tuple[list[str], str]] = [
    (["check-traffic", "none.har"], "none.har: cannot be read: No such file or directory; "),
    (["check-traffic", README], f"{README}:1:1: is no HAR: it is not JSON: "),
    (["check-traffic", README, "--url", "nowhere"], "nowhere is no address of a server; "),
    (["proxy", "--to", "nowhere"], "this is no address of a server; "),
    (["proxy", "--to", "http://nexudus.example"], "http://nexudus.example is not encrypted, "),
    (["proxy", "--to", SERVER, "--port", "70000"], "cannot listen on 127.0.0.1, port 70000: "),
    (["proxy", "--to", SERVER, "--host", "192.0.2.1"], "cannot listen on 192.0.2.1, port 8080: "),
    (["proxy", "--to", SERVER, "--port", "0", "--har", "/proc/x.har"], "/proc/x.har cannot be"),
]


def test_what_cannot_be_done_is_one_clear_line(capsys: Output) -> None:
    wrong: list[tuple[list[str], int, str, str]] = []
    for arguments, says in REFUSED:
        code = main(arguments)
        printed = capsys.readouterr()
        if (code, printed.out, printed.err.count("\n")) != (2, "", 1) or not printed.err.startswith(says):
            wrong.append((arguments, code, printed.out, printed.err))
    assert wrong == []
