"""However a run ends, nothing of it stays on somebody's server, and nothing of anybody else's goes."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.fuzz import Manners, clean_up
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.mock import Answer, Request, Respond

from .helpers.contracts import OPENAPI, trimmed
from .helpers.elsewhere import elsewhere

# At which request with which method, in all stages of a run.
MOMENTS = [("", 3), ("POST", 2), ("PUT", 1), ("DELETE", 3)]
MORE = [("", 20), ("", 150), ("", 300), ("POST", 4), ("DELETE", 1), ("DELETE", 5)]
SLOW = pytest.mark.slow("a dozen runs more, at other moments")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def contract() -> Contract:
    return trimmed(load(OPENAPI), 1)


@pytest.fixture(scope="module")
def runner(pem: Path) -> Generator[subprocess.Popen[str]]:
    """Makes processes that run the lane."""
    command = [sys.executable, "-m", "tests.fuzz.helpers.forked_runs"]
    environment = {**os.environ, "SSL_CERT_FILE": str(pem)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


class Killer:
    """Sends a signal to a process when the server is asked for something the n-th time: before it does it, or after."""

    def __init__(self, method: str, number: int, how: signal.Signals) -> None:
        self.pid = 0
        self.known = threading.Event()
        self.struck = False
        self._number = number
        self._method = method
        self._how = how

    def wrap(self, respond: Respond) -> Respond:
        """Watch a server."""
        requests = count(1)

        def watched(request: Request) -> Answer:
            self.known.wait(30)
            if self._method in {"", request.method} and next(requests) == self._number:
                os.kill(self.pid, self._how)
                self.struck = True
            # What was asked for is done all the same, though nobody may hear of it.
            return respond(request)

        return watched


@contextmanager
def started(runner: subprocess.Popen[str], url: str, folder: Path, killer: Killer) -> Generator[None]:
    """A run in a process of its own, which the killer knows."""
    assert runner.stdin
    assert runner.stdout
    runner.stdin.write(json.dumps([url, str(folder)]) + "\n")
    runner.stdin.flush()
    killer.pid = int(runner.stdout.readline())
    killer.known.set()
    yield


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize(("method", "number"), [*MOMENTS, *(pytest.param(*moment, marks=SLOW) for moment in MORE)])
def test_nothing_stays_and_nothing_else_goes(
    contract: Contract,
    pem: Path,
    tmp_path: Path,
    runner: subprocess.Popen[str],
    method: str,
    number: int,
    how: signal.Signals,
) -> None:
    killer = Killer(method, number, how)
    journal = tmp_path / "journal.jsonl"
    manners = Manners(sleep=lambda _: None)
    with elsewhere(contract, pem, killer.wrap) as server:
        before = server.everything
        with started(runner, server.target.url, tmp_path, killer):
            assert runner.stdout
            ended = int(runner.stdout.readline())
        assert killer.struck
        if how is signal.SIGINT:
            assert ended == 2, (tmp_path / "summary.txt").read_text()
        else:
            assert ended == -signal.SIGKILL
            cleaned = clean_up(contract, server.target, [journal], manners)
            assert cleaned.exit_code == 0, cleaned.summary
            # Once more: nothing is left to be asked for.
            asked = len(server.seen)
            assert clean_up(contract, server.target, [journal], manners).deleted == 0
            assert len(server.seen) == asked
        assert server.everything == before
    assert not any(len(one.left) for one in Journal.read(journal))
