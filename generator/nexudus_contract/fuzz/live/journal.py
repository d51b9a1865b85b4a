"""What a run makes on somebody's server, on the disk before it is there, so that it can be found and deleted.

A journal is a file of JSON lines. The first says whose it is; each of the others what was about to be done, or what had
come of it. No line holds a secret.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from nexudus_calendars.runtime.redaction import redact_address
from nexudus_contract.fuzz.own_mock import FuzzError
from nexudus_contract.source import JsonObject, is_object

_VERSION = 1


class JournalError(FuzzError):
    """A journal cannot be read or written; the message says which, and why."""


@dataclass
class Left:
    """What may still stand on the server.

    Attributes:
        records: ids of records that were made and not deleted, with the record type's tag.
        unsure: tags of creates of which nobody knows whether they made a record, by the number of the create.
    """

    records: dict[tuple[str, int], None] = field(default_factory=dict[tuple[str, int], None])
    unsure: dict[int, str] = field(default_factory=dict[int, str])

    def __len__(self) -> int:
        """How many."""
        return len(self.records) + len(self.unsure)


class Journal:
    """A journal that is open for writing.

    Attributes:
        path: where it is.
        target: address of the server.
        mark: what the run's records begin with.
        left: what may still stand on the server.
    """

    def __init__(self, path: Path, target: str, mark: str) -> None:
        """Go on with a journal; `begin` and `read` make one."""
        self.path = path
        self.target = target
        self.mark = mark
        self.left = Left()
        self._number = 0

    @classmethod
    def begin(cls, path: Path, target: str, mark: str) -> Self:
        """A new journal, at the end of a file that may hold earlier ones.

        Raises:
            JournalError: it cannot be written.
        """
        journal = cls(path, _address(target), mark)
        journal._write({"journal": _VERSION, "target": journal.target, "mark": mark})
        return journal

    @classmethod
    def read(cls, path: Path) -> list[Self]:
        """The journals of a file.

        Raises:
            JournalError: it cannot be read, or is something else.
        """
        journals: dict[str, Self] = {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise JournalError(f"{path} cannot be read: {error}") from error
        for number, line in enumerate(lines, start=1):
            try:
                entry = _entry(line)
                mark = str(entry["mark"])
                if "journal" in entry:
                    journals[mark] = cls(path, str(entry["target"]), mark)
                else:
                    journals[mark].heed(entry)
            except (LookupError, ValueError) as error:
                if number == len(lines):
                    # The run was killed while it wrote. What it was about to do it did not do.
                    break
                raise JournalError(f"{path}, line {number}: no line of a journal; was the file changed?") from error
        return list(journals.values())

    def intend(self, tag: str) -> int:
        """Say that a record is about to be made; a number to say with what came of it."""
        self._number += 1
        self._note({"intended": self._number, "at": tag})
        return self._number

    def made(self, number: int, tag: str, record_id: int) -> None:
        """Say that it was made."""
        self._note({"made": number, "at": tag, "id": record_id})

    def refused(self, number: int) -> None:
        """Say that none was made."""
        self._note({"refused": number})

    def gone(self, tag: str, record_id: int) -> None:
        """Say that a record is not there any more."""
        self._note({"gone": record_id, "at": tag})

    def _note(self, entry: JsonObject) -> None:
        self._write({**entry, "mark": self.mark})
        self.heed(entry)

    def heed(self, entry: JsonObject) -> None:
        """Take a line for what happened."""
        if "intended" in entry:
            self._number = int(entry["intended"])
            self.left.unsure[self._number] = str(entry["at"])
        elif "made" in entry:
            self.left.unsure.pop(int(entry["made"]), None)
            self.left.records[str(entry["at"]), int(entry["id"])] = None
        elif "refused" in entry:
            self.left.unsure.pop(int(entry["refused"]), None)
        else:
            self.left.records.pop((str(entry["at"]), int(entry["gone"])), None)

    def _write(self, entry: JsonObject) -> None:
        line = f"{json.dumps(entry)}\n".encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(self.path, "a+b", opener=_owner_only) as file:
                if file.tell() and not _ends_a_line(self.path):
                    # A run that was killed left half a line, which must not spoil the next.
                    file.truncate(self.path.read_bytes().rfind(b"\n") + 1)
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise JournalError(f"the journal {self.path} cannot be written: {error.strerror}") from error

    def is_of(self, target: str) -> bool:
        """Whether it is of this server."""
        return self.target == _address(target)


def _entry(line: str) -> JsonObject:
    entry: object = json.loads(line)
    if not is_object(entry):
        raise ValueError(line)
    return entry


def _owner_only(name: str, flags: int) -> int:
    """Open a file that its owner alone can read, and no link."""
    return os.open(name, flags | os.O_NOFOLLOW, 0o600)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _address(target: str) -> str:
    return redact_address(target).rstrip("/")
