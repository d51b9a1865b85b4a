"""diff: what became of records between two exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.files import export_file
from nexudus_calendars.cli.files.line import RECORD_TYPE, Line
from nexudus_calendars.cli.output import cell, say, say_json, tell
from nexudus_calendars.cli.problem import FOUND, OK, CannotRunError
from nexudus_calendars.cli.record_types import RECORD_TYPES
from nexudus_calendars.runtime.redaction import MASK, is_secret_name

Key = tuple[str, int]
_ABSENT = object()


@dataclass(frozen=True)
class Difference:
    """What differs.

    Attributes:
        created: Records of the new export only.
        changed: Records of both, with the properties that differ.
        deleted: Records of the old export only.
        not_compared: Secret properties that one of the exports left out altogether.
    """

    created: Mapping[Key, Line]
    changed: Mapping[Key, tuple[str, ...]]
    deleted: Mapping[Key, Line]
    not_compared: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.created or self.changed or self.deleted)


def compare(old: Mapping[Key, Line], new: Mapping[Key, Line]) -> Difference:
    """What became of the records of one export until the other."""
    names = [{name for line in lines.values() for name in line} for lines in (old, new)]
    left_out = {name for name in names[0] ^ names[1] if is_secret_name(name) and old and new}
    changed: dict[Key, tuple[str, ...]] = {}
    for key in sorted(old.keys() & new.keys()):
        before, after = old[key], new[key]
        every = dict.fromkeys([*before, *after])
        differing = tuple(name for name in every if name not in left_out and not _same(before, after, name))
        if differing:
            changed[key] = differing
    return Difference(
        created={key: new[key] for key in sorted(new.keys() - old.keys())},
        changed=changed,
        deleted={key: old[key] for key in sorted(old.keys() - new.keys())},
        not_compared=tuple(sorted(left_out)),
    )


def by_key(lines: Sequence[Line], name: str) -> dict[Key, Line]:
    """The records of an export by type and id.

    Raises:
        CannotRunError: one has none, or two have the same.
    """
    found: dict[Key, Line] = {}
    ids = {item.name: item.id_property for item in RECORD_TYPES}
    for number, line in enumerate(lines, start=1):
        record_type = line.get(RECORD_TYPE)
        id_ = line.get(ids.get(str(record_type), "Id"))
        if not isinstance(record_type, str) or not isinstance(id_, int) or isinstance(id_, bool):
            raise CannotRunError(f"{name}: record {number} has no {RECORD_TYPE} or no id; is this an export?")
        if (record_type, id_) in found:
            raise CannotRunError(f"{name}: {record_type} {id_} is there twice; put one export into each file")
        found[record_type, id_] = line
    return found


@calm
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier export.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later one, in the same format or another.")],
    *,
    as_json: options.AsJson = False,
) -> int:
    """Show what was created, changed and deleted between two exports. Exits with 1 if anything was."""
    before, after = (by_key(export_file.read(path), str(path)) for path in (old, new))
    found = compare(before, after)
    if as_json:
        say_json(_as_json(found, before, after))
    else:
        _show(found, before, after)
    for name in found.not_compared:
        tell(f"{name} is in one of the exports only, since it is secret; it was not compared")
    return OK if found.empty else FOUND


def _as_json(found: Difference, old: Mapping[Key, Line], new: Mapping[Key, Line]) -> dict[str, Any]:
    changed = [
        {
            RECORD_TYPE: key[0],
            "id": key[1],
            "changes": [_change(old[key], new[key], name) for name in names],
        }
        for key, names in found.changed.items()
    ]
    return {
        "created": [_masked(line) for line in found.created.values()],
        "changed": changed,
        "deleted": [_masked(line) for line in found.deleted.values()],
        "not_compared": found.not_compared,
    }


def _change(old: Line, new: Line, name: str) -> dict[str, Any]:
    """A change; an old or new value is left out where there was no such property."""
    change: dict[str, Any] = {"property": name}
    for side, line in (("old", old), ("new", new)):
        if name in line:
            change[side] = _masked(line)[name]
    return change


def _show(found: Difference, old: Mapping[Key, Line], new: Mapping[Key, Line]) -> None:
    for key in found.created:
        say(f"created {key[0]} {key[1]}")
    for key, names in found.changed.items():
        say(f"changed {key[0]} {key[1]}")
        for name in names:
            say(f"    {name}: {_cell(old[key], name)} -> {_cell(new[key], name)}")
    for key in found.deleted:
        say(f"deleted {key[0]} {key[1]}")
    say(f"{len(found.created)} created, {len(found.changed)} changed, {len(found.deleted)} deleted")


def _cell(line: Line, name: str) -> str:
    if name not in line:
        return "(not there)"
    value = _masked(line)[name]
    return repr(value) if isinstance(value, str) else cell(value)


def _masked(line: Line) -> Line:
    return {name: MASK if value and is_secret_name(name) else value for name, value in line.items()}


def _same(old: Line, new: Line, name: str) -> bool:
    before, after = old.get(name, _ABSENT), new.get(name, _ABSENT)
    return type(before) is type(after) and before == after
