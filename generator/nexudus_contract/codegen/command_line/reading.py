"""list and get: records as they are."""

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Annotated, Any

import typer

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.connection import connected
from nexudus_calendars.cli.output import cell, say, say_json, say_table, tell
from nexudus_calendars.cli.problem import FOUND, OK, CannotRunError
from nexudus_calendars.cli.record_type import Option, RecordType
from nexudus_calendars.cli.record_types import RECORD_TYPES
from nexudus_calendars.cli.selection import named
from nexudus_calendars.runtime.errors import NotFoundError

_PAGE = 1000
_TYPES: dict[str, tuple[Any, Callable[[str], Any] | None]] = {
    "integer": (int, None),
    "text": (str, None),
    "moment": (datetime, options.moment),
    "duration": (timedelta, options.span),
}


def lists() -> typer.Typer:
    """The command `list`, with a command for each record type."""
    group = typer.Typer(no_args_is_help=True, help="List the records of a type.", rich_markup_mode=None)
    for record_type in RECORD_TYPES:
        group.command(record_type.name, help=record_type.description)(_listing(record_type))
    return group


def _listing(record_type: RecordType) -> Callable[..., None]:
    """A command whose options are those that a list of the record type takes."""

    def listing(**given: Any) -> int:
        return _list(record_type, given)

    signature = [
        _parameter("limit", int | None, typer.Option("--limit", min=1, help="Stop after so many."), None),
        _parameter("full", bool, typer.Option("--full", help="Full records. Rows may be partial."), default=False),
        _parameter("columns", str | None, typer.Option("--columns", metavar="NAME,NAME", help="What to show."), None),
        *(_option(option) for option in record_type.options),
        *(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for name, annotation, default in (
                ("with_secrets", options.WithSecrets, False),
                ("as_json", options.AsJson, False),
                ("base_url", options.BaseUrl, None),
            )
        ),
    ]
    command = calm(listing)
    # This is where typer reads a command's options from.
    vars(command).update(__signature__=inspect.Signature(signature), __annotations__={})
    return command


def _option(option: Option) -> inspect.Parameter:
    flag = f"--{option.name.replace('_', '-')}"
    if option.kind == "flag":
        return _parameter(option.name, bool | None, typer.Option(flag, help=option.description), None)
    if option.kind == "choice":
        parser = _choice(option.choices)
        info = typer.Option(flag, parser=parser, metavar="PROPERTY", help=option.description)
        return _parameter(option.name, str | None, info, None)
    type_, parse = _TYPES[option.kind]
    metavar = {"moment": "TIME", "duration": "SPAN"}.get(option.kind)
    info = typer.Option(flag, parser=parse, metavar=metavar, help=option.description)
    return _parameter(option.name, type_ | None, info, None)


def _parameter(name: str, type_: Any, info: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[type_, info], default=default)


def _choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in choices:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(choices)}")
        return text

    return choose


def _list(record_type: RecordType, given: dict[str, Any]) -> int:
    limit, full, columns = given.pop("limit"), given.pop("full"), given.pop("columns")
    with_secrets, as_json, base_url = given.pop("with_secrets"), given.pop("as_json"), given.pop("base_url")
    shown = columns.split(",") if columns else _columns(record_type)
    asked = {name: value for name, value in given.items() if value is not None}
    if limit is not None:
        asked["size"] = min(limit, _PAGE)
    with connected(base_url) as client:
        try:
            listing = record_type.resource(client).list(hydrate=full, **asked)
        except ValueError as error:
            raise CannotRunError(str(error)) from None
        rows = (record_type.shown(row, with_secrets=with_secrets) for row in islice(listing, limit))
        if as_json:
            say_json(list(rows))
        else:
            say_table(shown, _cells(rows, shown))
    return OK


def _columns(record_type: RecordType) -> list[str]:
    return [*record_type.summary, *([record_type.expiry] if record_type.expiry else [])]


def _cells(rows: Iterator[dict[str, Any]], columns: list[str]) -> Iterator[list[object]]:
    for row in rows:
        yield [row.get(column, "") for column in columns]


@calm
def get(
    record_type: Annotated[str, typer.Argument(metavar="RECORD_TYPE", help="Which record type.")],
    ids: Annotated[list[int], typer.Argument(metavar="ID...", help="Ids of the records.")],
    *,
    with_secrets: options.WithSecrets = False,
    as_json: options.AsJson = False,
    base_url: options.BaseUrl = None,
) -> int:
    """Show full records. With --json it is a list of them. Exits with 1 if one is missing."""
    chosen = named(record_type)
    with connected(base_url) as client:
        resource = chosen.resource(client)
        try:
            found, missing = (
                ([resource.get(ids[0])], ()) if len(ids) == 1 else ((batch := resource.get_many(ids)), batch.missing)
            )
        except NotFoundError:
            found, missing = [], tuple(ids)
    records = [chosen.shown(record, with_secrets=with_secrets) for record in found]
    if as_json:
        say_json(records)
    else:
        for number, record in enumerate(records):
            if number:
                say()
            for name, value in record.items():
                say(f"{name}: {cell(value)}")
    for id_ in missing:
        tell(f"{chosen.name} {id_}: there is no such record")
    return FOUND if missing else OK
