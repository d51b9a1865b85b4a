"""Mutants: a mutation of one of our files, drawn by chance, and what became of it."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutation.mutations import Mutation, mutations
from tests.mutation.packages import PACKAGES

LEAST = 15
"""Mutants of each package, however small the sample is."""


@dataclass(frozen=True)
class Mutant:
    """A mutation of a file.

    Attributes:
        package: The package of the file.
        file: Its path from the root of the tree.
        line: The first line that changes, counted from 1.
        before: The lines as they are.
        after: The lines in their place.
        outcome: `killed` (a test failed), `timeout` (the tests took too long, which counts as killed), `alive`, or
            `gone` (the file has no such lines any more). Empty before it was tried.
        test: The first test that failed.
        seconds: How long its tests ran.
    """

    package: str
    file: str
    line: int
    before: str
    after: str
    outcome: str = ""
    test: str = ""
    seconds: float = 0

    @property
    def name(self) -> str:
        """The mutation in one line."""
        lines = zip(self.before.split("\n"), self.after.split("\n"), strict=False)
        old, new = next(((old, new) for old, new in lines if old != new), (self.before, self.after))
        return f"{self.file}:{self.line}: {old.strip()}  ->  {new.strip()}"


def drawn(root: Path, count: int, seed: int, packages: Iterable[str]) -> list[Mutant]:
    """Mutants of each package, all shares equal. A line is drawn first and then one of its mutations."""
    chosen = []
    for package in packages:
        chance = random.Random(f"{seed} {package}")
        lines: dict[tuple[str, int], list[Mutation]] = {}
        for path in sorted(PACKAGES[package].files(root)):
            for mutation in mutations(path.read_text(encoding="utf-8")):
                lines.setdefault((path.relative_to(root).as_posix(), mutation.line), []).append(mutation)
        share = min(max(LEAST, -(-count // len(PACKAGES))), len(lines))
        for file, line in chance.sample(sorted(lines), share):
            chosen.append(Mutant(package, file, **asdict(chance.choice(lines[file, line]))))
    return chosen
