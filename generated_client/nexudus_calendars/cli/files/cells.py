"""Values as cells of a table, so that each comes back as it was.

A text stands as it is, unless it would read as something else; then, as everything else, it stands as JSON: `null`,
`12`, `true`, `""`, `"12"`. An empty cell says that the record has no such property.
"""

import json
from typing import Any

from nexudus_calendars.cli.files.line import dumped
from nexudus_calendars.runtime.values import has_surrogate


def written(value: object) -> str:
    """The cell of a value."""
    if isinstance(value, str) and value and not _looks_like_json(value) and not has_surrogate(value):
        return value
    return dumped(value)


def read(cell: str) -> Any:
    """The value of a cell that is not empty.

    Raises:
        ValueError: it begins like JSON, and is none.
    """
    if not _looks_like_json(cell):
        return cell
    try:
        return json.loads(cell)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _looks_like_json(text: str) -> bool:
    """Whether a cell is read as JSON: by its beginning, or because all of it is a number or a word of JSON's."""
    if text[0] in '"[{':
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
