"""What must not be seen."""

import re

_WORDS = r"(?:token|password|passwd|secret|totp|authorization|cookie|api[-_]?key)"
_BARE = r"[^\s\"'&,;<>{}\[\]]+"
_NAME = re.compile(_WORDS, re.IGNORECASE)
# Each run of letters is looked at once from its start and never gone back into, so that no text takes long.
_PAIR = re.compile(
    rf"""
    (?P<name> (?<![\w-]) (?> [\w-]* {_WORDS} [\w-]* ) \\*["']? \s* [:=] \s* )
    (?: (?P<quote> \\*["'] ) (?: (?! (?P=quote) ) (?: \\. | [^\\] ) )*+ (?P=quote)?
      | (?: (?: Bearer | Basic ) \s+ )? {_BARE} (?: ; \s+ {_BARE} )* )
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
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
    return _NAME.search(name) is not None


def redacted(text: str) -> str:
    """The text with the values of secret names masked: in JSON, also within JSON, in forms and in headers."""
    return _PAIR.sub(rf"\g<name>{MASK}", text)


class Redacted:
    """What a value's text shows with its secrets masked, worked out only when somebody looks."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return redacted(str(self._value))
