"""Instants as this API writes them: UTC, with a Z, and with fractions of a second where the server sets them."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, SupportsIndex

# What old .NET services write: milliseconds since 1970 in UTC, and an offset that changes nothing.
_TICKS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_FRACTION = re.compile(r"[.,]([0-9]+)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A datetime's own digits of a second.
_DIGITS = 6
# A page holds thousands of them, and each look at the class takes as long as a third of the reading.
_read = datetime.fromisoformat


class Instant(datetime):
    """A datetime that the server wrote with digits of a second, and that keeps all of them.

    The server writes up to seven, and a datetime has six. Comparisons look at all of them, `str` and `isoformat` show
    six, `digits` has them as they were written. What is made of it, as by `astimezone` or by adding a timedelta, is
    exact to the microsecond.
    """

    digits: str = ""

    @property
    def rest(self) -> str:
        """The digits that a datetime does not have. As texts they sort as the numbers do."""
        return self.digits[_DIGITS:].rstrip("0")

    def __eq__(self, other: object) -> bool:
        """Whether both are the same instant, to the last digit."""
        same = super().__eq__(other)
        return self.rest == _rest_of(other) if same is True else same

    def __ne__(self, other: object) -> bool:
        """Whether they are not."""
        same = self.__eq__(other)
        return same if same is NotImplemented else not same

    def __lt__(self, other: Any) -> bool:
        """Whether it is the earlier one."""
        return self.rest < _rest_of(other) if super().__eq__(other) is True else super().__lt__(other)

    def __le__(self, other: Any) -> bool:
        """Whether it is not the later one."""
        return self.rest <= _rest_of(other) if super().__eq__(other) is True else super().__le__(other)

    def __gt__(self, other: Any) -> bool:
        """Whether it is the later one."""
        return self.rest > _rest_of(other) if super().__eq__(other) is True else super().__gt__(other)

    def __ge__(self, other: Any) -> bool:
        """Whether it is not the earlier one."""
        return self.rest >= _rest_of(other) if super().__eq__(other) is True else super().__ge__(other)

    __hash__ = datetime.__hash__

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """How copies and pickles are made."""
        return _instant, (self.replace(tzinfo=None).isoformat(), self.tzinfo, self.digits)


def _instant(text: str, zone: tzinfo | None, digits: str) -> Instant:
    instant = Instant.fromisoformat(text).replace(tzinfo=zone)
    instant.digits = digits
    return instant


_read_exactly = Instant.fromisoformat


def _rest_of(moment: object) -> str:
    return moment.rest if isinstance(moment, Instant) else ""


def parse_moment(text: str) -> datetime:
    """Read an instant, with a `Z`, an offset, fractions of a second, or none of them, or as `/Date(milliseconds)/`.

    One without a zone is UTC, as the contract says of all of them. One with fractions is an `Instant`.

    Raises:
        ValueError: the text is no instant.
    """
    fraction = _FRACTION.search(text)
    try:
        try:
            moment = _read(text) if fraction is None else _read_exactly(text)
        except ValueError:
            if (ticks := _TICKS.fullmatch(text)) is None:
                raise
            return parse_moment((_EPOCH + timedelta(milliseconds=int(ticks[1]))).isoformat())
        # Most have a Z, and are in UTC already.
        if moment.tzinfo is not UTC:
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} is out of the range of dates") from error
    if fraction is not None and isinstance(moment, Instant):
        moment.digits = fraction[1]
    return moment


def format_moment(moment: datetime) -> str:
    """Write an instant as the contract wants it: to the second, or with the digits that the server gave it.

    Raises:
        ValueError: the instant has no time zone, so what it means is anybody's guess; or it is not in UTC's years 1 to
            9999.
    """
    whole = _in_utc(moment).replace(microsecond=0, tzinfo=None).isoformat()
    digits = moment.digits if isinstance(moment, Instant) else ""
    return f"{whole}.{digits}Z" if digits else f"{whole}Z"


def exact(moment: datetime) -> str:
    """The instant with each digit that it has, for messages."""
    return format_moment(moment) if isinstance(moment, Instant) and moment.digits else moment.isoformat()


def is_same(known: datetime, found: datetime) -> bool:
    """Whether an instant is the one that a caller knows; a plain datetime has no more than six digits to know."""
    digits = isinstance(known, Instant) and known.digits
    return known == found if digits else datetime.__eq__(known, found)


def format_after(moment: datetime) -> str:
    """Write the lower end of a list's range: the last whole second up to there, so that it leaves nothing out.

    Raises:
        ValueError: as for `format_moment`.
    """
    return _shortened(_in_utc(moment))


def format_before(moment: datetime) -> str | None:
    """Write the upper end of a list's range: the first whole second from there, so that it leaves nothing out.

    None where there is no such second: all that a server can hold lies before.

    Raises:
        ValueError: as for `format_moment`.
    """
    utc = _in_utc(moment)
    up = timedelta(microseconds=-utc.microsecond % 1_000_000)
    if not up and _rest_of(moment):
        up = timedelta(seconds=1)
    try:
        return _shortened(utc + up)
    except OverflowError:
        return None


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; say datetime(..., tzinfo=UTC)")
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(f"{moment.isoformat()} is out of the range of dates in UTC") from error


def _shortened(moment: datetime) -> str:
    """The documented minute form where it is enough, which zone and all is UTC."""
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix(":00") if text.endswith(":00") else f"{text}Z"
