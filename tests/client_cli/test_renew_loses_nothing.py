"""renew --command: whatever fails, what the program opened is written, or kept for --from."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from nexudus_calendars import NexudusClient
from nexudus_contract.mock import Answer, Request, RunningMock, responder, serving
from nexudus_contract.mock.wire.message import Ending, Respond

from .conftest import LATER, Run, add, environment

SLOW = pytest.mark.slow("what fails is tried four times, with waits in between")
JOURNAL = "nexudus-renewals.journal"
# It notes each subscription that it opens, as a provider would, and answers it. Where there is a pipe named pause, it
# says there that it has opened all, and waits for a word.
OPENER = f"""
import json, os, sys
for line in sys.stdin:
    given = json.loads(line)
    channel = f"opened-{{given['id']}}"
    with open("opened", "a") as file:
        print(channel, file=file)
    print(json.dumps({{"record_type": given["record_type"], "id": given["id"], "expires": "{LATER}",
                       "SubscriptionId": channel}}), flush=True)
if os.path.exists("pause"):
    open("pause", "w").close()
    open("pause", "r").read()
"""
FAILURES = {
    "500": Answer(500),
    "401": Answer(401),
    "html": Answer(200, b"<html>maintenance</html>", ((b"content-type", b"text/html"),)),
    "reset": Answer(200, ending=Ending.RESET),
    "gone": Answer(200, ending=Ending.RESET),
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


@dataclass
class Streams:
    """Where the command's words go."""

    stdout: int | IO[str] = subprocess.DEVNULL
    stderr: int | IO[str] = subprocess.PIPE


@dataclass
class Operator:
    """Somebody who renews some connections from a folder, each time in another kind of trouble."""

    client: NexudusClient
    mock: RunningMock
    folder: Path
    ids: list[int] = field(default_factory=list[int])
    code: int | None = None
    err: str = ""

    def __post_init__(self) -> None:
        self.ids = [add(self.client) for _ in range(3)]
        (self.folder / "opener.py").write_text(OPENER)

    def add(self, count: int) -> None:
        """Have more connections to renew."""
        self.ids += [add(self.client) for _ in range(count)]

    @property
    def journal(self) -> Path:
        return self.folder / JOURNAL

    def command(self, *arguments: object) -> list[str]:
        program = f"python3 '{self.folder / 'opener.py'}'"
        command = [sys.executable, "-m", "nexudus_calendars.cli", "renew", "--yes", "--command", program]
        return [*command, *map(str, arguments)]

    def start(self, url: str, command: list[str], streams: Streams) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command,
            text=True,
            env=environment(url),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=streams.stdout,
            stderr=streams.stderr,
        )

    def finish(self, process: "subprocess.Popen[str]") -> None:
        """Wait until neither the command nor anything that it started has more to say."""
        with process:
            self.err = process.communicate()[1] or ""
        self.code = process.returncode

    def renew(
        self,
        respond: Respond | None = None,
        command: list[str] | None = None,
        streams: Streams | None = None,
    ) -> None:
        """Renew, and wait for the end."""
        with serving(respond or responder(self.mock.world)) as url:
            self.finish(self.start(url, command or self.command(), streams or Streams()))

    def opened(self) -> list[str]:
        """What the program has opened."""
        path = self.folder / "opened"
        return path.read_text().split() if path.exists() else []

    def written(self) -> list[str]:
        return [str(record.subscription_id) for record in self.client.coworker_google_calendars.get_many(self.ids)]

    def lost(self) -> list[str]:
        """What was opened, and is neither written nor kept nor told."""
        kept = self.journal.read_text() if self.journal.exists() else ""
        somewhere = " ".join([*self.written(), kept, self.err])
        return [channel for channel in self.opened() if channel not in somewhere]

    def is_asked(self, request: Request, method: str) -> bool:
        """Whether this is such a request of after the program was started."""
        return request.method == method and bool(self.opened())


@pytest.fixture
def operator(client: NexudusClient, mock: RunningMock, tmp_path: Path) -> Operator:
    return Operator(client, mock, tmp_path)


def assert_kept(operator: Operator, run: Run) -> None:
    """Nothing that was opened is lost, and `--from` writes what was not written yet."""
    assert len(operator.opened()) == len(operator.ids)
    assert (operator.lost(), "Traceback" in operator.err) == ([], False)
    assert operator.journal.stat().st_mode & 0o777 == 0o600
    done = run("renew", "--from", operator.journal, "--yes")
    assert done.code == 0, done.err
    assert operator.written() == operator.opened()


def assert_written(operator: Operator) -> None:
    assert len(operator.opened()) == len(operator.ids)
    assert operator.written() == operator.opened()
    assert (operator.journal.exists(), "Traceback" in operator.err) == (False, False)


