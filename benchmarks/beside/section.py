"""What one part of the benchmarks came to."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Target:
    """Something to reach.

    Attributes:
        what: The figure.
        value: What was measured.
        goal: What it is to be.
        at_most: Whether the goal is an upper bound; otherwise it is a lower one.
        unit: What stands behind the numbers.
    """

    what: str
    value: float
    goal: float
    at_most: bool = False
    unit: str = "x"

    @property
    def reached(self) -> bool:
        return self.value <= self.goal if self.at_most else self.value >= self.goal


@dataclass(frozen=True)
class Section:
    """A chapter of the report.

    Attributes:
        title: Its heading.
        notes: What the figures mean.
        rows: A table, its head first.
        targets: What was to be reached.
        bars: For the plot: names and numbers, of which shorter is better.
        taken: When it was measured.
        load: How busy the machine was when it ended; None for what another benchmark measured.
    """

    title: str
    notes: Sequence[str]
    rows: Sequence[Sequence[str]]
    targets: Sequence[Target] = ()
    bars: Sequence[tuple[str, float]] = ()
    unit: str = ""
    taken: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    load: float | None = field(default_factory=lambda: round(os.getloadavg()[0], 1))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Section":
        return cls(**{**value, "targets": [Target(**item) for item in value["targets"]]})
