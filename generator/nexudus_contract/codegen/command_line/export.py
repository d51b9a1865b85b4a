"""export: full records into a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.connection import connected
from nexudus_calendars.cli.files import export_file
from nexudus_calendars.cli.files.line import RECORD_TYPE, Line
from nexudus_calendars.cli.output import records, say_json, tell
from nexudus_calendars.cli.problem import OK, CannotRunError
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.cli.selection import selected
from nexudus_calendars.nexudus import NexudusClient


@calm
def export(
    record_types: options.RecordTypes = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to. [default: stdout]")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="csv or jsonl. [default: as FILE ends]")
    ] = None,
    with_secrets: options.WithSecrets = False,
    as_json: options.AsJson = False,
    base_url: options.BaseUrl = None,
) -> int:
    """Write full records to a file, sorted by type and id. The file is written whole or not at all."""
    chosen = _format(format_, output)
    if output is None and as_json:
        raise CannotRunError("--json needs a file for the records; add --output FILE")
    types = selected(record_types or ())
    with connected(base_url) as client:
        lines = [line for item in types for line in _lines(client, item, with_secrets=with_secrets)]
    first = list(dict.fromkeys(name for item in types for name in (item.id_property, *item.properties)))
    content = export_file.content_of(lines, chosen, first)
    if output is None:
        export_file.write_out(content)
    else:
        export_file.write(output, content)
    tell(f"{records(len(lines))}{f' in {output}' if output else ''}")
    if as_json:
        counts = {item.name: sum(line[RECORD_TYPE] == item.name for line in lines) for item in types}
        say_json({"file": str(output), "format": chosen, "records": counts})
    return OK


def _format(given: str | None, output: Path | None) -> str:
    format_ = given or (output.suffix.removeprefix(".").lower() if output else "")
    if format_ not in export_file.FORMATS:
        raise CannotRunError(f"{format_ or 'no format'}: choose --format {', '.join(export_file.FORMATS)}")
    return format_


def _lines(client: NexudusClient, record_type: RecordType, *, with_secrets: bool) -> Iterator[Line]:
    whole = record_type.resource(client).list(hydrate=True)
    lines = [
        {RECORD_TYPE: record_type.name, **record_type.shown(record, with_secrets=with_secrets)} for record in whole
    ]
    yield from sorted(lines, key=lambda line: line[record_type.id_property])
