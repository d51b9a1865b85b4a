"""Keeps what a program answers: copies it into a file, and onto the disk, as it comes.

This runs as a process of its own, with the answer as its stdin and the file as its stdout. What ends the command, or
all processes of a service, does not end it before the answer does.
"""

import os
import signal
import sys

_PIECE = 65536


def keep(source: int, target: int) -> OSError | None:
    """Copy all. What the file cannot take goes to stderr, with all before it.

    Returns:
        Why the file could not take it, if it could not.
    """
    pieces, failure = list[bytes](), None
    while piece := os.read(source, _PIECE):
        pieces.append(piece)
        if failure is None:
            try:
                _write(target, piece)
            except OSError as error:
                failure = error
    if failure is not None:
        _write(sys.stderr.fileno(), b"".join(pieces))
    return failure


def _write(target: int, content: bytes) -> None:
    while content:
        content = content[os.write(target, content) :]
    if target == sys.stdout.fileno():
        os.fsync(target)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    failed = keep(sys.stdin.fileno(), sys.stdout.fileno())
    sys.exit(0 if failed is None else failed.errno)
