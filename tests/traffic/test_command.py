"""`nexudus-contract proxy` and `check-traffic` in processes of their own."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from nexudus_contract.document import Contract
from nexudus_contract.terms import RecordType

from .conftest import mocked

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("query", ["", "?Page=1"], ids=["clean", "findings"])
def test_a_process_passes_on_says_what_is_new_and_sums_up(
    contract: Contract, google: RecordType, tmp_path: Path, query: str, number: signal.Signals
) -> None:
    har = tmp_path / "live.har"
    with (
        mocked(contract, tmp_path / "a.har") as found,
        _process("--to", found.url, "--har", str(har)) as (process, url),
    ):
        for _ in range(2):
            answer = httpx.get(url + google.path + query, auth=("admin@example.com", "admin"))
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
    again = _run("check-traffic", str(har), "--json", str(tmp_path / "found.json"))
    assert (again.returncode, again.stderr) == (process.returncode, "")
    assert again.stdout.splitlines()[-1] == out.splitlines()[-1]
    content = json.loads((tmp_path / "found.json").read_text())
    assert [finding["message"] for finding in content["findings"]] == ([message] if query else [])
    assert "YWRtaW5AZXhhbXBsZS5jb206YWRtaW4=" not in har.read_text()


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nexudus_contract", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check-traffic", "none.har"], "none.har: cannot be read: No such file or directory; "),
        (["check-traffic", "README.md"], "README.md:1:1: is no HAR: it is not JSON: "),
        (["check-traffic", "README.md", "--url", "nowhere"], "nowhere is no address of a server; "),
        (["proxy", "--to", "nowhere"], "nowhere is no address of a server; "),
        (["proxy", "--to", "http://127.0.0.1:1", "--port", "70000"], "cannot listen on 127.0.0.1, port 70000: "),
        (["proxy", "--to", "http://127.0.0.1:1", "--host", "192.0.2.1"], "cannot listen on 192.0.2.1, port 8080: "),
        (["proxy", "--to", "http://127.0.0.1:1", "--port", "0", "--har", "none/x.har"], "none/x.har: cannot be"),
    ],
    ids=["missing", "no-json", "no-url", "no-server", "no-port", "no-host", "no-har"],
)  # fmt: skip
def test_what_cannot_be_done_is_one_clear_line(arguments: list[str], says: str) -> None:
    done = _run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
