"""A difference between two versions, and whom it hurts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from nexudus_contract.changes.node import text
from nexudus_contract.source import JsonObject, Pointer


class ChangesError(Exception):
    """Two versions cannot be compared; the message says why, and what to do."""


class Side(StrEnum):
    """What changed: the contract, or the client's public surface."""

    CONTRACT = "contract"
    CLIENT = "client"


class Grade(StrEnum):
    """Whom a difference hurts: whoever uses the version before, nobody, or nobody since nothing but words changed."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    DOCS = "docs only"


_ORDER = tuple(Grade)


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        side: what changed.
        grade: whom it hurts.
        place: JSON pointer into the contract, or the name under which a program imports it.
        aspect: what of the place: one word or two, such as `maximum`.
        message: what changed, and who is hurt, in one sentence.
        line: line of the contract now; None where the place is no more, and for the client.
        operations: operationIds that it reaches; empty for the client and for what belongs to none.
    """

    side: Side
    grade: Grade
    place: str
    aspect: str
    message: str
    line: int | None = None
    operations: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """As JSON."""
        return {
            "side": self.side,
            "grade": self.grade,
            "place": self.place,
            "line": self.line,
            "aspect": self.aspect,
            "message": self.message,
            "operations": list(self.operations),
        }


def of_contract(grade: Grade, place: Pointer, aspect: str, message: str) -> Change:
    """A difference of the contract; its line and operations are put in later."""
    return Change(Side.CONTRACT, grade, text(place), aspect, message)


def merged(changes: Iterable[Change]) -> Iterator[Change]:
    """Each difference once, breaking ones first.

    A schema serves many operations, in requests and in answers: what is found at one place several times counts by its
    worst grade.
    """
    found: dict[tuple[Side, str, str], Change] = {}
    for item in changes:
        key = (item.side, item.place, item.aspect)
        earlier = found.setdefault(key, item)
        worst = min(earlier, item, key=lambda one: _ORDER.index(one.grade))
        found[key] = replace(worst, operations=tuple(dict.fromkeys([*earlier.operations, *item.operations])))
    for grade in Grade:
        yield from (item for item in found.values() if item.grade is grade)
