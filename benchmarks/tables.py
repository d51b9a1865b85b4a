"""Tables of a report."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table, which is one on a screen too; a blank line after it."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *body = [
        [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        for row in rows
    ]
    rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return [*(f"| {' | '.join(row)} |" for row in (head, rule, *body)), ""]
