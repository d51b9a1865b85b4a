"""Every example and every default against its schema, formats included."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from nexudus_contract.source import Pointer
from nexudus_contract.validate.objects import Place, placed, target
from nexudus_contract.validate.subject import Complaint, Rule, Subject

_DOCUMENT = "urn:contract"


def examples(subject: Subject) -> Iterator[tuple[Pointer, Any, Pointer]]:
    """Every example and default: its pointer, its value, and the pointer of its schema."""
    for place in subject.objects.of("schema", "property"):
        for key in ("example", "default"):
            if key in place.value:
                yield (*place.pointer, key), place.value[key], place.pointer
        for index, value in enumerate(place.value.get("examples", [])):
            yield (*place.pointer, "examples", index), value, place.pointer
    for place in subject.objects.of("parameter", "header", "media type"):
        if "schema" in place.value:
            for pointer, value in _own(subject, place):
                yield pointer, value, (*place.pointer, "schema")


def _own(subject: Subject, place: Place) -> Iterator[tuple[Pointer, Any]]:
    if "example" in place.value:
        yield (*place.pointer, "example"), place.value["example"]
    for name in place.value.get("examples", {}):
        pointer: Pointer = (*place.pointer, "examples", name)
        while "$ref" in subject.objects.at[pointer].value:
            pointer = target(subject.objects.at[pointer].value["$ref"]) or pointer
        if "value" in subject.objects.at[pointer].value:
            yield (*pointer, "value"), subject.objects.at[pointer].value["value"]


def _unfit(subject: Subject) -> Iterator[Complaint]:
    registry = jsonschema_rs.Registry([(_DOCUMENT, subject.source.data)])
    validators: dict[Pointer, jsonschema_rs.Draft202012Validator] = {}
    for pointer, value, schema in examples(subject):
        if schema not in validators:
            validators[schema] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_DOCUMENT}#{_fragment(schema)}"},
                registry=registry,
                validate_formats=True,
                mask="the value",
            )
        for error in validators[schema].iter_errors(value):
            yield placed(value, error.instance_path, pointer), f"{error.message}; mend the example or its schema"


def _fragment(pointer: Pointer) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
    return "".join(f"/{quote(part, safe='~')}" for part in parts)


def _missing(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("parameter", "header", "media type"):
        if "content" not in place.value and "example" not in place.value and not place.value.get("examples"):
            yield place.pointer, f"the {place.kind} has no example; add one"
    for place in subject.objects.of("example"):
        if "value" not in place.value:
            yield place.pointer, "the example has no value; write it here, where it can be checked"


EXAMPLE_RULES = (
    Rule("example", "an example that does not fit its schema proves one of them wrong", _unfit),
    Rule("example-missing", "the mock, the fuzz lane and the reference start from the examples", _missing),
)
