"""What the probe answers: to which question, how sure, and what openapi.yaml says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nexudus_contract.source import JsonObject

UNKNOWN = "unknown"
"""The answer where there is none."""


class ProbeError(Exception):
    """The probe cannot go on; the message says why, and what to do next."""


class UnanswerableError(Exception):
    """One question has no answer here; the message says why. The probe goes on with the next one."""


class Confidence(StrEnum):
    """How sure an answer is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What an answer does to a line of the contract; it allows what the line leaves open."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"
    ALLOWS = "allows"


@dataclass(frozen=True)
class Line:
    """A line of the contract that an answer bears on.

    Attributes:
        file: name of the contract's file.
        number: the line, from 1.
        pointer: JSON pointer to what stands there.
        verdict: what the answer does to it.
        evidence: the line's own `x-nexudus-evidence`, or that of the nearest place above it; empty where none has one.
    """

    file: str
    number: int
    pointer: str
    verdict: Verdict
    evidence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.number} {self.verdict}" + (f" ({self.evidence})" if self.evidence else "")

    def to_json(self) -> JsonObject:
        """As the report has it."""
        return {"line": str(self), "pointer": self.pointer, "verdict": self.verdict, "evidence": self.evidence}


@dataclass(frozen=True)
class Finding:
    """An answer, before it is filed.

    Attributes:
        answer: a few words that stay the same as long as the server does.
        confidence: how sure it is.
        note: why it is no surer, or what belongs to it; empty where there is nothing to add.
        lines: what openapi.yaml says of it.
    """

    answer: str
    confidence: Confidence = Confidence.CERTAIN
    note: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A finding, filed.

    Attributes:
        question: the question's id.
        about: tag of the record type, or name of the entity; empty where it is about the whole server.
        finding: the answer itself.
        evidence: numbers of the exchanges that it was drawn from, in the order in which they were asked.
    """

    question: str
    about: str
    finding: Finding
    evidence: Sequence[int]

    def to_json(self) -> JsonObject:
        """As the report has it."""
        return {
            "question": self.question,
            "about": self.about,
            "answer": self.finding.answer,
            "confidence": self.finding.confidence,
            "note": self.finding.note,
            "lines": [line.to_json() for line in self.finding.lines],
            "evidence": list(self.evidence),
        }


def likely(answer: str, note: str, *lines: Line) -> Finding:
    """An answer that something speaks for, and nothing proves."""
    return Finding(answer, Confidence.LIKELY, note, lines)


def certain(answer: str, *lines: Line) -> Finding:
    """An answer that was seen."""
    return Finding(answer, lines=lines)


def unknown(note: str) -> Finding:
    """No answer."""
    return Finding(UNKNOWN, Confidence.UNKNOWN, note)
