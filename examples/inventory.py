"""Keeps a copy of all calendar connections in SQLite, and carries what is edited there back to Nexudus.

    make mock                                      # in one terminal; in another:
    curl -s -X POST -H 'Content-Type: application/json' -d '{"records": 10}' http://127.0.0.1:8000/_mock/seed
    export NEXUDUS_BASE_URL=http://127.0.0.1:8000 NEXUDUS_USERNAME=admin@example.com NEXUDUS_PASSWORD=admin
    .venv/bin/python examples/inventory.py connections.db

It prints how many were stored and deleted, and a line for each row that it sent. Edit the table `connections` with any
tool: changed columns are sent, and so is a new row, which wants a `kind` and no `id`. A row that was edited on both
sides is a conflict: it is left alone until you delete it here, to take theirs, or give it their `updated_on`, to send
yours. No row that you delete is deleted in Nexudus.

Nexudus does not tell of deletions, so all ids are read each time and compared. Where all or most are missing, a lost
role or a wrong account is likelier than a clearance; then nothing is deleted here without --allow-deletions. It exits
with 0, with 1 if a row was in conflict or refused, and with 2 if it could not work at all.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from nexudus_calendars import NexudusClient, NexudusError, NotFoundError, StaleRecordError
from nexudus_calendars.models import CoworkerGoogleCalendar, CoworkerMsOfficeCalendar
from nexudus_calendars.resources.coworker_google_calendars import CoworkerGoogleCalendars
from nexudus_calendars.resources.coworker_ms_office_calendars import CoworkerMsOfficeCalendars

Calendars = CoworkerGoogleCalendars | CoworkerMsOfficeCalendars
Record = CoworkerGoogleCalendar | CoworkerMsOfficeCalendar

FIELDS = {
    "resource_id": "INTEGER",
    "coworker_id": "INTEGER",
    "name": "TEXT",
    "calendar_id": "TEXT",
    "subscription_id": "TEXT",
    "subscription_expire_date": "TEXT",
    "watch_resource_id": "TEXT",
}
HERE, THEIRS = ("json_object(" + ", ".join(f"'{f}', {mark}{f}" for f in FIELDS) + ")" for mark in ("", ":"))
# `base` is the row as Nexudus has it. Where the columns differ from it, somebody edited them here.
TABLE = f"""CREATE TABLE IF NOT EXISTS connections (
    kind TEXT NOT NULL CHECK (kind IN ('google', 'office')), id INTEGER, updated_on TEXT, base TEXT,
    {", ".join(f"{name} {type_}" for name, type_ in FIELDS.items())}, UNIQUE (kind, id))"""
INSERT = f"""INSERT OR REPLACE INTO connections (kind, id, updated_on, base, {", ".join(FIELDS)})
    VALUES (:kind, :id, :updated_on, {THEIRS}, {", ".join(f":{name}" for name in FIELDS)})"""
OVERLAP = timedelta(minutes=5)  # Read again each time, for writes that were under way.
FEW = 5  # So many may be missing without a question, as long as others are there.


class SuspiciousError(Exception):
    """So many are missing that something else may be wrong."""


class Inventory:
    """The copy of one kind of connections."""

    def __init__(self, database: sqlite3.Connection, kind: str, calendars: Calendars) -> None:
        self.database, self.kind, self.calendars = database, kind, calendars

    def rows(self, condition: str) -> list[sqlite3.Row]:
        """The rows of this kind that meet a condition."""
        query = f"SELECT rowid AS number, * FROM connections WHERE kind = ? AND {condition}"
        return self.database.execute(query, [self.kind]).fetchall()

    def pull(self, *, allow_deletions: bool) -> None:
        """Store what is new or changed in Nexudus, and delete what is not there any more."""
        known, edited = ({row["id"] for row in self.rows(c)} for c in ("id IS NOT NULL", f"base IS NOT {HERE}"))
        ids = {row.id for row in self.calendars.list()}  # An incomplete list raises, so what is missing is gone.
        gone = known - ids - edited
        if gone and (not ids or len(gone) > max(FEW, len(known) // 2)) and not allow_deletions:
            raise SuspiciousError(
                f"{self.kind}: {len(gone)} of {len(known)} are missing; --allow-deletions accepts that"
            )
        stored: list[Record] = [*self.calendars.get_many(sorted(ids - known))]
        if moments := [row["updated_on"] for row in self.rows("updated_on IS NOT NULL")]:
            since = datetime.fromisoformat(max(moments)) - OVERLAP
            stored += self.calendars.list(updated_on_after=since, hydrate=True)
        for record in stored:
            self.store(record, keep=record.id in edited)
        delete = "DELETE FROM connections WHERE kind = ? AND id = ?"
        self.database.executemany(delete, [(self.kind, id_) for id_ in gone])
        print(f"{self.kind}: {len({record.id for record in stored})} read, {len(gone)} deleted")

    def store(self, record: Record, *, keep: bool = False) -> None:
        """Put a record into its row; or, where that is edited, only beside the edits."""
        values = {name: getattr(record, name, None) for name in FIELDS}
        values["subscription_expire_date"] = record.subscription_expire_date.isoformat()
        values |= {"kind": self.kind, "id": record.id, "updated_on": record.updated_on.isoformat()}
        beside = f"UPDATE connections SET base = {THEIRS} WHERE kind = :kind AND id = :id"
        self.database.execute(beside if keep else INSERT, values)

    def push(self) -> int:
        """Send what was edited or added here; answers how many rows could not be sent."""
        failed = 0
        for row in self.rows(f"base IS NOT {HERE}"):
            try:
                print(f"{self.kind} {self.send(row)}")
            except (StaleRecordError, NotFoundError) as error:
                failed += 1
                print(f"{self.kind} {row['id']}: CONFLICT: {error}", file=sys.stderr)
            except (NexudusError, TypeError, ValueError) as error:
                failed += 1
                print(f"{self.kind} {row['id'] or row['name']}: FAILED: {error}", file=sys.stderr)
            self.database.commit()
        return failed

    def send(self, row: sqlite3.Row) -> str:
        """Send one row; answers what was done."""
        base: dict[str, Any] = json.loads(row["base"] or "{}")
        edits: dict[str, Any] = {name: row[name] for name in FIELDS if row[name] != base.get(name)}
        if "subscription_expire_date" in edits:
            edits["subscription_expire_date"] = datetime.fromisoformat(edits["subscription_expire_date"])
        if row["id"] is not None:
            self.calendars.change(row["id"], if_unchanged_since=datetime.fromisoformat(row["updated_on"]), **edits)
            self.store(self.calendars.get(row["id"]))
            return f"{row['id']}: changed {', '.join(edits)}"
        # What an earlier run created, and got no answer, came back with `pull`. Its subscription tells it.
        ids = {other["subscription_id"]: other["id"] for other in self.rows("id IS NOT NULL")}
        known = ids.get(row["subscription_id"])
        record = self.calendars.get(known or self.calendars.create(**edits).id)
        self.store(record)
        self.database.execute("DELETE FROM connections WHERE rowid = ?", [row["number"]])
        return f"{record.id}: {'was there already' if known else 'created'}"


def sync(database: sqlite3.Connection, client: NexudusClient, *, allow_deletions: bool = False) -> int:
    """Bring the copy up to date, then send what was edited in it; answers how many rows could not be sent.

    Raises:
        SuspiciousError: so many records are missing that nothing was done.
        NexudusError: something could not be read, and nothing was done.
    """
    database.row_factory = sqlite3.Row
    database.execute(TABLE)
    copies = [
        Inventory(database, "google", client.coworker_google_calendars),
        Inventory(database, "office", client.coworker_ms_office_calendars),
    ]
    for copy in copies:
        copy.pull(allow_deletions=allow_deletions)
        database.commit()
    return sum(copy.push() for copy in copies)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Keep a copy of all calendar connections, both ways.")
    parser.add_argument("database", help="the SQLite file")
    parser.add_argument("--allow-deletions", action="store_true", help="even if most are missing")
    given = parser.parse_args(arguments)
    try:
        with closing(sqlite3.connect(given.database)) as database, NexudusClient.from_env() as client:
            return 1 if sync(database, client, allow_deletions=given.allow_deletions) else 0
    except (NexudusError, SuspiciousError, ValueError, sqlite3.Error) as error:
        print(f"inventory: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
