"""What our lane and schemathesis alone find of the planted defects, side by side: `make fuzz-bench`.

Each server runs in a process of its own, two at a time. Our lane stops at its first finding, and schemathesis at the
first failure that it does not show on the mock without defects. Results are kept as they come, so that an interrupted
run goes on where it was: `--fresh` begins anew. The outcome is `benchmarks/fuzz.md`.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nexudus_contract.document import Contract, load
from nexudus_contract.fuzz import MOCK_READER, Lane, run
from nexudus_contract.fuzz.defects import CATALOGUE, Family, Plot
from nexudus_contract.mock import MockSettings, World, responder, serving
from nexudus_contract.target import MOCK_USER, Target

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "openapi.yaml"
KEPT = ROOT / "reports/fuzz-bench"
TABLE = ROOT / "benchmarks/fuzz.md"
CLEAN = "none"
OTHER_SEEDS = (2, 3, 4, 5, 6)
CLEAN_SEEDS = 50
LONGEST = 60.0
AT_ONCE = 2
BATCH = 40


@dataclass(frozen=True)
class Result:
    """What one tool found on one server; `check` is empty where it found nothing."""

    tool: str
    defect: str
    seed: int
    check: str
    requests: int
    seconds: float


@cache
def contract() -> Contract:
    """The contract, read once in each process."""
    return load(CONTRACT)


def serve(name: str, address: "Connection[str, str]") -> None:
    """Serve the mock with a defect until the process is stopped."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    respond = responder(World(contract(), MockSettings()))
    defect = next((item for item in CATALOGUE if item.name == name), None)
    with serving(defect.plant(Plot(contract()), respond) if defect else respond) as url:
        address.send(url)
        signal.pause()


@contextlib.contextmanager
def server(name: str) -> Iterator[str]:
    """A server with a defect, in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    # Forked, or most of the time would go into loading the same modules again.
    process = multiprocessing.get_context("fork").Process(target=serve, args=(name, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def lane(name: str, seed: int, *, stop: bool = True) -> Result:
    """Our lane, until its first finding."""
    with server(name) as url, tempfile.TemporaryDirectory() as scratch:
        begin = time.monotonic()
        target = Target(url, username=MOCK_USER[0], password=MOCK_USER[1])
        how = Lane(seed=seed, reports=Path(scratch), lesser=MOCK_READER, limit=LONGEST, stop_at_first=stop)
        outcome = run(contract(), target, how)
        seconds = time.monotonic() - begin
    found = next(iter(outcome.findings), None)
    check = found.check if found else "; ".join(outcome.problems)
    return Result("lane", name, seed, check, outcome.requests, round(seconds, 2))


def stock(name: str, seed: int, known: Sequence[str] = ()) -> Result:
    """Schemathesis alone, with the contract, a token and its own settings, until a failure that is not known."""
    with server(name) as url, tempfile.TemporaryDirectory() as scratch:
        begin = time.monotonic()
        token = Target(url, username=MOCK_USER[0], password=MOCK_USER[1]).access_token(contract())
        events = Path(scratch) / "events.ndjson"
        events.touch()
        command = [sys.executable, "-m", "schemathesis.cli", "run", str(CONTRACT), "--url", url, "--seed", str(seed)]
        command += ["-H", f"Authorization: Bearer {token}", "--report", "ndjson", "--report-ndjson-path", str(events)]
        requests, found = 0, set[str]()
        with (
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=scratch) as process,
            events.open(encoding="utf-8") as lines,
        ):
            for scenario in _scenarios(process, lines):
                requests += len(scenario["recorder"].get("interactions", ()))
                failures = [failure for failure in _failures(scenario) if failure not in known]
                found.update(failures if name == CLEAN else failures[:1])
                if found and name != CLEAN:
                    process.kill()
                    break
        check = ", ".join(sorted(found))
        return Result("stock", name, seed, check, requests, round(time.monotonic() - begin, 2))


def _scenarios(process: "subprocess.Popen[bytes]", lines: Any) -> Iterator[dict[str, Any]]:
    """The scenarios that schemathesis writes down, as it does."""
    partly = ""
    while True:
        ended = process.poll() is not None
        for line in lines:
            partly += line
            if partly.endswith("\n"):
                event: dict[str, Any] = json.loads(partly) if partly.strip() else {}
                partly = ""
                if "ScenarioFinished" in event:
                    yield event["ScenarioFinished"]
        if ended:
            return
        time.sleep(0.05)


def _failures(scenario: dict[str, Any]) -> Iterator[str]:
    for nodes in scenario["recorder"].get("checks", {}).values():
        for node in nodes:
            if node["status"] == "failure":
                yield f"{node['name']} at {scenario['recorder']['label']}"


class Kept:
    """The results there are, in a file, one on a line."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        self._path = path
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        self.results = [Result(**json.loads(line)) for line in text.splitlines()]

    def of(self, tool: str, defect: str, seed: int) -> Result | None:
        wanted = (tool, defect, seed)
        return next((item for item in self.results if (item.tool, item.defect, item.seed) == wanted), None)

    def add(self, result: Result) -> None:
        self.results.append(result)
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(result)) + "\n")


