"""Edits of our contract whose class is known, for the contract and for the client that is made from it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from nexudus_contract.changes import Grade

Document: TypeAlias = dict[str, Any]

BREAKING, ADDITIVE, DOCS = Grade
NOTHING = None
UNMADE = "unmade"
"""The client is not made for this edit: another one shows the same of it, or the generator goes by what is gone."""

GOOGLE = "/api/spaces/coworkergooglecalendars"
LIST = ("paths", GOOGLE, "get")
CREATE = ("paths", GOOGLE, "post")
UPDATE = ("paths", GOOGLE, "put")
GET = ("paths", f"{GOOGLE}/{{id}}", "get")
RUN = ("paths", f"{GOOGLE}/runcommand", "post")
COMMANDS = ("paths", f"{GOOGLE}/commands", "get")
ME = ("paths", "/api/auth/me", "get")
TOKEN = ("paths", "/api/token", "post")
SCHEMAS = ("components", "schemas")
FIELDS = (*SCHEMAS, "CoworkerGoogleCalendarFields", "properties")
USER = (*SCHEMAS, "User")
STAMP = (*SCHEMAS, "RecordStamp", "properties")
SIZE = ("components", "parameters", "Size")
ANSWERS = ("components", "responses")
CONTESTED = "x-nexudus-contradictions"


def untouched(document: Document) -> None:
    """What is done where nothing is."""


@dataclass(frozen=True)
class Edit:
    """An edit, and the worst that it does."""

    name: str
    contract: Grade | None
    client: Grade | str | None
    change: Callable[[Document], object]
    before: Callable[[Document], object] = untouched
    """What must be done first, where our contract has nothing to show it on."""

    def base(self, document: Document) -> Document:
        copied = copy.deepcopy(document)
        self.before(copied)
        return copied

    def applied(self, document: Document) -> Document:
        edited = self.base(document)
        self.change(edited)
        return edited


def held(document: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        document = document[part]
    return document


def put(*path_and_value: Any) -> Callable[[Document], None]:
    *path, key, value = path_and_value
    return lambda document: held(document, tuple(path)).__setitem__(key, copy.deepcopy(value))


def drop(*path: str | int) -> Callable[[Document], None]:
    return lambda document: held(document, path[:-1]).__delitem__(path[-1])


def add(*path_and_value: Any) -> Callable[[Document], None]:
    *path, value = path_and_value
    return lambda document: held(document, tuple(path)).append(copy.deepcopy(value))


def take(*path_and_value: Any) -> Callable[[Document], None]:
    *path, value = path_and_value
    return lambda document: held(document, tuple(path)).remove(value)


def name(*path_and_name: Any) -> Callable[[Document], None]:
    """Give a key another name, in its place."""
    *path, key, other = path_and_name

    def change(document: Document) -> None:
        holder = held(document, tuple(path))
        items = [(other if one == key else one, value) for one, value in holder.items()]
        holder.clear()
        holder.update(items)

    return change


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


def both(*changes: Callable[[Document], object]) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for one in changes:
            one(document)

    return change


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


def security(*roles: str) -> list[dict[str, list[str]]]:
    return [{"bearer": list(roles)}, {"basic": list(roles)}]


TEAPOT = {
    "description": "No coffee.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}},
}
UNKNOWN = {"name": "colour", "in": "query", "description": "Colour.", "schema": {"type": "string"}, "example": "red"}
TEXT = {"type": "string", "description": "A text.", "example": "red"}
YOU = {
    "operationId": "getYou",
    "summary": "You",
    "description": "You.",
    "tags": ["Authentication"],
    "security": security(),
    "x-nexudus-evidence": "inferred",
    "externalDocs": {"url": "https://developers.nexudus.com/rest-api/overview"},
    "responses": {"200": {"$ref": "#/components/responses/CommandRun"}},
}
PLACE = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "Id.",
    "schema": {"type": "integer"},
    "example": 1,
}
DISPUTE = {
    "id": "C99",
    "topic": "PATCH",
    "sides": {"a": {"says": "there is one", "source": "a page"}, "b": {"says": "there is none", "source": "another"}},
    "follows": [],
    "because": "It does not touch this contract.",
    "places": [],
    "probe": {"questions": [], "tells": "The probe only reads."},
}
NULLABLE = {"anyOf": [{"$ref": "#/components/schemas/Moment"}, {"type": "null"}]}

BREAKING_EDITS = (
    # Operations.
    Edit("an operation goes", BREAKING, BREAKING, drop(*ME)),
    Edit("a command goes", BREAKING, UNMADE, drop("paths", f"{GOOGLE}/commands")),
    Edit("an operationId changes", BREAKING, BREAKING, put(*ME, "operationId", "readCurrentUser")),
    Edit("an operationId of a record type changes", BREAKING, BREAKING, put(*GET, "operationId", "getGoogleCalendar")),
    Edit("a path changes", BREAKING, NOTHING, name("paths", "/api/auth/me", "/api/auth/myself")),
    Edit("a method changes", BREAKING, UNMADE, name("paths", "/api/auth/me", "get", "post")),
    # Parameters.
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
    # Bodies.
    Edit(
        "a body becomes required",
        BREAKING,
        UNMADE,
        put("components", "requestBodies", "RunCommand", "required", True),
        before=put("components", "requestBodies", "RunCommand", "required", False),
    ),
    Edit(
        "a body's media type changes",
        BREAKING,
        UNMADE,
        name(*CREATE, "requestBody", "content", "application/json", "application/xml"),
    ),
    Edit("a body goes", BREAKING, UNMADE, drop(*RUN, "requestBody")),
    Edit(
        "a body is new and required",
        BREAKING,
        BREAKING,
        put(*COMMANDS, "requestBody", {"$ref": "#/components/requestBodies/RunCommand"}),
    ),
    Edit("a body is closed", BREAKING, BREAKING, put(*SCHEMAS, "CommandRequest", "additionalProperties", False)),
    Edit("a body's property goes", BREAKING, BREAKING, drop(*SCHEMAS, "CommandRequest", "properties", "Parameters")),
    Edit(
        "a body's property becomes required",
        BREAKING,
        BREAKING,
        add(*SCHEMAS, "CommandRequest", "required", "Parameters"),
    ),
    Edit(
        "a body's new property is required",
        BREAKING,
        BREAKING,
        both(
            put(*SCHEMAS, "CommandRequest", "properties", "Reason", TEXT),
            add(*SCHEMAS, "CommandRequest", "required", "Reason"),
        ),
    ),
    Edit(
        "a body's property gets another type",
        BREAKING,
        BREAKING,
        put(*SCHEMAS, "CommandRequest", "properties", "Key", "type", "integer"),
    ),
    Edit(
        "a body's property may not be null any more",
        BREAKING,
        BREAKING,
        put(*FIELDS, "EventSyncToken", "type", "string"),
    ),
    Edit(
        "a body's text gets a longest length",
        BREAKING,
        NOTHING,
        put(*SCHEMAS, "CommandRequest", "properties", "Key", "maxLength", 20),
    ),
    Edit(
        "a body's text gets a shortest length",
        BREAKING,
        UNMADE,
        put(*SCHEMAS, "CommandRequest", "properties", "Key", "minLength", 1),
    ),
    Edit(
        "a body's list gets a longest length",
        BREAKING,
        UNMADE,
        put(*SCHEMAS, "CommandRequest", "properties", "Ids", "maxItems", 10),
    ),
    Edit(
        "a body's text gets a format",
        BREAKING,
        BREAKING,
        put(*SCHEMAS, "CommandRequest", "properties", "Key", "format", "uuid"),
    ),
    Edit("a body's property becomes read-only", BREAKING, UNMADE, put(*FIELDS, "Name", "readOnly", True)),
    Edit(
        "one of a body's alternatives goes",
        BREAKING,
        BREAKING,
        drop(*TOKEN, "requestBody", "content", "application/x-www-form-urlencoded", "schema", "oneOf", 1),
    ),
    Edit(
        "the items of a body's list change",
        BREAKING,
        UNMADE,
        put(*SCHEMAS, "CommandRequest", "properties", "Ids", "items", {"type": "string"}),
    ),
    # Answers.
    Edit("a success goes", BREAKING, UNMADE, name(*ME, "responses", "200", "204")),
    Edit("a refusal goes", BREAKING, UNMADE, drop(*GET, "responses", "404")),
    Edit("a second success is new", BREAKING, UNMADE, put(*ME, "responses", "202", {"description": "Later."})),
    Edit("an answer's body goes", BREAKING, BREAKING, drop(*ME, "responses", "200", "content")),
    Edit(
        "an answer's media type changes",
        BREAKING,
        UNMADE,
        name(*ME, "responses", "200", "content", "application/json", "text/json"),
    ),
    Edit(
        "an answer's property goes",
        BREAKING,
        BREAKING,
        both(drop(*USER, "properties", "IsAdmin"), take(*USER, "required", "IsAdmin")),
    ),
    Edit("an answer's optional property goes", BREAKING, UNMADE, drop(*USER, "properties", "MustResetPassword")),
    Edit("an answer's property may be missing", BREAKING, BREAKING, take(*USER, "required", "FullName")),
    Edit(
        "an answer's property may be null",
        BREAKING,
        BREAKING,
        put(*USER, "properties", "FullName", "type", ["string", "null"]),
    ),
    Edit(
        "an answer's moment may be null",
        BREAKING,
        UNMADE,
        put(*STAMP, "CreatedOn", {**NULLABLE, "readOnly": True, "x-nexudus-assigned": "created-on"}),
    ),
    Edit(
        "an answer's property gets another type",
        BREAKING,
        BREAKING,
        put(*USER, "properties", "Active", "type", "string"),
    ),
    Edit(
        "an answer's property gets a second type",
        BREAKING,
        UNMADE,
        put(*USER, "properties", "Active", "type", ["boolean", "integer"]),
    ),
    Edit(
        "an answer's enum gets a value",
        BREAKING,
        UNMADE,
        put(*SCHEMAS, "ValidationFailure", "properties", "WasSuccessful", "enum", [False, True]),
    ),
    Edit("an answer's text loses its format", BREAKING, BREAKING, drop(*STAMP, "UniqueId", "format")),
    Edit("an answer's text loses its pattern", BREAKING, UNMADE, drop(*SCHEMAS, "Moment", "pattern")),
    Edit(
        "the items of an answer's list change",
        BREAKING,
        UNMADE,
        put(*USER, "properties", "Businesses", "items", {"type": "string"}),
    ),
    Edit(
        "an answer has one more alternative",
        BREAKING,
        UNMADE,
        add(*ANSWERS, "DeleteFailed", "content", "application/json", "schema", "anyOf", {"type": "string"}),
    ),
    Edit("an answer's header goes", BREAKING, UNMADE, drop(*ANSWERS, "Throttled", "headers", "Retry-After")),
    Edit(
        "an answer's header may be missing", BREAKING, UNMADE, drop("components", "headers", "RetryAfter", "required")
    ),
    Edit(
        "an answer is also given to well-formed requests",
        BREAKING,
        UNMADE,
        put(*ANSWERS, "BadRequest", "x-nexudus-refuses-valid", True),
    ),
    Edit("the server no longer assigns a property", BREAKING, UNMADE, drop(*STAMP, "UpdatedBy", "x-nexudus-assigned")),
    Edit(
        "a record no longer expires",
        BREAKING,
        UNMADE,
        drop(*FIELDS, "SubscriptionExpireDate", "x-nexudus-expiry"),
    ),
    # Everything else.
    Edit("a role changes", BREAKING, DOCS, put(*LIST, "security", security("CoworkerGoogleCalendar-Read"))),
    Edit("a role is demanded", BREAKING, UNMADE, put(*ME, "security", security("User-Read"))),
    Edit("credentials are demanded", BREAKING, BREAKING, put(*TOKEN, "security", security())),
    Edit("a way to sign in goes", BREAKING, UNMADE, put(*ME, "security", [{"bearer": []}])),
    Edit(
        "a security scheme changes",
        BREAKING,
        UNMADE,
        put("components", "securitySchemes", "basic", "scheme", "digest"),
    ),
    Edit("the server moves", BREAKING, BREAKING, put("servers", 0, "url", "https://api.nexudus.com")),
    Edit("a limit is lowered", BREAKING, ADDITIVE, put("x-nexudus-limits", 1, "calls", 60)),
    Edit("a limit's window grows", BREAKING, UNMADE, put("x-nexudus-limits", 1, "seconds", 120)),
    Edit(
        "a limit is new", BREAKING, UNMADE, add("x-nexudus-limits", {"calls": 10, "seconds": 60, "methods": ["DELETE"]})
    ),
    Edit(
        "a closed answer's property is new",
        BREAKING,
        UNMADE,
        put(*USER, "properties", "Nickname", TEXT),
        before=put(*USER, "additionalProperties", False),
    ),
    Edit(
        "the parts of a body are encoded otherwise",
        BREAKING,
        UNMADE,
        put(
            *RUN,
            "requestBody",
            {"content": {"application/json": {"schema": {}, "encoding": {"Ids": {"explode": True}}}}},
        ),
        before=put(*RUN, "requestBody", {"content": {"application/json": {"schema": {}}}}),
    ),
    Edit(
        "an operation gets a server of its own",
        BREAKING,
        UNMADE,
        put(*ME, "servers", [{"url": "https://me.nexudus.com"}]),
    ),
)

ADDITIVE_EDITS = (
    Edit("an operation is new", ADDITIVE, ADDITIVE, put("paths", "/api/auth/you", {"get": YOU})),
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
        "a body's new property is optional",
        ADDITIVE,
        ADDITIVE,
        put(*SCHEMAS, "CommandRequest", "properties", "Reason", TEXT),
    ),
    Edit("a record's new property is optional", ADDITIVE, ADDITIVE, put(*FIELDS, "Colour", TEXT)),
    Edit("a body's property becomes optional", ADDITIVE, ADDITIVE, take(*SCHEMAS, "CommandRequest", "required", "Ids")),
    Edit(
        "a body's property may be null",
        ADDITIVE,
        ADDITIVE,
        put(*SCHEMAS, "CommandRequest", "properties", "Key", "type", ["string", "null"]),
    ),
    Edit(
        "a body is no longer demanded",
        ADDITIVE,
        UNMADE,
        put("components", "requestBodies", "RunCommand", "required", False),
    ),
    Edit("an answer's new property", ADDITIVE, ADDITIVE, put(*USER, "properties", "Nickname", TEXT)),
    Edit("an answer's property always comes", ADDITIVE, ADDITIVE, add(*USER, "required", "MustResetPassword")),
    Edit(
        "an answer's property is never null",
        ADDITIVE,
        ADDITIVE,
        put(*USER, "properties", "DefaultCurrencyCode", "type", "string"),
    ),
    Edit("an answer's text gets a pattern", ADDITIVE, UNMADE, put(*USER, "properties", "Email", "pattern", "@")),
    Edit("a refusal is new", ADDITIVE, UNMADE, put(*ME, "responses", "418", TEAPOT)),
    Edit(
        "an answer's header is new",
        ADDITIVE,
        UNMADE,
        put(*ANSWERS, "ServerError", "headers", {"X-Trace": {"schema": {"type": "string"}}}),
    ),
    Edit("a role is no longer demanded", ADDITIVE, UNMADE, put(*GET, "security", security())),
    Edit("anybody may call", ADDITIVE, ADDITIVE, put(*ME, "security", [])),
    Edit(
        "another way to sign in",
        ADDITIVE,
        UNMADE,
        both(
            put("components", "securitySchemes", "key", {"type": "apiKey", "in": "header", "name": "X-Key"}),
            add(*ME, "security", {"key": []}),
        ),
    ),
    Edit("a second server", ADDITIVE, UNMADE, add("servers", {"url": "https://eu.nexudus.com"})),
    Edit("a limit is raised", ADDITIVE, ADDITIVE, put("x-nexudus-limits", 1, "calls", 240)),
    Edit("a limit goes", ADDITIVE, UNMADE, drop("x-nexudus-limits", 5)),
    Edit(
        "a default is told",
        ADDITIVE,
        UNMADE,
        put(*SIZE, "schema", "default", 25),
        before=drop(*SIZE, "schema", "default"),
    ),
    Edit("a parameter's enum goes", ADDITIVE, UNMADE, parameter(LIST, "orderBy", drop("schema", "enum"))),
    Edit(
        "a closed body is opened",
        ADDITIVE,
        UNMADE,
        drop(*SCHEMAS, "CommandRequest", "additionalProperties"),
        before=put(*SCHEMAS, "CommandRequest", "additionalProperties", False),
    ),
    Edit(
        "a body may be of another media type",
        ADDITIVE,
        UNMADE,
        put(*CREATE, "requestBody", "content", "application/xml", {"schema": {}}),
    ),
    Edit(
        "an optional body is new",
        ADDITIVE,
        UNMADE,
        put(*COMMANDS, "requestBody", {"content": {"application/json": {"schema": {"type": "object"}}}}),
    ),
    Edit(
        "an answer's number is a shorter one",
        ADDITIVE,
        UNMADE,
        put(*USER, "properties", "Age", "format", "int32"),
        before=put(*USER, "properties", "Age", {"type": "integer", "format": "int64"}),
    ),
    Edit(
        "an answer's property loses a type",
        ADDITIVE,
        UNMADE,
        put(*USER, "properties", "Active", "type", "boolean"),
        before=put(*USER, "properties", "Active", "type", ["boolean", "integer"]),
    ),
    Edit(
        "an answer's property shows a name",
        ADDITIVE,
        UNMADE,
        put(*USER, "properties", "FullName", "x-nexudus-name-of", "Id"),
    ),
    Edit(
        "an answer's header always comes",
        ADDITIVE,
        UNMADE,
        put(*ANSWERS, "TooManyRequests", "headers", "Retry-After", "required", True),
    ),
    Edit(
        "an answer is given to malformed requests only",
        ADDITIVE,
        UNMADE,
        drop(*ANSWERS, "GrantRefused", "x-nexudus-refuses-valid"),
    ),
    Edit(
        "one of an answer's alternatives goes",
        ADDITIVE,
        UNMADE,
        drop(*ANSWERS, "DeleteFailed", "content", "application/json", "schema", "anyOf", 1),
        before=add(*ANSWERS, "DeleteFailed", "content", "application/json", "schema", "anyOf", {"type": "string"}),
    ),
)

HARMLESS_EDITS = (
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
    Edit("a tag's description changes", DOCS, UNMADE, put("tags", 3, "description", "Tokens.")),
    Edit("a contradiction is new", DOCS, UNMADE, lambda document: document[CONTESTED].insert(1, DISPUTE)),
    Edit("a contradiction goes", DOCS, UNMADE, drop(CONTESTED, 0)),
    Edit("a contradiction's topic changes", DOCS, UNMADE, put(CONTESTED, 2, "topic", "Which way rows are sorted")),
    Edit("a contradiction is decided otherwise", DOCS, NOTHING, put(CONTESTED, 2, "follows", ["a"])),
    Edit("a contradiction has other evidence", DOCS, UNMADE, put(CONTESTED, 2, "sides", "a", "source", "a letter")),
    Edit("a contradiction's reason changes", DOCS, UNMADE, put(CONTESTED, 2, "because", "It was observed.")),
    Edit("a contradiction's places change", DOCS, UNMADE, put(CONTESTED, 2, "places", ["#/info"])),
    Edit("a contradiction is settled otherwise", DOCS, UNMADE, put(CONTESTED, 2, "probe", "questions", ["dir=1"])),
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
    Edit("contradictions are reordered", NOTHING, UNMADE, lambda document: document[CONTESTED].reverse()),
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

EDITS = (*BREAKING_EDITS, *ADDITIVE_EDITS, *HARMLESS_EDITS)
