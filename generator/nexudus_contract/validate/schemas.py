"""Rules for schemas, descriptions and components."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from nexudus_contract.source import Pointer
from nexudus_contract.terms import Kind
from nexudus_contract.validate.objects import Objects, Place, target
from nexudus_contract.validate.subject import Complaint, Rule, Subject

# https://json-schema.org/draft/2020-12/json-schema-validation and https://spec.openapis.org/oas/v3.1.1#schema-object
_KEYWORDS = frozenset(
    (
        *("$ref", "$comment", "title", "description", "default", "deprecated", "readOnly", "writeOnly", "example"),
        *("examples", "externalDocs", "discriminator", "xml", "type", "enum", "const", "format", "multipleOf"),
        *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern"),
        *("maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties"),
        *("required", "dependentRequired", "contentEncoding", "contentMediaType", "contentSchema", "properties"),
        *("patternProperties", "additionalProperties", "propertyNames", "unevaluatedProperties", "items"),
        *("prefixItems", "contains", "unevaluatedItems", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
        "dependentSchemas",
    )
)
_INTEGERS = {"int32": 2**31, "int64": 2**63}
_DESCRIBED = ("tag", "parameter", "header", "request body", "response", "link", "security scheme")


def composed(objects: Objects, place: Place) -> Place:
    """The schema that an inline member of an `allOf` is a part of, or the schema itself."""
    while place.pointer[-2:-1] == ("allOf",):
        place = objects.at[place.pointer[:-2]]
    return place


def _keywords(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("schema", "property"):
        for key in place.value:
            if key == "nullable":
                yield (*place.pointer, key), "nullable is OpenAPI 3.0; write type: [..., 'null']"
            elif key not in _KEYWORDS and not key.startswith("x-"):
                yield (*place.pointer, key), f"{key} is no keyword of a schema; mend its spelling or remove it"


def _integers(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("schema", "property"):
        bound = _INTEGERS.get(str(place.value.get("format")))
        if bound is None:
            continue
        for key in ("minimum", "maximum"):
            limit = place.value.get(key)
            if limit is None:
                yield place.pointer, f"{place.value['format']} without {key} is checked by nobody; add it"
            elif not -bound <= limit < bound:
                yield (*place.pointer, key), f"{limit} does not fit {place.value['format']}; mend one of them"


def _required(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("schema", "property"):
        required: list[str] = place.value.get("required", [])
        if not required:
            continue
        properties = subject.contract.flatten(composed(subject.objects, place).value).properties
        for index, name in enumerate(required):
            if name not in properties:
                yield (*place.pointer, "required", index), f"{name} is required but no property; mend its name"


def _values(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("schema", "property"):
        if "type" not in place.value:
            continue
        fits = jsonschema_rs.Draft202012Validator({"type": place.value["type"]}).is_valid
        values: list[tuple[Pointer, Any]] = [
            ((*place.pointer, "enum", index), value) for index, value in enumerate(place.value.get("enum", []))
        ]
        if "const" in place.value:
            values.append(((*place.pointer, "const"), place.value["const"]))
        for pointer, value in values:
            if not fits(value):
                yield pointer, f"{value!r} is not of the schema's type; mend one of them"


def _descriptions(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of(*_DESCRIBED, "schema", "property"):
        if place.kind == "schema" and place.pointer[:-1] != ("components", "schemas"):
            continue
        if not subject.contract.resolve(place.value).get("description", "").strip():
            yield place.pointer, f"the {place.kind} {_name(place)} has no description; write one"


def _name(place: Place) -> str:
    return str(place.value.get("name", place.pointer[-1]))


def _used(subject: Subject) -> Iterator[Complaint]:
    """Components that no path leads to, be it over other components."""
    uses: dict[Pointer, set[Pointer]] = {}
    for place in subject.objects.all:
        found = target(place.value["$ref"]) if "$ref" in place.value else None
        if found:
            uses.setdefault(_owner(place.pointer), set()).add(_owner(found))
    for operation in subject.operations:
        for requirement in operation.raw.get("security", []):
            uses.setdefault((), set()).update(("components", "securitySchemes", name) for name in requirement)
    reached = _reach(uses)
    for place in subject.objects.all:
        if len(place.pointer) == 3 and place.pointer == _owner(place.pointer) and place.pointer not in reached:
            yield place.pointer, f"nothing uses the {place.kind} {place.pointer[-1]}; use it or remove it"


def _owner(pointer: Pointer) -> Pointer:
    """The component that a place belongs to, or () outside of the components."""
    return pointer[:3] if pointer[:1] == ("components",) else ()


def _reach(uses: Mapping[Pointer, set[Pointer]]) -> set[Pointer]:
    reached: set[Pointer] = set()
    ahead: list[Pointer] = [()]
    while ahead:
        owner = ahead.pop()
        if owner not in reached:
            reached.add(owner)
            ahead += uses.get(owner, ())
    return reached


def _sorting(subject: Subject) -> Iterator[Complaint]:
    for record_type in subject.record_types:
        unknown = [name for name in record_type.order_by if str(name) not in record_type.properties]
        for parameter in record_type.operations[Kind.LIST].parameters:
            if parameter.name == "orderBy" and unknown:
                yield parameter.pointer, f"{', '.join(map(str, unknown))}: no such property; mend the list of orderBy"


SCHEMA_RULES = (
    Rule(
        "schema-keyword", "JSON Schema ignores what it does not know, so a misspelt keyword checks nothing", _keywords
    ),
    Rule("integer-bounds", "formats of integers are only remarks to a validator", _integers),
    Rule("required", "a required name that is no property refuses every record", _required),
    Rule("enum-type", "a value of another type can never be sent", _values),
    Rule("description", "the client and the reference show these texts", _descriptions),
    Rule("component-used", "what nothing uses is never tested and soon wrong", _used),
    Rule("order-by", "the mock sorts by what the list operation offers", _sorting),
)
