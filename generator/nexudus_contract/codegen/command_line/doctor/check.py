"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How it is."""

    OK = "ok"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What.
        status: How it is.
        seen: What was seen, or why nobody looked.
        advice: What to do, where there is something.
    """

    name: str
    status: Status
    seen: str
    advice: str = ""

    @property
    def failed(self) -> bool:
        """Whether something has to be done."""
        return self.status is Status.FAIL


def ok(name: str, seen: str) -> Check:
    """All is well."""
    return Check(name, Status.OK, seen)


def fail(name: str, seen: str, advice: str) -> Check:
    """Something has to be done."""
    return Check(name, Status.FAIL, seen, advice)


def skipped(name: str, why: str) -> Check:
    """Nobody looked."""
    return Check(name, Status.SKIPPED, why)