def measure(kept: Kept, only: Sequence[str]) -> None:
    """Make the runs that are not kept yet."""
    work: list[tuple[str, str, int, Callable[[], Result]]] = []
    if "stock" in only:
        for seed in (1, 2, 3):
            if kept.of("stock", CLEAN, seed) is None:
                kept.add(stock(CLEAN, seed))
        shown = {item.check for item in kept.results if item.tool == "stock" and item.defect == CLEAN}
        known = tuple(sorted({failure for text in shown for failure in text.split(", ")}))
        work += [("stock", item.name, 1, partial(stock, item.name, 1, known)) for item in CATALOGUE]
    if "lane" in only:
        work += [("lane", item.name, 1, partial(lane, item.name, 1)) for item in CATALOGUE]
    if "clean" in only:
        work += [("lane", CLEAN, seed, partial(lane, CLEAN, seed, stop=False)) for seed in range(1, CLEAN_SEEDS + 1)]
    if "seeds" in only:
        work += [
            ("lane", item.name, seed, partial(lane, item.name, seed)) for seed in OTHER_SEEDS for item in CATALOGUE
        ]
    left = [call for tool, name, seed, call in work if kept.of(tool, name, seed) is None]
    done = 0
    # New processes now and then, for schemathesis and hypothesis remember much of what they have seen.
    for begin in range(0, len(left), BATCH):
        with ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn")) as pool:
            for future in as_completed([pool.submit(call) for call in left[begin : begin + BATCH]]):
                kept.add(future.result())
                done += 1
                print(f"\r{done} of {len(left)} runs", end="", file=sys.stderr, flush=True)


def table(kept: Kept) -> str:
    """The outcome, for people."""
    rows = [_row(kept, item.name, item.family, item.description) for item in CATALOGUE]
    lines = [_head(), "", *_summary(kept), "", "## Each defect", ""]
    lines += [
        "| defect | family | what the server does | our lane | requests | s | seeds 2-6 | schemathesis | requests | s |"
    ]
    lines += ["|---|---|---|---|--:|--:|--:|---|--:|--:|", *rows, ""]
    return "\n".join(lines)


_HEAD = """\
# What the fuzz lane finds

Made by `make fuzz-bench` on {date}: {machine}, {cores} cores, CPython {python}, {tools}.
Two servers at a time, each with one of {defects} planted defects.

*schemathesis* is its command line with `openapi.yaml` (links included), a token and its own settings. A failure that it
shows on the mock without defects does not count. Both stop at the first finding; requests and seconds are those until
then, or of the whole run where nothing is found. The sums count what is found within a minute. Our lane has
schemathesis in it.

The defects and the checks have the same authors, so read this as an upper bound."""

_CLEAN = """\

On the mock without defects: {findings} findings over {seeds} seeds. A whole run takes {mine:.1f} s (median; at most
{most:.1f}), and schemathesis' {theirs:.1f} s: {ratio:.2f} of it."""


def _head() -> str:
    return _HEAD.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=_machine(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        tools=", ".join(f"{name} {version(name)}" for name in ("schemathesis", "hypothesis", "httpx")),
        defects=len(CATALOGUE),
    )


def _machine() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _summary(kept: Kept) -> list[str]:
    lines = ["| family | defects | our lane | at 4 of 5 other seeds | schemathesis |", "|---|--:|--:|--:|--:|"]
    for family in [*Family, None]:
        items = [item for item in CATALOGUE if family in {None, item.family}]
        ours = sum(_found(kept.of("lane", item.name, 1)) for item in items)
        alone = sum(_found(kept.of("stock", item.name, 1)) for item in items)
        steady = sum(_steady(kept, item.name) >= 4 for item in items)
        lines.append(f"| {family or '**all**'} | {len(items)} | {ours} | {steady} | {alone} |")
    clean = [item for item in kept.results if item.tool == "lane" and item.defect == CLEAN]
    whole = [item.seconds for item in kept.results if item.tool == "stock" and item.defect == CLEAN]
    if clean and whole:
        mine, theirs = statistics.median(item.seconds for item in clean), statistics.median(whole)
        findings, most = sum(bool(item.check) for item in clean), max(item.seconds for item in clean)
        lines.append(
            _CLEAN.format(findings=findings, seeds=len(clean), mine=mine, most=most, theirs=theirs, ratio=mine / theirs)
        )
    slowest = [item for item in kept.results if item.tool == "lane" and item.defect != CLEAN and item.check]
    if slowest:
        worst = max(slowest, key=lambda item: item.seconds)
        lines += ["", f"The longest time to a finding: {worst.seconds:.1f} s ({worst.defect}, seed {worst.seed})."]
    return lines


def _found(result: Result | None) -> bool:
    return bool(result and result.check and result.seconds <= LONGEST)


def _steady(kept: Kept, name: str) -> int:
    return sum(_found(kept.of("lane", name, seed)) for seed in OTHER_SEEDS)


def _row(kept: Kept, name: str, family: Family, description: str) -> str:
    ours, theirs = kept.of("lane", name, 1), kept.of("stock", name, 1)
    cells = [
        name,
        str(family),
        description,
        *_cells(ours),
        f"{_steady(kept, name)} of {len(OTHER_SEEDS)}",
        *_cells(theirs),
    ]
    return f"| {' | '.join(cells)} |"


def _cells(result: Result | None) -> tuple[str, str, str]:
    if result is None:
        return "not run", "", ""
    return result.check.partition(" at ")[0] or "-", str(result.requests), f"{result.seconds:.1f}"


def main() -> None:
    """Measure what is left to measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier run measured")
    parser.add_argument("--only", default="stock,lane,clean,seeds", help="parts to measure (default: all)")
    options = parser.parse_args()
    kept = Kept(KEPT / "results.jsonl", fresh=options.fresh)
    measure(kept, options.only.split(","))
    TABLE.write_text(table(kept), encoding="utf-8")
    print(f"\nmeasured   {TABLE.relative_to(ROOT)}: {len(kept.results)} runs")


if __name__ == "__main__":
    main()
