"""Options that several commands have."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from nexudus_calendars.cli.span import parse_span, parse_zoned
from nexudus_calendars.runtime.dates import parse_moment


def moment(text: str) -> datetime:
    """An instant, as an option takes it.

    Raises:
        BadParameter: it is none.
    """
    try:
        parse_zoned(text)
        # With each digit of the second, so that a bound made of it is never narrower.
        return parse_moment(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def span(text: str | timedelta) -> timedelta:
    """A length of time, as an option takes it; typer also asks for what it stands for when it is not given.

    Raises:
        BadParameter: it is none.
    """
    try:
        return text if isinstance(text, timedelta) else parse_span(text)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(str(error)) from None


BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Address of the API. [default: NEXUDUS_BASE_URL]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document on stdout.")]
WithSecrets = Annotated[
    bool, typer.Option("--with-secrets", help="Do not leave out properties such as synchronisation tokens.")
]
RecordTypes = Annotated[
    list[str] | None, typer.Argument(metavar="[RECORD_TYPE]...", help="Which record types. [default: all]")
]
Within = Annotated[
    timedelta,
    typer.Option("--within", parser=span, metavar="SPAN", show_default="72h", help="As 72h, 3d, 90m or 1d12h."),
]
