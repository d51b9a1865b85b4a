"""What validation says: findings, and the report that holds them."""

from dataclasses import dataclass
from pathlib import Path

from nexudus_contract.source import Position


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    path: Path
    position: Position
    rule: str
    message: str

    def __str__(self) -> str:
        """The finding on one line, in the form that editors jump from."""
        return f"{self.path}:{self.position.line}:{self.position.column}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Report:
    """The outcome for one contract. The findings stand in the file's order, none twice."""

    path: Path
    findings: tuple[Finding, ...]
    operations: int
    record_types: int
    schemas: int
    examples: int

    @property
    def summary(self) -> str:
        """One line that says what was looked at, and what came of it."""
        looked_at = (
            f"{self.operations} operations, {self.record_types} record types, {self.schemas} schemas, "
            f"{self.examples} examples"
        )
        found = {0: "no findings", 1: "1 finding"}.get(len(self.findings), f"{len(self.findings)} findings")
        return f"{self.path}: {looked_at}: {found}"
