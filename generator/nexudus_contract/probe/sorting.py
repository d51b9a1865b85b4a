"""What `dir` means, and how a list is sorted that nobody gave an order."""

from collections.abc import Sequence

from nexudus_contract.probe.answer import Finding, UnanswerableError, certain, likely
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.terms import Kind

NUMBERS = ("0", "1", "-1")
WORDS = ("ascending", "descending")
"""The words of 2020."""

_ASCENDING, _DESCENDING = "ascending", "descending"
_SURE = 4
"""Rows of which hardly any happen to stand in order."""


def direction(inquiry: Inquiry, value: str) -> Finding:
    """What one value of `dir` does, seen beside its sister values and the order that comes without any."""
    name = inquiry.record_type.id_property
    parameter = inquiry.parameter(Kind.LIST, "dir")
    promised = parameter.schema.get("enum", [])
    reply = inquiry.ask(Kind.LIST, [("orderBy", name), ("dir", value)])
    documented = value in [str(item) for item in promised]
    place = (*parameter.pointer, "schema")
    if reply.status == 400:
        return certain("refused (400)", inquiry.line(place, holds=not documented))
    order = _order(inquiry.ids_of(reply.listed()))
    usual = _order(inquiry.ids_of(inquiry.ask(Kind.LIST, [("orderBy", name)]).listed()))
    family = NUMBERS if value in NUMBERS else WORDS
    sisters = [inquiry.ask(Kind.LIST, [("orderBy", name), ("dir", sister)]) for sister in family if sister != value]
    others = [_order(inquiry.ids_of(sister)) for sister in sisters if sister.page is not None]
    if all(other == usual for other in (order, *others)):
        line = inquiry.line(place, holds=not documented)
        if others:
            return certain("ignored", line)
        return likely("ignored", "every other value is refused", line)
    # What a number means stands in the parameter's description: 0 ascending, 1 descending.
    meant = {"0": _ASCENDING, "1": _DESCENDING}.get(value) if documented else None
    line = inquiry.line(place, holds=order == meant)
    if order == usual:
        return likely(order, "so are the rows without dir", line)
    if len(reply.rows) < _SURE:
        return likely(order, f"seen of {len(reply.rows)} rows only", line)
    return certain(order, line)


def default(inquiry: Inquiry) -> Finding:
    """What a list is sorted by that nobody gave an order, as the page says and its rows show."""
    page = inquiry.first_page()
    field = (page.page or {}).get("CurrentOrderField")
    line = inquiry.line(inquiry.parameter(Kind.LIST, "orderBy").pointer, holds=field == inquiry.record_type.id_property)
    if not isinstance(field, str):
        raise UnanswerableError("the page names no property that it is sorted by")
    if field != inquiry.record_type.id_property:
        return likely(field, "only the page's word", line)
    order = _order(inquiry.ids_of(page))
    if len(page.rows) < _SURE:
        return likely(f"{field}, {order}", f"seen of {len(page.rows)} rows only", line)
    return certain(f"{field}, {order}", line)


def shown(inquiry: Inquiry) -> Finding:
    """Of which kind the page's own word for the direction is."""
    value = (inquiry.first_page().page or {}).get("CurrentSortDirection")
    kinds = {"bool": "a boolean", "int": "a number", "str": "a text", "NoneType": "null or left out"}
    kind = kinds.get(type(value).__name__, "something else")
    operation = inquiry.operation(Kind.LIST)
    schema = (*operation.pointer, "responses", "200", "content", "application/json", "schema")
    place = inquiry.places.property(schema, "CurrentSortDirection")
    lines = () if place is None else (inquiry.line(place, holds=kind == "a number"),)
    return certain(kind, *lines)


def _order(ids: Sequence[int]) -> str:
    if len(set(ids)) < 2:
        raise UnanswerableError("fewer than two records")
    if list(ids) == sorted(ids):
        return _ASCENDING
    return _DESCENDING if list(ids) == sorted(ids, reverse=True) else "in no order"
