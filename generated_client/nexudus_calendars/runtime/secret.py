"""What must not be seen."""

import re

_NAMES = r"[\w-]*(?:token|password|passwd|secret|totp|authorization|cookie|api[-_]?key)[\w-]*"
_NAME = re.compile(_NAMES, re.IGNORECASE)
_PAIR = re.compile(rf"""("?{_NAMES}"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s"&,;<>{{}}\[\]]+)""", re.IGNORECASE)
MASK = "***"


class Secret:
    """A text that shows itself to nobody who does not ask: not in a repr, a log, or the locals of a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text. Keep it in no variable."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"


def is_secret_name(name: str) -> bool:
    """Whether a header, field or parameter of this name holds something that must not be seen."""
    return _NAME.fullmatch(name) is not None


def redacted(text: str) -> str:
    """The text with the values of secret names masked, in JSON, in forms and in headers."""
    return _PAIR.sub(rf"\1{MASK}", text)
