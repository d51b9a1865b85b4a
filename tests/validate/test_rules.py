"""Every rule, by a contract that breaks it in one place: one finding, in that place, by that name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.source import Pointer, Source
from nexudus_contract.validate import FOUNDATION, HOUSE, check, check_source

COLLECTION = "/api/spaces/coworkermsofficecalendars"
LIST: Pointer = ("paths", COLLECTION, "get")
CREATE: Pointer = ("paths", COLLECTION, "post")
RUN: Pointer = ("paths", f"{COLLECTION}/runcommand", "post")
UPDATE: Pointer = ("paths", COLLECTION, "put")
BATCH: Pointer = ("paths", f"{COLLECTION}/", "get")
GET: Pointer = ("paths", f"{COLLECTION}/{{id}}", "get")
COMMANDS: Pointer = ("paths", f"{COLLECTION}/commands", "get")
TOKEN: Pointer = ("paths", "/api/token", "post")
USER: Pointer = ("paths", "/api/auth/me", "get")
SCHEMAS: Pointer = ("components", "schemas")
PAGE: Pointer = (*SCHEMAS, "Page", "properties", "CurrentPage")
FULL_NAME: Pointer = (*SCHEMAS, "CoworkerMsOfficeCalendarListRow", "properties", "CoworkerFullName")
ORDER: Pointer = (*LIST, "parameters", 2)
SIZE: Pointer = ("components", "parameters", "Size")
FILTER: Pointer = (*LIST, "parameters", 4)
JSON: Pointer = ("content", "application/json")
CREATED: Pointer = (*CREATE, "responses", "200", "links", "readCreated")
EXAMPLE: Pointer = ("components", "examples", "CoworkerMsOfficeCalendar", "value")
LIMITS = "x-nexudus-limits"
CONTESTED = "x-nexudus-contradictions"
RECORD_ID = {"$ref": "#/components/parameters/RecordId"}
OPERATION_NEEDS = ("operation-id", "operation-text", "security", "evidence", "documentation", "responses")
PAYLOAD = {"description": "Something", "type": "object"}

Edited = Callable[[Source, Pointer, Any], Source]


@dataclass(frozen=True)
class Breach:
    """What is changed, and what the one finding says."""

    rule: str
    pointer: Pointer
    value: Any
    says: str
    at: Pointer | None = None
    """Where the finding stands; None: where the change is."""
    also: tuple[str, ...] = ()
    """Other rules that the same change cannot but break."""


BREACHES = [
    Breach("specification", (*LIST, "sumary"), "List", "'sumary' was unexpected", LIST),
    Breach("specification", (*LIST, "summary"), 1, '1 is not of type "string"'),
    Breach("specification", ("openapi",), "3.0.3", '"3.0.3" does not match'),
    Breach("specification", ("info",), None, 'null is not of type "object"'),
    Breach("specification", (*LIST, "parameters", 2, "in"), "body", '"body" is not one of'),
    Breach("specification", (*LIST, "responses", "400", "$ref"), 3, '3 is not of type "string"'),
    Breach("schema", (*SCHEMAS, "Page", "type"), "objekt", "objekt"),
    Breach("schema", (*PAGE, "minimum"), "1", '"1" is not of type "number"', PAGE),
    Breach("schema", (*SCHEMAS, "Moment", "pattern"), "(", '"(" is not a "regex"'),
    Breach("shape", PAGE, value=True, says="must be an object here"),
    Breach("shape", (*SCHEMAS, "Page", "$id"), "urn:page", "$id is not followed", (*SCHEMAS, "Page")),
    Breach("shape", (*LIST, "responses", "200", *JSON, "schema"), ..., "no schema", (*LIST, "responses", "200", *JSON)),
    Breach("shape", (*CREATE, "requestBody", "content"), {}, "just one media type"),
    Breach("shape", ("paths", "/api/auth/me"), {"$ref": "#/paths/~1api~1token"}, "not followed"),
    Breach("reference", (*LIST, "responses", "400", "$ref"), "#/components/responses/Nope", "points at nothing"),
    Breach("reference", (*LIST, "responses", "400", "$ref"), "other.yaml#/x", "leaves the document"),
    Breach("reference", (*LIST, "responses", "400", "$ref"), "#/components/schemas/Page", "is a schema"),
    Breach("reference", (*SCHEMAS, "NotFound"), {"$ref": "#/components/schemas/NotFound"}, "made of itself"),
    Breach("reference", (*SCHEMAS, "Page", "allOf"), [{"$ref": "#/components/schemas/Page"}], "made of itself",
           (*SCHEMAS, "Page")),
    Breach("operation-id", (*TOKEN, "operationId"), "getCurrentUser", "another operation", (*USER, "operationId")),
    Breach("operation-id", (*BATCH, "operationId"), "batchCalendars", "call it batchCoworkerMsOfficeCalendars"),
    Breach("operation-id", (*COMMANDS, "operationId"), "commands", "call it listCoworkerMsOfficeCalendarCommands"),
    Breach("operation-id", (*COMMANDS, "operationId"), ..., "no operationId", COMMANDS),
    Breach("operation-id", (*TOKEN, "operationId"), "create_token", "camelCase"),
    Breach("operation-text", (*LIST, "summary"), ..., "no summary", LIST),
    Breach("operation-text", (*LIST, "description"), " ", "no description", LIST),
    Breach("tag", (*TOKEN, "tags"), ["Tokens"], "Tokens is not declared"),
    Breach("tag", (*TOKEN, "tags"), [], "has 0 tags", TOKEN),
    Breach("tag", ("tags", 2), {"name": "Authentication", "description": "Again."}, "declared twice", ("tags",)),
    Breach("tag", ("tags", 2), {"name": "Spare", "description": "Spare."}, "no operation has the tag", ("tags",)),
    Breach("operation-kind", ("paths", COLLECTION, "options"), {"tags": ["CoworkerMsOfficeCalendars"]}, "OPTIONS",
           ("paths", COLLECTION), also=OPERATION_NEEDS),
    Breach("operation-kind", (*USER, "tags"), ["CoworkerMsOfficeCalendars"], "has its list already", USER,
           also=("operation-id", "security", "record-links")),
    Breach("security", (*LIST, "security"), ..., "does not say who may call it", LIST),
    Breach("security", (*LIST, "security", 0, "bearer"), ["CoworkerMsOfficeCalendar-Read"],
           "CoworkerMsOfficeCalendar-List", (*LIST, "security")),
    Breach("security", (*UPDATE, "security", 1), ..., "with each of bearer, basic", (*UPDATE, "security")),
    Breach("security", (*USER, "security"), [{"cookie": []}], "cookie is not declared"),
    Breach("evidence", (*LIST, "x-nexudus-evidence"), ..., "how sure", LIST),
    Breach("documentation", (*LIST, "externalDocs"), ..., "where it is documented", LIST),
    Breach("responses", (*LIST, "responses", "400"), ..., "no response 400", (*LIST, "responses")),
    Breach("responses", (*CREATE, "responses", "400"), ..., "no response 400", (*CREATE, "responses")),
    Breach("responses", (*LIST, "responses", "401"), ..., "no response 401", (*LIST, "responses")),
    Breach("responses", (*GET, "responses", "404"), ..., "no response 404", (*GET, "responses")),
    Breach("responses", (*UPDATE, "responses", "404"), ..., "no response 404", (*UPDATE, "responses")),
    Breach("responses", (*LIST, "responses", "409"), ..., "no response 409", (*LIST, "responses")),
    Breach("responses", (*TOKEN, "responses", "429"), ..., "no response 429", (*TOKEN, "responses")),
    Breach("responses", (*LIST, "responses", "500"), ..., "no response 500", (*LIST, "responses")),
    Breach("responses", (*RUN, "responses", "200"), ..., "no response 200", (*RUN, "responses"),
           also=("component-used",)),
    Breach("responses", (*CREATE, "responses", "201"), {"$ref": "#/components/responses/BadRequest"}, "answers 200",
           (*CREATE, "responses")),
    Breach("parameter", (*GET, "parameters"), [], "does not describe {id}", GET, also=("link",)),
    Breach("parameter", (*RUN, "parameters"), [RECORD_ID], "has no {id}", RUN, also=("responses",)),
    Breach("parameter", (*LIST, "parameters", 1), {"$ref": "#/components/parameters/Page"}, "page twice",
           also=("component-used",)),
    Breach("schema-keyword", (*PAGE, "nullable"), value=True, says="write type: [..., 'null']", at=PAGE),
    Breach("schema-keyword", (*PAGE, "minimun"), 1, "minimun is no keyword", PAGE),
    Breach("integer-bounds", (*SCHEMAS, "Identifier", "minimum"), ..., "int64 without minimum",
           (*SCHEMAS, "Identifier")),
    Breach("integer-bounds", (*SCHEMAS, "Identifier", "maximum"), 2**63, "does not fit int64"),
    Breach("required", (*SCHEMAS, "Command", "required", 1), "Nmae", "Nmae is required but no property",
           also=("example",)),
    Breach("enum-type", (*SCHEMAS, "RefreshGrant", "properties", "grant_type", "enum"), ["refresh_token", 1],
           "1 is not of the schema's type"),
    Breach("enum-type", (*SCHEMAS, "NotFound", "const"), 404, "404 is not of", (*SCHEMAS, "NotFound"),
           also=("example",)),
    Breach("description", (*PAGE, "description"), ..., "property CurrentPage", PAGE),
    Breach("description", (*FILTER, "description"), "", "CoworkerMsOfficeCalendar_Resource", FILTER),
    Breach("description", ("components", "headers", "NoCache", "description"), ..., "header NoCache",
           ("components", "headers", "NoCache")),
    Breach("description", ("components", "responses", "NotFound", "description"), " ", "response NotFound",
           ("components", "responses", "NotFound")),
    Breach("description", (*SCHEMAS, "Page", "description"), ..., "schema Page", (*SCHEMAS, "Page")),
    Breach("description", ("tags", 0, "description"), ..., "tag CoworkerMsOfficeCalendars", ("tags", 0)),
    Breach("component-used", (*SCHEMAS, "Spare"), PAYLOAD, "nothing uses the schema Spare", SCHEMAS),
    Breach("order-by", (*ORDER, "schema", "enum", 0), "Size", "Size: no such property", ORDER),
    Breach("extension", (*LIST, "x-nexudus-evidense"), "documented", "x-nexudus-evidense is unknown", LIST),
    Breach("extension", (*LIST, "x-nexudus-evidence"), "rumoured", "one of documented"),
    Breach("extension", (*LIST, "x-nexudus-entity"), "Coworker", "belongs on a tag", LIST),
    Breach("extension", (*SCHEMAS, "RecordStamp", "properties", "IsNew", "x-nexudus-assigned"), "new", "one of id"),
    Breach("extension", ("components", "responses", "NotFound", "x-nexudus-refuses-valid"), "yes", "must be true",
           ("components", "responses", "NotFound")),
    Breach("extension", (*SCHEMAS, "RecordStamp", "properties", "IsNew", "x-nexudus-expiry"), "no", "must be true",
           also=("record-type",)),
    Breach("record-type", (*SCHEMAS, "RecordStamp", "properties", "CreatedOn", "x-nexudus-expiry"), value=True,
           says="ends more than once", at=("tags", 0)),
    Breach("extension", (*SIZE, "x-nexudus-cap"), "1000", "must be a whole number above 0"),
    Breach("extension", (*LIST, "x-nexudus-cap"), 1000, "belongs on a parameter", LIST),
    Breach("extension", (*LIST, "x-nexudus-limits"), [], "belongs on a document", LIST),
    Breach("limit", (LIMITS,), {"calls": 1, "seconds": 60}, "must be a list of limits"),
    Breach("limit", (LIMITS, 1), [120, 60], "must be an object with calls and seconds"),
    Breach("limit", (LIMITS, 1, "calls"), 0, "must be a whole number from 1"),
    Breach("limit", (LIMITS, 0, "seconds"), 0, "must be a number above 0"),
    Breach("limit", (LIMITS, 4, "methods", 2), "ERASE", "ERASE is none of the methods"),
    Breach("limit", (LIMITS, 4, "methods"), [], "left out, it binds all"),
    Breach("limit", (LIMITS, 4, "method"), ["POST"], "but no method;", (LIMITS, 4)),
    Breach("extension", (*LIST, CONTESTED), [], "belongs on a document", LIST),
    Breach("contradiction", (CONTESTED,), {}, "must be a list of contradictions"),
    Breach("contradiction", (CONTESTED, 1), "C2", "this must be an object, with id, topic, sides"),
    Breach("contradiction", (CONTESTED, 1, "becuase"), "x", "there is no becuase here", (CONTESTED, 1)),
    Breach("contradiction", (CONTESTED, 1, "topic"), ..., "topic is missing", (CONTESTED, 1)),
    Breach("contradiction", (CONTESTED, 1, "because"), " ", "because must be a text"),
    Breach("contradiction", (CONTESTED, 1, "id"), "C1", "another contradiction is called C1"),
    Breach("contradiction", (CONTESTED, 1, "sides"), {"a": {"says": "x", "source": "y"}}, "has two sides or more"),
    Breach("contradiction", (CONTESTED, 1, "follows", 1), "d", "there is no side d"),
    Breach("contradiction", (CONTESTED, 1, "places"), [], "what the contract follows has places"),
    Breach("contradiction", (CONTESTED, 0, "places", 0), "#/tags/9", "#/tags/9 points at nothing"),
    Breach("contradiction", (CONTESTED, 0, "places", 0), "tags", "tags is no place in this document"),
    Breach("contradiction", (CONTESTED, 0, "places", 0), "#/openapi", "#/openapi has no description"),
    Breach("contradiction", (CONTESTED, 0, "probe", "questions"), "batch", "questions must be a list of texts"),
    Breach("name-of", (*FULL_NAME, "x-nexudus-name-of"), "Coworker", "no property Coworker"),
    Breach("record-type", (*FILTER, "name"), "CoworkerMsOfficeCalendar_Size", "names no property", FILTER),
    Breach("record-type", (*SCHEMAS, "RecordStamp", "properties", "Id", "x-nexudus-assigned"), ...,
           "x-nexudus-assigned: id", ("tags", 0)),
    Breach("link", (*CREATED, "operationId"), "getNothing", "which is no operation", CREATED, also=("record-links",)),
    Breach("link", (*CREATED, "requestBody"), {}, "takes no body", CREATED),
    Breach("link", (*CREATED, "parameters"), {}, "does not say the id", CREATED),
    Breach("link", (*CREATED, "parameters", "ident"), "1", "no parameter ident", (*CREATED, "parameters")),
    Breach("record-links", (*CREATE, "responses", "200", "links", "deleteCreated"), ...,
           "deleteCoworkerMsOfficeCalendar", (*CREATE, "responses", "200")),
    Breach("record-links", (*LIST, "responses", "200", "links", "readFirstRow"), ..., "getCoworkerMsOfficeCalendar",
           (*LIST, "responses", "200")),
    Breach("example", (*FILTER, "example"), "fifteen", 'not of type "integer"'),
    Breach("example", (*BATCH, "parameters", 0), {"name": "id", "in": "query", "description": "Ids.", "required": True,
           "content": {"application/json": {"schema": {"type": "array"}, "example": 1}}}, 'not of type "array"',
           also=("component-used",)),
    Breach("example", ("components", "headers", "NoCache", "example"), 1, 'not of type "string"'),
    Breach("example", ("components", "parameters", "Page", "schema", "default"), "one", 'not of type "integer"'),
    Breach("example", (*PAGE, "default"), "one", 'not of type "integer"', PAGE),
    Breach("example", (*PAGE, "example"), None, 'not of type "integer"'),
    Breach("example", (*EXAMPLE, "UniqueId"), "a1b2", 'not a "uuid"'),
    Breach("example", (*EXAMPLE, "CreatedOn"), "2025-02-31T08:00:00Z", 'not a "date-time"'),
    Breach("example", (*EXAMPLE, "Name"), ..., '"Name" is a required property', EXAMPLE),
    Breach("example-missing", (*FILTER, "example"), ..., "the parameter has no example", FILTER),
    Breach("example-missing", (*LIST, "responses", "200", *JSON, "examples"), ..., "the media type has no example",
           (*LIST, "responses", "200", *JSON), also=("component-used",)),
    Breach("example-missing", (*TOKEN, "responses", "200", *JSON, "examples", "more"), {"summary": "None."}, "no value",
           (*TOKEN, "responses", "200", *JSON, "examples")),
]  # fmt: skip


def test_the_contract_passes(contract: Path) -> None:
    report = check(contract)
    assert [str(finding) for finding in report.findings] == []
    assert (report.operations, report.record_types) == (24, 3)
    assert report.summary.startswith(f"{contract}: 24 operations, 3 record types, ")
    assert report.summary.endswith(" examples: no findings")


@pytest.mark.parametrize("rule", list(dict.fromkeys(breach.rule for breach in BREACHES)))
def test_a_breach_is_the_one_finding(rule: str, source: Source, edited: Edited) -> None:
    wrong = []
    for breach in (breach for breach in BREACHES if breach.rule == rule):
        findings = check_source(edited(source, breach.pointer, breach.value)).findings
        told = [item for item in findings if item.rule == rule]
        others = {item.rule for item in findings} - {rule}
        position = source.position_of(breach.pointer if breach.at is None else breach.at)
        fits = [breach.says in item.message and item.position == position and "\n" not in str(item) for item in told]
        if fits != [True] or others != set(breach.also):
            wrong.append(f"{breach.pointer} = {breach.value!r}, which {breach.says!r} tells at {position}: {findings}")
    assert not wrong, "\n".join(wrong)


def test_every_rule_has_a_breach() -> None:
    assert {rule.name for rule in (*FOUNDATION, *HOUSE)} == {breach.rule for breach in BREACHES}


@pytest.mark.parametrize("path", [COLLECTION, f"{COLLECTION}/{{id}}"])
def test_records_are_never_patched(path: str, source: Source, edited: Edited) -> None:
    operation = {**source.data["paths"][f"{COLLECTION}/{{id}}"]["delete"], "operationId": "patchCalendar"}
    report = check_source(edited(source, ("paths", path, "patch"), operation))
    (finding,) = [finding for finding in report.findings if finding.rule == "operation-kind"]
    assert f"PATCH {path} is none of the eight operations" in finding.message


def test_an_update_has_no_id_in_its_path(source: Source, edited: Edited) -> None:
    operation = {**source.data["paths"][COLLECTION]["put"], "operationId": "updateCalendar", "parameters": [RECORD_ID]}
    report = check_source(edited(source, ("paths", f"{COLLECTION}/{{id}}", "put"), operation))
    (finding,) = [finding for finding in report.findings if finding.rule == "operation-kind"]
    assert "an update is a PUT without id in the path" in finding.message


def test_components_that_only_use_each_other_are_unused(source: Source, edited: Edited) -> None:
    first = {**PAYLOAD, "properties": {"More": {"$ref": "#/components/schemas/Second"}}}
    second = {**PAYLOAD, "properties": {"More": {"$ref": "#/components/schemas/First"}}}
    report = check_source(edited(edited(source, (*SCHEMAS, "First"), first), (*SCHEMAS, "Second"), second))
    assert [finding.message.split(";")[0] for finding in report.findings] == [
        "nothing uses the schema First",
        "nothing uses the schema Second",
    ]


def test_a_schema_may_hold_itself_as_data(source: Source, edited: Edited) -> None:
    branch = {"type": "array", "description": "More.", "items": {"$ref": "#/components/schemas/CustomField"}}
    source = edited(source, (*SCHEMAS, "CustomField", "properties", "More"), branch)
    assert [str(finding) for finding in check_source(source).findings] == []


def test_a_schema_whose_items_are_its_own_kind_does_not_wear_out_the_specification_validator(
    source: Source, edited: Edited
) -> None:
    source = edited(
        source, (*SCHEMAS, "CustomField", "allOf"), [{"items": {"$ref": "#/components/schemas/CustomField"}}]
    )
    assert [str(finding) for finding in check_source(source).findings] == []


def test_the_specification_validator_has_the_last_word(source: Source, edited: Edited) -> None:
    (finding,) = check_source(edited(source, ("jsonSchemaDialect",), "https://example.com/dialect")).findings
    assert (finding.rule, "Unknown JSON Schema dialect" in finding.message) == ("specification", True)


def test_a_keyword_inside_an_example_is_data(source: Source, edited: Edited) -> None:
    value = {"$ref": "nowhere", "nullable": True, "x-nexudus-typo": 1}
    source = edited(source, (*SCHEMAS, "CommandParameter", "properties", "Value", "example"), value)
    assert [str(finding) for finding in check_source(source).findings] == []
