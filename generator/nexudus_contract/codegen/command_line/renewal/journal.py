"""What is still to be written, kept on disk before anything is done with it."""

import os
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from nexudus_calendars.cli.files import export_file
from nexudus_calendars.cli.output import tell
from nexudus_calendars.cli.problem import CannotRunError


class Journal:
    """A file that holds at every moment all that is still to be written, as `renew --from` takes it.

    It is made before anything is opened, readable by its owner only, and goes when nothing is left to write.
    """

    def __init__(self, path: Path) -> None:
        """Make the file, and prove that it can be written.

        Raises:
            CannotRunError: it is there already, and would be lost, or it cannot be written.
        """
        self._path = path
        self.file = _created(path)

    def add(self, content: bytes) -> None:
        """Keep more, and return when it is on the disk.

        Raises:
            OSError: that failed.
        """
        _append(self.file, content)

    def content(self) -> bytes:
        """What is kept."""
        return self._path.read_bytes()

    def replace(self, content: bytes) -> None:
        """Keep this, and nothing of what was kept before. If that fails, all of that is kept, and it is told."""
        try:
            export_file.write(self._path, content)
        except OSError as error:
            tell(f"{self._path}: {error.strerror}; it still has what was written, too, which does no harm")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Remove the file if nothing is left to write; say where that is otherwise."""
        self.file.close()
        if self._path.stat().st_size == 0:
            self._path.unlink()
            return
        said = f"{self._path} has what was not written; go on with: nexudus-calendars renew --from {self._path}"
        if error is None:
            tell(said)
        else:
            error.add_note(said)


def _created(path: Path) -> FileIO:
    try:
        file = FileIO(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600))
        try:
            # An empty file takes no room on the disk, a line does.
            _append(file, b"\n")
            file.seek(0)
            file.truncate()
            _sync(path.parent)
        except OSError:
            path.unlink()
            raise
    except FileExistsError:
        raise CannotRunError(
            f"{path} exists: it has what an earlier run did not write; write that with --from {path}, then delete it"
        ) from None
    except OSError as error:
        raise CannotRunError(f"{path}: {error.strerror}; name a file that can be written with --journal") from None
    return file


def _append(file: FileIO, content: bytes) -> None:
    while content:
        content = content[file.write(content) :]
    os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Put the folder's list of files on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
