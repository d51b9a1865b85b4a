"""What it takes to import a client, and to hold it."""

import statistics

from .calls import SYNC
from .place import mock, once, show
from .section import Section

PROCESSES = 7


def start() -> Section:
    """Fresh processes, in turn: import, make a client, and one call."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in SYNC}
    with mock() as served:
        for number in range(PROCESSES):
            for name in SYNC:
                seconds, memory = once(served.task(name, "start"))
                seen[name].append((seconds, memory))
            show(f"processes {number + 1} of {PROCESSES}")
    rows = [("client", "ms until there is a client", "MiB after one call")]
    for name in SYNC:
        seconds, memory = (statistics.median(column) for column in zip(*seen[name], strict=True))
        rows.append((name, f"{seconds * 1e3:.0f}", f"{memory:.1f}"))
    return Section(
        "Import and memory",
        [
            f"Medians of {PROCESSES} fresh processes: the time to import a client and make one, with files",
            "compiled before, and the resident memory of the process after one call.",
        ],
        rows,
        bars=[(name, statistics.median(item[0] for item in seen[name]) * 1e3) for name in SYNC],
        unit="ms",
    )
