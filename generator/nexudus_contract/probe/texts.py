"""How a list's filters compare texts."""

from collections.abc import Iterator

from nexudus_contract.probe.answer import Finding, UnanswerableError, certain, unknown
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.source import Pointer
from nexudus_contract.terms import Comparison, Filter, Kind, RecordType

_SHORTEST = 4
_NOWHERE = "zz-no-text-like-this-zz"
_WILD = frozenset("%_*?[]")
"""What a server may take for a placeholder."""


def comparing(inquiry: Inquiry) -> Finding:
    """Whether a filter takes a text for the whole value, or for a part of it."""
    chosen, record_id, text = _example(inquiry)
    place = inquiry.parameter(Kind.LIST, chosen.parameter).pointer
    finding = _narrowing(inquiry, chosen, place)
    if finding is not None:
        return finding

    def matches(part: str) -> bool:
        return inquiry.matches([(chosen.parameter, part)], record_id)

    if not matches(text):
        return unknown("a record is not found by its own text")
    line = inquiry.line(place, holds=None)
    if matches(text[1:-1]):
        return certain("contains", line)
    if matches(text[:-1]):
        return certain("starts with", line)
    return certain("ends with" if matches(text[1:]) else "equals", line)


def case(inquiry: Inquiry) -> Finding:
    """Whether a filter tells capitals from small letters."""
    chosen, record_id, text = _example(inquiry)
    place = inquiry.parameter(Kind.LIST, chosen.parameter).pointer
    finding = _narrowing(inquiry, chosen, place)
    if finding is not None:
        return finding
    if text.swapcase() == text:
        return unknown("no record's text has letters")
    if not inquiry.matches([(chosen.parameter, text)], record_id):
        return unknown("a record is not found by its own text")
    alike = inquiry.matches([(chosen.parameter, text.swapcase())], record_id)
    return certain("no difference" if alike else "capitals and small letters differ", inquiry.line(place, holds=None))


def filters(record_type: RecordType) -> Iterator[Filter]:
    """A record type's filters that compare texts."""
    properties = record_type.properties
    for item in record_type.filters:
        text = properties[item.property].types - {"null"} == frozenset({"string"})
        if text and item.comparison is Comparison.EQUAL and not properties[item.property].moment:
            yield item


def _narrowing(inquiry: Inquiry, chosen: Filter, place: Pointer) -> Finding | None:
    """The answer where a filter does not filter at all."""
    reply = inquiry.ask(Kind.LIST, [(chosen.parameter, _NOWHERE)])
    if reply.status == 400:
        return certain("refused (400)", inquiry.line(place, holds=False))
    return certain("ignored", inquiry.line(place, holds=False)) if reply.listed().rows else None


def _example(inquiry: Inquiry) -> tuple[Filter, int, str]:
    """A filter, and a record with a text for it: one with letters, nobody's name, and long, so that few share it."""
    known = list(filters(inquiry.record_type))
    if not known:
        raise UnanswerableError("the contract has no filter of texts here")
    found = [
        (item, number, value)
        for item in known
        for number, value in inquiry.known(item.property)
        if isinstance(value, str) and len(value) >= _SHORTEST and value == value.strip() and _WILD.isdisjoint(value)
    ]
    if not found:
        raise UnanswerableError("no record has a text to filter by")
    # The first of the longest, so that the same records make the same choice.
    names = inquiry.record_type.properties
    return max(found, key=lambda it: (it[2] != it[2].swapcase(), not names[it[0].property].name_of, len(it[2])))
