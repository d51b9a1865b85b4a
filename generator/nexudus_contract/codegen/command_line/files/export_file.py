"""A whole export: written at once or not at all, and read whatever its format."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nexudus_calendars.cli.files import csv_file, json_lines
from nexudus_calendars.cli.files.line import RECORD_TYPE, Line, UnreadableError
from nexudus_calendars.cli.problem import CannotRunError

FORMATS = ("csv", "jsonl")


def content_of(lines: Sequence[Line], format_: str, first: Sequence[str]) -> bytes:
    """The bytes of an export.

    Args:
        lines: The records.
        format_: `csv` or `jsonl`.
        first: The columns that come first, and the order they come in; the others follow by name.
    """
    there = {name for line in lines for name in line} | {RECORD_TYPE}
    known = [name for name in dict.fromkeys([RECORD_TYPE, *first]) if name in there or not lines]
    columns = [*known, *sorted(there - {*known})]
    return (csv_file.text_of(lines, columns) if format_ == "csv" else json_lines.text_of(lines)).encode()


def write(path: Path, content: bytes) -> None:
    """Put the content where there was another one or none. Nobody ever sees half of it.

    A new file can be read by its owner only, since records are customers' data; one that was there keeps its mode.

    Raises:
        CannotRunError: the path leads to no file that could be replaced.
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise CannotRunError(f"{path} is no file that can be replaced")
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_out(content: bytes) -> None:
    """Put the content on stdout."""
    sys.stdout.buffer.write(content)


def read(path: Path) -> list[Line]:
    """The records of an export in either format; its content says which.

    Raises:
        OSError: it cannot be read.
        UnreadableError: it is no export; the message says where.
    """
    text = text_of(path.read_bytes(), str(path))
    reader = json_lines.read if text.lstrip().startswith("{") or not text.strip() else csv_file.read
    return list(reader(text, str(path)))


def text_of(content: bytes, name: str) -> str:
    """The text in a file of that name.

    Raises:
        UnreadableError: it is not in UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: byte {error.start} is not UTF-8; save it as UTF-8") from None
