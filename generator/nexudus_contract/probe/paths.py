"""Which collections answer, and what record types have to do with one another that share an entity's name."""

from collections.abc import Sequence

from nexudus_contract.probe.answer import Finding, certain, likely, unknown
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.source import Pointer
from nexudus_contract.terms import Kind


def collection(inquiry: Inquiry) -> Finding:
    """Whether the collection's path answers."""
    reply = inquiry.ask(Kind.LIST)
    pointer = inquiry.operation(Kind.LIST).pointer
    if reply.page is not None:
        return certain("answers (200)", inquiry.line(pointer, holds=True))
    if reply.status == 404:
        return certain("does not exist (404)", inquiry.line(pointer, holds=False))
    return likely(reply.shape(), "no page came", inquiry.promised(Kind.LIST, reply))


def sharing(inquiries: Sequence[Inquiry], tags: Sequence[Pointer]) -> Finding:
    """Of record types that share an entity: which of them answer, and whether they show the same records.

    Args:
        inquiries: one for each of the record types.
        tags: where the contract names each of them.
    """
    replies = [inquiry.ask(Kind.LIST) for inquiry in inquiries]
    if any(reply.page is None and reply.status != 404 for reply in replies):
        return unknown("not every collection says whether it is there")
    there = [reply.page is not None for reply in replies]
    lines = tuple(
        inquiry.line(tag, holds=None if all(there) else found)
        for inquiry, tag, found in zip(inquiries, tags, there, strict=True)
    )
    if not all(there):
        names = [inquiry.record_type.tag for inquiry, found in zip(inquiries, there, strict=True) if found]
        return certain(f"only {', '.join(names)} answers" if names else "none answers", *lines)
    seen = [inquiry.ids_of(reply) for inquiry, reply in zip(inquiries, replies, strict=True)]
    if not any(seen):
        return likely("all answer", "without records they cannot be told apart", *lines)
    if all((ids, reply.total) == (seen[0], replies[0].total) for ids, reply in zip(seen, replies, strict=True)):
        return certain("all answer, with the same records", *lines)
    return certain("all answer, each with records of its own", *lines)
