"""A progress bar for bulk operations."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .bulk import Progress, Report

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def progress_bar(description: str = "", *, console: "Console | None" = None) -> Generator[Progress]:
    """A progress bar on the terminal, to give to a bulk operation as its `progress`. Needs the extra `progress`.

    Args:
        description: What stands before the bar.
        console: Where to show it, if not on the terminal.

    Raises:
        ImportError: rich is not installed.
    """
    try:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("progress_bar needs rich; install nexudus-calendars with its extra progress") from error
    description_column, counts_column = (
        TextColumn(text, markup=False) for text in ("{task.description}", "{task.fields[counts]}")
    )
    columns = (description_column, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), counts_column)
    with Bar(*columns, console=console) as bar:
        task = bar.add_task(description, total=None, counts="")

        def show(report: Report) -> None:
            bar.update(task, total=len(report.outcomes), completed=report.tried, counts=str(report))

        yield show
