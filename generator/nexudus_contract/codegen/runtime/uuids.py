"""UUIDs as this API writes them."""

from uuid import UUID, SafeUUID


def parse_uuid(text: str) -> UUID:
    """`UUID(text)`, in half of its time where the text is 32 digits with or without hyphens: a page holds a thousand.

    Raises:
        ValueError: the text is no UUID.
    """
    digits = text.replace("-", "")
    if len(digits) != 32:
        return UUID(text)
    made = UUID.__new__(UUID)
    # As its own constructor does behind its checks, which the length and `int` stand for.
    object.__setattr__(made, "int", int(digits, 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made
