"""expiring: which connections stop, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.connection import connected
from nexudus_calendars.cli.output import say, say_json, say_table, tell
from nexudus_calendars.cli.problem import FOUND, OK, CannotRunError
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.cli.selection import expiring_types
from nexudus_calendars.cli.span import until
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.dates import format_moment
from nexudus_calendars.runtime.records import Model

# In which time zone a server reads a filter is not documented, and none is further from UTC than this.
_ZONES = timedelta(hours=14)


@dataclass(frozen=True)
class Expiring:
    """A record that ends.

    Attributes:
        record_type: Its type.
        id: Its id.
        expires: When.
        record: All of it.
    """

    record_type: RecordType
    id: int
    expires: datetime
    record: Model

    def told(self, now: datetime) -> dict[str, Any]:
        """What a person or a program wants to know about it."""
        values = self.record_type.shown(self.record, with_secrets=False)
        summary = {name: values.get(name) for name in self.record_type.summary[1:]}
        return {
            "record_type": self.record_type.name,
            "id": self.id,
            "expires": format_moment(self.expires),
            "stopped": self.expires <= now,
            **summary,
        }


def find(client: NexudusClient, record_types: Sequence[RecordType], latest: datetime) -> list[Expiring]:
    """The records that end until then, the first to end first. Full records are read, since rows may be partial."""
    found = [item for record_type in record_types for item in _of_type(client, record_type, latest)]
    return sorted(found, key=lambda item: (item.expires, item.record_type.name, item.id))


def _of_type(client: NexudusClient, record_type: RecordType, latest: datetime) -> Iterator[Expiring]:
    attribute = next(field.name for field in record_type.fields if field.property == record_type.expiry)
    end = f"{attribute}_before"
    narrowed = {end: latest + _ZONES} if any(option.name == end for option in record_type.options) else {}
    for record in record_type.resource(client).list(hydrate=True, **narrowed):
        expires = getattr(record, attribute)
        # A server that does not know a filter answers everything.
        if isinstance(expires, datetime) and expires <= latest:
            yield Expiring(record_type, record.to_dict()[record_type.id_property], expires, record)


def latest_of(within: timedelta, now: datetime) -> datetime:
    """The end of the time that is looked at.

    Raises:
        CannotRunError: there is no such date.
    """
    try:
        return now + within
    except OverflowError:
        raise CannotRunError("--within reaches beyond the last date there is; give a shorter time") from None


@calm
def expiring(
    record_types: options.RecordTypes = None,
    *,
    within: options.Within = timedelta(hours=72),
    as_json: options.AsJson = False,
    base_url: options.BaseUrl = None,
) -> int:
    """Show which connections stop within a time, or have stopped. Exits with 1 if any does."""
    now = datetime.now(UTC)
    latest = latest_of(within, now)
    with connected(base_url) as client:
        found = find(client, expiring_types(record_types or ()), latest)
    told = [item.told(now) for item in found]
    if as_json:
        say_json({"until": format_moment(latest), "expiring": told})
    elif found:
        rest = [name for name in dict.fromkeys(name for row in told for name in row) if name not in _FIRST]
        say_table(
            ("record type", "id", "expires", "", *rest),
            (
                (
                    item.record_type.name,
                    item.id,
                    row["expires"],
                    _seen(item, now),
                    *(row.get(name, "") for name in rest),
                )
                for item, row in zip(found, told, strict=True)
            ),
        )
    else:
        say("nothing expires")
    stopped = sum(item.expires <= now for item in found)
    tell(f"{len(found)} expire until {format_moment(latest)}, of which {stopped} have stopped already")
    return FOUND if found else OK


_FIRST = frozenset({"record_type", "id", "expires", "stopped"})


def _seen(item: Expiring, now: datetime) -> str:
    return f"stopped {until(item.expires, now)}" if item.expires <= now else until(item.expires, now)
