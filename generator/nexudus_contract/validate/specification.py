"""What makes a document OpenAPI 3.1 at all. The house rules rely on it, so they wait until it holds.

openapi-spec-validator does the checking. Its first pass, OpenAPI's own JSON Schema, knows where an error stands; its
second pass does not, so it comes last, as a referee for what no rule with a place has found.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable

from nexudus_contract.source import Pointer, is_array, is_object
from nexudus_contract.validate.objects import Objects, placed, target
from nexudus_contract.validate.subject import Complaint, Rule, Subject

_META_SCHEMA = jsonschema_rs.Draft202012Validator(
    {"$ref": "https://json-schema.org/draft/2020-12/schema"}, validate_formats=True
)
# The contract is one file with one way to refer. These would make a second one, which no room could follow.
_IDENTIFICATION = ("$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "$defs", "definitions")
_IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")


def _document(subject: Subject) -> Iterator[Complaint]:
    """OpenAPI's own JSON Schema."""
    data = subject.source.data
    for error in OpenAPIV31SpecValidator(data).schema_validator.iter_errors(data):
        yield placed(data, error.absolute_path), f"{_brief(error.message)}; see the OpenAPI 3.1 specification"


def _schemas(subject: Subject) -> Iterator[Complaint]:
    """JSON Schema's own schema, for every schema that stands in no other."""
    for place in subject.objects.of("schema"):
        parent = subject.objects.at.get(place.pointer[:-1]) or subject.objects.at.get(place.pointer[:-2])
        if parent and parent.is_schema:
            continue
        for error in _META_SCHEMA.iter_errors(place.value):
            yield (
                placed(place.value, error.instance_path, place.pointer),
                f"{_brief(error.message)}; see JSON Schema 2020-12",
            )


def _shapes(subject: Subject) -> Iterator[Complaint]:
    """What OpenAPI allows and no room can read."""
    for place in subject.objects.of("schema", "property"):
        for keyword in _IDENTIFICATION:
            if keyword in place.value:
                yield (*place.pointer, keyword), f"{keyword} is not followed; put the schema under components"
    for pointer in _boolean_schemas(subject.objects):
        yield pointer, "a schema must be an object here; write {} for anything"
    for place in subject.objects.of("media type"):
        if "schema" not in place.value:
            yield place.pointer, "the media type has no schema; say what the body holds"
    for place in subject.objects.of("request body", "response", "parameter", "header"):
        content = place.value.get("content")
        if is_object(content) and len(content) != 1:
            yield (*place.pointer, "content"), "there must be just one media type; only the first would be read"
    for place in subject.objects.all:
        if place.kind == "path" and "$ref" in place.value:
            yield (*place.pointer, "$ref"), "a path that refers elsewhere is not followed; write it out here"


def _boolean_schemas(objects: Objects) -> Iterator[Pointer]:
    for place in objects.all:
        for kind, pointer, held in objects.held(place):
            may_be_boolean = pointer[-1] in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")
            if kind in ("schema", "property") and isinstance(held, bool) and not may_be_boolean:
                yield pointer


def _references(subject: Subject) -> Iterator[Complaint]:
    """Every `$ref` leads, in a finite number of steps, to an object of the kind wanted."""
    objects = subject.objects
    for place in objects.all:
        reference = place.value.get("$ref")
        if not isinstance(reference, str):
            continue
        pointer = target(reference)
        found = objects.at.get(pointer) if pointer else None
        if pointer is None:
            yield (*place.pointer, "$ref"), f"{reference} leaves the document; the contract is one file"
        elif found is None:
            yield (*place.pointer, "$ref"), f"{reference} points at nothing; mend the name or add the component"
        elif found.kind != place.kind and not (found.is_schema and place.is_schema):
            yield (*place.pointer, "$ref"), f"{reference} is a {found.kind}; refer to a {place.kind}"
    try:
        TopologicalSorter(_in_place(objects)).prepare()
    except CycleError as error:
        circle: list[Pointer] = error.args[1]
        yield min(circle, key=subject.source.position_of), "it is made of itself, without end; break the circle"


def _in_place(objects: Objects) -> Mapping[Pointer, list[Pointer]]:
    """What each object needs in order to judge one and the same value."""
    needs: dict[Pointer, list[Pointer]] = {}
    for place in objects.all:
        reference = place.value.get("$ref")
        pointer = target(reference) if isinstance(reference, str) else None
        needs[place.pointer] = [pointer] if pointer else []
        if place.is_schema:
            for keyword in _IN_PLACE:
                needs[place.pointer] += _parts((*place.pointer, keyword), place.value.get(keyword))
    return needs


def _parts(pointer: Pointer, value: object) -> list[Pointer]:
    if is_array(value):
        return [(*pointer, index) for index in range(len(value))]
    if is_object(value) and pointer[-1] == "dependentSchemas":
        return [(*pointer, key) for key in value]
    return [pointer]


def _brief(message: str) -> str:
    """The first line of a validator's message, without the value when that is long."""
    line = message.partition("\n")[0]
    return line if len(line) <= 160 else f"... {line[-150:]}"


def _referee(subject: Subject) -> Iterator[Complaint]:
    """All of openapi-spec-validator, whose findings may have no place but the document itself."""
    try:
        for error in OpenAPIV31SpecValidator(subject.source.data).iter_errors():
            yield (), f"{_brief(error.message)}; see the OpenAPI 3.1 specification"
    except RecursionError:
        # It follows a list whose items hold such a list for ever. The schema is sound, and the rules have read it.
        return
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError, Unresolvable) as error:
        yield (), f"openapi-spec-validator gave up ({type(error).__name__}); look for something unusual"


FOUNDATION = (
    Rule("specification", "tools read OpenAPI, and nothing that only resembles it", _document),
    Rule("schema", "a schema that means nothing checks nothing", _schemas),
    Rule("shape", "what no room reads must not look as if it counted", _shapes),
    Rule("reference", "a reference that leads nowhere breaks every room", _references),
)
REFEREE = Rule("specification", "the specification's own validator has the last word", _referee)
