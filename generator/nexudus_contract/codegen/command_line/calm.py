"""How a command ends: with its result and an exit code, and with one line instead of a traceback."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

from nexudus_calendars.cli.files.line import UnreadableError
from nexudus_calendars.cli.output import tell
from nexudus_calendars.cli.problem import CANNOT_RUN, INTERRUPTED, NO_READER, CannotRunError
from nexudus_calendars.cli.streams import discard_stdout
from nexudus_calendars.runtime.errors import NexudusError

Arguments = ParamSpec("Arguments")


def calm(command: Callable[Arguments, int]) -> Callable[Arguments, None]:
    """The command as typer runs it: what it returns is the exit code, and what can go wrong is told in a line."""

    @functools.wraps(command)
    def run(*arguments: Arguments.args, **options: Arguments.kwargs) -> None:
        raise typer.Exit(_ended(lambda: command(*arguments, **options)))

    return run


def _ended(run: Callable[[], int]) -> int:
    try:
        code = run()
        sys.stdout.flush()
    except (CannotRunError, UnreadableError, NexudusError) as error:
        _tell(str(error), error)
        return CANNOT_RUN
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        discard_stdout()
        return NO_READER
    except OSError as error:
        if error.filename is None:
            discard_stdout()
        _tell(f"{error.filename or 'output'}: {error.strerror or error}", error)
        return CANNOT_RUN
    except (KeyboardInterrupt, EOFError) as error:
        _tell("interrupted", error)
        return INTERRUPTED
    return code


def _tell(text: str, error: BaseException) -> None:
    """Tell what ended the command, and what was noted about it on its way here."""
    for line in [*text.split("\n"), *getattr(error, "__notes__", ())]:
        tell(line)
