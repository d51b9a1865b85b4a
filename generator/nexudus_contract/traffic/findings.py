"""What was found: each kind once for each operation, how often, and where first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nexudus_calendars.runtime.redaction import redact_address
from nexudus_contract.source import JsonObject
from nexudus_contract.traffic.entry import Entry
from nexudus_contract.traffic.judge import Judge

_LONGEST = 1000
"""Letters of a line, in which a client or a server may have put a name of any length."""


@dataclass(frozen=True, order=True)
class Finding:
    """One kind of thing that the contract does not know or that breaks it.

    Attributes:
        operation: the operationId, or method and path where the contract has none.
        kind: `unknown-path`, `unknown-method`, `unknown-parameter`, `unknown-property`, `unknown-status`,
            `broken-request` or `broken-answer`.
        message: what it is, in one sentence without values.
        first: where it was first seen: file, number of the entry, method, path.
        times: in how many exchanges it was seen.
    """

    operation: str
    kind: str
    message: str
    first: tuple[str, int, str, str]
    times: int = 1

    def __str__(self) -> str:
        """In one line."""
        file, number, method, path = self.first
        place = f"{file}, entry {number}" if file else f"request {number}"
        seen = "once, in" if self.times == 1 else f"{self.times} times, first in"
        return _shown(f"{self.operation}: {self.kind}: {self.message}; {seen} {place}: {method} {path}")

    @property
    def news(self) -> str:
        """In one line, when it is met for the first time."""
        _, number, method, path = self.first
        return _shown(f"request {number}: {method} {path}: {self.kind}: {self.message}")

    def to_json(self) -> JsonObject:
        """As JSON."""
        file, number, method, path = self.first
        first = {"file": file, "entry": number, "method": method, "path": path}
        return {
            "operation": self.operation, "kind": self.kind, "message": self.message, "times": self.times, "first": first
        }  # fmt: skip


@dataclass
class Findings:
    """Judges exchanges, and keeps what was found.

    Attributes:
        judge: holds exchanges against the contract.
        checked: exchanges that the API was asked for.
        left_out: exchanges that were for something else.
        unanswered: exchanges of the API without an answer.
        unseen: exchanges of the API whose bodies were not recorded, or only in part.
    """

    judge: Judge
    checked: int = 0
    left_out: int = 0
    unanswered: int = 0
    unseen: int = 0
    _found: dict[tuple[str, str, str], Finding] = field(default_factory=dict[tuple[str, str, str], Finding])

    def add(self, entry: Entry) -> Sequence[Finding]:
        """Judge an exchange; answers what was not found before."""
        path = self.judge.path_of(entry)
        if path is None:
            self.left_out += 1
            return []
        self.checked += 1
        self.unanswered += entry.exchange.received is None
        self.unseen += not (entry.sent_body and entry.received_body)
        subject, problems = self.judge.problems(entry, path)
        sent = entry.exchange.sent
        first = (entry.file, entry.number, sent.method, redact_address(path))
        # A list may have a hundred rows that are wrong in the same way, which is one thing to know.
        seen = dict.fromkeys((subject, kind, message) for kind, message in problems)
        new: list[Finding] = []
        for key in seen:
            before = self._found.get(key)
            self._found[key] = replace(before, times=before.times + 1) if before else Finding(*key, first)
            if before is None:
                new.append(self._found[key])
        return new

    def __iter__(self) -> Iterator[Finding]:
        """What was found, sorted by operation."""
        return iter(sorted(self._found.values()))

    def __len__(self) -> int:
        """How many kinds of things were found."""
        return len(self._found)

    @property
    def summary(self) -> str:
        """One line."""
        parts = [f"{_count(self.checked, 'request')}", _count(len(self), "finding")]
        if self.left_out:
            parts.append(f"{self.left_out} not for the API")
        if self.unanswered:
            parts.append(f"{self.unanswered} without an answer")
        if self.unseen:
            parts.append(f"{self.unseen} with a body that was not recorded whole")
        return ", ".join(parts)

    def to_json(self) -> JsonObject:
        """As JSON."""
        return {
            "checked": self.checked,
            "left_out": self.left_out,
            "unanswered": self.unanswered,
            "unseen": self.unseen,
            "findings": [finding.to_json() for finding in self],
        }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(text: str) -> str:
    """A text on one line, which cannot play tricks on a terminal."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in short)
