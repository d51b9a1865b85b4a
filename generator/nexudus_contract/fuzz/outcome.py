"""What a fuzz run found, said on one screen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexudus_contract.source import JsonObject

_SHOWN = 12


@dataclass(frozen=True)
class Outcome:
    """The end of a fuzz run.

    Attributes:
        passed: Whether every phase ran on every operation and nothing was found.
        summary: The same for a person, on one screen.
    """

    passed: bool
    summary: str

    @classmethod
    def read(cls, report: Path, log: Path, *, seed: int, target: str, read_only: bool) -> "Outcome":
        """Read the fuzzer's own report."""
        content: JsonObject = json.loads(report.read_text(encoding="utf-8"))
        operations, cases = content["operations"], content["test_cases"]
        phases = {name: phase["status"] for name, phase in content["phases"].items()}
        found = [_finding(failure) for failure in content["failures"]]
        errors = [f"could not finish: {error['title']} ({error['count']} times)" for error in content["errors"]]
        skipped = [f"did not run: the {name} phase" for name, status in phases.items() if status in ("skip", "skipped")]
        untested = operations["total"] - operations["tested"]
        if untested and not read_only:
            skipped.append(f"did not run: {untested} of {operations['total']} operations")
        lines = [*found, *errors, *skipped]
        passed = not lines and content["exit_code"] == 0
        head = (
            f"fuzzed     {target}: {operations['tested']} operations, {cases['generated']} requests, "
            f"seed {seed}, {content['running_time']:.0f} s"
        )
        if passed:
            scope = ", read only" if read_only else ""
            return cls(passed=True, summary=f"{head}{scope}, nothing found")
        more = [f"  and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        tail = [f"  each with a request to repeat it: {log}"]
        return cls(passed=False, summary="\n".join([head, *(f"  {line}" for line in lines[:_SHOWN]), *more, *tail]))


def _finding(failure: dict[str, Any]) -> str:
    operations = failure["operations"]
    names = ", ".join(str(name) for name in list(operations)[:3])
    more = f" and {len(operations) - 3} more" if len(operations) > 3 else ""
    return f"{failure['code']} {failure['title']}: {failure['count']} times, at {names}{more}"
