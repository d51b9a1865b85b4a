"""Measures what the tests notice: a sample of small edits of our code, each run against the tests of its package.

    python -m tests.mutation --sample 200 --seed 1 [--package mock] [--all] [--again reports/mutants.json]

Every package has an equal share of the sample, at least 15. Tests stop at the first failure. `--again` tries the
mutants of an earlier report in place of a new sample, and says which were killed then and are alive now. The exit code
is 0 whatever is found, 2 if the tests fail without a mutant or cannot run, and 130 after Ctrl-C.
"""

import argparse
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.mutants import Mutant, drawn
from tests.mutation.packages import PACKAGES
from tests.mutation.suite import CannotRunError, Suite, workspaces

ROOT = Path(__file__).parents[2]


def run(mutants: Sequence[Mutant], suite: Suite, jobs: int, report: Path) -> list[Mutant]:
    """Try each, several at once, and keep the report up to date meanwhile."""
    done: list[Mutant] = []
    report.parent.mkdir(parents=True, exist_ok=True)
    with workspaces(ROOT, jobs) as copies, ThreadPoolExecutor(jobs) as pool:
        free: SimpleQueue[Path] = SimpleQueue()
        for copy in copies:
            free.put(copy)

        @contextmanager
        def workspace() -> Iterator[Path]:
            taken = free.get()
            try:
                yield taken
            finally:
                free.put(taken)

        def control(package: str) -> float:
            with workspace() as folder:
                return suite.control(package, folder)

        def attempt(mutant: Mutant) -> None:
            with workspace() as folder:
                result = suite.judge(mutant, folder, seconds[mutant.package])
            done.append(result)
            print(f"{len(done)}/{len(mutants)} {result.outcome:8} {result.seconds:6.1f} s  {result.name}", flush=True)
            report.write_text(json.dumps([asdict(item) for item in done], indent=1), encoding="utf-8")

        packages = list(dict.fromkeys(mutant.package for mutant in mutants))
        try:
            seconds = dict(zip(packages, pool.map(control, packages), strict=True))
            list(pool.map(attempt, mutants))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            suite.stop()
            raise
    return done


def summary(done: Sequence[Mutant], earlier: Sequence[Mutant]) -> Iterator[str]:
    """The share of each package that was killed, then each mutant that is alive."""
    for package in PACKAGES:
        outcomes = Counter(item.outcome for item in done if item.package == package)
        tried = outcomes.total() - outcomes["gone"]
        if tried:
            killed = tried - outcomes["alive"]
            gone = f", {outcomes['gone']} gone" if outcomes["gone"] else ""
            yield f"{package:10} {killed:3} of {tried:3} killed, {killed / tried:4.0%}{gone}"
    killed_then = {item.name for item in earlier if item.outcome in ("killed", "timeout")}
    for item in done:
        if item.outcome == "alive":
            yield f"{'alive, killed before' if item.name in killed_then else 'alive'}: {item.name}"


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=200, help="how many mutants (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--package", action="append", choices=list(PACKAGES), help="only of this package")
    parser.add_argument("--all", action="store_true", help="run the slow tests, too")
    parser.add_argument("--tests", nargs="+", default=(), help="run these test modules in place of the package's")
    parser.add_argument("--again", type=Path, help="an earlier report, whose mutants are tried again")
    parser.add_argument("--outcome", help="only those of the earlier report that ended so, as in: --outcome alive")
    parser.add_argument(
        "--report", type=Path, default=ROOT / "reports" / "mutants.json", help="where to write the report"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once (default: one a core)")
    arguments = parser.parse_args()
    packages = arguments.package or list(PACKAGES)
    earlier: list[Mutant] = []
    if arguments.again:
        earlier = [Mutant(**item) for item in json.loads(arguments.again.read_text(encoding="utf-8"))]
        chosen = [item for item in earlier if arguments.outcome in (None, item.outcome) and item.package in packages]
        mutants = [replace(item, outcome="", test="", seconds=0) for item in chosen]
    else:
        mutants = drawn(ROOT, arguments.sample, arguments.seed, packages)
    suite = Suite("" if arguments.all else "not slow", tuple(arguments.tests))
    # SIGTERM ends it as Ctrl-C does, so that no test goes on by itself.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        done = run(mutants, suite, arguments.jobs, arguments.report)
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"interrupted; {arguments.report} has what was found until then", file=sys.stderr)
        return 130
    for line in summary(done, earlier):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
