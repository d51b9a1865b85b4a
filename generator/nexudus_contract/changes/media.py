"""What is offered under `content`: bodies by their media type."""

from collections.abc import Iterator

from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.effect import Direction
from nexudus_contract.changes.keywords import canonical
from nexudus_contract.changes.node import Node
from nexudus_contract.changes.schemas import Schemas, docs


def content(old: Node, new: Node, schemas: Schemas, name: str) -> Iterator[Change]:
    """How two bodies differ, in each media type and in the choice of these."""
    was, now = old.children("content"), new.children("content")
    for media in (media for media in was if media not in now):
        why = (
            "callers that send it are refused"
            if schemas.direction is Direction.REQUEST
            else "readers wait for it in vain"
        )
        yield of_contract(Grade.BREAKING, old.pointer, media, f"{name} is no longer {media}; {why}")
    for media in (media for media in now if media not in was):
        yield of_contract(Grade.ADDITIVE, now[media].pointer, media, f"{name} may also be {media}")
    for media in (media for media in was if media in now):
        yield from docs(was[media], now[media], name)
        if canonical(was[media].get("encoding")) != canonical(now[media].get("encoding")):
            message = f"{name}: its parts are encoded otherwise, which the other side does not expect"
            yield of_contract(Grade.BREAKING, now[media].place("encoding"), "encoding", message)
        yield from schemas.differences(was[media].child("schema"), now[media].child("schema"), name)
