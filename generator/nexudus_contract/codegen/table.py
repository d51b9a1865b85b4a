"""The record types as the command line knows them: what can be listed by, shown, and written of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nexudus_contract.codegen.description import Argument, Resource
from nexudus_contract.document import Contract
from nexudus_contract.terms import Kind, RecordType

# What a person can write on a command line, by the type that the client wants.
_KINDS = {
    "int": "integer",
    "str": "text",
    "bool": "flag",
    "datetime.datetime": "moment",
    "datetime.timedelta": "duration",
}
# These the command line decides by itself.
_OWN = frozenset({"size", "hydrate"})


@dataclass(frozen=True)
class Option:
    """One way to narrow or sort a list. `choices` is empty where anything of its kind may stand."""

    name: str
    kind: str
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Field:
    """Something that can be written of a record: the model's attribute, and the property behind it."""

    name: str
    property: str
    kind: str
    nullable: bool


@dataclass(frozen=True)
class Entry:
    """A record type.

    Attributes:
        name: What a person writes on the command line.
        attribute: The client's attribute.
        entity: Nexudus' name of it.
        description: What it is.
        id_property: The property that holds the id.
        expiry: The property that says when it ends, if it does.
        summary: The properties that tell people one record from another.
        properties: All properties, in the contract's order.
        fields: What can be written.
        options: What a list takes.
        roles: Which roles each of the client's methods needs one of.
    """

    name: str
    attribute: str
    entity: str
    description: str
    id_property: str
    expiry: str | None
    summary: tuple[str, ...]
    properties: tuple[str, ...]
    fields: tuple[Field, ...]
    options: tuple[Option, ...]
    roles: Mapping[str, tuple[str, ...]]


def entries(contract: Contract, resources: Sequence[Resource]) -> Iterator[Entry]:
    """An entry for each record type, in the order of the tags."""
    record_types = {item.tag: item for item in contract.record_types}
    for tag, resource in zip(contract.document["tags"], resources, strict=True):
        if tag["name"] in record_types:
            yield _entry(record_types[tag["name"]], resource)


def _entry(record_type: RecordType, resource: Resource) -> Entry:
    listing = (*resource.method(Kind.LIST).arguments, *resource.list_arguments)
    return Entry(
        name=resource.attribute.replace("_", "-"),
        attribute=resource.attribute,
        entity=record_type.entity,
        description=" ".join(resource.description.split()),
        id_property=record_type.id_property,
        expiry=record_type.expiry_property,
        summary=tuple(_summary(record_type, resource)),
        properties=tuple(record_type.properties),
        fields=tuple(_field(record_type, item) for item in (resource.records.changes if resource.records else ())),
        options=tuple(_option(record_type, item) for item in listing if item.name not in _OWN),
        roles={method.name: method.operation.roles for method in resource.methods},
    )


def _summary(record_type: RecordType, resource: Resource) -> Iterator[str]:
    """The id, the other records that each one must point at, and the first text that it must have."""
    demanded = resource.records.demanded if resource.records else ()
    yield record_type.id_property
    yield from (name for name in record_type.properties if name in record_type.references and name in demanded)
    plain = (name for name in demanded if "string" in record_type.properties[name].types)
    yield from [name for name in plain if not record_type.properties[name].moment][:1]


def _field(record_type: RecordType, argument: Argument) -> Field:
    held = record_type.properties[argument.target or ""]
    return Field(argument.name, held.name, _kind_of(argument.annotation), "null" in held.types)


def _option(record_type: RecordType, argument: Argument) -> Option:
    kind = _KINDS.get(argument.annotation, "choice")
    return Option(
        name=argument.name,
        kind=kind,
        choices=record_type.order_by if kind == "choice" else (),
        description=" ".join(argument.description.split()),
    )


def _kind_of(annotation: str) -> str:
    """What a field takes; what no cell of a table can say is JSON."""
    return next((_KINDS[part] for part in annotation.split(" | ") if part in _KINDS), "json")
