"""What can be done with the records of one type, as flows."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar, overload
from urllib.parse import quote

import httpx

from .answers import WriteResult, decode, done, each, read_many, reading, records, written
from .dates import exact, is_same
from .errors import NexudusError, NotFoundError
from .flow import Flow
from .request import Request
from .shapes import Shape
from .values import is_object

# A query string of 2048 characters is what many servers stop at by default.
_QUERY_LENGTH = 2000


class Model(Protocol):
    """What the generated models have in common.

    Attributes:
        ATTRIBUTES: Names of their attributes, by those of the contract's properties.
        additional_properties: What came beside these.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]]
    additional_properties: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON."""
        ...


Record = TypeVar("Record", bound=Model)
Item = TypeVar("Item")
Deliver = Callable[[Request], Flow[httpx.Response]]


class StaleRecordError(NexudusError):
    """Somebody changed the record since it was read, and nothing was written.

    Attributes:
        record_id: Id of the record.
        expected: When it was last updated as far as the caller knew.
        found: When it really was.
    """

    advice = "read it again, and decide anew"

    def __init__(self, record_id: int, expected: datetime, found: datetime) -> None:
        super().__init__(record_id, expected, found)
        self.record_id = record_id
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return (
            f"record {self.record_id} was last updated on {exact(self.found)}, not on "
            f"{exact(self.expected)}; nothing was written; {self.advice}"
        )


class NotWrittenError(NexudusError):
    """A write was accepted, and the record read back is not what was written.

    Attributes:
        record_id: Id of the record.
        properties: The properties that differ.
    """

    advice = "somebody else may have changed it in between; look at the record"
    uncertain = True

    def __init__(self, record_id: int, properties: Sequence[str]) -> None:
        super().__init__(record_id, properties)
        self.record_id = record_id
        self.properties = tuple(properties)

    def __str__(self) -> str:
        names = ", ".join(self.properties)
        return f"record {self.record_id} was written, but reads back with another {names}; {self.advice}"


class Batch(Sequence[Item]):
    """Records in the order in which their ids were given.

    Attributes:
        missing: The ids that the API answered no record for, in the order given.
    """

    def __init__(self, found: Sequence[Item], missing: Sequence[int]) -> None:
        self._found = tuple(found)
        self.missing = tuple(missing)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"Batch({list(self._found)!r}, missing={list(self.missing)!r})"


@dataclass(frozen=True)
class RecordType(Shape, Generic[Record]):
    """A record type, as far as its flows know one from another.

    Attributes:
        record: The model of a full record.
        parse: Makes one from JSON.
        records: What a batch answers: a list of that model.
        id_of: The id of a record.
        updated_on_of: When a record was last updated.
        get: The request that reads one.
        batch: The request that reads several.
        update: The request that replaces one, for its JSON; False where it must not be sent twice.
        delete: The request that deletes one.
    """

    record: type[Record]
    parse: Callable[[Any], Record]
    records: type[list[Record]]
    id_of: Callable[[Record], int]
    updated_on_of: Callable[[Record], datetime]
    get: Callable[[int], Request]
    batch: Callable[[Sequence[int]], Request]
    update: Callable[[dict[str, Any], bool], Request]
    delete: Callable[[int], Request]

    def read(self, value: object) -> Record:
        """A full record from JSON of either dialect."""
        return self.parse(self.whole(value) if is_object(value) else value)

    def get_one(self, deliver: Deliver, id_: int) -> Flow[Record]:
        """Read one."""
        return decode((yield from deliver(self.get(id_))), lambda value: self._asked_for({id_}, self.read(value)))

    def get_many(self, deliver: Deliver, ids: Iterable[int]) -> Flow[Batch[Record]]:
        """Read several, in as few requests as their ids fit in."""
        asked, found = list(ids), dict[int, Record]()
        every = dict.fromkeys(asked)
        wanted = list(every)
        while wanted:
            before = len(found)
            for chunk in _chunks(wanted):
                response = yield from deliver(self.batch(chunk))
                with reading(response):
                    for record in read_many(response, self.records, self._read_records):
                        found.setdefault(self.id_of(self._asked_for(every, record)), record)
            # A server may answer fewer than were asked for, so what is missing is asked for again until nothing comes.
            wanted = [id_ for id_ in wanted if id_ not in found] if len(found) > before else []
        return Batch([found[id_] for id_ in asked if id_ in found], [id_ for id_ in every if id_ not in found])

    def _asked_for(self, ids: Container[int], record: Record) -> Record:
        """The record, unless it is another one: a change would write to that.

        Raises:
            ValueError: it is another one.
        """
        if (id_ := self.id_of(record)) not in ids:
            raise ValueError(f"record {id_} came, which nobody asked for")
        return record

    def _read_records(self, value: object) -> list[Record]:
        return each(self.read)(records(value))

    def replace(self, deliver: Deliver, record: Record) -> Flow[WriteResult]:
        """Write a full record.

        Raises:
            TypeError: it is none. Rows of a list may be partial.
            ValueError: the API never said what must be written.
        """
        if not isinstance(record, self.record):
            raise TypeError(
                f"update wants a {self.record.__name__} as get or get_many answer it, not {type(record).__name__}: "
                "what an update leaves out is cleared"
            )
        request = self.update(self.body(record.to_dict()), True)  # noqa: FBT003
        return decode((yield from deliver(request)), written)

    def change(
        self,
        deliver: Deliver,
        reading: Flow[Record],
        changes: Mapping[str, object],
        if_unchanged_since: datetime | None,
        *,
        verify: bool,
    ) -> Flow[WriteResult]:
        """Read a record, change some of it, and write it back whole. What can be refused before is not read.

        Raises:
            TypeError: there is no such field, or none is given.
            ValueError: the API never said what must be written, or the moment has no time zone.
            StaleRecordError: the record was changed since.
            NotWrittenError: it reads back otherwise than it was written.
        """
        self.check(changes)
        if if_unchanged_since is not None and if_unchanged_since.tzinfo is None:
            raise ValueError("if_unchanged_since has no time zone; give the record's own")
        record = yield from reading
        id_ = self.id_of(record)
        if if_unchanged_since is not None and not is_same(if_unchanged_since, self.updated_on_of(record)):
            raise StaleRecordError(id_, if_unchanged_since, self.updated_on_of(record))
        body = self._changed(record, changes)
        # Sent twice, it might undo what somebody else did in between.
        result = decode((yield from deliver(self.update(body, if_unchanged_since is None))), written)
        if verify:
            try:
                found = (yield from self.get_one(deliver, id_)).to_dict()
            except NexudusError as error:
                error.uncertain = True
                raise
            known = (body.keys() & self.properties) - self.untold(found)
            if differing := [name for name in body if name in known and found.get(name) != body[name]]:
                raise NotWrittenError(id_, differing)
        return result

    def differences(self, reading: Flow[Record], changes: Mapping[str, object]) -> Flow[str]:
        """What a change would change, for people."""
        self.check(changes)
        record = yield from reading
        before = record.to_dict()
        body = self._changed(record, changes)
        pairs = [(name, before.get(self.fields[name]), body[self.fields[name]]) for name in changes]
        return ", ".join(f"{name}: {old!r} -> {new!r}" for name, old, new in pairs if old != new) or "nothing differs"

    def remove(self, deliver: Deliver, id_: int) -> Flow[None]:
        """Delete one."""
        try:
            response = yield from deliver(self.delete(id_))
        except NotFoundError as error:
            # It is gone because an earlier attempt of this very call deleted it, though its answer was lost.
            if error.uncertain:
                return
            raise
        decode(response, done)

    def _changed(self, record: Record, changes: Mapping[str, object]) -> dict[str, Any]:
        """What an update sends to change a record."""
        for name, value in changes.items():
            setattr(record, name, value)
        return self.body(record.to_dict(), {self.fields[name] for name in changes})


def values_of(models: Iterable[Model], name: str) -> list[Any]:
    """The values of a property, UNSET or None where there is none."""
    return [
        getattr(model, attribute)
        if (attribute := model.ATTRIBUTES.get(name)) is not None
        else model.additional_properties.get(name)
        for model in models
    ]


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    chunk, length = list[int](), 0
    for id_ in ids:
        needed = len(quote(f"{id_},", safe=""))
        if chunk and length + needed > _QUERY_LENGTH:
            yield chunk
            chunk, length = [], 0
        chunk.append(id_)
        length += needed
    yield chunk
