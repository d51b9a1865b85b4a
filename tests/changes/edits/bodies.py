"""Edits of what is sent: bodies and their properties."""

from .edit import ADDITIVE, BREAKING, NOTHING, UNMADE, Edit, add, both, drop, name, put, take
from .places import COMMANDS, CREATE, FIELDS, RUN, SCHEMAS, TEXT, TOKEN

BODY_EDITS = (
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
)
