"""What a write must do, and must not: checked against a model of the records, in step with the server."""

from collections.abc import Iterator, Sequence
from typing import Any

from nexudus_contract.fuzz.laws.ground import Ground, answered, records
from nexudus_contract.fuzz.laws.instants import instant
from nexudus_contract.fuzz.reply import Content, Reply
from nexudus_contract.source import JsonObject, is_object
from nexudus_contract.terms import Kind

_BLANKS: tuple[Any, ...] = (None, False, 0, "", [], {})
_FOREIGN = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "created-on": "2001-01-01T00:00:00Z",
    "updated-on": "2001-01-01T00:00:00Z",
    "updated-by": "somebody@example.com",
}
_KEPT = {"id": "id", "uuid": "UUID", "created-on": "moment of creation"}


def live(ground: Ground) -> None:
    """Make a record, change it and delete it: what a run does first, however little it may write.

    Raises:
        BreachError: the server broke a promise.
    """
    record_id = create(ground, ground.values.plain(0))
    if record_id is not None and record_id in ground.records:
        update(ground, record_id, ground.values.plain(1))
        delete(ground, record_id)


def create(ground: Ground, body: JsonObject) -> int | None:
    """Make a record and see that it stands there as it was sent; its id, or None where the server made none.

    Raises:
        BreachError: the server broke a promise.
    """
    reply = ground.wire.send(ground.operation(Kind.CREATE), content=Content.json(body))
    record_id = made(ground, reply)
    if record_id is not None:
        written(ground, record_id, body, None, reply)
    return record_id


def create_together(ground: Ground, bodies: Sequence[JsonObject]) -> None:
    """Make records with nothing in between, and see that all of them stand there.

    Raises:
        BreachError: the server broke a promise.
    """
    operation = ground.operation(Kind.CREATE)
    replies = [ground.wire.send(operation, content=Content.json(body)) for body in bodies]
    numbers = [made(ground, reply) for reply in replies]
    made_ids = [number for number in numbers if number is not None]
    if len(set(made_ids)) < len(made_ids):
        ground.wire.breach("ids-are-unique", operation, "two new records have one id", *replies, aspect="together")
    for body, reply, record_id in zip(bodies, replies, numbers, strict=True):
        if record_id is not None:
            written(ground, record_id, body, None, reply)


def made(ground: Ground, reply: Reply) -> int | None:
    """The id that a create answered, after a look at whether it can be one."""
    wire, operation = ground.wire, ground.operation(Kind.CREATE)
    value = answered(reply, "Value")
    record_id: Any = value.get("Id") if is_object(value) else None
    if not reply.done or not isinstance(record_id, int):
        ground.unsure |= not 0 < reply.status < 500
        _taken(ground, reply)
        return None
    if record_id in ground.gone:
        wire.breach("ids-are-never-used-again", operation, "a new record has the id of a deleted one", reply)
    if record_id in ground.known:
        wire.breach("ids-are-unique", operation, "a new record has the id of another one", reply)
    return record_id


def written(ground: Ground, record_id: int, body: JsonObject, before: JsonObject | None, reply: Reply) -> None:
    """See that a record stands there as it was sent, and take it into the model."""
    read = ground.get(record_id)
    if read.status != 200 or not is_object(read.value):
        ground.wire.breach(
            "reads-what-was-written", reply.operation, f"the record cannot be read: {read.status}", reply, read
        )
        ground.records.pop(record_id, None)
        return
    # The model follows the server first: a breach that is known already must not be found again at every later read.
    ground.records[record_id] = read.value
    for aspect, message in _differences(ground, body, read.value):
        ground.wire.breach("reads-what-was-written", reply.operation, message, reply, read, aspect=aspect)
    for aspect, message in _wrong_stamps(ground, record_id, read.value, before, reply):
        ground.wire.breach("stamps-are-true", reply.operation, message, reply, read, aspect=aspect)


def update(ground: Ground, record_id: int, body: JsonObject) -> None:
    """Replace a record of this run, and see that it is replaced, whole.

    Raises:
        BreachError: the server broke a promise.
    """
    sent = {**body, ground.record_type.id_property: record_id}
    reply = ground.wire.send(ground.operation(Kind.UPDATE), content=Content.json(sent))
    value = answered(reply, "Value")
    _taken(ground, reply)
    if is_object(value) and value.get("Id") != record_id:
        message = f"the answer names the record {value.get('Id')}, where {record_id} was updated"
        ground.wire.breach("names-the-record-it-acted-on", reply.operation, message, reply)
    written(ground, record_id, body, ground.records[record_id], reply)


