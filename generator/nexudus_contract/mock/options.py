"""From a command line to the settings of a mock."""

from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from nexudus_contract.document import Contract
from nexudus_contract.mock.control.faults import Fault
from nexudus_contract.mock.files import read_faults, read_limits, read_users
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockError, MockSettings
from nexudus_contract.terms import Limit

_DOCUMENTED = "documented"


class UsageError(Exception):
    """The command line makes no sense; the message says why, and what to write."""


def settings(contract: Contract, options: Namespace, environment: Mapping[str, str]) -> MockSettings:
    """What a person asked for.

    Raises:
        UsageError: it makes no sense.
        MockError: a file cannot be read, or there is nothing that could be done.
    """
    if options.throttle_status and not options.throttle:
        raise UsageError(
            "--throttle-status says how to refuse calls, and nothing refuses them; add --throttle documented"
        )
    clock = DEFAULT_SETTINGS.clock
    if options.clock:
        stopped = _time(options.clock)
        clock = lambda: stopped  # noqa: E731 - a clock is a function, and this one has one answer
    return MockSettings(
        database=options.db,
        users=read_users(options.users) if options.users else DEFAULT_SETTINGS.users,
        clock=clock,
        limits=_limits(contract, options.throttle),
        throttle_status=options.throttle_status or DEFAULT_SETTINGS.throttle_status,
        dialect=options.dialect,
        lists=options.lists,
        write_value=options.write_value,
        faults=(*map(_fault, options.fault), *(read_faults(options.faults) if options.faults else ())),
        seed=options.seed,
        records=options.records,
        strict=options.strict,
        admin_key=environment.get("NEXUDUS_MOCK_KEY", ""),
    )


def _limits(contract: Contract, wanted: str | None) -> tuple[Limit, ...]:
    if wanted is None:
        return ()
    if wanted != _DOCUMENTED:
        return read_limits(Path(wanted))
    if not contract.limits:
        raise MockError("the contract has no limits; add x-nexudus-limits to it, or name a file with --throttle")
    return contract.limits


def _fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise UsageError(f"--fault {text}: {error}") from error


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--clock {text}: this is no time; write it like 2025-01-15T10:30:00Z") from error
    if time.tzinfo is None:
        raise UsageError(f"--clock {text}: the time has no zone; add one, as in {text}Z")
    return time
