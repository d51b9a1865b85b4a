"""Writing one item of many, or in a dry run everything but the writing."""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from .answers import decode, written
from .bulk import Outcome
from .errors import NotFoundError
from .flow import Flow
from .records import Deliver, Model, RecordType
from .request import Request

Record = TypeVar("Record", bound=Model)
Fields = TypeVar("Fields", bound=Model)
Change = tuple[int, Mapping[str, object]]


class Writes(Generic[Record]):
    """How an item of each bulk operation is written."""

    def __init__(self, records: RecordType[Record], deliver: Deliver, *, dry_run: bool) -> None:
        self._records = records
        self._deliver = deliver
        self._dry_run = dry_run

    def creation(self, request_for: Callable[[Fields], Request]) -> Callable[[Fields, Outcome], Flow[None]]:
        """Creates a record; a dry run only looks whether a request can be made of it."""

        def create(fields: Fields, outcome: Outcome) -> Flow[None]:
            request = request_for(fields)
            if self._dry_run:
                outcome.message = "would be created"
            else:
                result = decode((yield from self._deliver(request)), written)
                outcome.id, outcome.message = result.id, result.message

        return create

    def change(self, read: Callable[[int], Flow[Record]]) -> Callable[[Change, Outcome], Flow[None]]:
        """Changes a record; a dry run reads it, and says what would differ."""

        def change(change: Change, outcome: Outcome) -> Flow[None]:
            id_, fields = change
            if self._dry_run:
                outcome.message = yield from self._records.differences(read(id_), fields)
            else:
                result = yield from self._records.change(self._deliver, read(id_), fields, None, verify=False)
                outcome.message = result.message

        return change

    def deletion(self, id_: int, outcome: Outcome) -> Flow[None]:
        """Deletes a record; a dry run reads it. One that is not there any more counts as deleted."""
        try:
            if self._dry_run:
                yield from self._records.get_one(self._deliver, id_)
                outcome.message = "would be deleted"
            else:
                yield from self._records.remove(self._deliver, id_)
                outcome.message = "deleted"
        except NotFoundError:
            outcome.message = "was gone already"


def distinct(changes: Iterable[Change]) -> list[Change]:
    """The changes, no two of the same record: made side by side, one would undo the other.

    Raises:
        ValueError: two are of the same record.
    """
    result, seen = list(changes), set[int]()
    for id_, _ in result:
        if id_ in seen:
            raise ValueError(f"record {id_} is to be changed twice; put both changes into one")
        seen.add(id_)
    return result
