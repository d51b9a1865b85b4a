"""What is to be changed, as a file or a program says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nexudus_calendars.cli.files import cells, csv_file, export_file, json_lines
from nexudus_calendars.cli.files.line import RECORD_TYPE, UnreadableError, plain
from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.cli.record_type import Field, RecordType
from nexudus_calendars.cli.record_types import RECORD_TYPES
from nexudus_calendars.cli.span import parse_zoned
from nexudus_calendars.runtime.dates import format_moment

EXPIRES = "expires"
"""What stands for the property that says when a record ends, whatever its record type calls that."""
_SHOWN = 20


@dataclass(frozen=True)
class Change:
    """What is to be changed of a record.

    Attributes:
        record_type: Its type.
        id: Its id.
        fields: The new values, by the client's keywords.
        place: Where that was said.
    """

    record_type: RecordType
    id: int
    fields: Mapping[str, Any]
    place: str

    @property
    def key(self) -> tuple[str, int]:
        """What no other change has."""
        return self.record_type.name, self.id

    def as_json(self) -> dict[str, Any]:
        """The new values as JSON, by property."""
        values = {
            field.property: self.fields[field.name] for field in self.record_type.fields if field.name in self.fields
        }
        return {name: format_moment(item) if isinstance(item, datetime) else item for name, item in values.items()}


def read(content: bytes, name: str, now: datetime) -> list[Change]:
    """The changes in a table of comma-separated values, or in JSON Lines.

    Args:
        content: The table or lines, in UTF-8.
        name: What to call it in messages.
        now: The time; a record cannot be made to end before it.

    Raises:
        CannotRunError: a line cannot be read; the message names each such line.
    """
    # Two record types of one entity are two ways to one record.
    problems, found = list[str](), dict[tuple[str, int], Change]()
    try:
        for place, values in _rows(export_file.text_of(content, name), name):
            try:
                change = _change(values, place, now)
                if (earlier := found.setdefault((change.record_type.entity, change.id), change)) is not change:
                    problems.append(f"{place}: {' '.join(map(str, change.key))} stands in {earlier.place} already")
            except ValueError as error:
                problems.append(f"{place}: {error}")
    except UnreadableError as error:
        problems.append(str(error))
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise CannotRunError("\n".join([*problems[:_SHOWN], *more, "nothing was written"]))
    return list(found.values())


def table(changes: Sequence[Change]) -> str:
    """The changes as a table that `read` reads."""
    lines = [{RECORD_TYPE: change.record_type.name, "id": change.id, **change.as_json()} for change in changes]
    columns = list(dict.fromkeys([RECORD_TYPE, "id", *(name for line in lines for name in line)]))
    return csv_file.text_of(lines, columns)


def _rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return ((f"{name}:{number}", line) for number, line in json_lines.numbered(text, name))
    return (
        (f"{name}:{number}", {key: _Cell(cell) for key, cell in row.items()})
        for number, row in csv_file.rows(text, name)
    )


class _Cell(str):
    """A cell of a table, whose kind the field decides that it is for."""

    __slots__ = ()


def _change(values: Mapping[str, Any], place: str, now: datetime) -> Change:
    left = {plain(name): (name, value) for name, value in values.items()}
    record_type = _record_type(left.pop(plain(RECORD_TYPE), ("", None))[1])
    id_ = _value(Field("id", record_type.id_property, "integer", nullable=False), left.pop("id", ("", None))[1])
    fields: dict[str, Any] = {}
    names: dict[str, str] = {}
    for written, (name, value) in left.items():
        field = _field(record_type, written)
        if field and (first := names.setdefault(field.name, name)) != name:
            raise ValueError(f"{first} and {name} mean the same, given twice")
        if _is_empty(value):
            continue
        if field is None:
            raise ValueError(f"{record_type.name} has no {name} that can be written")
        fields[field.name] = _value(field, value)
        if field.property == record_type.expiry and fields[field.name] and fields[field.name] <= now:
            raise ValueError(f"{field.property} {value} is over already, and a renewal ends later")
    if not fields:
        raise ValueError("it names nothing to change")
    return Change(record_type, id_, fields, place)


def _is_empty(value: object) -> bool:
    """Whether it is an empty cell, which leaves a property alone; an empty text of JSON's clears it."""
    return isinstance(value, _Cell) and not value


def _record_type(name: object) -> RecordType:
    name = None if _is_empty(name) else name
    for record_type in RECORD_TYPES:
        if record_type.name == name:
            return record_type
    names = ", ".join(item.name for item in RECORD_TYPES)
    raise ValueError(f"{'no ' + RECORD_TYPE if name is None else repr(str(name))}; it is one of {names}")


def _field(record_type: RecordType, written: str) -> Field | None:
    ends = record_type.expiry is not None and written == EXPIRES
    wanted = plain(record_type.expiry) if ends and record_type.expiry else written
    return next((item for item in record_type.fields if wanted in {plain(item.property), plain(item.name)}), None)


def _value(field: Field, value: object) -> Any:
    if isinstance(value, _Cell):
        value = _of_cell(field, str(value)) if value else None
    if value is None:
        if field.nullable:
            return None
        raise ValueError(f"{field.property} must have a value")
    if field.kind == "moment":
        if isinstance(value, str):
            return parse_zoned(value)
    elif field.kind == "json" or (type(value) is _PYTHON[field.kind]):
        return value
    raise ValueError(f"{field.property} {value!r} is no {_WORDS.get(field.kind, field.kind)}")


_PYTHON = {"integer": int, "text": str, "flag": bool}
_WORDS = {"integer": "whole number", "flag": "true or false", "moment": "time"}


def _of_cell(field: Field, cell: str) -> Any:
    """A cell's value. Where a text or a time is wanted, what looks like a number is none."""
    if field.kind in {"text", "moment"} and cell != "null" and not cell.startswith('"'):
        return cell
    return cells.read(cell)
