"""Texts of others, such as the contract's, as they may stand in Python and in shell scripts: data, and never code."""


def docstring(text: str) -> str:
    """The text between the triple quotes of a docstring, which evaluates to it; what cannot be in source is left out.

    Wrap and indent it before.
    """
    printable = _printable(text)
    # A quotation mark at the end would be one of the closing ones.
    body = printable.rstrip('"')
    quoted = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return quoted + '\\"' * (len(printable) - len(body))


def comment(text: str) -> str:
    """The text behind the mark of a comment, on one line."""
    return _printable(" ".join(text.split()))


def _printable(text: str) -> str:
    """The text without what is no character of a source: control characters and halves of characters."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)
