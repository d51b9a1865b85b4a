"""Instants and lengths of time as people write them."""

import re
from datetime import UTC, datetime, timedelta

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PART = re.compile(r"(\d{1,6})([wdhms])", re.ASCII)
_LARGEST = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


def parse_span(text: str) -> timedelta:
    """A length of time such as `72h`, `3d`, `90m` or `1d12h`.

    Raises:
        ValueError: it is none.
    """
    parts = _PART.findall(text)
    if not parts or "".join(map("".join, parts)) != text:
        raise ValueError(f"{text!r} is no length of time; write it like 72h, 3d, 90m or 1d12h")
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())


def parse_zoned(text: str) -> datetime:
    """An instant that says its time zone, in UTC.

    Raises:
        ValueError: it is none, or has no zone, so that what it means is anybody's guess.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no time; write it like 2026-12-31T12:00:00Z") from None
    raise ValueError(f"{text!r} has no time zone; write it like 2026-12-31T12:00:00Z")


def about(span: timedelta) -> str:
    """How long that is, in the largest unit that it fills twice, or in minutes."""
    for name, unit in _LARGEST:
        if abs(span) >= 2 * unit or name == "min":
            return f"{abs(span) // unit} {name}"
    raise AssertionError


def until(moment: datetime, now: datetime) -> str:
    """When that is, seen from now."""
    return f"in {about(moment - now)}" if moment > now else f"{about(now - moment)} ago"