@pytest.mark.parametrize(
    "failure", ["401", "html", *(pytest.param(name, marks=SLOW) for name in ("500", "reset", "gone"))]
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_api_that_fails(operator: Operator, run: Run, method: str, failure: str) -> None:
    respond, gone = responder(operator.mock.world), threading.Event()

    def failing(request: Request) -> Answer:
        if not operator.is_asked(request, method) and not gone.is_set():
            return respond(request)
        # One that is gone answers nothing any more, whatever it is asked.
        if failure == "gone":
            gone.set()
        return FAILURES[failure]

    operator.renew(failing)
    assert operator.code == (2 if method == "GET" else 1)
    assert_kept(operator, run)
    assert f"{JOURNAL} has what was not written; go on with: nexudus-calendars renew --from" in operator.err


@pytest.mark.slow("each renews more records than are written before a signal is heard")
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_signal_while_it_reads_or_writes(operator: Operator, run: Run, method: str, number: signal.Signals) -> None:
    # More than are written by the time that the signal is heard, which may be a tenth of a second.
    operator.add(117)
    respond, begun, go_on = responder(operator.mock.world), threading.Event(), threading.Event()

    def slow(request: Request) -> Answer:
        if operator.is_asked(request, method):
            begun.set()
            go_on.wait(60)
        return respond(request)

    with serving(slow) as url:
        process = operator.start(url, operator.command(), Streams())
        assert begun.wait(60)
        process.send_signal(number)
        go_on.set()
        operator.finish(process)
    assert operator.code == (-signal.SIGKILL if number == signal.SIGKILL else 130)
    assert_kept(operator, run)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_while_the_program_works(operator: Operator, run: Run, number: signal.Signals) -> None:
    pause = operator.folder / "pause"
    os.mkfifo(pause)
    with serving(responder(operator.mock.world)) as url:
        process = operator.start(url, operator.command(), Streams())
        assert pause.read_text() == ""
        process.send_signal(number)
        if number == signal.SIGKILL:
            # Nobody ended the program.
            pause.write_text("go on")
        operator.finish(process)
    assert operator.code == (-signal.SIGKILL if number == signal.SIGKILL else 130)
    assert_kept(operator, run)


def closed_pipe() -> int:
    """The end of a pipe that nobody reads, as after `| head`."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


STREAMS = {
    "full": lambda: os.open("/dev/full", os.O_WRONLY),
    "unread": closed_pipe,
}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("fault", STREAMS)
def test_words_that_nobody_can_hear(operator: Operator, stream: str, fault: str) -> None:
    handle = STREAMS[fault]()
    operator.renew(streams=Streams(**{stream: handle}))
    os.close(handle)
    assert_written(operator)
    assert operator.code == 0


@pytest.mark.parametrize("stream", ["0<&-", ">&-", "2>&-", "0<&- >&- 2>&-"])
def test_streams_that_are_closed(operator: Operator, stream: str) -> None:
    operator.renew(command=["bash", "-c", f'exec "$@" {stream}', "bash", *operator.command()])
    assert_written(operator)
    assert operator.code == 0


@pytest.mark.parametrize("path", ["missing/journal", "/proc/journal", "opener.py/journal"])
def test_a_journal_that_cannot_be_written_keeps_the_program_from_starting(operator: Operator, path: str) -> None:
    operator.renew(command=operator.command("--journal", path))
    assert (operator.code, operator.opened()) == (2, [])
    assert operator.err.count("\n") == 1
    assert operator.err.endswith("name a file that can be written with --journal\n")


def test_a_disk_that_fills_up_while_the_program_answers(operator: Operator) -> None:
    operator.add(9)
    # The journal can have 1,024 bytes, and the answer has more.
    operator.renew(command=["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *operator.command()])
    assert operator.code == 2
    assert len(operator.opened()) == 12
    assert [channel for channel in operator.opened() if channel not in operator.err] == []
    assert "the journal: File too large; what python3 answered stands above\n" in operator.err


def test_an_answer_that_is_no_text_is_kept_byte_for_byte(operator: Operator) -> None:
    line = (
        b'{"record_type": "coworker-google-calendars", "id": 1001, "expires": "2031-01-01T00:00:00Z", "name": "Zo\xeb"}'
    )
    (operator.folder / "opener.py").write_text(f"import sys; sys.stdout.buffer.write({line!r})")
    operator.renew()
    assert operator.code == 2
    assert "answer of python3: byte 103 is not UTF-8; save it as UTF-8\nnothing was written\n" in operator.err
    assert operator.journal.read_bytes() == line


CHILD = """
import signal
signal.signal(signal.SIGTERM, lambda *_: print("the child ends", flush=True) or exit())
open("pause", "w").close()
signal.pause()
"""


def test_all_that_the_program_started_ends_with_it(operator: Operator) -> None:
    (operator.folder / "opener.py").write_text(
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"
    )
    pause = operator.folder / "pause"
    os.mkfifo(pause)
    with serving(responder(operator.mock.world)) as url:
        process = operator.start(url, operator.command(), Streams())
        assert pause.read_text() == ""
        process.terminate()
        # It waits for the end of each process that can still say something.
        operator.finish(process)
    assert operator.code == 130
    assert operator.journal.read_text() == "the child ends\n"


def test_what_was_opened_for_a_record_that_is_gone_is_kept(operator: Operator) -> None:
    respond = responder(operator.mock.world)

    def deleting(request: Request) -> Answer:
        if operator.is_asked(request, "GET") and operator.ids:
            operator.client.coworker_google_calendars.delete(operator.ids.pop())
        return respond(request)

    operator.renew(deleting)
    assert operator.code == 1
    assert operator.lost() == []
    assert "opened-1003" in operator.journal.read_text()
