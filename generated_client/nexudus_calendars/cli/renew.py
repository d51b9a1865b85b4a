"""renew: new expiry dates, looked at first and then written."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.connection import connected
from nexudus_calendars.cli.expiring import Expiring, find, latest_of
from nexudus_calendars.cli.output import records, say, say_json, say_table, tell
from nexudus_calendars.cli.problem import FOUND, INTERRUPTED, OK, CannotRunError
from nexudus_calendars.cli.renewal import change, renewer
from nexudus_calendars.cli.renewal.change import Change
from nexudus_calendars.cli.renewal.journal import Journal
from nexudus_calendars.cli.renewal.plan import Step, planned
from nexudus_calendars.cli.renewal.writing import Written, told, write
from nexudus_calendars.cli.selection import expiring_types
from nexudus_calendars.cli.streams import lenient_stdout
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.bulk import State
from nexudus_calendars.runtime.dates import format_moment

_JOURNAL = Path("nexudus-renewals.journal")


@dataclass(frozen=True)
class _Way:
    """How a person wants it done."""

    yes: bool
    as_json: bool

    @property
    def may_write(self) -> bool:
        """Whether it can come to writing: a person agreed, or is there to be asked."""
        return self.yes or (not self.as_json and sys.stdin.isatty())

    def agreed(self, question: str) -> bool:
        """Whether something may be done; a person at a terminal is asked."""
        if self.yes or not self.may_write:
            return self.yes
        try:
            return typer.confirm(question, err=True)
        except typer.Abort:
            raise KeyboardInterrupt from None


@calm
def renew(
    record_types: options.RecordTypes = None,
    *,
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Changes as CSV or JSON Lines: record_type, id, expires."),
    ] = None,
    command: Annotated[
        str | None, typer.Option("--command", help="A program that gets what expires and answers such changes.")
    ] = None,
    within: options.Within = timedelta(hours=72),
    timeout: Annotated[
        timedelta,
        typer.Option(
            "--timeout", parser=options.span, metavar="SPAN", show_default="10m", help="How long the program may take."
        ),
    ] = timedelta(minutes=10),
    yes: Annotated[bool, typer.Option("--yes", help="Write. Without it you only see what would be written.")] = False,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="FILE", help="Where to keep, for --from, what is still to be written."),
    ] = None,
    with_secrets: options.WithSecrets = False,
    as_json: options.AsJson = False,
    base_url: options.BaseUrl = None,
) -> int:
    """Write new expiry dates, and whatever else changed with them.

    --within, --timeout, --with-secrets and record types are for --command. Exits with 1 if anything was not written.
    """
    now = datetime.now(UTC)
    if (from_ is None) == (command is None):
        raise CannotRunError("say where the new dates come from: either --from FILE or --command PROGRAM")
    if from_ is not None and record_types:
        raise CannotRunError("with --from the file says which records; leave the record types out")
    way = _Way(yes, as_json)
    # Once it may write, what was opened is written, whoever reads what it says about that.
    with lenient_stdout() if way.may_write else nullcontext():
        if from_ is not None:
            content = from_.read_bytes()
            changes = change.read(content, str(from_), now)
            with connected(base_url) as client:
                return _from_file(client, content, changes, way, journal if way.may_write else None)
        program = _Program(renewer.words_of(command or ""), timeout, with_secrets)
        types = expiring_types(record_types or ())
        if len({item.entity for item in types}) < len(types):
            names = ", ".join(item.name for item in types)
            raise CannotRunError(f"{names}: two of them are ways to the same records, which would be renewed twice")
        with connected(base_url) as client:
            found = find(client, types, latest_of(within, now))
            return _by_program(client, found, program, way, journal or _JOURNAL)


def _from_file(client: NexudusClient, content: bytes, changes: Sequence[Change], way: _Way, path: Path | None) -> int:
    with Journal(path) if path else nullcontext() as journal:
        if journal is not None:
            journal.add(content)
        steps = planned(client, changes)
        due = [step for step in steps if step.differences]
        if not way.as_json:
            _show(steps)
        if due and way.agreed(f"Write {records(len(due))}?"):
            return _write(client, steps, way, journal)
        if journal is not None:
            journal.replace(b"")
    if way.as_json:
        say_json({"dry_run": True, "steps": [step.as_json() for step in steps], "failed": []})
    tell(f"dry run: {records(len(due))} to write; --yes writes" if due else "nothing to write")
    return _code(steps, Written(), [])


@dataclass(frozen=True)
class _Program:
    words: Sequence[str]
    timeout: timedelta
    with_secrets: bool


def _by_program(client: NexudusClient, found: Sequence[Expiring], program: _Program, way: _Way, path: Path) -> int:
    now = datetime.now(UTC)
    if not way.as_json and found:
        say_table(
            ("record type", "id", "expires"),
            ((item.record_type.name, item.id, format_moment(item.expires)) for item in found),
        )
    if not found or not way.agreed(f"Give {records(len(found))} to {program.words[0]}, and write what it answers?"):
        if way.as_json:
            say_json({"dry_run": True, "expiring": [item.told(now) for item in found], "failed": []})
        asked = f"dry run: {records(len(found))} for {program.words[0]}; --yes starts it and writes what it answers"
        tell(asked if found else "nothing expires")
        return OK
    name = program.words[0]
    with Journal(path) as journal:
        renewer.ask(program.words, found, program.timeout, journal.file, with_secrets=program.with_secrets)
        changes = _of_given(change.read(journal.content(), f"answer of {name}", datetime.now(UTC)), found, name)
        left = sorted({(item.record_type.name, item.id) for item in found} - {item.key for item in changes})
        steps = planned(client, changes)
        if not way.as_json:
            _show(steps)
        code = _write(client, steps, way, journal, left)
    for type_name, id_ in left:
        tell(f"{type_name} {id_}: {name} did not renew it")
    return code or (FOUND if left else OK)


def _of_given(changes: list[Change], found: Sequence[Expiring], name: str) -> list[Change]:
    given = {(item.record_type.name, item.id) for item in found}
    for item in changes:
        if item.key not in given:
            raise CannotRunError(f"{item.place}: {' '.join(map(str, item.key))} was not given to {name}")
    return changes


def _write(
    client: NexudusClient,
    steps: Sequence[Step],
    way: _Way,
    journal: Journal | None,
    left: Sequence[tuple[str, int]] = (),
) -> int:
    due = [step.change for step in steps if step.differences]
    written = write(client, due)
    failed = [item for item in due if written.of(item).state is not State.DONE]
    if journal is not None:
        # What was opened for a record that is gone can still be closed by whoever reads this.
        kept = [*failed, *(step.change for step in steps if step.before is None)]
        journal.replace(change.table(kept).encode() if kept else b"")
    if way.as_json:
        outcomes = {item.key: written.of(item) for item in failed}
        say_json(
            {
                "dry_run": False,
                "steps": [step.as_json() for step in steps],
                "failed": [
                    {"record_type": key[0], "id": key[1], "state": outcome.state.value, "message": outcome.message}
                    for key, outcome in outcomes.items()
                ],
                "not_renewed": [{"record_type": name, "id": id_} for name, id_ in left],
            }
        )
    else:
        for item in failed:
            say(f"{item.record_type.name} {item.id}: {told(written.of(item))}")
    tell(f"{records(len(due) - len(failed))} written, {len(failed)} not")
    return _code(steps, written, failed)


def _show(steps: Sequence[Step]) -> None:
    rows = [
        (step.change.record_type.name, step.change.id, name, old, new)
        for step in steps
        for name, old, new in step.differences
    ]
    if rows:
        say_table(("record type", "id", "property", "now", "then"), rows)
    for step in steps:
        where = f"{step.change.place}: {step.change.record_type.name} {step.change.id}"
        if step.before is None:
            tell(f"{where}: there is no such record")
        elif not step.differences:
            tell(f"{where}: it is so already")


def _code(steps: Sequence[Step], written: Written, failed: Sequence[Change]) -> int:
    if written.interrupted:
        return INTERRUPTED
    return FOUND if failed or any(step.before is None for step in steps) else OK
