"""By what a run knows its own records on somebody's server, and which writes touch nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_object
from nexudus_contract.terms import Kind, RecordType


@dataclass(frozen=True)
class Brand:
    """What the run's records begin with and point at.

    Attributes:
        mark: text that the first demanded text begins with.
        own: ids of records of the tester's own, by the property that points at them.
    """

    mark: str
    own: Mapping[str, int]

    def missing(self, contract: Contract, record_type: RecordType) -> list[str]:
        """What must be given before a record can be made that points at nothing but the tester's own."""
        schema = _schema(contract, record_type)
        return [name for name in schema if name in record_type.references and name not in self.own]

    def property(self, contract: Contract, record_type: RecordType) -> str:
        """The first text that a new record must have; it carries the mark. Empty where there is none."""
        for name in _schema(contract, record_type):
            item = record_type.properties[name]
            if "string" in item.types and not item.moment:
                return name
        return ""

    def is_on(self, contract: Contract, record_type: RecordType, record: object) -> bool:
        """Whether a record bears the mark."""
        # A server may cut blanks off.
        text = record.get(self.property(contract, record_type)) if is_object(record) else None
        return isinstance(text, str) and text.startswith(self.mark.rstrip())

    def allows(self, contract: Contract, record_type: RecordType, kind: Kind, data: bytes) -> bool:
        """Whether a body can make or change nothing but a record that bears the mark and points at the tester's own."""
        try:
            body: object = json.loads(data, object_pairs_hook=_once)
        except ValueError:
            return False
        if not is_object(body) or not self.is_on(contract, record_type, body):
            return False
        if kind is Kind.CREATE and record_type.id_property in body:
            return False
        # A server may take a name in other letters for the same one.
        known = set(record_type.properties)
        return all(name in known and self._points_home(record_type, name, value) for name, value in body.items())

    def _points_home(self, record_type: RecordType, name: str, value: object) -> bool:
        if name not in record_type.references:
            return True
        return value is None or (type(value) is int and value == self.own.get(name))


def _schema(contract: Contract, record_type: RecordType) -> tuple[str, ...]:
    body = record_type.operations[Kind.CREATE].body
    return contract.flatten(body.schema).required if body else ()


def _once(pairs: list[tuple[str, object]]) -> JsonObject:
    """An object of JSON in which no name comes twice, or nobody knows which one a server takes."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)
