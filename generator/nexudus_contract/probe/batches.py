"""Reading several records by id: in which form, in which order, and what becomes of ids that no record has."""

from nexudus_contract.probe.answer import Finding, UnanswerableError, certain, likely
from nexudus_contract.probe.inquiry import NEVER, Inquiry
from nexudus_contract.probe.reply import Reply
from nexudus_contract.source import is_array
from nexudus_contract.terms import Kind

_MOST = 5
_IGNORED = "the ids are ignored"


def current(inquiry: Inquiry) -> Finding:
    """What the batch's own path answers."""
    answer = _form(inquiry, Kind.BATCH)
    return certain(answer, inquiry.line(inquiry.operation(Kind.BATCH).pointer, holds=answer == "a bare array"))


def of_2020(inquiry: Inquiry) -> Finding:
    """What becomes of ids in a list's query, as the generation of 2020 had it."""
    answer = _form(inquiry, Kind.LIST)
    # By the contract the list does not know this parameter, and so ignores it.
    holds = answer.endswith(_IGNORED) or answer.startswith("refused")
    return certain(answer, inquiry.line(inquiry.operation(Kind.LIST).pointer, holds=holds))


def order(inquiry: Inquiry) -> Finding:
    """In which order the records come."""
    kind = heeding(inquiry)
    ids = sorted(inquiry.ids())[:_MOST]
    if len(ids) < 2:
        raise UnanswerableError("fewer than two records")
    # Neither sorted nor the other way round, where there are three or more.
    mixed = ids[1:] + ids[:1]
    both = [mixed, mixed[::-1]]
    came = [inquiry.ids_of(asked(inquiry, kind, wanted)) for wanted in both]
    if any(sorted(got) != ids for got in came):
        raise UnanswerableError("not every record came that was asked for")
    line = inquiry.line(inquiry.operation(Kind.BATCH).pointer, holds=None)
    if came == both:
        answer = "as asked"
    elif all(got == ids for got in came):
        answer = "by id, ascending"
    elif all(got == ids[::-1] for got in came):
        answer = "by id, descending"
    else:
        answer = "another"
    return certain(answer, line) if len(ids) > 2 else likely(answer, "seen of two records only", line)


def unknown_among(inquiry: Inquiry) -> Finding:
    """What becomes of an id that no record has, among one that has."""
    kind = heeding(inquiry)
    known = next(iter(inquiry.ids()), None)
    if known is None:
        raise UnanswerableError("there are no records")
    return _unknown(inquiry, kind, asked(inquiry, kind, [known, NEVER]), [known])


def unknown_only(inquiry: Inquiry) -> Finding:
    """What becomes of an id that no record has, where no other is asked for."""
    kind = heeding(inquiry)
    return _unknown(inquiry, kind, asked(inquiry, kind, [NEVER]), [])


def _unknown(inquiry: Inquiry, kind: Kind, reply: Reply, known: list[int]) -> Finding:
    items = reply.value if is_array(reply.value) else (reply.page or {}).get("Records")
    if reply.status != 200:
        answer = f"refused ({reply.shape()})"
    elif not is_array(items):
        answer = reply.shape()
    elif inquiry.ids_of(reply) == known and len(items) == len(known):
        answer = "left out"
    else:
        answer = "null in its place" if None in items else "another"
    place = (*inquiry.operation(kind).pointer, "responses", "200")
    return certain(answer, inquiry.line(place, holds=answer == "left out"))


def heeding(inquiry: Inquiry) -> Kind:
    """The operation that heeds ids: the batch, or the list of 2020.

    Raises:
        UnanswerableError: neither does, or there are no records to tell by.
    """
    for kind in (Kind.BATCH, Kind.LIST):
        answer = _form(inquiry, kind)
        if answer in ("a bare array", "a page"):
            return kind
    raise UnanswerableError("no form of the batch is heeded")


def _form(inquiry: Inquiry, kind: Kind) -> str:
    """The shape of the answer to one id, where the ids are heeded; otherwise what happens."""
    ids = inquiry.ids()
    wanted = ids[-1:] or [NEVER]
    reply = asked(inquiry, kind, wanted)
    if reply.status != 200:
        if not ids:
            raise UnanswerableError(f"there are no records, and {reply.status} for one that never was tells nothing")
        return f"refused ({reply.shape()})"
    if not is_array(reply.value) and reply.page is None:
        return reply.shape()
    shape = "a bare array" if is_array(reply.value) else "a page"
    if ids and wanted[0] not in inquiry.ids_of(reply):
        return f"{shape} without the record"
    if len(ids) == 1:
        # One record comes whether or not it was asked for, so ask for another.
        reply, wanted = asked(inquiry, kind, [NEVER]), []
        if reply.status != 200:
            return shape
    if any(number not in wanted for number in inquiry.ids_of(reply)):
        return f"{shape}: {_IGNORED}"
    if not ids and shape == "a page":
        raise UnanswerableError("there are no records, and an empty page may be the list's")
    return shape


def asked(inquiry: Inquiry, kind: Kind, ids: list[int]) -> Reply:
    """What the batch answers, or with `Kind.LIST` that of 2020."""
    record_type = inquiry.record_type
    name = f"{record_type.entity}_{record_type.id_property}"
    text = f"[{','.join(map(str, ids))}]"
    if kind is Kind.BATCH:
        name = next(item.name for item in inquiry.operation(kind).parameters if item.media_type is not None)
    return inquiry.ask(kind, [(name, text)])
