"""What must be refused, and that a refusal changes nothing."""

import json
from collections.abc import Iterator

from nexudus_contract.fuzz.laws.filtering import Choose
from nexudus_contract.fuzz.laws.ground import Ground, answered
from nexudus_contract.fuzz.laws.reading import audit
from nexudus_contract.fuzz.laws.values import refused_queries
from nexudus_contract.fuzz.reply import JSON, Content, Reply
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, Operation


def refuses_bodies(ground: Ground, kind: Kind, body: JsonObject, choose: Choose) -> None:
    """A write with a wrong body is refused, and writes nothing.

    Raises:
        BreachError: it is not, or it does.
    """
    operation = ground.operation(kind)
    # For each thing that is wrong one value that makes it so, or the values would be most of the run.
    variants: dict[str, list[tuple[str, JsonObject]]] = {}
    for said, changed in ground.values.refused(kind, body):
        variants.setdefault(said.partition(" = ")[0], []).append((said, changed))
    for found in variants.values():
        said, changed = choose(found)
        content = Content.json(changed)
        if ground.wire.may(operation, None, content.data):
            _is_refused(ground, ground.wire.send(operation, content=content), f"a body {said}")
    for said, content in _no_objects(body):
        if not ground.wire.may(operation, None, content.data):
            continue
        reply = ground.wire.send(operation, content=content)
        _is_refused(ground, reply, f"a body that is {said}")
    ground.sure(lambda: audit(ground))


def refuses_queries(ground: Ground) -> None:
    """A list or a batch with a parameter that breaks the contract is refused.

    Raises:
        BreachError: it is not.
    """
    for kind in (Kind.LIST, Kind.BATCH):
        for name, value in refused_queries(ground.contract, ground.operation(kind)):
            reply = ground.wire.send(ground.operation(kind), query=[(name, value)])
            _is_refused(ground, reply, f"the parameter {name}={value}")


def unknown_is_not_found(ground: Ground, record_id: int, body: JsonObject) -> None:
    """What is not there can neither be read, nor updated, nor deleted.

    Raises:
        BreachError: it can.
    """
    sent = {**body, ground.record_type.id_property: record_id}
    replies = [ground.get(record_id)]
    # Where it might hit what is somebody else's it is not tried.
    if ground.wire.may(ground.operation(Kind.DELETE), record_id, b""):
        replies += [
            ground.wire.send(ground.operation(Kind.UPDATE), content=Content.json(sent)),
            ground.wire.send(ground.operation(Kind.DELETE), record_id=record_id),
        ]
    for reply in replies:
        if "404" in reply.operation.responses and reply.status != 404:
            message = f"what is not there answers {reply.status}, where 404 is documented"
            ground.wire.breach("unknown-is-not-found", reply.operation, message, reply)


def _is_refused(ground: Ground, reply: Reply, said: str) -> None:
    if reply.status != 400:
        message = f"{said} is answered with {reply.status}, where it must be refused with 400"
        ground.wire.breach("refuses-what-is-wrong", reply.operation, message, reply, aspect=_aspect(reply.operation))
    if answered(reply, "Value") is not None:
        message = f"{said} is refused, and the refusal has a Value"
        ground.wire.breach("refuses-what-is-wrong", reply.operation, message, reply, aspect="value")


def _aspect(operation: Operation) -> str:
    return "body" if operation.body else "query"


def _no_objects(body: JsonObject) -> Iterator[tuple[str, Content]]:
    """Contents that are no JSON object, or not said to be one, and what they are."""
    data, said = json.dumps(body).encode(), {"Content-Type": JSON}
    yield "an array", Content(b"[" + data + b"]", said)
    yield "not JSON", Content(data[:-1], said)
    yield "empty", Content(b"", said)
    yield "said to be text", Content(data, {"Content-Type": "text/plain"})
    yield "said to be a form", Content(data, {"Content-Type": "application/x-www-form-urlencoded"})
