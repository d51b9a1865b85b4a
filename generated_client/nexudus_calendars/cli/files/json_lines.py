"""Exports as JSON Lines: a JSON object on each line."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from nexudus_calendars.cli.files.line import Line, UnreadableError, dumped, twice
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
            value = json.loads(written, object_pairs_hook=_object)
        except _TwiceError as error:
            raise UnreadableError(f"{name}:{number}: {error}") from None
        except (ValueError, RecursionError):
            raise UnreadableError(f"{name}:{number}: this is no JSON") from None
        if not is_object(value):
            raise UnreadableError(f"{name}:{number}: this is no JSON object")
        if said := twice(value):
            raise UnreadableError(f"{name}:{number}: {said}")
        yield number, value


class _TwiceError(ValueError):
    """An object has a key twice, of which JSON readers take one or the other."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        raise _TwiceError(f"{keys.most_common(1)[0][0]} is given twice")
    return value


def read(text: str, name: str) -> Iterator[Line]:
    """The records.

    Raises:
        UnreadableError: a line holds none.
    """
    return (line for _, line in numbered(text, name))
