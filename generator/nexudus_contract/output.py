"""Files that a command writes for whoever asked for them."""

import os
import tempfile
from collections.abc import Callable
from io import FileIO
from pathlib import Path


def write(path: Path, text: str, refused: Callable[[str], Exception]) -> None:
    """Write a text that anybody may read into a file; its folder is made where there is none.

    Args:
        path: The file, which is replaced.
        text: What it is to hold.
        refused: Makes the error of a message, where the file cannot be written. It is raised.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise refused(f"{path} cannot be written: {error.strerror}; name another file") from error


def begin(path: Path, refused: Callable[[str], Exception]) -> FileIO:
    """A new file for what its owner alone may read. Nothing is overwritten, and no link is followed.

    Args:
        path: The file; its folder is made where there is none.
        refused: Makes the error of a message, where it is there already or cannot be made. It is raised.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(f"{path} cannot be written: {error.strerror}; name another file") from error
    try:
        return FileIO(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600))
    except FileExistsError:
        raise refused(f"{path} is there already, and is not overwritten; name another file") from None
    except OSError as error:
        raise refused(f"{path} cannot be written: {error.strerror}; name another file") from error


def replace(path: Path, content: bytes) -> None:
    """Put a new file, which its owner alone may read, in the place of one of the same run's, or of a link.

    Raises:
        OSError: it cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
