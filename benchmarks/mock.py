"""How fast the mock is beside Prism and a bare uvicorn: `python -m benchmarks.mock [--million]`; it writes mock.md.

Each server answers on the loopback, on a core of its own where the machine has two; wrk asks from the other one. The
rounds of the servers are interleaved, and a ratio is that of one round, so other work on the machine hits all of them.
"""

import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
from benchmarks.tables import table

from nexudus_contract.document import load

ROUNDS, SECONDS, WARM_UP_SECONDS, CONNECTIONS = 3, 4, 1, 32
SECONDS_TO_START = 30
MILLION, STEP, MIB_MORE_AT_MOST = 1_000_000, 100_000, 5
HEADING = "## A million requests"
SORTED = "mock, sorted"
MEASURED = {
    "mock, memory": "GET POST",
    SORTED: "POST",
    "mock, file": "GET POST",
    "Prism": "GET POST",
    "bare uvicorn": "GET",
}
COLLECTION = "/api/spaces/coworkergooglecalendars"
EXAMPLES = "CoworkerGoogleCalendar"
PRISM = "5.14.2"
ROOT = Path(__file__).parent.parent
TOOLS, REPORT = ROOT / ".bench", Path(__file__).with_suffix(".md")
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []

# Sends the requests that it is given as method, path and body, in turn; wrk itself counts what is not answered well.
LUA = """
local requests, number = {}, 0
function init(args)
  local headers = {Authorization = args[1], Accept = "application/json", ["Content-Type"] = "application/json"}
  for i = 2, #args, 3 do
    local body = args[i + 2] ~= "" and args[i + 2] or nil
    requests[#requests + 1] = wrk.format(args[i], args[i + 1], headers, body)
  end
end
function request()
  number = number % #requests + 1
  return requests[number]
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests": %d, "seconds": %f, "milliseconds": %f, "refused": %d, "broken": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
"""

BARE = """
START = {"type": "http.response.start", "status": 200,
         "headers": [(b"content-type", b"application/json"), (b"content-length", b"11")]}
BODY = {"type": "http.response.body", "body": b'{"Id":1001}'}


async def app(scope, receive, send):
    await send(START)
    await send(BODY)
"""


class BenchmarkError(Exception):
    """What a person can do something about."""


@dataclass(frozen=True)
class Work:
    """One request, over and over."""

    method: str
    path: str
    body: str = ""

    @property
    def words(self) -> list[str]:
        return [self.method, self.path, self.body]


@dataclass(frozen=True)
class Load:
    """Requests, requests a second, the ms that 99 of 100 stay within, and the us of processor time that each took."""

    requests: int
    rate: float
    p99: float
    work: float


@dataclass(frozen=True)
class Server:
    """A server that is up."""

    name: str
    process: int
    url: str
    works: Mapping[str, Work]
    authorization: str

    def memory(self) -> float:
        """Its resident memory in MiB."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def worked(self) -> float:
        """Its processor time so far, in seconds."""
        # The fields behind the command's name, which may have blanks in it; 11 and 12 are user and system time.
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, folder: Path, seconds: int, *works: Work) -> Load:
        """Ask for so long, as fast as it answers."""
        words = [word for work in works for word in work.words]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(folder / "load.lua"), self.url]
        before = self.worked()
        run = subprocess.run(
            [*pinned(-1), *command, "--", self.authorization, *words], capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise BenchmarkError(f"wrk failed at {self.name}: {run.stderr.strip() or run.stdout.strip()}")
        seen = json.loads(run.stdout.splitlines()[-1])
        if seen["refused"] or seen["broken"] or not seen["requests"]:
            raise BenchmarkError(
                f"{self.name} did not answer all is well: of {seen['requests']} requests {seen['refused']} were "
                f"refused and {seen['broken']} broken ({', '.join(work.method for work in works)}); nothing is compared"
            )
        requests = seen["requests"]
        work = (self.worked() - before) / requests * 1e6
        return Load(requests, requests / seen["seconds"], seen["milliseconds"], work)


def pinned(place: int) -> list[str]:
    """What makes a command stay on one core: 0 is the servers' core, -1 is wrk's."""
    return ["taskset", "-c", str(CORES[place])] if shutil.which("taskset") and CORES else []


def ready_tools() -> Path:
    """Prism's command, installed if it is not yet."""
    if not Path("/proc/self/status").exists():
        raise BenchmarkError("the servers' memory is read from /proc, so this runs on Linux only")
    if shutil.which("wrk") is None:
        raise BenchmarkError("wrk is missing: install it (Debian and Ubuntu: apt-get install wrk), then run this again")
    prism = TOOLS / "node_modules/.bin/prism"
    if prism.exists():
        return prism
    if shutil.which("npm") is None:
        raise BenchmarkError("npm is missing: install Node.js 20 or newer with npm, then run this again")
    print(f"installing Prism {PRISM} into {TOOLS.name}/ (once)", flush=True)
    quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    command = ["npm", "install", *quiet, "--prefix", str(TOOLS), f"@stoplight/prism-cli@{PRISM}"]
    install = subprocess.run(command, capture_output=True, text=True, check=False)
    if install.returncode or not prism.exists():
        raise BenchmarkError(f"npm could not install Prism {PRISM}:\n{install.stderr.strip()}")
    return prism


