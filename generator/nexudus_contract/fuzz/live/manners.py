"""How to behave on a server that is not on this machine."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

JOURNAL = Path("reports/fuzz-journal.jsonl")


@dataclass(frozen=True)
class Manners:
    """How to behave on somebody's server.

    Attributes:
        own: ids of records of the tester's own, by the property that points at them; without any, nothing is written.
        budget: the most writes, those that delete the run's own records included.
        journal: file for what the run makes, and earlier ones made.
        name: what the run calls itself in the records' mark; empty for a name by chance.
        throttles: how many refusals by the throttle are waited out before the run ends.
        patience: the most seconds to wait because the server asks for it.
        clock: tells seconds, as `time.monotonic` does.
        sleep: waits for some seconds.
    """

    own: Mapping[str, int] = field(default_factory=dict[str, int])
    budget: int = 200
    journal: Path = JOURNAL
    name: str = ""
    throttles: int = 30
    patience: float = 120
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
