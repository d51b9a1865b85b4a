"""Laws of filters: each finds the rows that it describes, all of them and no others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from nexudus_contract.fuzz.laws.ground import Ground, answered
from nexudus_contract.fuzz.laws.instants import instant
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Comparison, Filter, Kind

Choose = Callable[[Sequence[Any]], Any]
"""Takes one of several values."""

_MINUTE, _SECOND = len("2025-01-15T10:30"), len("2025-01-15T10:30:00")


def filters(ground: Ground, choose: Choose) -> None:
    """A filter finds the rows that it describes, all of them and no others; two together find what both do.

    Raises:
        BreachError: they do not.
    """
    known = list(ground.known.values())
    if not known or ground.whole() is None:
        return
    everything = ground.record_type.filters
    for item in everything:
        for value in _questions(known, item, choose):
            _narrow(ground, [(item, value)])
        if item.comparison is Comparison.EQUAL and "string" in ground.record_type.properties[item.property].types:
            # Whether nothing is a text to look for, or no filter at all, nobody says. It must not be too much.
            ground.page(**{item.parameter: ""})
    for item in everything if len(everything) > 1 else ():
        other = choose([one for one in everything if one is not item])
        both = [(one, next(_questions(known, one, choose), "")) for one in (item, other)]
        _narrow(ground, both)
    moments = [item for item in everything if item.comparison is not Comparison.EQUAL]
    for lower in moments:
        for upper in moments:
            if lower.comparison is Comparison.FROM and upper.comparison is Comparison.TO:
                bound = _to_the_second(str(choose(known).get(lower.property) or ""))
                if lower.property == upper.property and bound:
                    _narrow(ground, [(lower, bound), (upper, bound)])


def _questions(known: Sequence[JsonObject], item: Filter, choose: Choose) -> Iterator[str]:
    """Values to filter by: one that is there, and some beside it."""
    there = [record[item.property] for record in known if record.get(item.property) is not None]
    if not there:
        yield "2025-01-15T10:30" if item.comparison is not Comparison.EQUAL else "1"
        return
    value = choose(there)
    if item.comparison is not Comparison.EQUAL:
        yield _to_the_second(str(value))
        yield str(value)[:_MINUTE]
        return
    yield str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, str):
        yield value[:-1] or "?"
        yield value.swapcase()
        yield f"{value}' OR '1'='1"
    else:
        # Towards zero, for what lies beyond the largest may be refused.
        yield str(value - 1 if value > 0 else value + 1)


def _narrow(ground: Ground, conditions: Sequence[tuple[Filter, str]]) -> None:
    query = {item.parameter: value for item, value in conditions}
    read = ground.whole(**query)
    if read is None:
        return
    found, replies = read
    operation = ground.operation(Kind.LIST)
    said = " and ".join(f"{item.parameter}={value}" for item, value in conditions)
    aspect = " and ".join(item.comparison for item, _ in conditions)
    if replies[0].status != 200:
        message = f"a list with {said} is refused with {replies[0].status}"
        ground.wire.breach("takes-what-is-valid", operation, message, *replies)
        return
    ids = {row.get(ground.record_type.id_property) for row in found}
    wanted = {
        number
        for number, record in ground.known.items()
        if all(_holds(record.get(item.property), item.comparison, value) for item, value in conditions)
    }
    strangers = ids - wanted if ground.alone else (ids & set(ground.known)) - wanted
    if strangers or wanted - ids:
        message = f"{said} finds {len(strangers)} rows that it should not, and lacks {len(wanted - ids)} that it should"
        ground.wire.breach("filters-as-asked", operation, message, *replies, aspect=aspect)
    total = answered(replies[0], "TotalItems")
    if total != len(found):
        message = f"TotalItems is {total!r}, where {len(found)} rows match {said}"
        ground.wire.breach("pages-tell-the-truth", operation, message, *replies, aspect="TotalItems")


def _holds(value: Any, comparison: Comparison, bound: str) -> bool:
    if value is None:
        return False
    if comparison is Comparison.EQUAL:
        return bound == (str(value).lower() if isinstance(value, bool) else str(value))
    whole = bound if len(bound) > _MINUTE else f"{bound}:00Z"
    moment, end = instant(str(value)), instant(whole)
    return moment >= end if comparison is Comparison.FROM else moment <= end


def _to_the_second(moment: str) -> str:
    """A moment as filters take it."""
    return f"{moment[:_SECOND]}Z" if len(moment) > _SECOND else moment