@contextmanager
def started(name: str, command: Sequence[str], folder: Path) -> Iterator[Server]:
    """A server until the block ends. `PORT` in its command becomes a free one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    log = folder / f"{port}.log"
    with log.open("w", encoding="utf-8") as output:
        words = [str(port) if word == "PORT" else word for word in command]
        process = subprocess.Popen([*pinned(0), *words], stdout=output, stderr=output, cwd=ROOT)
    try:
        wait_for(name, port, process, log)
        yield adopt(name, process.pid, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()


def wait_for(name: str, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BenchmarkError(f"{name} did not start:\n{log.read_text(encoding='utf-8').strip()}")


def adopt(name: str, process: int, url: str) -> Server:
    """The server with its work, each request of which it has answered once with 200."""
    examples = load().document["components"]["examples"]
    create: dict[str, Any] = examples[f"{EXAMPLES}Create"]["value"]
    update: dict[str, Any] = examples[f"{EXAMPLES}Update"]["value"]
    with httpx.Client(base_url=url, headers={"Accept": "application/json"}) as client:

        def ask(method: str, path: str, **more: Any) -> Any:
            answer = client.request(method, path, **more)
            if answer.status_code != 200:
                raise BenchmarkError(f"{name} answers {answer.status_code} to {method} {path}: {answer.text[:500]}")
            return answer.json()

        form = {"grant_type": "password", "username": "admin@example.com", "password": "admin"}
        token = ask("POST", "/api/token", data=form).get("access_token", "none")
        authorization = f"Bearer {token}"
        client.headers["Authorization"] = authorization
        written = ask("POST", COLLECTION, json=create)
        record = written.get("Value", written)["Id"]
        works = {
            "GET": Work("GET", f"{COLLECTION}/{record}"),
            "POST": Work("POST", COLLECTION, json.dumps(create)),
            "PUT": Work("PUT", COLLECTION, json.dumps({**update, "Id": record})),
        }
        for work in works.values():
            ask(work.method, work.path, content=work.body, headers={"Content-Type": "application/json"})
        if name == SORTED:
            (record_type,) = (item for item in load().record_types if item.path == COLLECTION)
            for order in record_type.order_by:
                ask("GET", COLLECTION, params={"orderBy": order})
    return Server(name, process, url, works, authorization)


def commands(prism: Path, folder: Path) -> dict[str, list[str]]:
    mock = [str(Path(sys.executable).with_name("nexudus-contract")), "mock", "--port", "PORT"]
    bare = f"-m uvicorn bare:app --app-dir {folder} --loop uvloop --http httptools --no-access-log --log-level error"
    return {
        "mock, memory": mock,
        SORTED: mock,
        "mock, file": [*mock, "--db", str(folder / "mock.db")],
        "Prism": [str(prism), "mock", "-v", "silent", "-h", "127.0.0.1", "-p", "PORT", "openapi.yaml"],
        "bare uvicorn": [sys.executable, *bare.split(), "--port", "PORT"],
    }


def compare(servers: Sequence[Server], folder: Path) -> tuple[list[str], bool]:
    """The report's lines, and whether every goal is reached."""
    before = {server.name: server.memory() for server in servers}
    jobs = [(server, method) for method in ("GET", "POST") for server in servers if method in MEASURED[server.name]]
    for server, method in jobs:
        server.load(folder, WARM_UP_SECONDS, server.works[method])
    seen: dict[tuple[str, str], list[Load]] = {(server.name, method): [] for server, method in jobs}
    for _ in range(ROUNDS):
        for server, method in jobs:
            seen[server.name, method].append(server.load(folder, SECONDS, server.works[method]))
    rows: list[Sequence[str]] = [
        ("server", "GET/s", "p99 ms", "CPU us", "POST/s", "p99 ms", "CPU us", "MiB before", "MiB after")
    ]
    for server in servers:
        cells = [cell for method in ("GET", "POST") for cell in medians(seen.get((server.name, method), []))]
        rows.append((server.name, *cells, f"{before[server.name]:.0f}", f"{server.memory():.0f}"))
    lines, reached = table(rows), True
    for method, other, goal in (("GET", "Prism", 6.0), ("POST", "Prism", 4.0), ("GET", "bare uvicorn", 0.65)):
        pairs = list(zip(seen["mock, memory", method], seen[other, method], strict=True))
        ratio = statistics.median(mine.rate / others.rate for mine, others in pairs)
        work = statistics.median(others.work / mine.work for mine, others in pairs)
        reached = reached and ratio >= goal
        verdict = "reached" if ratio >= goal else "MISSED"
        lines.append(
            f"- {method}, mock in memory to {other}: {ratio:.2f} (goal {goal:.2f}): {verdict}; by CPU time {work:.2f}"
        )
    return lines, reached


