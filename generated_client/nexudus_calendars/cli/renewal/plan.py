"""What changes would do to the records as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nexudus_calendars.cli.files.line import RECORD_TYPE
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.cli.renewal.change import Change
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.redaction import MASK, is_secret_name


@dataclass(frozen=True)
class Step:
    """One change, and what it would do.

    Attributes:
        change: The change.
        before: The values as they are, by property; None where there is no such record.
    """

    change: Change
    before: dict[str, Any] | None

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """What differs, as a property, its old and its new value; those of secret names are masked."""
        if self.before is None:
            return []
        pairs = [(name, self.before.get(name), new) for name, new in self.change.as_json().items()]
        return [
            (name, MASK, MASK) if is_secret_name(name) else (name, old, new) for name, old, new in pairs if old != new
        ]

    def as_json(self) -> dict[str, Any]:
        """The step, for programs."""
        return {
            RECORD_TYPE: self.change.record_type.name,
            "id": self.change.id,
            "found": self.before is not None,
            "changes": [{"property": name, "old": old, "new": new} for name, old, new in self.differences],
        }


def planned(client: NexudusClient, changes: Sequence[Change]) -> list[Step]:
    """The steps, in the order of the changes. The records are read, many in one request."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for record_type, group in grouped(changes):
        for record in record_type.resource(client).get_many([change.id for change in group]):
            values = record.to_dict()
            found[record_type.name, values[record_type.id_property]] = values
    return [Step(change, found.get(change.key)) for change in changes]


def grouped(changes: Sequence[Change]) -> Iterator[tuple[RecordType, list[Change]]]:
    """The changes by record type."""
    for record_type in dict.fromkeys(change.record_type.name for change in changes):
        group = [change for change in changes if change.record_type.name == record_type]
        yield group[0].record_type, group
