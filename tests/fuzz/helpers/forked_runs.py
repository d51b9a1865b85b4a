"""Runs the lane in processes that can be killed: for each line on stdin one, whose pid is printed, and then its end.

Each is a fork of this process, so that only the first has to load everything.
"""

import json
import os
import signal
import sys
from pathlib import Path

from tests.fuzz.conftest import Elsewhere
from tests.fuzz.helpers.contracts import OPENAPI, trimmed
from tests.fuzz.helpers.elsewhere import ADMIN, OWN

from nexudus_contract.document import load
from nexudus_contract.fuzz import Effort, Lane, Manners, run

CONTRACT = trimmed(load(OPENAPI), 1)


def fuzz(url: str, folder: Path) -> int:
    """One run, in which nobody waits; its exit code."""
    manners = Manners(own=OWN, journal=folder / "journal.jsonl", sleep=lambda _: None)
    lane = Lane(
        reports=folder / "reports",
        effort=Effort(4, 8),
        examples=1,
        sequences=1,
        limit=None,
        slow=10,
        allow_writes=True,
        manners=manners,
    )
    outcome = run(CONTRACT, Elsewhere(url, username=ADMIN[0], password=ADMIN[1]), lane)
    (folder / "summary.txt").write_text(outcome.summary, encoding="utf-8")
    return outcome.exit_code


def main() -> None:
    """Go on until stdin ends."""
    for line in sys.stdin:
        url, folder = json.loads(line)
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            print(os.getpid(), flush=True)  # noqa: T201 - told to the test
            code = 70
            try:
                code = fuzz(url, Path(folder))
            finally:
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201 - told to the test


if __name__ == "__main__":
    main()
