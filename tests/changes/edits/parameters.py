"""Edits of parameters, and of what they take."""

from collections.abc import Callable

from .edit import ADDITIVE, BREAKING, NOTHING, UNMADE, Document, Edit, add, drop, held, put, take
from .places import LIST, SCHEMAS, SIZE, TOKEN


def parameter(
    operation: tuple[str, ...], called: str, change: Callable[[Document], object]
) -> Callable[[Document], None]:
    def change_it(document: Document) -> None:
        change(next(item for item in held(document, operation)["parameters"] if item.get("name") == called))

    return change_it


def without(operation: tuple[str, ...], called: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        parameters = held(document, operation)["parameters"]
        parameters[:] = [
            item for item in parameters if called not in (item.get("name"), item.get("$ref", "").split("/")[-1])
        ]

    return change


UNKNOWN = {"name": "colour", "in": "query", "description": "Colour.", "schema": {"type": "string"}, "example": "red"}

PARAMETER_EDITS = (
    Edit("a filter goes", BREAKING, BREAKING, without(LIST, "CoworkerGoogleCalendar_Name")),
    Edit("a shared parameter goes", BREAKING, UNMADE, without(LIST, "Page")),
    Edit("a header parameter goes", BREAKING, UNMADE, without(TOKEN, "client_id")),
    Edit("a parameter becomes required", BREAKING, BREAKING, parameter(TOKEN, "client_id", put("required", True))),
    Edit("a required parameter is new", BREAKING, UNMADE, add(*LIST, "parameters", {**UNKNOWN, "required": True})),
    Edit("a parameter's location changes", BREAKING, NOTHING, parameter(TOKEN, "client_id", put("in", "query"))),
    Edit("a parameter is renamed", BREAKING, BREAKING, parameter(TOKEN, "client_id", put("name", "client_name"))),
    Edit(
        "a parameter's type changes",
        BREAKING,
        BREAKING,
        parameter(LIST, "CoworkerGoogleCalendar_Name", put("schema", {"type": "integer"})),
    ),
    Edit("a parameter's maximum is lowered", BREAKING, NOTHING, put(*SIZE, "schema", "maximum", 100)),
    Edit("a parameter's minimum is raised", BREAKING, UNMADE, put(*SIZE, "schema", "minimum", 5)),
    Edit("a parameter's default changes", BREAKING, BREAKING, put(*SIZE, "schema", "default", 50)),
    Edit("a parameter's cap is lowered", BREAKING, UNMADE, put(*SIZE, "x-nexudus-cap", 500)),
    Edit("a parameter's pattern changes", BREAKING, UNMADE, put(*SCHEMAS, "FilterMoment", "pattern", "^[0-9]{4}$")),
    Edit(
        "a parameter gets a pattern",
        BREAKING,
        UNMADE,
        parameter(LIST, "CoworkerGoogleCalendar_Name", put("schema", "pattern", "^[a-z]+$")),
    ),
    Edit(
        "a parameter's enum loses a value",
        BREAKING,
        BREAKING,
        parameter(LIST, "orderBy", take("schema", "enum", "CalendarId")),
    ),
    Edit(
        "a parameter gets an enum",
        BREAKING,
        UNMADE,
        parameter(LIST, "CoworkerGoogleCalendar_Name", put("schema", "enum", ["one", "two"])),
    ),
    Edit(
        "a parameter is encoded otherwise",
        BREAKING,
        UNMADE,
        put(
            "components",
            "parameters",
            "BatchIds",
            {
                "name": "id",
                "in": "query",
                "required": True,
                "description": "Ids.",
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}},
            },
        ),
    ),
    Edit("a parameter's list is written otherwise", BREAKING, UNMADE, put(*SIZE, "explode", False)),
    Edit(
        "a path's parameter takes less",
        BREAKING,
        UNMADE,
        put("components", "parameters", "RecordId", "schema", {"type": "integer", "format": "int32"}),
    ),
    Edit("an optional parameter is new", ADDITIVE, ADDITIVE, add(*TOKEN, "parameters", UNKNOWN)),
    Edit(
        "a parameter's maximum is raised",
        ADDITIVE,
        UNMADE,
        put("components", "parameters", "Page", "schema", "minimum", 0),
    ),
    Edit(
        "a parameter's enum gets a value",
        ADDITIVE,
        ADDITIVE,
        parameter(LIST, "orderBy", add("schema", "enum", "Colour")),
    ),
    Edit(
        "a required parameter becomes optional",
        ADDITIVE,
        UNMADE,
        put("components", "parameters", "BatchIds", "required", False),
    ),
    Edit("a parameter's cap is raised", ADDITIVE, UNMADE, put(*SIZE, "x-nexudus-cap", 5000)),
    Edit(
        "a default is told",
        ADDITIVE,
        UNMADE,
        put(*SIZE, "schema", "default", 25),
        before=drop(*SIZE, "schema", "default"),
    ),
    Edit("a parameter's enum goes", ADDITIVE, UNMADE, parameter(LIST, "orderBy", drop("schema", "enum"))),
)
