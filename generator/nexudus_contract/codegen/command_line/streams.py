"""The process around a command: its standard streams, and the signals that end it."""

import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TextIO, TypeGuard

from nexudus_calendars.cli.output import tell

_ENDING = ("SIGTERM", "SIGHUP")


class Lenient(TextIOWrapper):
    """A standard stream that nobody has to listen to: when it cannot be written, what follows goes nowhere.

    Attributes:
        failure: What was wrong, if anything was.
    """

    failure: OSError | None = None

    def __init__(self, stream: TextIOWrapper) -> None:
        stream.flush()
        file = BufferedWriter(FileIO(stream.fileno(), "w", closefd=False))
        super().__init__(file, stream.encoding, "backslashreplace", write_through=True)

    def write(self, text: str, /) -> int:
        """Write it, or note why that is not possible."""
        try:
            super().write(text)
            super().flush()
        except OSError as error:
            self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Write what is kept back, or note why that is not possible."""
        try:
            super().flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.failure = self.failure or error
        _discard(self)


def discard_stdout() -> None:
    """Let what is still to be written to stdout go nowhere."""
    if _has_number(sys.stdout):
        _discard(sys.stdout)


def _discard(stream: TextIOWrapper) -> None:
    """Let what a stream still has to write go nowhere. Python would try once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _has_number(stream: TextIO) -> TypeGuard[TextIOWrapper]:
    """Whether it is a file of the system, and not, say, what a test put in place of it."""
    try:
        return isinstance(stream, TextIOWrapper) and stream.fileno() >= 0
    except (OSError, ValueError):
        return False


@contextmanager
def lenient_stdout() -> Generator[None]:
    """Let nothing that is wrong with stdout stop what is done meanwhile; it is told in the end."""
    before = sys.stdout
    if not _has_number(before):
        yield
        return
    sys.stdout = lenient = Lenient(before)
    try:
        yield
    finally:
        sys.stdout = before
        if lenient.failure is not None:
            tell(f"stdout: {lenient.failure.strerror}; the result went nowhere")


@contextmanager
def standard_streams() -> Generator[None]:
    """Give the process the streams that it lacks, and let stderr fail in silence: it tells how a command went."""
    # A file or a connection would get the number of a stream that is closed, and a program's words would go into it.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - lives as the process
    before = sys.stderr
    if _has_number(before):
        sys.stderr = Lenient(before)
    if _has_number(sys.stdout):
        # Texts that the terminal's encoding lacks are shown by their numbers rather than not at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        sys.stderr = before


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Let SIGTERM and SIGHUP, which cron, systemd and terminals send, end a command as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # What is ignored, as under nohup, or handled by the caller stays so.
    ours = [number for name in _ENDING if signal.getsignal(number := getattr(signal, name)) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
