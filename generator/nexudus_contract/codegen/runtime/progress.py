"""A progress bar for bulk operations."""

from collections.abc import Generator
from contextlib import contextmanager

from .bulk import Progress, Report, State


@contextmanager
def progress_bar(description: str = "") -> Generator[Progress]:
    """A progress bar on the terminal, to give to a bulk operation as its `progress`. Needs the extra `progress`.

    Args:
        description: What stands before the bar.

    Raises:
        ImportError: rich is not installed.
    """
    try:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("progress_bar needs rich: pip install 'nexudus-calendars[progress]'") from error
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, TextColumn("{task.fields[counts]}")) as bar:
        task = bar.add_task(description, total=None, counts="")

        def show(report: Report) -> None:
            tried = len(report.outcomes) - report.count(State.PENDING)
            bar.update(task, total=len(report.outcomes), completed=tried, counts=str(report))

        yield show
