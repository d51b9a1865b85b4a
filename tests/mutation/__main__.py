"""Measures what the tests notice: a sample of small edits of our code, each run against the tests of its package.

    python -m tests.mutation --sample 200 --seed 1 [--package mock] [--all] [--again reports/mutants.json]

Every package has an equal share of the sample, at least 15. Tests stop at the first failure. `--again` runs the edits of
an earlier report in place of a new sample, and lists those that died then and live now. The exit code is 0 whatever is
found, and 2 if the tests fail without an edit or cannot run.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.mutations import Mutation, mutations
from tests.mutation.packages import PACKAGES

ROOT = Path(__file__).parents[2]
LEAST = 15
# An edit after which the tests take this much longer than without one has been noticed: factor, and seconds more.
PATIENCE = (3, 60)


class CannotRunError(Exception):
    """The measurement makes no sense; the message says why."""


@dataclass(frozen=True)
class Mutant:
    """An edit of a file, and what became of it: killed, timeout (killed, too), alive, or gone (no longer there)."""

    package: str
    file: str
    line: int
    before: str
    after: str
    outcome: str = ""
    test: str = ""
    seconds: float = 0

    @property
    def name(self) -> str:
        """The edit, in one line."""
        changed = [
            (old.strip(), new.strip())
            for old, new in zip(self.before.split("\n"), self.after.split("\n"), strict=False)
            if old != new
        ]
        old, new = changed[0] if changed else (self.before, self.after)
        return f"{self.file}:{self.line}: {old}  ->  {new}"


def sampled(count: int, seed: int, packages: Iterable[str]) -> list[Mutant]:
    """Edits of each package, all shares equal; a line is drawn first and then one of its edits."""
    chosen = []
    for package in packages:
        chance = random.Random(f"{seed} {package}")
        lines: dict[tuple[str, int], list[Mutation]] = {}
        for path in sorted(PACKAGES[package].files(ROOT)):
            for mutation in mutations(path.read_text(encoding="utf-8")):
                lines.setdefault((path.relative_to(ROOT).as_posix(), mutation.line), []).append(mutation)
        share = min(max(LEAST, -(-count // len(PACKAGES))), len(lines))
        for file, line in chance.sample(sorted(lines), share):
            chosen.append(Mutant(package, file, **asdict(chance.choice(lines[file, line]))))
    return chosen


@contextmanager
def workspaces(count: int) -> Iterator[list[Path]]:
    """Copies of this tree, for one run of tests each at a time."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Path(folder, str(number)) for number in range(count)]
        for copy in copies:
            leave = shutil.ignore_patterns(".venv", "reports", "dist", "__pycache__", ".hypothesis", ".coverage*")
            shutil.copytree(ROOT, copy, ignore=leave, symlinks=True)
            copy.joinpath(".venv").symlink_to(ROOT / ".venv")
        yield copies


def tried(mutant: Mutant, workspace: Path, marks: str, limit: float) -> Mutant:
    """Run the tests of its package against an edit."""
    path = workspace / mutant.file
    original = path.read_bytes() if path.exists() else b""
    edited = Mutation(mutant.line, mutant.before, mutant.after).apply(original.decode())
    if edited is None:
        return Mutant(**{**asdict(mutant), "outcome": "gone"})
    path.write_text(edited, encoding="utf-8")
    # Compiled code is known by time and size; a time of its own keeps it from being taken for another edit's.
    os.utime(path, (time.time() + abs(hash(edited)) % 10**6,) * 2)
    started = time.monotonic()
    try:
        outcome, test = verdict(workspace, mutant.package, marks, limit)
    finally:
        path.write_bytes(original)
    return Mutant(
        **{**asdict(mutant), "outcome": outcome, "test": test, "seconds": round(time.monotonic() - started, 1)}
    )


