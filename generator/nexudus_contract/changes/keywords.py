"""Two values of a keyword: which of them lets more through."""

import json
from collections.abc import Mapping
from typing import Any

from nexudus_contract.changes.effect import Effect
from nexudus_contract.changes.node import DOCS
from nexudus_contract.changes.schema import Keyword

_UPPER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"}
_LOWER = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"}
_WITHIN = {("int32", "int64"), ("float", "double")}
"""Pairs of formats, the first of which is a part of the second."""
PROMISES = ("x-nexudus-assigned", "x-nexudus-name-of", "x-nexudus-expiry")
"""Extensions that say what the server puts into an answer, and what that means."""
APART = (*DOCS, *PROMISES, "default", "readOnly", "writeOnly")
"""Keywords that do not say which values are allowed."""


def allowing(old: Mapping[str, Keyword], new: Mapping[str, Keyword]) -> list[str]:
    """Keywords that differ and say which values are allowed, in the order of the schemas."""
    return [
        key
        for key in dict.fromkeys([*old, *new])
        if key not in APART and not key.startswith("x-") and not same(old.get(key), new.get(key))
    ]


def same(old: Keyword | None, new: Keyword | None) -> bool:
    """Whether two keywords say the same; false is not 0."""
    return canonical(old and [old.value]) == canonical(new and [new.value])


def canonical(value: Any) -> str:
    """A text that is the same for the same JSON, in whatever order it is written."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def shown(value: Any) -> str:
    """A value in a message, cut short."""
    text = value if isinstance(value, str) else canonical(value)
    return text if len(text) <= 60 else text[:59] + "…"


def effect(key: str, old: Keyword | None, new: Keyword | None) -> Effect:
    """What the step from one value of a keyword to another does; None is where it is not said."""
    # These two let everything in when they are false.
    before = None if old is None or old.value is False else old.value
    after = None if new is None or new.value is False else new.value
    if before is None:
        return Effect.NARROWER
    if after is None:
        return Effect.WIDER
    if key in _UPPER | _LOWER and isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return Effect.NARROWER if (after < before) == (key in _UPPER) else Effect.WIDER
    if key == "format" and (after, before) in _WITHIN:
        return Effect.NARROWER
    if key == "format" and (before, after) in _WITHIN:
        return Effect.WIDER
    return Effect.OTHER
