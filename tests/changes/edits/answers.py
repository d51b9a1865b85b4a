"""Edits of what is answered: statuses, bodies, properties and headers."""

from .edit import ADDITIVE, BREAKING, UNMADE, Edit, add, both, drop, name, put, take
from .places import ANSWERS, COMMANDS, FIELDS, GET, ME, SCHEMAS, STAMP, TEXT, USER

TEAPOT = {
    "description": "No coffee.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}},
}
NULLABLE = {"anyOf": [{"$ref": "#/components/schemas/Moment"}, {"type": "null"}]}

ANSWER_EDITS = (
    Edit("a success goes", BREAKING, UNMADE, name(*ME, "responses", "200", "204")),
    Edit("a refusal goes", BREAKING, UNMADE, drop(*GET, "responses", "404")),
    Edit("a second success is new", BREAKING, UNMADE, put(*ME, "responses", "202", {"description": "Later."})),
    Edit("an answer's body goes", BREAKING, BREAKING, drop(*COMMANDS, "responses", "200", "content")),
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
    Edit("an answer's property may be missing", BREAKING, BREAKING, take(*USER, "required", "Email")),
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
    Edit(
        "a closed answer's property is new",
        BREAKING,
        UNMADE,
        put(*USER, "properties", "Nickname", TEXT),
        before=put(*USER, "additionalProperties", False),
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
