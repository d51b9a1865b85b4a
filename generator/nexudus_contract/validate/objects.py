"""The objects that an OpenAPI document is made of, each with its kind and its place.

Which field of which object holds which kind of object is OpenAPI's own table (https://spec.openapis.org/oas/v3.1.1).
Payloads, such as an example's value, are no objects: what looks like a keyword in them is data.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nexudus_contract.document import METHODS
from nexudus_contract.source import JsonObject, Pointer, is_array, is_object

_SCHEMAS = {
    "properties": "{property}",
    **dict.fromkeys(("patternProperties", "dependentSchemas"), "{schema}"),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
    **dict.fromkeys(("not", "if", "then", "else", "items", "contains", "propertyNames"), "schema"),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "unevaluatedItems"), "schema"),
}
_VALUE = {"schema": "schema", "content": "{media type}", "examples": "{example}"}

# Kind of object -> field -> kind of what it holds: one, [a list of them] or {a map of them}.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "document": {
        "info": "info",
        "tags": "[tag]",
        "servers": "[server]",
        "paths": "{path}",
        "components": "components",
        "externalDocs": "documentation",
    },
    "info": {"contact": "contact", "license": "license"},
    "tag": {"externalDocs": "documentation"},
    "path": {**dict.fromkeys(METHODS, "operation"), "parameters": "[parameter]"},
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "request body",
        "responses": "{response}",
        "externalDocs": "documentation",
    },
    "parameter": _VALUE,
    "header": _VALUE,
    "media type": _VALUE,
    "request body": {"content": "{media type}"},
    "response": {"content": "{media type}", "headers": "{header}", "links": "{link}"},
    "components": {
        "schemas": "{schema}",
        "parameters": "{parameter}",
        "requestBodies": "{request body}",
        "headers": "{header}",
        "responses": "{response}",
        "examples": "{example}",
        "links": "{link}",
        "securitySchemes": "{security scheme}",
    },
    "schema": _SCHEMAS,
    "property": _SCHEMAS,
}


@dataclass(frozen=True)
class Place:
    """One object of the document."""

    kind: str
    pointer: Pointer
    value: JsonObject

    @property
    def is_schema(self) -> bool:
        """Whether it is a schema, a property's included."""
        return self.kind in ("schema", "property")


class Objects:
    """Every object of a document, in its order. A damaged document has fewer; none is refused."""

    def __init__(self, document: JsonObject) -> None:
        self.all = tuple(_walk("document", (), document))

    def of(self, *kinds: str) -> Iterator[Place]:
        """The objects of these kinds that stand here themselves, rather than by `$ref`."""
        return (place for place in self.all if place.kind in kinds and (place.is_schema or "$ref" not in place.value))

    def held(self, place: Place) -> Iterator[tuple[str, Pointer, Any]]:
        """What stands where an object may hold others, be it one or not: the kind wanted, the pointer, the value."""
        return _held(place.kind, place.pointer, place.value)

    @cached_property
    def at(self) -> Mapping[Pointer, Place]:
        """Every object by its pointer."""
        return {place.pointer: place for place in self.all}


def target(reference: str) -> Pointer | None:
    """The pointer that a `$ref` within the document names, or None where it leaves the document."""
    if not reference.startswith("#/"):
        return None
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in reference[2:].split("/"))


def placed(value: Any, path: Iterable[Any], pointer: Pointer = ()) -> Pointer:
    """A validator's path inside the value at `pointer`, as a pointer; validators take a key of digits for an index."""
    for part in path:
        if is_array(value) and isinstance(part, int) and part < len(value):
            pointer, value = (*pointer, part), value[part]
        elif is_object(value) and str(part) in value:
            pointer, value = (*pointer, str(part)), value[str(part)]
        else:
            break
    return pointer


def _walk(kind: str, pointer: Pointer, value: object) -> Iterator[Place]:
    if is_object(value):
        yield Place(kind, pointer, value)
        for inner_kind, inner_pointer, inner in _held(kind, pointer, value):
            yield from _walk(inner_kind, inner_pointer, inner)


def _held(kind: str, pointer: Pointer, value: JsonObject) -> Iterator[tuple[str, Pointer, Any]]:
    """What the fields of an object hold: kind, pointer and value of each."""
    for field, holds in _FIELDS.get(kind, {}).items():
        inner, place = value.get(field), (*pointer, field)
        if holds.startswith("{"):
            entries = inner if is_object(inner) else {}
            yield from ((holds.strip("{}"), (*place, key), entry) for key, entry in entries.items())
        elif holds.startswith("["):
            items = inner if is_array(inner) else []
            yield from ((holds.strip("[]"), (*place, index), item) for index, item in enumerate(items))
        else:
            yield holds, place, inner
