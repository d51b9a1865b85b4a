"""Values as they stand in a query or a path: texts that stand for numbers and truths, as far as a schema wants them."""

import re
from collections.abc import Collection

from nexudus_contract.source import JsonObject

_INTEGER = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")


def types(schema: JsonObject) -> frozenset[str]:
    """The types that a schema names; none where it names none."""
    named: str | list[str] = schema.get("type", [])
    return frozenset([named] if isinstance(named, str) else named)


def scalar(text: str, wanted: Collection[str]) -> str | float | bool:
    """The value that a text stands for; the text itself where it stands for none of the types."""
    if "integer" in wanted and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in wanted and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in wanted and text in {"true", "false"}:
        return text == "true"
    return text
