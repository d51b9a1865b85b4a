"""What a record holds: what the client wrote, what the server assigns, and nothing where neither says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract, ContractError
from nexudus_contract.mock.records.directory import Directory
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

# In the order of preference. A boolean is cleared to false (documentation of 2020), and the others by analogy.
_BLANKS: tuple[Any, ...] = (None, False, 0, "", [], {})

_ASSIGNED = {"id", "uuid", "created-on", "updated-on", "updated-by", "is-new", "display-text"}


def moment(time: datetime) -> str:
    """A time as clients write it: UTC, to the second."""
    return f"{time.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def stamp_moment(time: datetime) -> str:
    """A time as the API sets it: UTC, with seven digits of a second, of which zeros at the end are left out.

    The mock's clock has six, so the last one is made up of them; where it stands at a whole second, there are none.
    """
    whole = moment(time)
    return f"{whole[:-1]}.{time.microsecond:06}{time.microsecond % 9 + 1}Z" if time.microsecond else whole


@dataclass(frozen=True)
class Stamp:
    """When a record was written, as the API says it, and by whom (an e-mail address)."""

    moment: str
    author: str


class Records:
    """Makes the records of one type.

    Raises:
        ContractError: the contract assigns a property in a way that is not known.
    """

    def __init__(
        self, contract: Contract, record_type: RecordType, directory: Directory, unique_id: Callable[[], UUID]
    ) -> None:
        for item in record_type.properties.values():
            if item.assigned is not None and item.assigned not in _ASSIGNED:
                raise ContractError(f"{record_type.tag}.{item.name}: x-nexudus-assigned cannot be {item.assigned}")
        self._entity = record_type.entity
        self._assigned = [(item.name, item.assigned) for item in record_type.properties.values() if item.assigned]
        self._named = [(item.name, item.name_of) for item in record_type.properties.values() if item.name_of]
        self._properties = record_type.properties
        self._writable = [name for name in record_type.writable if name in record_type.properties]
        self._directory = directory
        self._unique_id = unique_id
        schema = record_type.operations[Kind.GET].responses["200"].schema
        raw = contract.flatten(schema or {}).properties
        validators = {name: Draft202012Validator(contract.standalone(value)) for name, value in raw.items()}
        nullable = {name for name, validator in validators.items() if validator.is_valid(None)}
        self._hidden = [name for name in self._properties if name not in nullable]
        self._blanks = {
            name: next((blank for blank in _BLANKS if validator.is_valid(blank)), None)
            for name, validator in validators.items()
        }
        created = record_type.operations[Kind.CREATE].body
        required = contract.flatten(created.schema).required if created else ()
        row = _required_of_rows(contract, record_type)
        self._optional = frozenset(
            item.name
            for item in self._properties.values()
            if item.name not in row and item.name not in required and not item.assigned
        )
        written = [self._properties[name] for name in self._writable]
        self._texts = [item.name for item in written if "string" in item.types and not item.moment]

    def new(
        self,
        record_id: int,
        written: JsonObject,
        stamp: Stamp,
        created_on: str | None = None,
        unique_id: UUID | None = None,
    ) -> JsonObject:
        """A record as it stands after its creation, or some time later where `created_on` is another moment."""
        uuid = str(unique_id or self._unique_id())
        return self._compose(written, stamp, {"id": record_id, "uuid": uuid, "created-on": created_on or stamp.moment})

    def replacement(self, record: JsonObject, written: JsonObject, stamp: Stamp) -> JsonObject:
        """A record as it stands after an update, which clears what `written` leaves out."""
        kept = {how: record.get(name) for name, how in self._assigned}
        return self._compose(written, stamp, kept)

    def partial(self, record: JsonObject) -> JsonObject:
        """A record as a list's row that is not whole: without what a client may leave out of it, and names."""
        return {name: value for name, value in record.items() if name not in self._optional}

    def _compose(self, written: JsonObject, stamp: Stamp, kept: Mapping[str, Any]) -> JsonObject:
        record = self._blanks | {name: value for name, value in written.items() if name in self._writable}
        assigned = {
            **kept,
            "updated-on": stamp.moment,
            "updated-by": stamp.author,
            "is-new": False,
            "display-text": self._display_text(record, kept["id"]),
        }
        for name, how in self._assigned:
            record[name] = assigned[how]
        for name, reference in self._named:
            record[name] = self._name(name, reference, record[reference])
        # A property that holds nothing, and may not hold null, is not there at all.
        for name in self._hidden:
            if record.get(name) is None:
                record.pop(name, None)
        return record

    def _name(self, shown_as: str, points: str, reference: Any) -> str | None:
        if not isinstance(reference, int) or not reference:
            return None
        return self._directory.name(shown_as, points.removesuffix("Id"), reference)

    def _display_text(self, record: JsonObject, record_id: int) -> str:
        text = next((record[name] for name in self._texts if record.get(name)), record_id)
        return f"{self._entity} {text}"


def _required_of_rows(contract: Contract, record_type: RecordType) -> tuple[str, ...]:
    page = contract.flatten(record_type.operations[Kind.LIST].responses["200"].schema or {})
    rows = (contract.resolve(raw) for raw in page.properties.values())
    items = (raw["items"] for raw in rows if raw.get("type") == "array")
    return next((contract.flatten(item).required for item in items), ())
