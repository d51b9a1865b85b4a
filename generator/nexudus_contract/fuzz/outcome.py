"""The end of a fuzz run, and how it is said to a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nexudus_contract.fuzz.ledger import Finding

_SHOWN = 8
_LONGEST_COMMAND = 400
_LONGEST_LINE = 240


@dataclass(frozen=True)
class Outcome:
    """What a run found.

    Attributes:
        target: Address of the server.
        seed: What the run was made from.
        requests: Requests sent.
        seconds: Time it took.
        findings: Each kind of breach once, in the order in which they were found.
        problems: Why the run says less than it should: what could not be finished, what was not exercised.
        covered: What was exercised of the contract, in one line.
        remarks: What else a person should know.
        interrupted: Whether a person stopped it.
        cases: For each finding the file that repeats it.
    """

    target: str
    seed: int
    requests: int
    seconds: float
    findings: Sequence[Finding] = ()
    problems: Sequence[str] = ()
    covered: str = ""
    remarks: Sequence[str] = ()
    interrupted: bool = False
    cases: Sequence[str] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether the whole run was made, and nothing found."""
        return not (self.findings or self.problems or self.interrupted)

    @property
    def exit_code(self) -> int:
        """0 for nothing found, 1 for findings, 2 for a run that could not be finished and found nothing."""
        return 1 if self.findings else 2 if self.problems or self.interrupted else 0

    @property
    def summary(self) -> str:
        """All of this on one screen."""
        head = f"fuzzed     {self.target}: {self.requests} requests, seed {self.seed}, {self.seconds:.0f} s"
        said = "nothing found" if not self.findings else f"{len(self.findings)} found"
        stopped = ", stopped" if self.interrupted else ""
        lines = [f"{head}{stopped}, {said}", *([self.covered] if self.covered else []), *self.remarks[:_SHOWN]]
        for place, finding in enumerate(self.findings[:_SHOWN]):
            lines += _told(finding, self.cases[place] if place < len(self.cases) else "")
        if len(self.findings) > _SHOWN:
            lines.append(f"  and {len(self.findings) - _SHOWN} more findings; report.json has all")
        lines += [f"  {_line(problem)}" for problem in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            lines.append(f"  and {len(self.problems) - _SHOWN} more of the kind; report.json has all")
        return "\n".join(lines)


def _told(finding: Finding, case: str) -> list[str]:
    more = f" and {len(finding.operations) - 3} more" if len(finding.operations) > 3 else ""
    where = f"{', '.join(finding.operations[:3])}{more}"
    lines = [f"  {finding.check}: {_line(finding.message)}", f"    at {where}"]
    if case:
        lines.append(f"    make fuzz-replay CASE={case}")
    elif len(finding.case) == 1 and len(command := finding.case[0].sent.redacted().curl()) <= _LONGEST_COMMAND:
        lines.append(f"    {command}")
    return lines


def _line(text: str) -> str:
    """A text that a server may have had a hand in, in one line that does nothing to a terminal."""
    clean = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in " ".join(text.split())
    )
    return clean if len(clean) <= _LONGEST_LINE else f"{clean[: _LONGEST_LINE - 3]}..."
