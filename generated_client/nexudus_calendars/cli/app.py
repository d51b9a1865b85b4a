"""nexudus-calendars: the commands."""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import typer

from nexudus_calendars.cli import diff, expiring, export, reading, renew
from nexudus_calendars.cli.doctor import command as doctor
from nexudus_calendars.cli.output import Notices
from nexudus_calendars.cli.problem import OK
from nexudus_calendars.cli.streams import ended_by_signals, standard_streams
from nexudus_calendars.runtime.delivery import LOGGER

_EPILOG = """\b
Who asks stands in the environment: NEXUDUS_TOKEN, or NEXUDUS_USERNAME and
NEXUDUS_PASSWORD; NEXUDUS_AUTH=grant signs in for a token. At a terminal you
are asked for a password, or for a code, that is missing.

\b
Exit codes: 0 all is well; 1 something was found, missing or not done;
2 nothing could be done; 130 Ctrl-C, SIGTERM or SIGHUP;
141 nobody reads the output."""

app = typer.Typer(
    name="nexudus-calendars",
    help="Look after Nexudus' calendar connections.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(reading.lists(), name="list")
app.command("doctor")(doctor.doctor)
app.command("get")(reading.get)
app.command("expiring")(expiring.expiring)
app.command("renew")(renew.renew)
app.command("export")(export.export)
app.command("diff")(diff.diff)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    with standard_streams(), ended_by_signals(), _notices():
        try:
            app(args=arguments, prog_name="nexudus-calendars")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else OK
    return OK


@contextmanager
def _notices() -> Generator[None]:
    """Tell what the client logs: that it waits, or sends something again."""
    handler, level = Notices(), LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)
