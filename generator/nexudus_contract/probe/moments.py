"""How a list's filters read a moment: in which time zone, and whether the bounds belong to the range."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from nexudus_contract.probe.answer import Finding, UnanswerableError, certain, likely
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.terms import Comparison, Filter, Kind

_MINUTE = timedelta(minutes=1)
_STEP = timedelta(minutes=15)
_FARTHEST = 56
"""Steps from UTC to the farthest time zones, 14 hours."""

_BEFORE_ALL, _AFTER_ALL = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_SEASONS = {"winter": (11, 12, 1, 2), "summer": (5, 6, 7, 8)}
"""Months in which clocks of the north differ, where they are changed."""


@dataclass(frozen=True)
class Form:
    """A way to write a moment.

    Attributes:
        pattern: as `strftime` has it; the moment is in UTC.
        unit: the shortest time that it can tell.
    """

    pattern: str
    unit: timedelta

    def write(self, moment: datetime) -> str:
        """The moment's text."""
        return moment.astimezone(UTC).strftime(self.pattern)


BARE = Form("%Y-%m-%dT%H:%M", _MINUTE)
"""A minute without time zone, as the pages document it."""

INSTANT = Form("%Y-%m-%dT%H:%M:%SZ", timedelta(seconds=1))
"""An instant in UTC, as integrators send it."""

_Record: TypeAlias = tuple[int, datetime]


@dataclass(frozen=True)
class _Range:
    """Two filters that hold one property between them, in one form."""

    inquiry: Inquiry
    low: Filter
    high: Filter
    form: Form

    def holds(self, record: _Record, low: datetime, high: datetime) -> bool:
        query = [(self.low.parameter, self.form.write(low)), (self.high.parameter, self.form.write(high))]
        return self.inquiry.matches(query, record[0])

    def see_that_it_narrows(self) -> None:
        for narrow, moment in ((self.low, _AFTER_ALL), (self.high, _BEFORE_ALL)):
            reply = self.inquiry.ask(Kind.LIST, [(narrow.parameter, self.form.write(moment))])
            if reply.status == 400:
                raise _NotTakenError("refused (400)")
            if reply.listed().rows:
                raise _NotTakenError("ignored")

    def shift(self, record: _Record) -> timedelta:
        """What the server's clock is ahead of UTC, found by halving the time in which it sees the record."""
        moment = _floor(record[1])

        def seen(first: int, last: int) -> bool:
            return self.holds(record, moment + first * _STEP - _MINUTE, moment + last * _STEP + _MINUTE)

        if seen(0, 0):
            return timedelta()
        first, last = -_FARTHEST, _FARTHEST
        if not seen(first, last):
            raise UnanswerableError("a record is not found at its own time, in any time zone")
        while first < last:
            middle = (first + last) // 2
            first, last = (first, middle) if seen(first, middle) else (middle + 1, last)
        return first * _STEP


class _NotTakenError(Exception):
    """The server does not take a form; the message is the answer."""


def zone(inquiry: Inquiry, form: Form) -> Finding:
    """In which time zone a moment is read."""
    limits = _ranges(inquiry, form)[0]
    place = (*inquiry.parameter(Kind.LIST, limits.low.parameter).pointer, "schema")
    records = inquiry.moments(limits.low.property)
    try:
        limits.see_that_it_narrows()
    except _NotTakenError as error:
        return certain(str(error), inquiry.line(place, holds=False))
    shifts = {season: limits.shift(record) for season, record in _by_season(records)}
    names = {season: _zone(shift) for season, shift in shifts.items()}
    line = inquiry.line(place, holds=set(names.values()) == {"UTC"})
    if len(set(names.values())) > 1:
        return certain(", ".join(f"{name} in {season}" for season, name in names.items()), line)
    answer = next(iter(names.values()))
    if set(names) == set(_SEASONS):
        return certain(answer, line)
    return likely(answer, "not seen both in winter and in summer", line)


def lower(inquiry: Inquiry) -> Finding:
    """Whether the lower bound belongs to the range."""
    return _bound(inquiry, Comparison.FROM)


def upper(inquiry: Inquiry) -> Finding:
    """Whether the upper bound belongs to the range."""
    return _bound(inquiry, Comparison.TO)


def _bound(inquiry: Inquiry, comparison: Comparison) -> Finding:
    limits, record = _exact(inquiry)
    moment = record[1] + limits.shift(record)
    low = moment if comparison is Comparison.FROM else moment - limits.form.unit
    high = moment if comparison is Comparison.TO else moment + limits.form.unit
    included = limits.holds(record, low, high)
    narrow = limits.low if comparison is Comparison.FROM else limits.high
    place = (*inquiry.parameter(Kind.LIST, narrow.parameter).pointer, "schema")
    line = inquiry.line(place, holds=included)
    if included and limits.holds(record, moment, moment):
        return certain("belongs to the range", line)
    answer = "belongs to the range" if included else "does not belong to the range"
    return likely(answer, "the server may keep fractions of a second, which are not shown", line)


def _exact(inquiry: Inquiry) -> tuple[_Range, _Record]:
    """A range, and a record whose moment its form can tell exactly: fractions of a second it cannot."""
    for form in (INSTANT, BARE):
        for limits in _ranges(inquiry, form):
            records = inquiry.moments(limits.low.property)
            exact = [record for record in records if record[1].timestamp() % form.unit.total_seconds() == 0]
            if not exact:
                continue
            try:
                limits.see_that_it_narrows()
            except _NotTakenError:
                continue
            return limits, exact[0]
    raise UnanswerableError("no filter tells a record's moment exactly")


def _ranges(inquiry: Inquiry, form: Form) -> list[_Range]:
    """The ranges of moments, those before others whose moments the server sets."""
    found = sorted(_all_ranges(inquiry, form), key=lambda item: _preference(inquiry)(item.low.property))
    if not found:
        raise UnanswerableError("the contract has no range of moments here")
    return found


def _all_ranges(inquiry: Inquiry, form: Form) -> Iterator[_Range]:
    filters = inquiry.record_type.filters
    for low in filters:
        for high in filters:
            ends = (low.comparison, high.comparison)
            if low.property == high.property and ends == (Comparison.FROM, Comparison.TO):
                yield _Range(inquiry, low, high, form)


def _preference(inquiry: Inquiry) -> Callable[[str], int]:
    """What the server writes by itself goes before what people write."""
    order = ["created-on", "updated-on"]
    properties = inquiry.record_type.properties

    def place(name: str) -> int:
        assigned = properties[name].assigned
        return order.index(assigned) if assigned in order else len(order)

    return place


def _by_season(records: list[_Record]) -> Iterator[tuple[str, _Record]]:
    found = {
        season: next((record for record in records if record[1].astimezone(UTC).month in months), None)
        for season, months in _SEASONS.items()
    }
    seasons = [(season, record) for season, record in found.items() if record is not None]
    yield from seasons or [("spring or autumn", records[0])]


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _zone(shift: timedelta) -> str:
    if not shift:
        return "UTC"
    minutes = abs(shift) // _MINUTE
    return f"UTC{'+' if shift > timedelta() else '-'}{minutes // 60:02}:{minutes % 60:02}"
