"""A record in an export."""

import json
from collections.abc import Iterable
from typing import Any

from nexudus_calendars.runtime.values import has_surrogate

RECORD_TYPE = "record_type"
"""What an export calls the type of a record. No property is called that: theirs have no underscores."""

Line = dict[str, Any]
"""A record's properties as JSON, and its type. A property that is not there differs from one that is null."""


def dumped(value: object) -> str:
    """A value as JSON on one line, as people read it where UTF-8 can say it."""
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if has_surrogate(text) else text


def plain(name: str) -> str:
    """A name without what people write in different ways: EndsOn, ends_on, ends-on."""
    return "".join(filter(str.isalnum, name)).lower()


def twice(names: Iterable[str]) -> str:
    """Which of the names mean one thing, in words; empty where each means another."""
    seen: dict[str, str] = {}
    for name in names:
        if (meaning := plain(name)) in seen:
            return f"{seen[meaning]} and {name} mean the same, given twice"
        seen[meaning] = name
    return ""


class UnreadableError(Exception):
    """A file is no export, or a line of it holds no record; the message says where."""
