"""Files that a command writes for whoever asked for them."""

from collections.abc import Callable
from pathlib import Path


def write(path: Path, text: str, refused: Callable[[str], Exception]) -> None:
    """Write a text into a file; its folder is made where there is none.

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
