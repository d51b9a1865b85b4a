"""Exports as JSON Lines: a JSON object on each line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from nexudus_calendars.cli.files.line import Line, UnreadableError, dumped
from nexudus_calendars.runtime.values import is_object


def text_of(lines: Sequence[Line]) -> str:
    """The lines of the records."""
    return "".join(f"{dumped(line)}\n" for line in lines)


def numbered(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line number.

    Raises:
        UnreadableError: a line holds none.
    """
    # Not splitlines, which takes more characters for the end of a line than JSON Lines does.
    for number, written in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not written.strip():
            continue
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            raise UnreadableError(f"{name}:{number}: this is no JSON") from None
        if not is_object(value):
            raise UnreadableError(f"{name}:{number}: this is no JSON object")
        yield number, value


def read(text: str, name: str) -> Iterator[Line]:
    """The records.

    Raises:
        UnreadableError: a line holds none.
    """
    return (line for _, line in numbered(text, name))
