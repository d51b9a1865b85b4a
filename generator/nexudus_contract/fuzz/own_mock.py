"""A mock for the lane alone."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nexudus_contract.target import MOCK_USER, Target

_READY = re.compile(r"mock on (\S+)")


class FuzzError(Exception):
    """The lane could not run; the message says why and what to do."""


@contextmanager
def own_mock(contract: Path, reports: Path) -> Generator[Target]:
    """A mock of our own in a process of its own, so that server and fuzzer each have a processor.

    Args:
        contract: The contract it serves.
        reports: Folder for its log, `mock.txt`.

    Raises:
        FuzzError: it does not start.
    """
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(contract), "mock", "--port", "0", "--strict"]
    reports.mkdir(parents=True, exist_ok=True)
    log = reports / "mock.txt"
    with (
        log.open("w", encoding="utf-8") as errors,
        # In a session of its own, so that Ctrl-C stops the fuzzer, which then ends the mock, and not both at once.
        subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        ) as process,
    ):
        try:
            ready = _READY.search(process.stdout.readline() if process.stdout else "")
            if ready is None:
                raise FuzzError(f"the mock did not start; {log} says why")
            yield Target(ready[1], username=MOCK_USER[0], password=MOCK_USER[1])
        finally:
            process.terminate()
