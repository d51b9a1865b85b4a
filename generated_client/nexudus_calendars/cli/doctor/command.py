"""doctor: what works, what does not, and what to do about it."""

import os
from collections.abc import Iterator, Mapping, Sequence

import httpx

from nexudus_calendars.cli import options
from nexudus_calendars.cli.calm import calm
from nexudus_calendars.cli.connection import address_of, client_for, completed, credentials, limits_for
from nexudus_calendars.cli.doctor import account, line, roles
from nexudus_calendars.cli.doctor.check import Check, Status, fail, ok, skipped
from nexudus_calendars.cli.output import say, say_json
from nexudus_calendars.cli.problem import FOUND, OK, CannotRunError
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.cli.selection import selected
from nexudus_calendars.nexudus import DOCUMENTED_LIMITS
from nexudus_calendars.runtime.answers import is_throttled
from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.credentials import Credentials
from nexudus_calendars.runtime.retries import RetryPolicy

_COLOURS = {Status.OK: "green", Status.FAIL: "bold red", Status.SKIPPED: "yellow"}
# A doctor does not keep people waiting.
_RETRIES = RetryPolicy(retries=1, deadline=line.TIMEOUT, longest_wait=5.0)


@calm
def doctor(
    record_types: options.RecordTypes = None,
    *,
    as_json: options.AsJson = False,
    base_url: options.BaseUrl = None,
) -> int:
    """Check address, TLS, clock, credentials, second factor, roles and limits, by reading only.

    Exits with 1 if a check fails.
    """
    try:
        address = address_of(base_url)
    except ValueError as error:
        raise CannotRunError(str(error)) from None
    chosen = selected(record_types or ())
    checks = list[Check]()
    for check in _examined(address, chosen):
        checks.append(check)
        if not as_json:
            _show(check)
    failed = any(check.failed for check in checks)
    if as_json:
        listed = [
            {"check": item.name, "status": item.status.value, "seen": item.seen, "advice": item.advice}
            for item in checks
        ]
        say_json({"base_url": str(address), "ok": not failed, "checks": listed})
    return FOUND if failed else OK


def _show(check: Check) -> None:
    say(f"{check.name}: {check.seen}", f"{check.status.value:<8}", _COLOURS[check.status])
    if check.advice:
        say(f"{'':<8}-> {check.advice}")


def _examined(address: BaseURL, types: Sequence[RecordType]) -> Iterator[Check]:
    reached = True
    for check in line.looked_at(address):
        # A clock that is off is a nuisance, but what comes after it can be looked at.
        reached = reached and (check.name == "clock" or not check.failed)
        yield check
    if not reached:
        why = "the address was not reached, or not safely"
        yield from (skipped(name, why) for name in ("credentials", "second factor", "roles", "limits"))
        return
    try:
        variables = completed(os.environ)
        who = credentials(variables)
    except ValueError as error:
        yield fail("credentials", str(error), "README tells what each variable means")
        yield from (skipped(name, "there are no credentials") for name in ("second factor", "roles", "limits"))
        return
    yield from _as_user(address, who, variables, types)


def _as_user(
    address: BaseURL, who: Credentials, variables: Mapping[str, str], types: Sequence[RecordType]
) -> Iterator[Check]:
    answers, found = list[httpx.Response](), account.Account()
    with client_for(
        address,
        who,
        timeout=line.TIMEOUT,
        retries=_RETRIES,
        limits=limits_for(address),
        on_response=answers.append,
    ) as client:
        yield from account.looked_at(address, client, variables, found)
        if found.user is None:
            yield skipped("roles", "the credentials were not accepted")
        else:
            for record_type in types:
                yield from roles.looked_at(client, record_type, found.user)
    yield _limits(answers)


def _limits(answers: Sequence[httpx.Response]) -> Check:
    throttled = sum(is_throttled(answer) for answer in answers)
    if throttled:
        return fail(
            "limits",
            f"{throttled} of {len(answers)} requests were refused as too many",
            "something else calls as this user or from this address; make it call less often, or give it its own user",
        )
    minute = max((limit.calls for limit in DOCUMENTED_LIMITS if limit.seconds == 60), default=0)
    return ok("limits", f"none of {len(answers)} requests was refused; at most {minute} a minute are sent")
