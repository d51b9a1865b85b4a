"""What must not be seen."""


class Secret:
    """A text that shows itself to nobody who does not ask: not in a repr, a log, or the locals of a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text. Keep it in no variable."""
        return self._text

    def __repr__(self) -> str:
        return "Secret()"
