"""Edits of how the contract says what it says: its words, examples and order, and what stands in components."""

import copy
from collections.abc import Callable
from typing import Any

from .edit import (
    BREAKING,
    DOCS,
    NOTHING,
    UNMADE,
    Document,
    Edit,
    both,
    drop,
    held,
    name,
    put,
    untouched,
)
from .places import (
    FIELDS,
    LIST,
    ME,
    SCHEMAS,
    USER,
    YOU,
)


def renamed_schema(old: str, new: str) -> Callable[[Document], None]:
    def follow(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("$ref") == f"#/components/schemas/{old}":
                value["$ref"] = f"#/components/schemas/{new}"
            for inner in value.values():
                follow(inner)
        elif isinstance(value, list):
            for inner in value:
                follow(inner)

    return both(name(*SCHEMAS, old, new), follow)


def inlined(document: Document) -> None:
    """Write a component out where it is referred to, and nowhere else."""
    held(document, (*ME, "responses", "200", "content", "application/json"))["schema"] = copy.deepcopy(
        held(document, USER)
    )


def moved(document: Document) -> None:
    """Make a component of what stood at its only place."""
    entry = next(item for item in held(document, LIST)["parameters"] if item.get("name") == "orderBy")
    document["components"]["parameters"]["Order"] = copy.deepcopy(entry)
    entry.clear()
    entry["$ref"] = "#/components/parameters/Order"


def merged_by_hand(document: Document) -> None:
    """Write a composed schema out."""
    schemas = held(document, SCHEMAS)
    schema = schemas["CoworkerGoogleCalendarCreate"]
    del schema["allOf"]
    schema |= {"type": "object", "properties": copy.deepcopy(schemas["CoworkerGoogleCalendarFields"]["properties"])}


def reordered(value: Any) -> None:
    """Turn around every mapping whose order means nothing."""
    if isinstance(value, dict):
        items = list(value.items())[::-1]
        value.clear()
        value.update(items)
        for inner in value.values():
            reordered(inner)
    elif isinstance(value, list):
        for inner in value:
            reordered(inner)


PLACE = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "Id.",
    "schema": {"type": "integer"},
    "example": 1,
}

WORDING_EDITS = (
    Edit("a description changes", DOCS, DOCS, put(*ME, "description", "Who am I?")),
    Edit("a property's description changes", DOCS, UNMADE, put(*FIELDS, "Name", "description", "What people see.")),
    Edit("a summary changes", DOCS, UNMADE, put(*ME, "summary", "Read who you are")),
    Edit("an example changes", DOCS, NOTHING, put(*USER, "properties", "FullName", "example", "Grace Hopper")),
    Edit(
        "a shared example goes", DOCS, UNMADE, drop(*ME, "responses", "200", "content", "application/json", "examples")
    ),
    Edit("evidence changes", DOCS, UNMADE, put(*ME, "x-nexudus-evidence", "observed")),
    Edit("an operation is deprecated", DOCS, UNMADE, put(*ME, "deprecated", True)),
    Edit("a link goes", DOCS, NOTHING, drop(*LIST, "responses", "200", "links", "readFirstRow")),
    Edit("the title changes", DOCS, UNMADE, put("info", "title", "Calendars")),
    Edit("a tag's description changes", DOCS, UNMADE, put("tags", -1, "description", "Tokens.")),
    Edit("a server's description changes", DOCS, UNMADE, put("servers", 0, "description", "Production.")),
    Edit(
        "a path's parameter is renamed",
        DOCS,
        UNMADE,
        both(
            name("paths", "/api/auth/{id}", "/api/auth/{key}"),
            put("paths", "/api/auth/{key}", "get", "parameters", 0, "name", "key"),
        ),
        before=put("paths", "/api/auth/{id}", {"get": {**YOU, "parameters": [PLACE]}}),
    ),
    Edit("a schema is renamed", DOCS, BREAKING, renamed_schema("User", "Person")),
    Edit("nothing", NOTHING, NOTHING, untouched),
    Edit(
        "mappings are reordered", NOTHING, UNMADE, lambda document: reordered(document["components"]["schemas"]["User"])
    ),
    Edit(
        "operations are reordered",
        NOTHING,
        UNMADE,
        lambda document: reordered(document["paths"]["/api/auth/me"]["get"]["responses"]),
    ),
    Edit("a parameter becomes a component", NOTHING, NOTHING, moved),
    Edit("a component is written out", NOTHING, UNMADE, inlined),
    Edit("a composed schema is written out", NOTHING, UNMADE, merged_by_hand),
    Edit("required names are reordered", NOTHING, UNMADE, lambda document: held(document, USER)["required"].reverse()),
)
