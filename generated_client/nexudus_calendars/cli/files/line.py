"""A record in an export."""

from typing import Any

RECORD_TYPE = "record_type"
"""What an export calls the type of a record. No property is called that: theirs have no underscores."""

Line = dict[str, Any]
"""A record's properties as JSON, and its type. A property that is not there differs from one that is null."""


def plain(name: str) -> str:
    """A name without what people write in different ways: EndsOn, ends_on, ends-on."""
    return "".join(filter(str.isalnum, name)).lower()


class UnreadableError(Exception):
    """A file is no export, or a line of it holds no record; the message says where."""
