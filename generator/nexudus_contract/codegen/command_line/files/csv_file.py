"""Exports as comma-separated values, in UTF-8 with a line for each record, for spreadsheets."""

import csv
import io
import sys
from collections.abc import Iterator, Sequence

from nexudus_calendars.cli.files import cells
from nexudus_calendars.cli.files.line import RECORD_TYPE, Line, UnreadableError, plain, twice


def text_of(lines: Sequence[Line], columns: Sequence[str]) -> str:
    """The table of the records."""
    file = io.StringIO(newline="")
    # With another line terminator a lone carriage return would stand unquoted, and end a line when it is read.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([cells.written(line[name]) if name in line else "" for name in columns])
    return file.getvalue()


def rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number and its cells by column.

    Raises:
        UnreadableError: the text is no table.
    """
    # Cells may be longer than the module takes by itself.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(reader, list[str]())
        if not header or "" in header:
            raise UnreadableError(f"{name}:1: the first line names the columns, each once")
        if said := twice(header):
            raise UnreadableError(f"{name}:1: {said}")
        if plain(RECORD_TYPE) not in map(plain, header):
            raise UnreadableError(f"{name}:1: there is no column {RECORD_TYPE}")
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise UnreadableError(
                    f"{name}:{reader.line_num}: {len(row)} cells under {len(header)} columns; quote cells with commas"
                )
            yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise UnreadableError(f"{name}:{reader.line_num}: {error}") from None


def read(text: str, name: str) -> Iterator[Line]:
    """The records.

    Raises:
        UnreadableError: a line holds none.
    """
    for number, row in rows(text, name):
        line: Line = {}
        for column, cell in row.items():
            if not cell:
                continue
            try:
                line[column] = cells.read(cell)
            except ValueError as error:
                raise UnreadableError(f"{name}:{number}: {column} begins like JSON, but {error}") from None
        yield line
