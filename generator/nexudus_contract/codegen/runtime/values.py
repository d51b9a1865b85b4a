"""What a JSON value is, said so that type checkers keep it."""

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether it is a JSON array."""
    return isinstance(value, list)


def has_surrogate(text: str) -> bool:
    """Whether half a character stands in the text, which JSON can say and UTF-8 cannot."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)