def keep_its_own(ground: Ground, record_id: int, body: JsonObject) -> None:
    """Send what only the server may set along with an update, and see that it is not taken.

    Raises:
        BreachError: it is.
    """
    foreign = {
        item.name: _FOREIGN[item.assigned]
        for item in ground.record_type.properties.values()
        if item.assigned in _FOREIGN
    }
    before = ground.records[record_id]
    sent = {**body, **foreign, ground.record_type.id_property: record_id}
    reply = ground.wire.send(ground.operation(Kind.UPDATE), content=Content.json(sent))
    read = ground.get(record_id)
    taken = [name for name, value in foreign.items() if is_object(read.value) and read.value.get(name) == value]
    if taken:
        # From here on it is what it is.
        ground.records[record_id] = read.value
        message = f"an update sets {taken[0]}, which only the server may set"
        ground.wire.breach("keeps-what-is-its-own", reply.operation, message, reply, read)
    elif reply.done:
        written(ground, record_id, body, before, reply)
    elif is_object(read.value):
        # A server that failed may have written all the same.
        ground.records[record_id] = read.value


def delete(ground: Ground, record_id: int) -> None:
    """Delete a record of this run, and see that it is gone, once.

    Raises:
        BreachError: the server broke a promise.
    """
    wire, operation = ground.wire, ground.operation(Kind.DELETE)
    reply = wire.send(operation, record_id=record_id)
    value = answered(reply, "Value")
    _taken(ground, reply)
    if is_object(value) and value.get("Id") != record_id:
        message = f"the answer names the record {value.get('Id')}, where {record_id} was deleted"
        wire.breach("names-the-record-it-acted-on", operation, message, reply)
    ground.records.pop(record_id, None)
    ground.gone.add(record_id)
    read = ground.get(record_id)
    if read.status == 200:
        wire.breach("deleted-is-gone", operation, "a deleted record can be read", reply, read, aspect="get")
    found = ground.batch([record_id])
    if records(found):
        wire.breach("deleted-is-gone", operation, "a deleted record comes in a batch", reply, found, aspect="batch")
    if not wire.may(operation, record_id, b""):
        return
    again = wire.send(operation, record_id=record_id)
    if again.done:
        wire.breach("deleted-is-gone", operation, "a deleted record can be deleted", reply, again, aspect="delete")


def _taken(ground: Ground, reply: Reply) -> None:
    """See that a write that is right was not refused. A server that failed was told of already."""
    if not reply.done and 0 < reply.status < 500:
        verb = str(reply.operation.kind)
        message = f"a valid {verb} is refused with {reply.status}, WasSuccessful {answered(reply, 'WasSuccessful')}"
        ground.wire.breach("takes-what-is-valid", reply.operation, message, reply)


def _differences(ground: Ground, body: JsonObject, record: JsonObject) -> Iterator[tuple[str, str]]:
    """Where a record is not what was sent, and whether that was sent or left out."""
    for name in ground.record_type.writable:
        shown = record.get(name)
        if name == ground.record_type.id_property or name not in ground.record_type.properties:
            continue
        if name in body and not _same(shown, body[name]):
            yield "sent", f"{name} was sent as {body[name]!r} and reads {shown!r}"
        elif name not in body and not any(_same(shown, blank) for blank in _BLANKS):
            yield "left out", f"{name} was left out and reads {shown!r}, where it should be cleared"


def _same(one: Any, other: Any) -> bool:
    # In Python True is 1, and in JSON it is not.
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _is_earlier(one: Any, other: Any) -> bool:
    return instant(str(one)) < instant(str(other))


def _wrong_stamps(
    ground: Ground, record_id: int, record: JsonObject, before: JsonObject | None, reply: Reply
) -> Iterator[tuple[str, str]]:
    """Where what the server keeps about a record is not what it was, or not what the answer to the write said."""
    told = {"updated-on": answered(reply, "UpdatedOn"), "updated-by": answered(reply, "UpdatedBy")}
    for item in ground.record_type.properties.values():
        shown = record.get(item.name)
        if item.assigned == "id" and shown != record_id:
            yield "id", f"{item.name} reads {shown!r} in the record {record_id}"
        elif before is not None and item.assigned in _KEPT and shown != before.get(item.name):
            yield item.assigned, f"an update moves the {_KEPT[item.assigned]}: {before.get(item.name)} is now {shown}"
        elif item.assigned in told and told[item.assigned] not in {None, shown}:
            yield item.assigned, f"{item.name} reads {shown!r}, where the write answered {told[item.assigned]!r}"
        elif item.assigned == "updated-on" and before is not None and _is_earlier(shown, before.get(item.name)):
            yield item.assigned, f"{item.name} reads {shown!r} after an update, and {before.get(item.name)!r} before"