def verdict(workspace: Path, package: str, marks: str, limit: float) -> tuple[str, str]:
    """The outcome of a run of a package's tests, and the first test that failed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "--no-header",
        "--tb=no",
        "-rfE",
        *PACKAGES[package].test_paths(workspace),
    ]
    command += ["-m", marks]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = [str(workspace / name) for name in ("core", "generator", "generated_client")]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=workspace,
            env={**kept, "PYTHONPATH": os.pathsep.join(code)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        # What the tests started must not outlive them.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        output.seek(0)
        said = output.read()
    if status == 0:
        return "alive", ""
    if status is None:
        return "timeout", ""
    if status == 5 or (status == 4 and "Error" not in said):
        raise CannotRunError(f"pytest could not run the tests of {package}:\n{said}")
    failed = [line.split(" ", 1)[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return "killed", (failed or [said[-200:]])[0][:200]


def controlled(package: str, workspace: Path, marks: str) -> float:
    """The seconds that the tests of a package take without an edit; they have to pass."""
    started = time.monotonic()
    outcome, test = verdict(workspace, package, marks, 3600)
    if outcome != "alive":
        raise CannotRunError(f"the tests of {package} fail without an edit: {test}")
    return time.monotonic() - started


def run(mutants: list[Mutant], jobs: int, marks: str, report: Path) -> list[Mutant]:
    """Try each, several at once, and write the report as they come in."""
    done: list[Mutant] = []
    report.parent.mkdir(parents=True, exist_ok=True)
    with workspaces(jobs) as copies, ThreadPoolExecutor(jobs) as pool:
        free: SimpleQueue[Path] = SimpleQueue()
        for copy in copies:
            free.put(copy)

        def control(package: str) -> float:
            with taken(free) as workspace:
                return controlled(package, workspace, marks)

        def attempt(mutant: Mutant) -> None:
            with taken(free) as workspace:
                limit = PATIENCE[0] * seconds[mutant.package] + PATIENCE[1]
                result = tried(mutant, workspace, marks, limit)
            done.append(result)
            print(f"{len(done)}/{len(mutants)} {result.outcome:8} {result.seconds:6.1f} s  {result.name}", flush=True)
            report.write_text(json.dumps([asdict(item) for item in done], indent=1), encoding="utf-8")

        packages = list(dict.fromkeys(mutant.package for mutant in mutants))
        seconds = dict(zip(packages, pool.map(control, packages), strict=True))
        print("  ".join(f"{package} {taken_:.0f} s" for package, taken_ in seconds.items()), flush=True)
        list(pool.map(attempt, mutants))
    return done


@contextmanager
def taken(free: "SimpleQueue[Path]") -> Iterator[Path]:
    """A workspace that nobody else uses meanwhile."""
    workspace = free.get()
    try:
        yield workspace
    finally:
        free.put(workspace)


def told(done: list[Mutant], earlier: list[Mutant]) -> None:
    """Print the shares of each package, and what died before and lives now."""
    for package in PACKAGES:
        outcomes = Counter(item.outcome for item in done if item.package == package)
        here = outcomes.total() - outcomes["gone"]
        if here:
            killed = here - outcomes["alive"]
            gone = f", {outcomes['gone']} gone" if outcomes["gone"] else ""
            print(f"{package:10} {killed:3} of {here:3} killed, {killed / here:4.0%}{gone}")
    dead = {item.name for item in earlier if item.outcome in ("killed", "timeout")}
    for item in done:
        if item.outcome == "alive":
            print(f"{'died before' if item.name in dead else 'alive'}: {item.name}")


def main() -> int:
    """Measure, and say what was found."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", action="append", choices=list(PACKAGES))
    parser.add_argument("--all", action="store_true", help="the tests of make test-all in place of make test's")
    parser.add_argument("--again", type=Path, help="an earlier report, whose edits are tried again")
    parser.add_argument("--outcome", help="only those of an earlier report that ended so")
    parser.add_argument("--report", type=Path, default=ROOT / "reports" / "mutants.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    packages = arguments.package or list(PACKAGES)
    earlier: list[Mutant] = []
    if arguments.again:
        earlier = [Mutant(**item) for item in json.loads(arguments.again.read_text(encoding="utf-8"))]
        mutants = [
            Mutant(item.package, item.file, item.line, item.before, item.after)
            for item in earlier
            if item.package in packages and arguments.outcome in (None, item.outcome)
        ]
    else:
        mutants = sampled(arguments.sample, arguments.seed, packages)
    try:
        done = run(mutants, arguments.jobs, "" if arguments.all else "not slow", arguments.report)
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 2
    told(done, earlier)
    return 0


if __name__ == "__main__":
    sys.exit(main())
