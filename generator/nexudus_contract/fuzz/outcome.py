"""What a fuzz run found, said on one screen."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nexudus_contract.source import JsonObject

_SHOWN = 8
_LONGEST_REQUEST = 400


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
    def read(cls, folder: Path, *, target: str, links: str, seed: int, read_only: bool) -> "Outcome":
        """Read the fuzzer's own reports in `folder`: `report.json`, and `junit.xml` where there are findings."""
        content: JsonObject = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        operations, cases = content["operations"], content["test_cases"]
        phases = {name: phase["status"] for name, phase in content["phases"].items()}
        requests = dict(_requests(folder / "junit.xml")) if content["failures"] else {}
        found = [_finding(failure, requests.get(failure["code"])) for failure in content["failures"]]
        errors = [f"could not finish: {error['title']} ({error['count']} times)" for error in content["errors"]]
        skipped = [f"did not run: the {name} phase" for name, status in phases.items() if status in ("skip", "skipped")]
        untested = operations["total"] - operations["tested"]
        if untested and not read_only:
            skipped.append(f"did not run: {untested} of {operations['total']} operations")
        lines = [*found, *errors, *skipped]
        passed = not lines and content["exit_code"] == 0
        head = (
            f"fuzzed     {target}: {operations['tested']} operations, {links} links, {cases['generated']} requests, "
            f"seed {seed}, {content['running_time']:.0f} s"
        )
        if passed:
            return cls(passed=True, summary=f"{head}{', read only' if read_only else ''}, nothing found")
        more = [f"  and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        tail = [f"  each with its requests and answers: {folder / 'log.txt'}"]
        return cls(passed=False, summary="\n".join([head, *(f"  {line}" for line in lines[:_SHOWN]), *more, *tail]))


def _finding(failure: JsonObject, request: str | None) -> str:
    operations: list[str] = list(failure["operations"])
    more = f" and {len(operations) - 3} more" if len(operations) > 3 else ""
    line = f"{failure['code']} {failure['title']}: {failure['count']} times, at {', '.join(operations[:3])}{more}"
    return line if request is None else f"{line}\n    {request}"


def _requests(junit: Path) -> Iterator[tuple[str, str]]:
    """For each kind of finding a request that repeats it, the shortest last; long ones are left to the log."""
    found: list[tuple[str, str]] = []
    # The file is the fuzzer's own.
    for failure in ET.parse(junit).iter("failure"):  # noqa: S314
        for case in re.split(r"^\d+\. Test Case ID", failure.text or "", flags=re.MULTILINE):
            requests = re.findall(r"^ +(curl .+)$", case, re.MULTILINE)
            # What needs several requests in a row is no single command.
            if len(requests) == 1 and len(requests[0]) <= _LONGEST_REQUEST:
                found += [(code, requests[0]) for code in re.findall(r"^- (ST\d+) ", case, re.MULTILINE)]
    yield from sorted(found, key=lambda pair: -len(pair[1]))
