"""What other benchmarks of this project measured, told with its date: the mock's, and the fuzz lane's."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from .place import ROOT, BenchmarkError, show
from .section import Section, Target

FOLDER = ROOT / "benchmarks"
_RATIO = re.compile(r"- (GET|POST), (mock in memory to .+): ([\d.]+) \(goal ([\d.]+)\)")


def mock() -> Section:
    """`make bench-mock`, run if its tools are there; else what it wrote the last time."""
    runs = shutil.which("wrk") is not None and shutil.which("npm") is not None
    if runs:
        show("make bench-mock")
        # It says by its exit whether goals were reached, which stands in what it writes as well.
        subprocess.run([sys.executable, "-m", "benchmarks.mock"], cwd=ROOT, capture_output=True, check=False)
    text = _read(FOLDER / "mock.md")
    taken = _found(r"^- (\S+ \S+ UTC)", text)
    ratios = _RATIO.findall(text)
    return Section(
        "The mock beside Prism",
        ["By `make bench-mock`; [mock.md](mock.md) has the rest. 32 connections, each server on a core of its own."],
        [("figure", "ratio"), *((f"{method}, {what}", ratio) for method, what, ratio, _ in ratios)],
        [Target(f"{method}, {what}", float(ratio), float(goal)) for method, what, ratio, goal in ratios],
        taken=taken,
        load=None,
    )


def fuzz() -> Section:
    """What `make fuzz-bench` wrote, which takes an hour and is not run from here."""
    text = _read(FOLDER / "fuzz.md")
    sums = _found(r"^\| \*\*all\*\* \| (.+) \|$", text)
    defects, found, others_seeds, theirs = sums.split(" | ")
    share = _found(r"schemathesis' [\d.]+ s: ([\d.]+) of it", text)
    alarms = _found(r"defects: (\d+ findings over \d+ seeds)", text)
    return Section(
        "The fuzz lane beside schemathesis",
        [
            "By `make fuzz-bench`, which takes an hour and is not run again here; [fuzz.md](fuzz.md) has each",
            f"defect. On the mock without defects: {alarms}.",
        ],
        [
            ("of the planted defects", "found"),
            (f"our lane, of {defects}", found),
            (f"at 4 of 5 other seeds, of {defects}", others_seeds),
            (f"schemathesis alone, of {defects}", theirs),
            ("a whole run's time, to schemathesis'", share),
        ],
        taken=_found(r"on (\d{4}-\d\d-\d\d)", text),
        load=None,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        said = f"{path.name} cannot be read ({error.strerror}); run the benchmark that writes it"
        raise BenchmarkError(said) from error


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise BenchmarkError(f"a report of another benchmark has changed: nothing in it is like {pattern}")
    return found[1]
