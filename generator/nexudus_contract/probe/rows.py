"""Whether the records of lists and batches are whole."""

from nexudus_contract.probe.answer import Confidence, Finding, UnanswerableError, certain
from nexudus_contract.probe.batches import asked, heeding
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.probe.reply import Reply
from nexudus_contract.source import JsonObject, is_object
from nexudus_contract.terms import Kind

_COMPARED = 3


def of_list(inquiry: Inquiry) -> Finding:
    """Whether a list's rows are whole, held against the same records read by id."""
    page = inquiry.first_page()
    missing = _missing(inquiry, page)
    # Rows may be partial, says the operation; whole ones keep that too.
    return _finding(missing, inquiry, Kind.LIST, holds=True if missing else None)


def of_batch(inquiry: Inquiry) -> Finding:
    """Whether a batch's records are whole, held against the same records read by id."""
    reply = asked(inquiry, heeding(inquiry), inquiry.ids()[:_COMPARED])
    if reply.status != 200:
        raise UnanswerableError(f"the batch answered {reply.status}")
    missing = _missing(inquiry, reply)
    return _finding(missing, inquiry, Kind.BATCH, holds=not missing)


def _finding(missing: set[str], inquiry: Inquiry, kind: Kind, *, holds: bool | None) -> Finding:
    line = inquiry.line(inquiry.operation(kind).pointer, holds=holds)
    if not missing:
        return certain("whole", line)
    return Finding("partial", Confidence.CERTAIN, f"without {', '.join(sorted(missing))}", (line,))


def _missing(inquiry: Inquiry, reply: Reply) -> set[str]:
    """What whole records hold, and the same records among these lack, or show as null."""
    name = inquiry.record_type.id_property
    compared: list[tuple[JsonObject, JsonObject]] = []
    for row in reply.rows[:_COMPARED]:
        number = row.get(name)
        whole = inquiry.ask(Kind.GET, record_id=number) if isinstance(number, int) else None
        if whole is not None and whole.status == 200 and is_object(whole.value):
            compared.append((row, whole.value))
    if not compared:
        raise UnanswerableError("there are no records that can be read one by one" if reply.rows else "no records")
    return {
        key
        for row, whole in compared
        for key, value in whole.items()
        if key not in row or (row[key] is None and value is not None)
    }
