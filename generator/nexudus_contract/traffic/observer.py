"""Judges and records what went by, in a thread of its own: nobody's answer waits for it or fails with it."""

import queue
import threading
from collections.abc import Callable
from datetime import datetime

from nexudus_contract.traffic.entry import Entry
from nexudus_contract.traffic.findings import Findings
from nexudus_contract.traffic.recorder import Recorder

# Exchanges that wait to be looked at. A proxy that hears faster than it judges would fill the memory.
_MOST = 1000


class Observer:
    """Looks at exchanges, one after the other, in the order in which they came.

    What goes wrong meanwhile is counted, and told the first time.
    """

    def __init__(self, findings: Findings, recorder: Recorder | None, say: Callable[[str], object]) -> None:
        """Begin.

        Args:
            findings: Judges exchanges.
            recorder: Where they are written, if anywhere.
            say: Is told each new kind of finding, each request without an answer, and what goes wrong first.
        """
        self._findings = findings
        self._recorder = recorder
        self._say = say
        self._waiting = queue.Queue[tuple[Entry, datetime] | None](_MOST)
        self._troubles: dict[str, int] = {}
        self._thread = threading.Thread(target=self._run, name="observer", daemon=True)
        self._thread.start()

    def add(self, entry: Entry, began: datetime) -> None:
        """Look at an exchange soon."""
        try:
            self._waiting.put_nowait((entry, began))
        except queue.Full:
            self._trouble("not judged and not recorded, since more came than could be looked at")

    @property
    def findings(self) -> Findings:
        """What was found in all that came until now."""
        self._waiting.join()
        return self._findings

    @property
    def troubles(self) -> list[str]:
        """What could not be done, and how often, in one line each."""
        self._waiting.join()
        return [f"{times} {'exchange' if times == 1 else 'exchanges'} {what}" for what, times in self._troubles.items()]

    def close(self) -> None:
        """Look at what has come, and end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            self._look(*item)
            self._waiting.task_done()
        self._waiting.task_done()

    def _look(self, entry: Entry, began: datetime) -> None:
        try:
            for finding in self._findings.add(entry):
                self.tell(finding.news)
            if entry.exchange.failure:
                self.tell(f"request {entry.number}: {entry.exchange.failure}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is about an exchange that is over
            self._trouble(f"not judged: {type(error).__name__}: {error}")
        if self._recorder is not None:
            try:
                self._recorder.add(entry, began)
            except Exception as error:  # noqa: BLE001 - the same
                why = error.strerror if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
                self._trouble(f"not recorded: {why}")

    def _trouble(self, what: str) -> None:
        if what not in self._troubles:
            self.tell(f"from here on some exchanges may be {what}")
        self._troubles[what] = self._troubles.get(what, 0) + 1

    def tell(self, text: str) -> None:
        """Say something, if anybody can hear it."""
        try:
            self._say(text)
        except OSError:
            # Nobody can hear it.
            self._say = _say_nothing


def _say_nothing(text: str) -> None:
    """Say nothing."""
