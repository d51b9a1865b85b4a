"""Where things are measured: the machine, its cores, the mock under measure, and the processes that ask it."""

import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv/bench"
HERE = Path(sys.executable).parent
COLLECTION = "/api/spaces/coworkergooglecalendars"
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


class BenchmarkError(Exception):
    """What a person can do something about."""


def pinned(place: int) -> list[str]:
    """What makes a command stay on one core: 0 is the servers' core, -1 that of whoever asks."""
    return ["taskset", "-c", str(CORES[place])] if shutil.which("taskset") and CORES else []


def machine() -> str:
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = information.partition("model name\t: ")[2].partition("\n")[0] or platform.machine()
    return f"{len(CORES)} cores, {model}; Python {platform.python_version()} on {platform.system()}"


@dataclass(frozen=True)
class Served:
    """A mock that is up: where, and who may ask it for what."""

    url: str
    token: str
    record: int

    def task(self, client: str, job: str, **more: Any) -> dict[str, Any]:
        return {"client": client, "job": job, "url": self.url, "token": self.token, "record": self.record, **more}


@contextmanager
def mock() -> Iterator[Served]:
    """The mock with 1000 records, on the servers' core, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [str(HERE / "nexudus-contract"), "mock", "--port", str(port), "--records", "1000", "--seed", "1"]
    process = subprocess.Popen([*pinned(0), *command], stdout=subprocess.DEVNULL, cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        form = {"grant_type": "password", "username": "admin@example.com", "password": "admin"}
        with httpx.Client(base_url=url, transport=httpx.HTTPTransport(retries=8)) as client:
            token = client.post("/api/token", data=form).json()["access_token"]
            rows = client.get(COLLECTION, params={"size": 1}, headers={"Authorization": f"Bearer {token}"}).json()
        yield Served(url, token, rows["Records"][0]["Id"])
    finally:
        process.terminate()
        process.wait()


def page(served: Served, folder: Path) -> Path:
    """The bytes of a page of 1000 rows."""
    headers = {"Authorization": f"Bearer {served.token}"}
    answer = httpx.get(f"{served.url}{COLLECTION}", params={"size": 1000}, headers=headers)
    path = folder / "page.json"
    path.write_bytes(answer.content)
    return path


def _command(task: Mapping[str, Any]) -> list[str]:
    worker = Path(__file__).with_name("worker.py")
    return [*pinned(-1), str(TOOLS / "bin/python"), str(worker), json.dumps(task)]


def _environment() -> dict[str, str]:
    paths = [ROOT / "generated_client", TOOLS / "clients/stock", TOOLS / "clients/oag"]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": ""}


def once(task: Mapping[str, Any]) -> Any:
    """What a fresh process says of itself."""
    run = subprocess.run(_command(task), env=_environment(), capture_output=True, text=True, check=False)
    if run.returncode:
        raise BenchmarkError(f"{task['client']} cannot {task['job']}:\n{run.stderr.strip()}")
    return json.loads(run.stdout)


class Worker:
    """One client in a process of its own."""

    def __init__(self, task: Mapping[str, Any], stack: ExitStack) -> None:
        self._task = task
        self._process = stack.enter_context(
            subprocess.Popen(
                _command(task),
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(self._process.terminate)
        self._line()

    def _line(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            said = self._process.stderr.read() if self._process.stderr else ""
            raise BenchmarkError(f"{self._task['client']} cannot {self._task['job']}:\n{said.strip()}")
        return line

    def round(self) -> tuple[float, float]:
        """Seconds for each piece of work, over one round: by the clock, and of the processor."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        clock, processor = json.loads(self._line())
        return clock, processor


@dataclass(frozen=True)
class Times:
    """What each client took, in seconds: one figure for each round, of all clients in the same rounds."""

    rounds: Mapping[str, Sequence[float]]

    def median(self, client: str) -> float:
        return statistics.median(self.rounds[client])

    def spread(self, client: str) -> str:
        """How far the middle half of the rounds lies apart."""
        low, _, high = statistics.quantiles(self.rounds[client], n=4)
        return f"{(high - low) / self.median(client):.0%}"

    def ratio(self, slower: str, faster: str) -> float:
        """How often the one's time holds the other's: the median of the rounds' own ratios.

        Other work on the machine hits both sides of a round, so this is firmer than the times.
        """
        pairs = zip(self.rounds[slower], self.rounds[faster], strict=True)
        return statistics.median(one / other for one, other in pairs)


def interleaved(tasks: Mapping[str, Mapping[str, Any]], rounds: int) -> tuple[Times, Times]:
    """Rounds of all of them, in turn, one at a time: what they took by the clock, and of the processor."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in tasks}
    order = random.Random(1)
    with ExitStack() as stack:
        workers = {name: Worker(task, stack) for name, task in tasks.items()}
        for number in range(rounds):
            # In another order each time, so that nobody always follows the same neighbour.
            names = order.sample([*workers], len(workers))
            for name in names:
                seen[name].append(workers[name].round())
            show(f"round {number + 1} of {rounds}")
    clock, processor = ({name: [item[kind] for item in items] for name, items in seen.items()} for kind in (0, 1))
    return Times(clock), Times(processor)


def show(text: str) -> None:
    """Progress, on one line where a person watches."""
    if sys.stdout.isatty():
        print(f"\r  {text}\033[K", end="", flush=True)


def seconds(command: Sequence[str], **more: Any) -> float:
    """How long a command takes, which must work."""
    start = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if run.returncode:
        raise BenchmarkError(f"{' '.join(command)} failed:\n{(run.stdout + run.stderr).strip()[-2000:]}")
    return time.perf_counter() - start
