"""What is said: results on stdout, everything else on stderr."""

import json
import logging
import sys
from collections.abc import Iterable, Sequence
from itertools import islice


def say(text: str = "", mark: str = "", style: str = "") -> None:
    """One line of the result, with a mark before it whose style a terminal shows."""
    print(f"{_painted(mark, style)}{visible(text)}")  # noqa: T201


def tell(text: str) -> None:
    """One line about how it went, after the result so far."""
    sys.stdout.flush()
    print(visible(text), file=sys.stderr, flush=True)  # noqa: T201


class Notices(logging.Handler):
    """Tells what the client logs: that it waits, or sends something again."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell it."""
        tell(record.getMessage())


def say_json(value: object) -> None:
    """The result as one JSON document."""
    # A surrogate that stands alone has no UTF-8; Python's escape of it is JSON's too.
    plain = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    print(json.dumps(value, ensure_ascii=plain, indent=2))  # noqa: T201


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table: drawn on a terminal, nothing cut off; elsewhere a line for each row, its cells between tabs."""
    if not sys.stdout.isatty():
        lines = ("\t".join(map(cell, row)) for row in rows)
        first = list(islice(lines, 1))
        # Not before there is a first row: what cannot be asked has no table.
        print("\t".join(columns), *first, sep="\n")  # noqa: T201
        for line in lines:
            print(line)  # noqa: T201
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table()
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(value)) for value in row))
    Console().print(table)


def records(count: int) -> str:
    """So many records."""
    return f"{count} record{'' if count == 1 else 's'}"


def cell(value: object) -> str:
    """A value for people, on one line."""
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def visible(text: str) -> str:
    """The text with escapes for what would move the cursor or worse: records hold what strangers wrote."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _painted(text: str, style: str) -> str:
    """The text in a style, on a terminal that wants colours."""
    if not text or not sys.stdout.isatty():
        return text
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    with console.capture() as capture:
        console.print(Text(text, style=style), end="")
    return capture.get()
