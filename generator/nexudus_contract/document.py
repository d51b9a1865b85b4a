"""The contract, understood: record types, operations, filters and roles, as openapi.yaml states them.

Every room reads the contract through `load`. The patterns in here are Nexudus' own conventions, the same for all of its
record types (https://developers.nexudus.com/rest-api/overview); nothing names a record type, a field or a path.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from nexudus_contract.contradictions import contradictions
from nexudus_contract.limits import limits
from nexudus_contract.source import JsonObject, Pointer, Source, read
from nexudus_contract.terms import (
    Body,
    Comparison,
    ContractError,
    Contradiction,
    Filter,
    Kind,
    Limit,
    ObjectSchema,
    Operation,
    Parameter,
    Property,
    RecordType,
    Response,
)

__all__ = ["METHODS", "Contract", "ContractError", "load", "shipped", "understand"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Method, and what follows the collection's path.
_PATTERN: dict[tuple[str, str], Kind] = {
    ("get", ""): Kind.LIST,
    ("get", "/"): Kind.BATCH,
    ("get", "/{id}"): Kind.GET,
    ("post", ""): Kind.CREATE,
    ("put", ""): Kind.UPDATE,
    ("delete", "/{id}"): Kind.DELETE,
    ("get", "/commands"): Kind.COMMANDS,
    ("post", "/runcommand"): Kind.RUN,
}


class Contract:
    """openapi.yaml, ready to be asked."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.document: JsonObject = source.data

    def resolve(self, value: JsonObject) -> JsonObject:
        """Follow `$ref` until there is none. Siblings of a `$ref` win over what it points at, as in OpenAPI 3.1."""
        seen: set[str] = set()
        while "$ref" in value:
            reference = value["$ref"]
            if reference in seen:
                raise ContractError(f"{reference} refers to itself")
            seen.add(reference)
            siblings = {key: inner for key, inner in value.items() if key != "$ref"}
            value = {**self._target(reference), **siblings}
        return value

    def flatten(self, schema: JsonObject) -> ObjectSchema:
        """Merge an object's schema with everything it is composed of."""
        schema = self.resolve(schema)
        properties: dict[str, JsonObject] = {}
        required: list[str] = []
        parts = [self.flatten(part) for part in schema.get("allOf", [])]
        own = ObjectSchema(schema.get("properties", {}), tuple(schema.get("required", [])))
        for part in (*parts, own):
            properties.update(part.properties)
            required += [name for name in part.required if name not in required]
        return ObjectSchema(properties, tuple(required))

    def standalone(self, schema: JsonObject) -> JsonObject:
        """The schema with the components it may refer to, so that a JSON Schema validator can take it by itself."""
        return {**schema, "components": {"schemas": self.document["components"]["schemas"]}}

    def examples(self, holder: JsonObject) -> Iterator[tuple[str, Any]]:
        """The named examples of a parameter, a media type or a header."""
        if "example" in holder:
            yield "example", holder["example"]
        for name, example in holder.get("examples", {}).items():
            yield name, self.resolve(example)["value"]

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, in the document's order."""
        return tuple(
            self._operation(path, method)
            for path, item in self.document.get("paths", {}).items()
            for method in item
            if method in METHODS
        )

    @cached_property
    def record_types(self) -> tuple[RecordType, ...]:
        """Every record type, in the order of the tags."""
        return tuple(
            self._record_type(tag["name"], tag["x-nexudus-entity"])
            for tag in self.document.get("tags", [])
            if "x-nexudus-entity" in tag
        )

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """How often a client may call, in the document's order; empty where the document does not say.

        Raises:
            ContractError: a limit is malformed.
        """
        return tuple(limits(self.document))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where Nexudus' pages contradict one another, in the document's order.

        Raises:
            ContractError: an entry is malformed.
        """
        return tuple(contradictions(self.document))

    def _target(self, reference: str) -> JsonObject:
        if not reference.startswith("#/"):
            raise ContractError(f"{reference} leaves the document; the contract is one file")
        target: Any = self.document
        for part in reference[2:].split("/"):
            try:
                target = target[part.replace("~1", "/").replace("~0", "~")]
            except (KeyError, TypeError) as error:
                raise ContractError(f"{reference} points at nothing") from error
        return dict(target)

    def _collections(self, tag: str) -> list[str]:
        """Collection paths of a tag: those that a batch path, the same with a slash behind it, belongs to."""
        paths = [
            path
            for path, item in self.document["paths"].items()
            if any(tag in item[method].get("tags", []) for method in item if method in METHODS)
        ]
        return [path for path in paths if all(not path.startswith(f"{other}/") for other in paths)]

    def _kind(self, tag: str, path: str, method: str) -> Kind | None:
        for collection in self._collections(tag):
            if path.startswith(collection):
                return _PATTERN.get((method, path.removeprefix(collection)))
        return None

    def _operation(self, path: str, method: str) -> Operation:
        item = self.document["paths"][path]
        raw: JsonObject = item[method]
        tag = next(iter(raw.get("tags", [])), "")
        entities = {entry["name"] for entry in self.document.get("tags", []) if "x-nexudus-entity" in entry}
        # An empty list of its own opens an operation, whatever the document says for all.
        everywhere: list[dict[str, list[str]]] = self.document.get("security", [])
        security: list[dict[str, list[str]]] = raw.get("security", everywhere)
        roles: dict[str, None] = {}
        for requirement in security:
            for names in requirement.values():
                roles.update(dict.fromkeys(names))
        return Operation(
            id=raw.get("operationId", f"{method} {path}"),
            method=method,
            path=path,
            tag=tag,
            kind=self._kind(tag, path, method) if tag in entities else None,
            parameters=tuple(
                self._parameter(parameter, (*holder, "parameters", index))
                for holder, value in ((("paths", path), item), (("paths", path, method), raw))
                for index, parameter in enumerate(value.get("parameters", []))
            ),
            body=self._body(raw["requestBody"]) if "requestBody" in raw else None,
            responses={
                status: self._response(status, response) for status, response in raw.get("responses", {}).items()
            },
            secured=bool(security),
            roles=tuple(roles),
            raw=raw,
            pointer=("paths", path, method),
        )

    def _parameter(self, raw: JsonObject, pointer: Pointer) -> Parameter:
        raw = self.resolve(raw)
        media_type, content = self._content(raw) if "content" in raw else (None, raw)
        return Parameter(
            name=raw["name"],
            location=raw["in"],
            required=raw.get("required", False),
            schema=content["schema"],
            media_type=media_type,
            raw=raw,
            pointer=pointer,
        )

    def _body(self, raw: JsonObject) -> Body:
        raw = self.resolve(raw)
        media_type, content = self._content(raw)
        return Body(media_type=media_type, required=raw.get("required", False), schema=content["schema"], raw=raw)

    def _response(self, status: str, raw: JsonObject) -> Response:
        raw = self.resolve(raw)
        schema = self._content(raw)[1].get("schema") if "content" in raw else None
        return Response(status=status, schema=schema, raw=raw)

    def _content(self, raw: JsonObject) -> tuple[str, JsonObject]:
        """The one media type of a body; this API never offers a choice."""
        content: JsonObject = raw["content"]
        return next((media_type, value) for media_type, value in content.items())

    def _record_type(self, tag: str, entity: str) -> RecordType:
        operations = {item.kind: item for item in self.operations if item.tag == tag and item.kind is not None}
        place = ("tags", [item["name"] for item in self.document["tags"]].index(tag))
        missing = [kind for kind in Kind if kind not in operations and kind not in (Kind.COMMANDS, Kind.RUN)]
        if missing:
            raise ContractError(f"the record type {tag} lacks the operations {', '.join(missing)}", place)
        answer = operations[Kind.GET].responses.get("200")
        created = operations[Kind.CREATE].body
        if answer is None or answer.schema is None or created is None:
            raise ContractError(f"the record type {tag} lacks a record in its get, or a body in its create", place)
        properties = {name: self._property(name, raw) for name, raw in self.flatten(answer.schema).properties.items()}
        if not any(item.assigned == "id" for item in properties.values()):
            raise ContractError(f"the record type {tag} has no property with x-nexudus-assigned: id", place)
        writable = tuple(self.flatten(created.schema).properties)
        ends = [item for item in properties.values() if item.expiry]
        if len(ends) > 1 or any(not item.moment or item.name not in writable for item in ends):
            raise ContractError(f"the record type {tag} ends more than once, or not at a moment that is written", place)
        listing = operations[Kind.LIST]
        sortable = [self.resolve(item.schema) for item in listing.parameters if item.name == "orderBy"]
        return RecordType(
            tag=tag,
            entity=entity,
            path=listing.path,
            operations=operations,
            properties=properties,
            writable=writable,
            filters=tuple(self._filters(tag, entity, listing, properties)),
            order_by=tuple(name for schema in sortable for name in schema.get("enum", ())),
        )

    def _property(self, name: str, raw: JsonObject) -> Property:
        raw = self.resolve(raw)
        # A property that may be null can be written as a choice between its schema and null.
        choices = [self.resolve(choice) for choice in (*raw.get("anyOf", ()), *raw.get("oneOf", ()))] or [raw]
        types: set[str] = set()
        for choice in choices:
            named = choice.get("type", "object")
            types.update([named] if isinstance(named, str) else named)
        return Property(
            name=name,
            types=frozenset(types),
            moment=any(choice.get("format") == "date-time" for choice in choices),
            assigned=raw.get("x-nexudus-assigned"),
            name_of=raw.get("x-nexudus-name-of"),
            expiry=bool(raw.get("x-nexudus-expiry", False)),
        )

    def _filters(
        self, tag: str, entity: str, listing: Operation, properties: Mapping[str, Property]
    ) -> Iterator[Filter]:
        prefixes = {f"{entity}_": Comparison.EQUAL, f"from_{entity}_": Comparison.FROM, f"to_{entity}_": Comparison.TO}
        for parameter in listing.parameters:
            for prefix, comparison in prefixes.items():
                if not parameter.name.startswith(prefix):
                    continue
                stem = parameter.name.removeprefix(prefix)
                # A reference is filtered by its stem (Fk for FkId), a related name by both (Fk_Name for FkName):
                # https://developers.nexudus.com/sdk/filtering
                names = (stem, f"{stem}Id", stem.replace("_", ""))
                found = next((name for name in names if name in properties), None)
                if found is None:
                    message = f"the filter {parameter.name} of {tag} names no property of its records"
                    raise ContractError(message, parameter.pointer)
                yield Filter(parameter.name, found, comparison)


def shipped() -> Path:
    """The contract that came with this package: inside it where it is installed, above it in a clone."""
    inside = Path(__file__).parent / "openapi.yaml"
    return inside if inside.exists() else Path(__file__).parents[2] / "openapi.yaml"


def load(path: Path | None = None) -> Contract:
    """Read and understand the contract at `path`, or the one that came with this package.

    Raises:
        SourceError: the file cannot be read as YAML.
        ContractError: it is not a contract that anything can be made from.
    """
    path = path or shipped()
    source = read(path)
    try:
        return understand(source)
    except ContractError as error:
        place = source.position_of(error.pointer)
        raise ContractError(f"{path}:{place.line}:{place.column}: {error}", error.pointer) from error


def understand(source: Source) -> Contract:
    """Understand a contract already read.

    Raises:
        ContractError: it is not a contract that anything can be made from.
    """
    contract = Contract(source)
    try:
        _ = contract.operations, contract.record_types, contract.limits
    except (KeyError, TypeError, AttributeError, ValueError, RuntimeError) as error:
        raise ContractError(f"the document is not complete ({error!r}); run 'make validate'") from error
    if not contract.operations:
        raise ContractError("the document has no operations to make anything from", ("paths",))
    return contract
