"""The words that every room uses for what the contract holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from nexudus_contract.source import JsonObject, Pointer


class ContractError(Exception):
    """The document is OpenAPI, but not a contract that anything can be made from; `pointer` says where."""

    def __init__(self, message: str, pointer: Pointer = ()) -> None:
        super().__init__(message)
        self.pointer = pointer


class Kind(StrEnum):
    """What an operation of a record type does; the value is the verb that its operationId starts with."""

    LIST = "list"
    BATCH = "batch"
    GET = "get"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    COMMANDS = "commands"
    RUN = "run"


class Comparison(StrEnum):
    """How a filter compares a property with its value."""

    EQUAL = "equal"
    FROM = "from"
    TO = "to"


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation. `media_type` is set where the value travels encoded, as JSON for one."""

    name: str
    location: str
    required: bool
    schema: JsonObject
    media_type: str | None
    raw: JsonObject
    pointer: Pointer

    @property
    def cap(self) -> int | None:
        """The largest value that the server heeds, as far as is known: it takes what is above it for this one."""
        return self.raw.get("x-nexudus-cap")


@dataclass(frozen=True)
class Body:
    """A request body."""

    media_type: str
    required: bool
    schema: JsonObject
    raw: JsonObject


@dataclass(frozen=True)
class Response:
    """A documented answer. `schema` is None where it has no body."""

    status: str
    schema: JsonObject | None
    raw: JsonObject

    @property
    def refuses_valid(self) -> bool:
        """Whether the server also gives it to well-formed requests."""
        return bool(self.raw.get("x-nexudus-refuses-valid", False))


@dataclass(frozen=True)
class Operation:
    """One method on one path. `kind` is set where it belongs to a record type."""

    id: str
    method: str
    path: str
    tag: str
    kind: Kind | None
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: Mapping[str, Response]
    secured: bool
    roles: tuple[str, ...]
    raw: JsonObject
    pointer: Pointer


@dataclass(frozen=True)
class Limit:
    """How often a client may call: at most `calls` within any `seconds`.

    Attributes:
        calls: the calls that are let in, 1 or more.
        seconds: length of the sliding window, above 0.
        methods: HTTP methods in capitals, whose calls are counted together; empty for all methods.
    """

    calls: int
    seconds: float
    methods: frozenset[str] = frozenset()

    def binds(self, method: str) -> bool:
        """Whether calls with this HTTP method, in capitals or not, are counted."""
        return not self.methods or method.upper() in self.methods


@dataclass(frozen=True)
class Side:
    """One side of a contradiction: what is said, and by whom."""

    says: str
    source: str


@dataclass(frozen=True)
class Contradiction:
    """Where Nexudus' pages contradict one another. Texts are Markdown.

    Attributes:
        id: its name, `C` and a number.
        topic: what is contested.
        sides: who says what, by letter.
        follows: letters of the sides that the contract takes; empty where the matter does not touch it.
        because: why it takes them, or why it takes none.
        places: where the contract speaks of it.
        questions: questions of the probe that settle it on a running server; empty where it cannot.
        tells: what those questions find out, or why there are none.
    """

    id: str
    topic: str
    sides: Mapping[str, Side]
    follows: tuple[str, ...]
    because: str
    places: tuple[Pointer, ...]
    questions: tuple[str, ...]
    tells: str


@dataclass(frozen=True)
class Property:
    """A property of a record.

    Attributes:
        name: Its name.
        types: JSON types of its values.
        moment: Whether it holds an instant.
        assigned: How the server sets it, if it does.
        name_of: The property whose record's name it shows, if any.
        expiry: Whether what the record stands for ends at its value.
    """

    name: str
    types: frozenset[str]
    moment: bool
    assigned: str | None
    name_of: str | None
    expiry: bool = False


@dataclass(frozen=True)
class Filter:
    """A query parameter that narrows a list."""

    parameter: str
    property: str
    comparison: Comparison


@dataclass(frozen=True)
class RecordType:
    """A kind of record: the operations at one collection path, and what its records hold."""

    tag: str
    entity: str
    path: str
    operations: Mapping[Kind, Operation]
    properties: Mapping[str, Property]
    writable: tuple[str, ...]
    filters: tuple[Filter, ...]
    order_by: tuple[str, ...]

    @cached_property
    def id_property(self) -> str:
        """Name of the property that the server numbers records by."""
        return next(item.name for item in self.properties.values() if item.assigned == "id")

    @cached_property
    def expiry_property(self) -> str | None:
        """Name of the property that says when what the record stands for ends; None where it does not end."""
        return next((item.name for item in self.properties.values() if item.expiry), None)

    @cached_property
    def references(self) -> frozenset[str]:
        """Names of the properties that hold the ids of other records: the integers whose name ends in `Id`."""
        return frozenset(
            item.name
            for item in self.properties.values()
            if "integer" in item.types and item.name.endswith("Id") and not item.assigned
        )


@dataclass(frozen=True)
class ObjectSchema:
    """An object's schema with every `allOf` and `$ref` on its way merged in."""

    properties: Mapping[str, JsonObject]
    required: tuple[str, ...]
