"""The largest page."""

from nexudus_contract.probe.answer import Finding, certain, likely, unknown
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.terms import Kind


def largest(inquiry: Inquiry) -> Finding:
    """What becomes of a size that is one above the largest that the contract knows."""
    parameter = inquiry.parameter(Kind.LIST, "size")
    cap = inquiry.cap
    reply = inquiry.ask(Kind.LIST, [("size", str(cap + 1))])
    place = (*parameter.pointer, "x-nexudus-cap") if parameter.cap is not None else parameter.pointer
    if reply.status == 400:
        return certain(f"a size above {cap} is refused (400)", inquiry.line(place, holds=False))
    page = reply.listed().page or {}
    said = next((page[name] for name in ("CurrentPageSize", "PageSize") if name in page), None)
    rows = len(reply.rows)
    if rows > cap:
        return certain(f"larger than {cap}", inquiry.line(place, holds=False))
    if rows < reply.total:
        # A page that is not the whole list shows how many rows fit.
        return certain(f"{rows} rows", inquiry.line(place, holds=rows == cap))
    if isinstance(said, int) and said <= cap:
        only = f"the page says so, but has {rows} of {reply.total} rows"
        return likely(f"{said} rows", only, inquiry.line(place, holds=said == cap))
    return unknown(f"all {reply.total} records fit on one page")
