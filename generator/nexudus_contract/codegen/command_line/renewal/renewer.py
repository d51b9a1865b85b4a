"""A program of the operator's that opens new subscriptions.

It is started once, without a shell. It gets a JSON object for each expiring record on a line of its stdin:
`{"record_type": ..., "id": ..., "expires": ..., "record": {...}}`. It answers on its stdout with what is to be written,
as `change.read` reads it, and ends with 0. What it says on stderr is shown. It gets no credentials for Nexudus.

Its answer is on the disk as it comes. So a program that prints a line as soon as that subscription is open, and flushes
it, loses none, whatever happens to it or to us.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import FileIO
from threading import Thread
from typing import IO, Any

from nexudus_calendars.cli.expiring import Expiring
from nexudus_calendars.cli.files import json_lines
from nexudus_calendars.cli.files.line import RECORD_TYPE
from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.cli.renewal import keep
from nexudus_calendars.cli.renewal.change import EXPIRES
from nexudus_calendars.runtime.dates import format_moment

_CREDENTIALS = frozenset({"NEXUDUS_TOKEN", "NEXUDUS_PASSWORD"})
# Seconds that a program has to end when it is asked to, and that lie between two looks at it.
_GRACE, _STEP = 5.0, 0.05


def words_of(command: str) -> list[str]:
    """The program and its arguments.

    Raises:
        CannotRunError: there is none.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CannotRunError(f"--command {command!r}: {error}") from None
    if not words:
        raise CannotRunError("--command names no program")
    return words


def ask(
    words: Sequence[str], expiring: Sequence[Expiring], timeout: timedelta, answer: FileIO, *, with_secrets: bool
) -> None:
    """Give the records to the program, and wait until it has answered and ended. Nothing of it runs on afterwards.

    Args:
        words: The program and its arguments.
        expiring: The records.
        timeout: How long it may take.
        answer: Where its answer is kept, on the disk as soon as it comes.
        with_secrets: Whether it gets properties of secret names.

    Raises:
        CannotRunError: it cannot be started, fails or takes too long, or its answer could not be kept.
    """
    lines = json_lines.text_of([_given(item, with_secrets=with_secrets) for item in expiring])
    deadline = time.monotonic() + timeout.total_seconds()
    with _keeping(answer) as keeper:
        try:
            # In a session of its own it has no terminal, and a Ctrl-C there is ours: we end it, and all it started.
            program = subprocess.Popen(  # noqa: S603 - the operator's own program, without a shell
                words, stdin=subprocess.PIPE, stdout=keeper.stdin, env=_environment(os.environ), start_new_session=True
            )
        except OSError as error:
            raise CannotRunError(f"{words[0]}: {error.strerror}") from None
        finally:
            _close(keeper.stdin)
        try:
            Thread(target=_tell, args=(program.stdin, lines.encode()), daemon=True).start()
            program.wait(deadline - time.monotonic())
            # Something that it started may still answer.
            keeper.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise CannotRunError(f"{words[0]} took longer than {timeout}; --timeout gives it more") from None
        finally:
            _stop(program)
    if keeper.returncode:
        raise CannotRunError(f"the journal: {os.strerror(keeper.returncode)}; what {words[0]} answered stands above")
    if program.returncode != 0:
        raise CannotRunError(f"{words[0]} ended with {program.returncode}, not 0")


@contextmanager
def _keeping(answer: FileIO) -> Generator[subprocess.Popen[bytes]]:
    """A process that keeps what it is told; it is waited for, but not ended."""
    keeper = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-I", keep.__file__], stdin=subprocess.PIPE, stdout=answer, start_new_session=True
    )
    try:
        yield keeper
    finally:
        _close(keeper.stdin)
        with suppress(subprocess.TimeoutExpired):
            keeper.wait(_GRACE)


def _tell(stdin: IO[bytes] | None, given: bytes) -> None:
    if stdin is not None:
        # The program need not read what it is given.
        with suppress(BrokenPipeError), stdin:
            stdin.write(given)


def _close(file: IO[bytes] | None) -> None:
    if file is not None:
        file.close()


def _stop(program: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started: politely, so that it can say what it has done, and then by force."""
    with suppress(ProcessLookupError):
        try:
            os.killpg(program.pid, signal.SIGTERM)
            deadline = time.monotonic() + _GRACE
            while time.monotonic() < deadline:
                program.poll()
                os.killpg(program.pid, 0)
                time.sleep(_STEP)
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def _given(item: Expiring, *, with_secrets: bool) -> dict[str, Any]:
    return {
        RECORD_TYPE: item.record_type.name,
        "id": item.id,
        EXPIRES: format_moment(item.expires),
        "record": item.record_type.shown(item.record, with_secrets=with_secrets),
    }


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name not in _CREDENTIALS}
