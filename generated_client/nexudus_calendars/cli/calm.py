"""How a command ends: with its result and an exit code, and with one line instead of a traceback."""

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

from nexudus_calendars.cli.output import tell
from nexudus_calendars.cli.problem import CANNOT_RUN, INTERRUPTED, NO_READER, CannotRunError
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
    except (CannotRunError, NexudusError) as error:
        for line in str(error).split("\n"):
            tell(line)
        return CANNOT_RUN
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell. Python would still try when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except OSError as error:
        tell(f"{error.filename or 'output'}: {error.strerror or error}")
        return CANNOT_RUN
    except (KeyboardInterrupt, EOFError):
        tell("interrupted")
        return INTERRUPTED
    return code
