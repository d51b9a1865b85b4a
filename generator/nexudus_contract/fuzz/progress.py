"""How far a run has come, on one line of a terminal."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO


class Progress:
    """Rewrites a line as a run goes on, and takes it away at the end. Says nothing where no terminal is."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Write to `stream`; `clock` tells seconds."""
        self._stream = stream
        self._clock = clock
        self._start = clock()
        self._shown = stream.isatty()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the line away."""
        self._write("")

    def step(self, name: str) -> None:
        """Say which part of the run begins."""
        self._write(f"fuzzing    {name} ({self._clock() - self._start:.0f} s)")

    def _write(self, text: str) -> None:
        if self._shown:
            self._stream.write(f"\r\x1b[2K{text[:100]}")
            self._stream.flush()
