"""Exports as Parquet, for analysts: numbers, texts and instants in columns of their type.

A column whose values are of more than one kind, or cannot stand in a column of their kind, holds them as JSON. The
column's metadata says so, and whether a null in it is a null or a property that is not there.
"""

import importlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from nexudus_calendars.cli.files.line import Line, UnreadableError
from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.runtime.dates import format_moment, parse_moment
from nexudus_calendars.runtime.values import has_surrogate

_AS, _NULL = b"nexudus:as", b"nexudus:null"
_ABSENT = object()


def _arrow(module: str = "pyarrow") -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise CannotRunError("Parquet needs pyarrow; run: pip install 'nexudus-calendars[parquet]'") from None


def write(lines: Sequence[Line], columns: Sequence[str], moments: frozenset[str], file: BinaryIO) -> None:
    """Write all records.

    Args:
        lines: The records.
        columns: The properties, in order.
        moments: Those that hold instants.
        file: Where to.

    Raises:
        CannotRunError: pyarrow is not installed.
    """
    arrow, parquet = _arrow(), _arrow("pyarrow.parquet")
    fields, arrays = list[Any](), list[Any]()
    for name in columns:
        values = [line.get(name, _ABSENT) for line in lines]
        kind = _kind(values, moment=name in moments)
        lacks = _ABSENT in values
        if kind == "json" or (lacks and None in values):
            kind, type_, null = "json", arrow.string(), "absent"
            cells = [None if value is _ABSENT else json.dumps(value) for value in values]
        else:
            type_, null = _type(arrow, kind), "absent" if lacks else "null"
            cells = [None if value is _ABSENT or value is None else _native(value, kind) for value in values]
        fields.append(arrow.field(name, type_, metadata={_AS: kind, _NULL: null}))
        arrays.append(arrow.array(cells, type_))
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields)), file)


def read(content: bytes, name: str) -> Iterator[Line]:
    """The records.

    Raises:
        CannotRunError: pyarrow is not installed.
        UnreadableError: the file is not whole, or no export.
    """
    arrow, parquet = _arrow(), _arrow("pyarrow.parquet")
    try:
        table = parquet.read_table(io.BytesIO(content))
        columns = list[tuple[str, dict[bytes, bytes], list[Any]]]()
        for field in table.schema:
            columns.append((field.name, field.metadata or {}, table[field.name].to_pylist()))
        for number in range(table.num_rows):
            line: Line = {}
            for column, metadata, values in columns:
                value = _value(values[number], metadata)
                if value is not _ABSENT:
                    line[column] = value
            yield line
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(f"{name}: no export in Parquet: {error}") from None


def _kind(values: Sequence[object], *, moment: bool) -> str:
    kinds = {type(value).__name__ for value in values if value is not None and value is not _ABSENT}
    kind = kinds.pop() if len(kinds) == 1 else "json" if kinds else "str"
    if moment and kind == "str" and all(_is_moment(value) for value in values if isinstance(value, str)):
        return "moment"
    whole = all(_fits(value) for value in values)
    return kind if kind in {"str", "int", "bool"} and whole else "json"


def _fits(value: object) -> bool:
    if isinstance(value, str):
        return not has_surrogate(value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def _is_moment(text: str) -> bool:
    """Whether an instant comes back as the same text."""
    try:
        return format_moment(parse_moment(text)) == text
    except ValueError:
        return False


def _type(arrow: Any, kind: str) -> Any:
    if kind == "moment":
        return arrow.timestamp("us", tz="UTC")
    return {"str": arrow.string, "int": arrow.int64, "bool": arrow.bool_}[kind]()


def _native(value: Any, kind: str) -> Any:
    return parse_moment(value) if kind == "moment" else value


def _value(value: Any, metadata: Mapping[bytes, bytes]) -> Any:
    if value is None:
        return _ABSENT if metadata.get(_NULL) == b"absent" else None
    if metadata.get(_AS) == b"json":
        return json.loads(value)
    return format_moment(value) if isinstance(value, datetime) else value
