"""Making the changes, and knowing at every moment what became of each."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from nexudus_calendars.cli.renewal.change import Change
from nexudus_calendars.cli.renewal.plan import grouped
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.bulk import Outcome, Progress, Report, State
from nexudus_calendars.runtime.progress import progress_bar


@dataclass
class Written:
    """What became of the changes.

    Attributes:
        outcomes: What became of each that was begun, by its key.
        interrupted: Whether Ctrl-C came.
    """

    outcomes: dict[tuple[str, int], Outcome] = field(default_factory=dict[tuple[str, int], Outcome])
    interrupted: bool = False

    def of(self, change: Change) -> Outcome:
        """What became of a change."""
        return self.outcomes.get(change.key, Outcome(id=change.id))


def write(client: NexudusClient, changes: Sequence[Change]) -> Written:
    """Make the changes. Errors stand in what is returned, and Ctrl-C ends it early."""
    written = Written()
    for record_type, group in grouped(changes):
        report = Report()
        pairs = [(change.id, change.fields) for change in group]
        try:
            with _progress(f"writing {record_type.name}") as progress:
                record_type.resource(client).change_many(pairs, report=report, progress=progress)
        except KeyboardInterrupt:
            written.interrupted = True
        # It is true when the operation was interrupted, too.
        for change, outcome in zip(group, report.outcomes, strict=False):
            written.outcomes[change.key] = outcome
        if written.interrupted:
            break
    return written


def told(outcome: Outcome) -> str:
    """What became of a change, for people."""
    said = {State.PENDING: "not tried", State.UNCERTAIN: "perhaps written"}.get(outcome.state, outcome.state.value)
    return f"{said}: {outcome.message}" if outcome.message else said


@contextmanager
def _progress(title: str) -> Generator[Progress | None]:
    """A bar on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    with progress_bar(title, console=Console(stderr=True)) as progress:
        yield progress
