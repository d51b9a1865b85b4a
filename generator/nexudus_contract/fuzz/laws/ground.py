"""What a conversation with one record type stands on: the line, the values, and what is known of the records."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.laws.values import Own, Values
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.fuzz.wire import DoubtError, Wire
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.terms import Kind, Operation, RecordType

# More rows than these are not read, and laws that need all of them then say nothing.
_MOST_ROWS = 300
_BATCH = 50
_TRIES = 4


class Ground:
    """One record type of one server, and what this run has done to it.

    Attributes:
        records: the records that this run made, by id, whole, as they were read after the last write.
        others: the records that stood there before.
        gone: ids of deleted records.
        alone: whether nobody else writes, so that every row is known.
        unsure: whether a create failed in a way that does not say whether it wrote.
    """

    def __init__(self, contract: Contract, record_type: RecordType, wire: Wire, own: Own, *, alone: bool) -> None:
        self.contract = contract
        self.record_type = record_type
        self.wire = wire
        self.values = Values(contract, record_type, own)
        self.alone = alone
        self.records: dict[int, JsonObject] = {}
        self.others: dict[int, JsonObject] = {}
        self.gone: set[int] = set()
        self.unsure = False
        self.cap = next((item.cap for item in self.operation(Kind.LIST).parameters if item.cap), 100)

    def operation(self, kind: Kind) -> Operation:
        """What does this to the record type."""
        return self.record_type.operations[kind]

    def id_of(self, record: JsonObject) -> int:
        """The record's id."""
        return int(record[self.record_type.id_property])

    @property
    def known(self) -> Mapping[int, JsonObject]:
        """Every record that is there, as far as this run knows."""
        return {**self.others, **self.records}

    def start(self) -> None:
        """Begin a conversation: learn what stands there already, whole, as far as it can be read."""
        self.wire.forget()
        self.records.clear()
        self.others.clear()
        self.unsure = False
        self.look()

    def look(self) -> None:
        """Learn what others have there."""
        self.others.clear()
        read = self.whole()
        ids = [number for number in map(self.id_of, read[0]) if number not in self.records] if read else []
        for begin in range(0, len(ids), _BATCH):
            reply = self.batch(ids[begin : begin + _BATCH])
            self.others.update((self.id_of(record), record) for record in records(reply))

    def sure(self, law: Callable[[], None], random: Random | None = None) -> None:
        """Apply a law of reading; where others write too, believe only what happens twice while nothing else does.

        Args:
            law: The law.
            random: What it makes its choices with.

        Raises:
            BreachError: it is broken.
        """
        if self.alone:
            law()
            return
        state = random.getstate() if random else None
        before, quiet = None, 0
        for _ in range(1 + _TRIES):
            if random and state:
                random.setstate(state)
            try:
                with self.wire.doubting():
                    law()
                    return
            except DoubtError as doubt:
                after = self._sight()
                quiet += before is not None and before == after
                before = after
                if quiet > 1:
                    doubt.tell()
                    return
                self.look()

    def _sight(self) -> list[JsonObject] | None:
        """The whole list, as it is just now."""
        with self.wire.doubting():
            try:
                read = self.whole()
            except DoubtError:
                return None
        return read[0] if read else None

    def get(self, record_id: int) -> Reply:
        """Read one record."""
        return self.wire.send(self.operation(Kind.GET), record_id=record_id)

    def batch(self, ids: Sequence[int], authorization: str | None = None) -> Reply:
        """Read several records."""
        (parameter,) = self.operation(Kind.BATCH).parameters
        asked = [(parameter.name, str(list(ids)).replace(" ", ""))]
        return self.wire.send(self.operation(Kind.BATCH), query=asked, authorization=authorization)

    def page(self, **query: str | int) -> Reply:
        """Read one page of the list."""
        return self.wire.send(self.operation(Kind.LIST), query=[(name, str(value)) for name, value in query.items()])

    def whole(self, **query: str | int) -> tuple[list[JsonObject], list[Reply]] | None:
        """Every row that matches, over as many pages as it takes; None where they cannot be read, or are too many."""
        replies = [self.page(**query, size=self.cap)]
        found = rows(replies[0])
        while answered(replies[-1], "HasNextPage") is True and rows(replies[-1]):
            if len(found) > _MOST_ROWS:
                return None
            replies.append(self.page(**query, size=self.cap, page=len(replies) + 1))
            found += rows(replies[-1])
        return (found, replies) if all(map(self.wire.sound, replies)) else None


def rows(reply: Reply) -> list[JsonObject]:
    """The rows of a page; none where it is no page."""
    found: Any = answered(reply, "Records")
    return [row for row in found if is_object(row)] if is_array(found) else []


def records(reply: Reply) -> list[JsonObject]:
    """The records of a batch; none where it is no batch."""
    found: Any = reply.value
    return [row for row in found if is_object(row)] if is_array(found) else []


def answered(reply: Reply, name: str) -> Any:
    """A field of the object that was answered; None where there is none."""
    return reply.value.get(name) if is_object(reply.value) else None
