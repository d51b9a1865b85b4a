"""Creates the Google calendar connections in a CSV file, each once, however often it is run.

    make mock                                      # in one terminal; in another:
    export NEXUDUS_BASE_URL=http://127.0.0.1:8000 NEXUDUS_USERNAME=admin@example.com NEXUDUS_PASSWORD=admin
    .venv/bin/python examples/create_from_csv.py examples/connections.csv

It prints what became of each line: "examples/connections.csv:2: ... was successfully created. (record 1001)". Two lines
of that file are wrong, and it says where and why. It exits with 0, with 1 if a line was not created, and with 2 if it
could not work at all.

What tells two connections apart is their `subscription_id`: a line whose channel is in Nexudus already is not sent. So
if a run was interrupted, or an answer lost, run it again. --dry-run checks the file, and creates nothing.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from nexudus_calendars import NexudusClient, NexudusError, Outcome, Report, State
from nexudus_calendars.models import CoworkerGoogleCalendarCreate
from nexudus_calendars.types import UNSET

DEMANDED = {"resource_id", "name", "calendar_id", "subscription_id", "subscription_expire_date", "watch_resource_id"}
KNOWN = {*DEMANDED, "coworker_id"}
Line = tuple[int, CoworkerGoogleCalendarCreate | ValueError]


def read(path: Path) -> Iterator[Line]:
    """The lines of a file by their numbers, each a connection to create, or what is wrong with it.

    Raises:
        ValueError: the file lacks a column, has one twice or one of no meaning, or is no text in UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows, seen = csv.reader(file, strict=True), dict[str, int]()
        columns = next(rows, list[str]())
        if lacking := DEMANDED - {*columns}:
            raise ValueError(f"{path}:1: there is no column {', '.join(sorted(lacking))}")
        if unknown := {*columns} - KNOWN:
            raise ValueError(f"{path}:1: there is no use for the column {', '.join(sorted(unknown))}")
        if len({*columns}) < len(columns):
            raise ValueError(f"{path}:1: a column is there twice: {','.join(columns)}")
        for values in filter(None, rows):
            # Where the line begins: a value in quotes may go on for several.
            number = rows.line_num - sum(value.count("\n") for value in values)
            try:
                item = connection(columns, values)
                first = seen.setdefault(item.subscription_id, number)
                yield number, item if first == number else ValueError(f"its subscription_id is that of line {first}")
            except ValueError as error:
                yield number, error


def connection(columns: list[str], values: list[str]) -> CoworkerGoogleCalendarCreate:
    """The connection in a line.

    Raises:
        ValueError: a value is missing or makes no sense.
    """
    if len(values) != len(columns):
        raise ValueError(f"it has {len(values)} values for {len(columns)} columns")
    given = {name: value.strip() for name, value in zip(columns, values, strict=True)}
    if empty := sorted(name for name in DEMANDED if not given[name]):
        raise ValueError(f"{', '.join(empty)} is empty")
    for name in ("resource_id", "coworker_id"):
        if given.get(name) and not given[name].isdecimal():
            raise ValueError(f"{name} is no whole number: {given[name]}")
    try:
        expires = datetime.fromisoformat(given["subscription_expire_date"])
    except ValueError:
        raise ValueError(f"subscription_expire_date is no date: {given['subscription_expire_date']}") from None
    if expires.tzinfo is None:
        raise ValueError("subscription_expire_date has no time zone; write 2030-01-31T12:00:00Z")
    return CoworkerGoogleCalendarCreate(
        resource_id=int(given["resource_id"]),
        coworker_id=int(given["coworker_id"]) if given.get("coworker_id") else UNSET,
        name=given["name"],
        calendar_id=given["calendar_id"],
        subscription_id=given["subscription_id"],
        subscription_expire_date=expires,
        watch_resource_id=given["watch_resource_id"],
    )


def existing(client: NexudusClient) -> dict[str, int]:
    """The ids of the records there are, by their channels."""
    return {record.subscription_id: record.id for record in client.coworker_google_calendars.list(hydrate=True)}


def create(client: NexudusClient, items: list[CoworkerGoogleCalendarCreate], report: Report, *, dry_run: bool) -> None:
    """Create what is not there yet. The report has what became of each item at every moment, after Ctrl-C too."""
    there = existing(client)
    for item in items:
        id_ = there.get(item.subscription_id)
        known = Outcome(State.DONE, id_, "was there already")
        report.outcomes.append(Outcome(message="not tried") if id_ is None else known)
    client.coworker_google_calendars.create_many(items, report=report, dry_run=dry_run)
    if report.count(State.UNCERTAIN):
        # No answer came, so look. What is not there may still come, so it is for the next run to repeat.
        there = existing(client)
        for item, outcome in zip(items, report.outcomes, strict=True):
            if outcome.state is State.UNCERTAIN and item.subscription_id in there:
                outcome.state, outcome.id, outcome.message = State.DONE, there[item.subscription_id], "is there"


def tell(path: Path, lines: list[Line], report: Report) -> int:
    """Print what became of each line; answers how many are not as they should be."""
    outcomes, bad = iter(report.outcomes), 0
    for number, item in lines:
        if isinstance(item, ValueError):
            outcome = Outcome(State.FAILED, message=str(item))
        else:
            outcome = next(outcomes, Outcome(message="not tried"))
        if outcome.state in {State.DONE, State.PLANNED}:
            print(f"{path}:{number}: {outcome.message}{f' (record {outcome.id})' if outcome.id else ''}")
        else:
            bad += 1
            print(f"{path}:{number}: {outcome.state.value.upper()}: {outcome.message}", file=sys.stderr)
    print(f"{len(lines)} lines, {bad} of them not created")
    return bad


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Create the Google calendar connections in a CSV file.")
    parser.add_argument("file", type=Path, help="the CSV file, in UTF-8, with a line of column names")
    parser.add_argument("--dry-run", action="store_true", help="check everything, and create nothing")
    given = parser.parse_args(arguments)
    try:
        lines, report = list(read(given.file)), Report()
        items = [item for _, item in lines if not isinstance(item, ValueError)]
        with NexudusClient.from_env() as client:
            try:
                create(client, items, report, dry_run=given.dry_run)
            finally:
                bad = tell(given.file, lines, report)
    except KeyboardInterrupt:
        return 130
    except (NexudusError, ValueError, OSError, csv.Error) as error:
        print(f"create_from_csv: {error}", file=sys.stderr)
        return 2
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
