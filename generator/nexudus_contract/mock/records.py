"""What a record holds: what the client wrote, what the server assigns, and nothing where neither says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract, ContractError
from nexudus_contract.mock.settings import MockSettings
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

# People who do not exist, for the records that references point at: the mock has no record types but the contract's.
_NAMES = (
    "Ada Lovelace",
    "Amara Okafor",
    "Chen Wei",
    "Elif Kaya",
    "Grace Hopper",
    "Ingrid Sørensen",
    "José Álvarez",
    "Katherine Johnson",
    "Mary Seacole",
    "Priya Raman",
    "Tomasz Zieliński",
)

# In the order of preference. A boolean is cleared to false (documentation of 2020), and the others by analogy.
_BLANKS: tuple[Any, ...] = (None, False, 0, "", [], {})

_ASSIGNED = {"id", "uuid", "created-on", "updated-on", "updated-by", "is-new", "display-text"}


def name_of(reference: Any) -> str | None:
    """The name of the record behind a reference; None where there is no record."""
    return _NAMES[reference % len(_NAMES)] if isinstance(reference, int) and reference else None


def moment(time: datetime) -> str:
    """A time as the API writes it: UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Stamp:
    """When a record was written, and by whom (an e-mail address)."""

    moment: str
    author: str


class Records:
    """Makes the records of one type.

    Raises:
        ContractError: the contract assigns a property in a way that is not known.
    """

    def __init__(self, contract: Contract, record_type: RecordType, settings: MockSettings) -> None:
        for item in record_type.properties.values():
            if item.assigned is not None and item.assigned not in _ASSIGNED:
                raise ContractError(f"{record_type.tag}.{item.name}: x-nexudus-assigned cannot be {item.assigned}")
        self._entity = record_type.entity
        self._properties = record_type.properties
        self._writable = [name for name in record_type.writable if name in record_type.properties]
        self._unique_id = settings.unique_id
        schema = record_type.operations[Kind.GET].responses["200"].schema
        raw = contract.flatten(schema or {}).properties
        validators = {name: Draft202012Validator(contract.standalone(value)) for name, value in raw.items()}
        self._nullable = frozenset(name for name, validator in validators.items() if validator.is_valid(None))
        self._blanks = {
            name: next((blank for blank in _BLANKS if validator.is_valid(blank)), None)
            for name, validator in validators.items()
        }
        written = [self._properties[name] for name in self._writable]
        self._texts = [item.name for item in written if "string" in item.types and not item.moment]

    def new(self, record_id: int, written: JsonObject, stamp: Stamp) -> JsonObject:
        """A record as it stands after its creation."""
        unique_id = str(self._unique_id())
        return self._compose(written, stamp, {"id": record_id, "uuid": unique_id, "created-on": stamp.moment})

    def replacement(self, record: JsonObject, written: JsonObject, stamp: Stamp) -> JsonObject:
        """A record as it stands after an update, which clears what `written` leaves out."""
        kept = {item.assigned: record[item.name] for item in self._properties.values() if item.assigned}
        return self._compose(written, stamp, kept)

    def shown(self, record: JsonObject) -> JsonObject:
        """A record as it is answered: without the properties that hold nothing, and may not hold null."""
        return {name: value for name, value in record.items() if value is not None or name in self._nullable}

    def _compose(self, written: JsonObject, stamp: Stamp, kept: Mapping[str, Any]) -> JsonObject:
        record = self._blanks | {name: value for name, value in written.items() if name in self._writable}
        assigned = {
            **kept,
            "updated-on": stamp.moment,
            "updated-by": stamp.author,
            "is-new": False,
            "display-text": self._display_text(record, kept["id"]),
        }
        for item in self._properties.values():
            if item.assigned:
                record[item.name] = assigned[item.assigned]
            elif item.name_of:
                record[item.name] = name_of(record[item.name_of])
        return record

    def _display_text(self, record: JsonObject, record_id: int) -> str:
        text = next((record[name] for name in self._texts if record[name]), record_id)
        return f"{self._entity} {text}"
