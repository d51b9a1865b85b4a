"""What can be done with the records of one type, as flows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, overload
from urllib.parse import quote

import httpx

from .answers import WriteResult, decode, done, each, records, snapshot, written
from .errors import NexudusError, NotFoundError, UnreadableAnswerError
from .flow import Flow
from .request import Request
from .values import is_object

# A query string of 2048 characters is what many servers stop at by default.
_QUERY_LENGTH = 2000


class Model(Protocol):
    """What the generated models have in common."""

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
            f"record {self.record_id} was last updated on {self.found.isoformat()}, not on "
            f"{self.expected.isoformat()}; nothing was written; {self.advice}"
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
class RecordType(Generic[Record]):
    """A record type, as far as its flows know one from another.

    Attributes:
        entity: Nexudus' name of it.
        record: The model of a full record.
        parse: Makes one from JSON.
        properties: Names of all its properties.
        fields: Names of the properties that can be written, by the names of the model's attributes.
        demanded: The properties that an update must have a value for.
        shown: The properties that the server sets or shows, which no update sends back.
        id_property: The property that holds the id.
        id_of: The id of a record.
        updated_on_of: When a record was last updated.
        get: The request that reads one.
        batch: The request that reads several.
        update: The request that replaces one, for its JSON; False where it must not be sent twice.
        delete: The request that deletes one.
    """

    entity: str
    record: type[Record]
    parse: Callable[[Any], Record]
    properties: frozenset[str]
    fields: Mapping[str, str]
    demanded: frozenset[str]
    shown: frozenset[str]
    id_property: str
    id_of: Callable[[Record], int]
    updated_on_of: Callable[[Record], datetime]
    get: Callable[[int], Request]
    batch: Callable[[Sequence[int]], Request]
    update: Callable[[dict[str, Any], bool], Request]
    delete: Callable[[int], Request]

    def read(self, value: object) -> Record:
        """A full record from JSON of either dialect."""
        if is_object(value):
            value = self.current(value)
            for name in self.fields.values():
                # What the generation of 2020 leaves out is not known. An update refuses it, so nothing is cleared.
                if name not in value and _relation(name) in value:
                    value[name] = None
        return self.parse(value)

    def current(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """A record or row in the names of the current generation.

        That of 2020 shows related records as objects where there are ids now, and puts the entity before some names.
        """
        result = {self._current_name(name): item for name, item in value.items()}
        for name in self.fields.values():
            related = result.get(_relation(name))
            if name not in result and is_object(related) and self.id_property in related:
                result[name] = related[self.id_property]
        return result

    def _current_name(self, name: str) -> str:
        short = name.removeprefix(self.entity)
        return short if short in self.properties and name not in self.properties else name

    def get_one(self, deliver: Deliver, id_: int) -> Flow[Record]:
        """Read one."""
        return decode((yield from deliver(self.get(id_))), self.read)

    def get_many(self, deliver: Deliver, ids: Sequence[int]) -> Flow[Batch[Record]]:
        """Read several, in as few requests as their ids fit in."""
        found = dict[int, Record]()
        wanted = list(dict.fromkeys(ids))
        asked_for = frozenset(wanted)
        while wanted:
            before = len(found)
            for chunk in _chunks(wanted):
                response = yield from deliver(self.batch(chunk))
                for record in decode(response, lambda value: each(self.read)(records(value))):
                    if (id_ := self.id_of(record)) not in asked_for:
                        raise UnreadableAnswerError(snapshot(response), f"record {id_} came, which nobody asked for")
                    found.setdefault(id_, record)
            # A server may answer fewer than were asked for, so what is missing is asked for again until nothing comes.
            wanted = [id_ for id_ in wanted if id_ not in found] if len(found) > before else []
        return Batch(
            [found[id_] for id_ in ids if id_ in found], [id_ for id_ in dict.fromkeys(ids) if id_ not in found]
        )

    def replace(self, deliver: Deliver, record: Record) -> Flow[WriteResult]:
        """Write a full record."""
        request = self.update(self._body(record), True)  # noqa: FBT003
        return decode((yield from deliver(request)), written)

    def change(
        self,
        deliver: Deliver,
        id_: int,
        changes: Mapping[str, object],
        if_unchanged_since: datetime | None,
        *,
        verify: bool,
    ) -> Flow[WriteResult]:
        """Read a record, change some of it, and write it back whole."""
        self.check(changes)
        record = yield from self.get_one(deliver, id_)
        if if_unchanged_since is not None and self.updated_on_of(record) != if_unchanged_since:
            raise StaleRecordError(id_, if_unchanged_since, self.updated_on_of(record))
        for name, value in changes.items():
            setattr(record, name, value)
        body = self._body(record)
        # Sent twice, it might undo what somebody else did in between.
        result = decode((yield from deliver(self.update(body, if_unchanged_since is None))), written)
        if verify:
            found = (yield from self.get_one(deliver, id_)).to_dict()
            if differing := [name for name in self.fields.values() if found.get(name) != body.get(name)]:
                raise NotWrittenError(id_, differing)
        return result

    def differences(self, deliver: Deliver, id_: int, changes: Mapping[str, object]) -> Flow[str]:
        """What a change would change, for people."""
        self.check(changes)
        record = yield from self.get_one(deliver, id_)
        before = {name: getattr(record, name) for name in changes}
        told = [f"{name}: {before[name]!r} -> {value!r}" for name, value in changes.items() if before[name] != value]
        return ", ".join(told) or "nothing would change"

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

    def check(self, changes: Mapping[str, object]) -> None:
        """Return if every change is one of something that can be written.

        Raises:
            TypeError: it is not, or there is none.
        """
        if unknown := changes.keys() - self.fields.keys():
            raise TypeError(f"{self.entity} has no field {min(unknown)!r} that can be written")
        if not changes:
            raise TypeError("a change wants at least one field")

    def _body(self, record: Record) -> dict[str, Any]:
        """The record as an update sends it: all that the server does not set itself, since it clears what is left out.

        Raises:
            TypeError: it is no full record. Rows of a list may be partial.
            ValueError: the API never said what must be written.
        """
        if not isinstance(record, self.record):
            raise TypeError(
                f"update wants a {self.record.__name__} as get or get_many answer it, not {type(record).__name__}: "
                "what an update leaves out is cleared"
            )
        whole = record.to_dict()
        for name in sorted(self.demanded):
            if whole.get(name) is None:
                raise ValueError(
                    f"this {self.entity} has no {name}, and without it the write would fail; give it a value first"
                )
        return {
            name: value
            for name, value in whole.items()
            if name in {self.id_property, *self.fields.values()} or (value is not None and name not in self.shown)
        }


def _relation(name: str) -> str:
    """The name under which the generation of 2020 shows the record that an id points at."""
    return name.removesuffix("Id")


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
