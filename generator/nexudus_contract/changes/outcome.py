"""What a comparison came to, for people and for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from nexudus_contract.changes.difference import Change, ChangesError, Grade, Side
from nexudus_contract.changes.versions import Version
from nexudus_contract.output import write
from nexudus_contract.source import JsonObject

_FORMAT = "nexudus-contract changes 1"
_WIDTH = 110
_INDENT = " " * 11
_SHOWN_DOCS = 10


@dataclass(frozen=True)
class Outcome:
    """How the project differs from an earlier revision.

    Attributes:
        base: what people call that revision.
        file: name of the contract's file.
        changes: the differences, breaking ones first.
        released: the last version released up to there; None where none was.
        before: the version there.
        now: the version now.
        announced: lines of CHANGELOG.md, new since, that announce breaking changes of the version now.
    """

    base: str
    file: str
    changes: tuple[Change, ...]
    released: Version | None
    before: Version
    now: Version
    announced: tuple[str, ...]

    def count(self, grade: Grade, side: Side | None = None) -> int:
        """How many differences have a grade, on one side or both."""
        return sum(item.grade is grade and side in (None, item.side) for item in self.changes)

    @property
    def worst(self) -> Grade | None:
        """The worst grade; None where nothing differs."""
        return next((grade for grade in Grade if self.count(grade)), None)

    @property
    def demanded(self) -> Version:
        """The lowest version that the differences allow: a step from the last release, and no way back."""
        # Before the first release nobody has a version that lacks what was added.
        if self.released is None and self.worst is not Grade.BREAKING:
            return self.before
        return max(self.before, (self.released or self.before).after(self.worst))

    @property
    def refusal(self) -> str | None:
        """Why this must not go out as it is, and what to do; None where it may."""
        if self.now < self.before:
            return f"the version went back from {self.before} to {self.now}; write {self.demanded} or more"
        if self.now < self.demanded:
            what = "a breaking change demands" if self.worst is Grade.BREAKING else "an additive change demands"
            unreleased = f"{self.before} at {self.base}, where no release is tagged"
            last = f"the release {self.released}" if self.released else unreleased
            do = f"write {self.demanded} or more into pyproject.toml"
            if self.worst is Grade.BREAKING:
                do += f", and a line '- Breaking: ...' under '## {self.demanded}' in CHANGELOG.md"
            return f"{what} version {self.demanded} after {last}, and pyproject.toml has {self.now}; {do}"
        if self.worst is Grade.BREAKING and not self.announced:
            return (
                "a breaking change must be announced; "
                f"write a line '- Breaking: ...' under '## {self.now}' in CHANGELOG.md, saying what to do about it"
            )
        return None

    @property
    def summary(self) -> str:
        """In one line."""
        counts = ", ".join(f"{self.count(grade)} {grade}" for grade in Grade)
        return f"changes    {counts}: the next version is {self.demanded} at least"

    def table(self) -> str:
        """The differences for a screen, grouped by their grade, and the summary."""
        lines: list[str] = []
        for grade, found in groupby(self.changes, key=lambda item: item.grade):
            changes = sorted(found, key=lambda item: list(Side).index(item.side))
            shown = changes[:_SHOWN_DOCS] if grade is Grade.DOCS else changes
            lines += [str(grade), *(line for item in shown for line in self._lines(item))]
            if len(shown) < len(changes):
                lines.append(f"  … and {len(changes) - len(shown)} more, which --json tells")
            lines.append("")
        return "\n".join([*lines, self.summary])

    def _lines(self, item: Change) -> Iterator[str]:
        first, *rest = wrap(item.message, _WIDTH - len(_INDENT))
        yield f"  {item.side:<9}{first}"
        yield from (_INDENT + line for line in rest)
        if item.side is Side.CONTRACT:
            reach = f", {len(item.operations)} operations" if len(item.operations) > 1 else ""
            if len(item.operations) == 1 and not item.place.startswith("/paths"):
                reach = f", {item.operations[0]}"
            place = f"{self.file}:{item.line}" if item.line is not None else f"{self.file} at {self.base}"
            yield f"{_INDENT}{place} {item.place}{reach}"

    def to_json(self) -> str:
        """All of it as JSON."""
        counts: JsonObject = {grade: self.count(grade) for grade in Grade}
        counts |= {side: {grade: self.count(grade, side) for grade in Grade} for side in Side}
        content: JsonObject = {
            "format": _FORMAT,
            "base": self.base,
            "counts": counts,
            "version": {
                "released": self.released and str(self.released),
                "before": str(self.before),
                "now": str(self.now),
                "demanded": str(self.demanded),
            },
            "announced": list(self.announced),
            "refusal": self.refusal,
            "changes": [item.to_json() for item in self.changes],
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def write(self, path: Path) -> None:
        """Write it as JSON into a file; its folder is made where there is none.

        Raises:
            ChangesError: it cannot be written.
        """
        write(path, self.to_json(), ChangesError)
