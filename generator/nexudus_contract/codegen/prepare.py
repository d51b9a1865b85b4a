"""The contract as openapi-python-client can express it, and what it cannot express beside it.

The generator drops a parameter with `content`, ignores `required` beside a single `allOf`, and loses the description of
a property that is a `$ref`. So every schema is merged flat, references to plain values are written out, and components
that only served as parts are left out. What the contract means does not change; `completeness` checks what comes out.
"""

from dataclasses import dataclass
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.terms import Operation, Parameter

_COMPONENT = "#/components/schemas/"


@dataclass(frozen=True)
class Prepared:
    """What the generator is given.

    Attributes:
        document: The document, flat.
        json_parameters: Wire names of the parameters that travel as JSON, with their operationIds.
        secrets: Wire names of the properties that no repr may show, with their schemas' names.
    """

    document: JsonObject
    json_parameters: frozenset[tuple[str, str]]
    secrets: frozenset[tuple[str, str]]


def prepare(contract: Contract) -> Prepared:
    """Write the contract out flat for the generator."""
    flattener = _Flattener(contract)
    paths: JsonObject = {}
    for operation in contract.operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(flattener, operation)
    schemas = flattener.components()
    document = {
        "openapi": contract.document["openapi"],
        "info": contract.document["info"],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return Prepared(
        document=_encodable(document),
        json_parameters=frozenset(
            (operation.id, parameter.name)
            for operation in contract.operations
            for parameter in operation.parameters
            if parameter.media_type is not None
        ),
        secrets=frozenset(
            (component, name)
            for component, schema in schemas.items()
            for name, inner in schema["properties"].items()
            if inner.get("format") == "password"
        ),
    )


def _encodable(value: Any) -> Any:
    """The same without halves of characters, which JSON can say and no file can hold."""
    if is_object(value):
        return {_encodable(key): _encodable(inner) for key, inner in value.items()}
    if is_array(value):
        return [_encodable(inner) for inner in value]
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _operation(flattener: "_Flattener", operation: Operation) -> JsonObject:
    written: JsonObject = {
        "operationId": operation.id,
        "summary": operation.raw.get("summary"),
        "description": operation.raw.get("description"),
        "tags": [operation.tag],
        "security": operation.raw.get("security", []),
        "parameters": [_parameter(flattener, parameter) for parameter in operation.parameters],
        "responses": {},
    }
    if operation.body is not None:
        written["requestBody"] = {
            "required": operation.body.required,
            "content": {operation.body.media_type: {"schema": flattener.flat(operation.body.schema)}},
        }
    for status, response in operation.responses.items():
        written["responses"][status] = {"description": response.raw["description"]}
        if response.schema is not None:
            content = {"application/json": {"schema": flattener.flat(response.schema)}}
            written["responses"][status]["content"] = content
    return written


def _parameter(flattener: "_Flattener", parameter: Parameter) -> JsonObject:
    return {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required,
        "description": parameter.raw["description"],
        "schema": flattener.flat(parameter.schema),
    }


class _Flattener:
    """Flattens schemas, and keeps the components that the flat ones still refer to."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._wanted: dict[str, None] = {}

    def flat(self, schema: JsonObject) -> JsonObject:
        """The schema without `allOf`, and with references to objects only."""
        reference = schema.get("$ref")
        resolved = self._contract.resolve(schema)
        if reference is not None and self._is_object(resolved):
            self._wanted[reference.removeprefix(_COMPONENT)] = None
            return {"$ref": reference}
        return self._written_out(resolved)

    def components(self) -> JsonObject:
        """The components that were referred to, flat, in the contract's order."""
        written: JsonObject = {}
        while missing := [name for name in self._wanted if name not in written]:
            for name in missing:
                written[name] = self._written_out(self._contract.resolve({"$ref": f"{_COMPONENT}{name}"}))
        return {name: written[name] for name in self._contract.document["components"]["schemas"] if name in written}

    def _is_object(self, schema: JsonObject) -> bool:
        return "allOf" in schema or schema.get("type") == "object"

    def _written_out(self, schema: JsonObject) -> JsonObject:
        if self._is_object(schema):
            whole = self._contract.flatten(schema)
            rest = {key: value for key, value in schema.items() if key not in ("allOf", "example", "examples")}
            return {
                **rest,
                "type": "object",
                "properties": {name: self.flat(inner) for name, inner in whole.properties.items()},
                "required": list(whole.required),
            }
        written: JsonObject = {}
        for key, value in schema.items():
            if key in ("anyOf", "oneOf"):
                written[key] = [self.flat(part) for part in value]
            elif key == "items":
                written[key] = self.flat(value)
            elif key not in ("example", "examples"):
                written[key] = value
        return written
