"""Instants as this API writes them: UTC, to the second, with a Z."""

import re
from datetime import UTC, datetime, timedelta

# What old .NET services write: milliseconds since 1970 in UTC, and an offset that changes nothing.
_TICKS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A page holds thousands of them, and each look at the class takes as long as a third of the reading.
_read = datetime.fromisoformat


def parse_moment(text: str) -> datetime:
    """Read an instant, with a `Z`, an offset, fractions of a second, or none of them, or as `/Date(milliseconds)/`.

    One without a zone is UTC, as the contract's `Moment` says of all of them.

    Raises:
        ValueError: the text is no instant.
    """
    try:
        try:
            moment = _read(text)
        except ValueError:
            if (ticks := _TICKS.fullmatch(text)) is None:
                raise
            return _EPOCH + timedelta(milliseconds=int(ticks[1]))
        # Most have a Z, and are in UTC already.
        if moment.tzinfo is UTC:
            return moment
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} is out of the range of dates") from error


def format_moment(moment: datetime) -> str:
    """Write an instant as the contract's `Moment`; fractions of a second are cut off.

    Raises:
        ValueError: the instant has no time zone, so what it means is anybody's guess; or it is not in UTC's years 1 to
            9999.
    """
    return _in_utc(moment).replace(microsecond=0).isoformat() + "Z"


def format_after(moment: datetime) -> str:
    """Write the lower end of a list's range: the first whole second from there, since records know no fractions.

    Raises:
        ValueError: as for `format_moment`.
    """
    up = timedelta(microseconds=-moment.microsecond % 1_000_000)
    return _shortened(_in_utc(moment, up))


def format_before(moment: datetime) -> str:
    """Write the upper end of a list's range: the last whole second up to there.

    Raises:
        ValueError: as for `format_moment`.
    """
    return _shortened(_in_utc(moment))


def _in_utc(moment: datetime, shift: timedelta = timedelta()) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; say datetime(..., tzinfo=UTC)")
    try:
        # In UTC first: arithmetic in a zone with daylight saving forgets which of two equal hours is meant.
        return moment.astimezone(UTC).replace(tzinfo=None) + shift
    except OverflowError as error:
        raise ValueError(f"{moment.isoformat()} is out of the range of dates in UTC") from error


def _shortened(moment: datetime) -> str:
    """The documented minute form where it is enough, which zone and all is UTC."""
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix(":00") if text.endswith(":00") else f"{text}Z"