def medians(loads: Sequence[Load]) -> list[str]:
    if not loads:
        return ["-", "-", "-"]
    numbers = ((item.rate, item.p99, item.work) for item in loads)
    rate, p99, work = (statistics.median(column) for column in zip(*numbers, strict=True))
    return [f"{rate:.0f}", f"{p99:.1f}", f"{work:.0f}"]


def million(server: Server, folder: Path) -> tuple[list[str], bool]:
    """The report's lines about a million requests, half GET and half PUT of one record; and whether memory is flat."""
    works = (server.works["GET"], server.works["PUT"])
    rows, total, memory = [("requests", "MiB"), ("0", f"{server.memory():.1f}")], 0, list[float]()
    rate = server.load(folder, WARM_UP_SECONDS, *works).rate
    while total < MILLION:
        mark = (total // STEP + 1) * STEP
        while total < mark:
            # Short turns, since another's work on the machine changes the rate.
            load = server.load(folder, min(2, max(1, round((mark - total) / rate))), *works)
            total, rate = total + load.requests, load.rate
        memory.append(server.memory())
        rows.append((f"{total}", f"{memory[-1]:.1f}"))
    more = memory[-1] - memory[0]
    flat = more <= MIB_MORE_AT_MOST
    goal = f"- after the first {STEP} it grew by {more:.1f} MiB (goal: at most {MIB_MORE_AT_MOST})"
    return [*table(rows), f"{goal}: {'reached' if flat else 'MISSED'}"], flat


def machine() -> list[str]:
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = information.partition("model name\t: ")[2].partition("\n")[0] or platform.machine()
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in ("uvicorn", "httptools", "uvloop"))
    return [
        "# The mock, measured",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, by `make bench-mock`; load before it {os.getloadavg()[0]:.1f}",
        f"- {len(CORES)} cores, {model}; {'each side on its own core' if pinned(0) else 'not pinned to cores'}",
        f"- Python {platform.python_version()}, {packages}; Node {node.lstrip('v')}, Prism {PRISM}",
        f"- medians of {ROUNDS} interleaved rounds of {SECONDS} s, wrk with 1 thread and {CONNECTIONS} connections",
        "- CPU us: the server's own processor time for a request, which other work on the machine hardly changes",
        "- GET of one record and POST of a new one, with a bearer token; the bare uvicorn answers a constant",
        "- a mock in memory makes an index when it is first asked for; the one called sorted has them all",
        "",
    ]


def main() -> int:
    try:
        prism = ready_tools()
        lines = machine()
        with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
            folder = Path(name)
            (folder / "load.lua").write_text(LUA, encoding="utf-8")
            (folder / "bare.py").write_text(BARE, encoding="utf-8")
            servers = [
                stack.enter_context(started(server, command, folder))
                for server, command in commands(prism, folder).items()
            ]
            compared, reached = compare(servers, folder)
            lines += compared
            if "--million" in sys.argv[1:]:
                command = commands(prism, folder)["mock, memory"]
                held, flat = million(stack.enter_context(started("mock, memory", command, folder)), folder)
                now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
                lines += ["", HEADING, "", f"{now}. The mock in memory, half GET, half PUT of one record.", ""]
                lines, reached = lines + held, reached and flat
            elif REPORT.exists():
                # It takes long, and so its last outcome is kept, with its date.
                _, heading, earlier = REPORT.read_text(encoding="utf-8").partition(HEADING)
                lines += ["", f"{heading}{earlier}".rstrip()] if heading else []
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print("\n".join(lines))
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
