"""Which record types a command is about."""

from collections.abc import Sequence

from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.cli.record_types import RECORD_TYPES

NAMES = tuple(item.name for item in RECORD_TYPES)


def named(name: str) -> RecordType:
    """The record type of that name.

    Raises:
        CannotRunError: there is none.
    """
    for record_type in RECORD_TYPES:
        if record_type.name == name:
            return record_type
    raise CannotRunError(f"{name!r} is no record type; there are {', '.join(NAMES)}")


def selected(names: Sequence[str]) -> list[RecordType]:
    """The record types of those names, each once; without names one for each entity, the first.

    Two record types of one entity are two ways to the same records.

    Raises:
        CannotRunError: one of the names is none.
    """
    if names:
        return [named(name) for name in dict.fromkeys(names)]
    return list({record_type.entity: record_type for record_type in reversed(RECORD_TYPES)}.values())[::-1]


def expiring_types(names: Sequence[str]) -> list[RecordType]:
    """The same, of record types whose records end.

    Raises:
        CannotRunError: one that was named does not end, or is none.
    """
    chosen = selected(names)
    if endless := [item.name for item in chosen if names and item.expiry is None]:
        raise CannotRunError(f"the records of {', '.join(endless)} do not expire")
    return [item for item in chosen if item.expiry is not None]
