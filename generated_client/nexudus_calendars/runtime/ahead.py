"""Reading records before it is their turn, to spend fewer requests."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from .bulk import attempted
from .flow import Flow, Lock, holding
from .records import Deliver, Model, RecordType

Record = TypeVar("Record", bound=Model)


class ReadAhead(Generic[Record]):
    """Reads records in chunks, each when the first of its records is wanted, and hands each record out once."""

    def __init__(
        self, records: RecordType[Record], deliver: Deliver, lock: Lock, ids: Iterator[int], size: int
    ) -> None:
        """Describe the reading. Nothing is sent yet.

        Args:
            records: The record type.
            deliver: Gets requests through.
            lock: Held while a chunk is read, so that whoever wants one of its records waits for it.
            ids: The ids, each once, in about the order in which their records will be wanted.
            size: How many records make a chunk.

        Raises:
            TypeError: the size is no whole number.
            ValueError: it is below 1.
        """
        if type(size) is not int or size < 1:
            kind = ValueError if type(size) is int else TypeError
            raise kind(f"read_ahead is {size!r}; give the number of records to read at once, which is at least 1")
        self._records = records
        self._deliver = deliver
        self._lock = lock
        self._ids = ids
        self._size = size
        self._held = dict[int, Record | None]()

    def get_one(self, id_: int) -> Flow[Record]:
        """One record. If its chunk did not bring it, it is read by itself, which says what is wrong with it."""
        if id_ not in self._held:
            yield from holding(self._lock, self._read_up_to(id_))
        record = self._held.pop(id_, None)
        return (yield from self._records.get_one(self._deliver, id_)) if record is None else record

    def _read_up_to(self, id_: int) -> Flow[None]:
        # Threads take items in order, but may overtake each other before they want the records.
        while id_ not in self._held and (chunk := self._next_chunk()):
            found = dict[int, Record]()
            try:
                if len(chunk) > 1:
                    yield from attempted(self._read(chunk, found))
            finally:
                # However that ended, nobody needs to wait for these any more.
                self._held.update({each: found.get(each) for each in chunk})

    def _next_chunk(self) -> list[int]:
        return [id_ for _, id_ in zip(range(self._size), self._ids, strict=False)]

    def _read(self, chunk: list[int], found: dict[int, Record]) -> Flow[None]:
        records = yield from self._records.get_many(self._deliver, chunk)
        found.update({self._records.id_of(record): record for record in records})
