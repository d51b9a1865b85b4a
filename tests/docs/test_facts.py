"""openapi.yaml says what Nexudus' pages say: every entry of facts.yaml, checked against the contract."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.source import JsonObject, read
from nexudus_contract.terms import Kind, Operation

TABLE = read(Path(__file__).parent / "facts.yaml")
CONTRACT = load(Path(__file__).parents[2] / "openapi.yaml")

JSON_TYPES: dict[type, str] = {
    bool: "boolean",
    dict: "object",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}


@dataclass(frozen=True)
class Fact:
    """One entry of the table, with the page that says it and the operation it is about."""

    page: str
    operation: str
    kind: str
    says: Mapping[str, Any]

    def __str__(self) -> str:
        details = (self.says.get(key) for key in ("status", "name", "role", "grant_type"))
        return " ".join(
            [self.operation, "|", self.kind, *(str(detail) for detail in details if detail), "|", self.page]
        )


def facts() -> Iterator[Fact]:
    for page in TABLE.data["pages"]:
        for entry in page["facts"]:
            for says in entry if isinstance(entry, list) else [entry]:
                yield Fact(page["page"], page["operation"], says["kind"], says)


def operations(contract: Contract) -> dict[str, Operation]:
    return {f"{operation.method.upper()} {operation.path}": operation for operation in contract.operations}


def concerned(contract: Contract, name: str) -> list[Operation]:
    """The operations that a page speaks of."""
    everything = operations(contract)
    groups: dict[str, Callable[[Operation], bool]] = {
        "every operation": lambda _: True,
        "every secured operation": lambda item: item.secured,
        "every list operation": lambda item: item.kind == Kind.LIST,
    }
    if name in groups:
        return [operation for operation in everything.values() if groups[name](operation)]
    assert name in everything, f"the contract has no {name}"
    return [everything[name]]


def single_read(contract: Contract, operation: Operation) -> Operation:
    return next(item for item in contract.operations if item.tag == operation.tag and item.kind == Kind.GET)


def canonical(value: object) -> str:
    """JSON text in which 0 is not false and 1 is not 1.0."""
    return json.dumps(value, sort_keys=True)


def branches(contract: Contract, schema: JsonObject) -> list[JsonObject]:
    """The alternatives of a schema, or itself."""
    schema = contract.resolve(schema)
    options = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    return [branch for option in options for branch in branches(contract, option)] or [schema]


def types(contract: Contract, schema: JsonObject) -> set[str]:
    """JSON types that a schema admits; `any` where it leaves them open."""
    found: set[str] = set()
    for branch in branches(contract, schema):
        stated = branch.get("type", "object" if {"allOf", "properties"} & set(branch) else "any")
        found.update([stated] if isinstance(stated, str) else stated)
    return found


def properties(contract: Contract, schema: JsonObject) -> dict[str, JsonObject]:
    return {
        name: raw for branch in branches(contract, schema) for name, raw in contract.flatten(branch).properties.items()
    }


def required(contract: Contract, schema: JsonObject) -> set[str]:
    return {name for branch in branches(contract, schema) for name in contract.flatten(branch).required}


def inside(contract: Contract, schema: JsonObject, path: str) -> tuple[JsonObject, JsonObject]:
    """The schema at a path like `Errors[].Message`, and the one that holds it."""
    holder = schema
    for step in re.findall(r"\[\]|[^.\[\]]+", path):
        holder = schema
        if step == "[]":
            schema = next(branch["items"] for branch in branches(contract, holder) if "items" in branch)
        else:
            known = properties(contract, holder)
            assert step in known, f"{step} of {path} is not among {', '.join(known)}"
            schema = known[step]
    return schema, holder


def content(operation: Operation, status: str) -> JsonObject:
    """The JSON that an answer carries."""
    assert status in operation.responses, f"{operation.id} has no answer {status}"
    return dict(operation.responses[status].raw["content"]["application/json"])


def body(operation: Operation) -> JsonObject:
    assert operation.body is not None, f"{operation.id} takes no body"
    return operation.body.schema


def accepts(contract: Contract, schema: JsonObject, value: object) -> bool:
    return jsonschema_rs.Draft202012Validator(contract.standalone(schema), validate_formats=True).is_valid(value)


def check_told(says: Mapping[str, Any], holder: JsonObject) -> None:
    """The description mentions what the table asks for, and the example is the table's, where it has one."""
    text = " ".join(holder.get("description", "").split()).lower()
    missing = [words for words in says.get("mentions", []) if words.lower() not in text]
    assert not missing, f"{missing} not in: {text}"
    assert "example" not in says or canonical(holder.get("example")) == canonical(says["example"])


def check_schema(contract: Contract, says: Mapping[str, Any], schema: JsonObject) -> None:
    """What the table says of one field or parameter holds for its schema."""
    resolved = contract.resolve(schema)
    found = types(contract, schema)
    nullable = says.get("nullable", False)
    if "always" in says:
        assert found == {JSON_TYPES[type(says["always"])]}
        assert found == {"null"} or canonical(resolved.get("enum")) == canonical([says["always"]])
    else:
        documented, _, array = str(says["type"]).partition("[")
        allowed = {"array"} if array else {documented}
        assert found == allowed | ({"null"} if nullable else set()) | (
            {says["observed"]} if "observed" in says else set()
        )
        if array:
            assert types(contract, inside(contract, schema, "[]")[0]) == {documented}
    if nullable == "inferred":
        assert resolved.get("x-nexudus-evidence") == "inferred", (
            "null stands in no example, so it has to be owned up to"
        )
    for key, keyword in (("format", "format"), ("default", "default"), ("values", "enum")):
        assert key not in says or canonical(resolved.get(keyword)) == canonical(says[key])
    assert all(accepts(contract, schema, value) for value in says.get("accepts", []))
    assert not any(accepts(contract, schema, value) for value in says.get("refuses", []))


def check_field(contract: Contract, says: Mapping[str, Any], schema: JsonObject) -> None:
    field, holder = inside(contract, schema, says["name"])
    check_schema(contract, says, field)
    check_told(says, contract.resolve(field))
    name = re.split(r"[.\]]", says["name"])[-1]
    assert (name in required(contract, holder)) == says.get("required", True)


def check_example(contract: Contract, says: Mapping[str, Any], media: JsonObject) -> None:
    shown = [canonical(value) for _, value in contract.examples(media)]
    assert canonical(says["value"]) in shown, f"the examples are {shown}"
    assert types(contract, media["schema"]) == {JSON_TYPES[type(says["value"])]}
    assert accepts(contract, media["schema"], says["value"])


def check_sample(contract: Contract, sample: JsonObject, schema: JsonObject) -> None:
    """A generated sample stands for types: 123, <string>, <any>, true, and what it nests."""
    for name, value in sample.items():
        field, _ = inside(contract, schema, name)
        if value != "<any>":
            assert types(contract, field) - {"null"} == {JSON_TYPES[type(value)]}
        if isinstance(value, list):
            check_sample(contract, value[0], inside(contract, field, "[]")[0])


def check_operation(_: Contract, fact: Fact, operation: Operation) -> None:
    assert operation.raw["x-nexudus-evidence"] == fact.says["evidence"]
    assert operation.raw["externalDocs"]["url"].removesuffix(".md").endswith(fact.page.removeprefix("2020"))


def check_entity(contract: Contract, fact: Fact, operation: Operation) -> None:
    tag = next(tag for tag in contract.document["tags"] if tag["name"] == operation.tag)
    assert tag["x-nexudus-entity"] == fact.says["name"]
    check_told(fact.says, tag)
    if "help" in fact.says:
        assert tag["externalDocs"]["url"] == fact.says["help"]


def check_access(_: Contract, fact: Fact, operation: Operation) -> None:
    roles = [fact.says["role"]] if "role" in fact.says else []
    assert operation.raw["security"] == [{scheme: roles} for scheme in fact.says["schemes"]]


def check_server(contract: Contract, fact: Fact, operation: Operation) -> None:
    assert [server["url"] for server in contract.document["servers"]] == [fact.says["url"]]
    assert "servers" not in operation.raw


def check_text(_: Contract, fact: Fact, operation: Operation) -> None:
    check_told(fact.says, operation.raw)


def check_status(_: Contract, fact: Fact, operation: Operation) -> None:
    status = fact.says["status"]
    assert status in operation.responses
    check_told(fact.says, operation.responses[status].raw)
    if fact.says.get("success"):
        assert [known for known in operation.responses if known.startswith("2")] == [status]


def check_request_body(_: Contract, fact: Fact, operation: Operation) -> None:
    assert operation.body is not None
    assert operation.body.required
    assert list(operation.body.raw["content"]) == [fact.says["media_type"]]


def check_request_field(contract: Contract, fact: Fact, operation: Operation) -> None:
    check_field(contract, fact.says, body(operation))


def check_request_example(contract: Contract, fact: Fact, operation: Operation) -> None:
    assert operation.body is not None
    check_example(contract, fact.says, operation.body.raw["content"][operation.body.media_type])


def check_request_sample(contract: Contract, fact: Fact, operation: Operation) -> None:
    check_sample(contract, fact.says["value"], body(operation))
    assert set(fact.says["value"]) == required(contract, body(operation))


def check_response_field(contract: Contract, fact: Fact, operation: Operation) -> None:
    check_field(contract, fact.says, content(operation, fact.says["status"])["schema"])


def check_response_example(contract: Contract, fact: Fact, operation: Operation) -> None:
    check_example(contract, fact.says, content(operation, fact.says["status"]))


def check_response_sample(contract: Contract, fact: Fact, operation: Operation) -> None:
    check_sample(contract, fact.says["value"], content(operation, fact.says["status"])["schema"])


def check_accepted_answer(contract: Contract, fact: Fact, operation: Operation) -> None:
    assert accepts(contract, content(operation, fact.says["status"])["schema"], fact.says["value"])


def check_parameter(contract: Contract, fact: Fact, operation: Operation) -> None:
    location = "query" if fact.kind == "filter" else fact.kind.split()[0]
    found = [item for item in operation.parameters if (item.location, item.name) == (location, fact.says["name"])]
    assert len(found) == 1
    assert found[0].required == fact.says.get("required", False)
    assert found[0].media_type == fact.says.get("media_type")
    assert "cap" not in fact.says or found[0].cap == fact.says["cap"]
    check_schema(contract, fact.says, found[0].schema)
    check_told(fact.says, found[0].raw)


def check_query_example(contract: Contract, fact: Fact, operation: Operation) -> None:
    known = {item.name: item for item in operation.parameters if item.location == "query"}
    for name, value in fact.says["values"].items():
        check_example(contract, {"value": value}, {**known[name].raw, "schema": known[name].schema})


def check_bare_array(contract: Contract, _: Fact, operation: Operation) -> None:
    schema = content(operation, "200")["schema"]
    record = content(single_read(contract, operation), "200")
    assert types(contract, schema) == {"array"}
    assert schema["items"] == record["schema"]
    shown = [canonical(value) for _, value in contract.examples(record)]
    batches = [batch for _, batch in contract.examples(content(operation, "200"))]
    assert batches
    assert all(canonical(item) in shown for batch in batches for item in batch)


def check_rows(contract: Contract, fact: Fact, operation: Operation) -> None:
    row, _ = inside(contract, content(operation, "200")["schema"], fact.says["name"])
    record = content(single_read(contract, operation), "200")["schema"]
    assert properties(contract, row) == properties(contract, record)
    assert required(contract, row) == set(fact.says["required"])


def check_header(contract: Contract, fact: Fact, operation: Operation) -> None:
    header = contract.resolve(operation.responses[fact.says["status"]].raw["headers"][fact.says["name"]])
    assert types(contract, header["schema"]) == {fact.says["type"]}
    assert header.get("required", False) == fact.says.get("required", False)
    check_told(fact.says, header)


def check_empty_body(_: Contract, fact: Fact, operation: Operation) -> None:
    assert "content" not in operation.responses[fact.says["status"]].raw


def check_grant(contract: Contract, fact: Fact, operation: Operation) -> None:
    wanted = [fact.says["grant_type"]]
    kinds = [item for item in branches(contract, body(operation)) if item["properties"]["grant_type"]["enum"] == wanted]
    assert len(kinds) == 1
    assert types(contract, kinds[0]) == {"object"}
    assert required(contract, kinds[0]) == set(fact.says["required"])
    fields = properties(contract, kinds[0])
    assert set(fields) == {*fact.says["required"], *fact.says["optional"]}
    assert all(types(contract, field) == {"string"} for field in fields.values())


def check_error_code(contract: Contract, fact: Fact, operation: Operation) -> None:
    media = content(operation, fact.says["status"])
    assert fact.says["name"] in [example["error"] for _, example in contract.examples(media)]
    assert fact.says["name"] in properties(contract, media["schema"])["error"]["description"]


CHECKS: dict[str, Callable[[Contract, Fact, Operation], None]] = {
    "operation": check_operation,
    "entity": check_entity,
    "access": check_access,
    "server": check_server,
    "text": check_text,
    "status": check_status,
    "request body": check_request_body,
    "request field": check_request_field,
    "request example": check_request_example,
    "request sample": check_request_sample,
    "response field": check_response_field,
    "response example": check_response_example,
    "response sample": check_response_sample,
    "accepted answer": check_accepted_answer,
    "query parameter": check_parameter,
    "path parameter": check_parameter,
    "header parameter": check_parameter,
    "query example": check_query_example,
    "filter": check_parameter,
    "bare array": check_bare_array,
    "rows": check_rows,
    "header": check_header,
    "empty body": check_empty_body,
    "grant": check_grant,
    "error code": check_error_code,
}

FACTS = tuple(facts())
SPOKEN_OF = {fact.operation for fact in FACTS if fact.kind == "operation"}
# A record type that no page of the table speaks of is free to be added to the contract.
TAGS = {operation.tag for name, operation in operations(CONTRACT).items() if name in SPOKEN_OF}
OPERATIONS = {name: operation for name, operation in operations(CONTRACT).items() if operation.tag in TAGS}


def documented(name: str, *kinds: str, status: str | None = None) -> list[Fact]:
    """Facts of some kinds about one operation, said of it alone or of a group that it is in."""
    return [
        fact
        for fact in FACTS
        if fact.kind in kinds
        and fact.says.get("status") == status
        and OPERATIONS[name] in concerned(CONTRACT, fact.operation)
    ]


def top_names(known: list[Fact]) -> set[str]:
    return {re.findall(r"[^.\[\]]+", fact.says["name"])[0] for fact in known}


def check_parameters_exact(contract: Contract, name: str) -> None:
    known = documented(name, "query parameter", "path parameter", "header parameter", "filter")
    assert {item.name for item in operations(contract)[name].parameters} == top_names(known)


def check_request_fields_exact(contract: Contract, name: str) -> None:
    known = [fact for fact in documented(name, "request field") if fact.says["name"].isalpha()]
    schema = body(operations(contract)[name])
    assert types(contract, schema) == {"object"}
    assert set(properties(contract, schema)) == top_names(known)
    assert required(contract, schema) == top_names([fact for fact in known if fact.says["required"]])


def check_answer_fields_exact(contract: Contract, name: str) -> None:
    schema = content(operations(contract)[name], "200")["schema"]
    schema = schema.get("items", schema)
    assert types(contract, schema) == {"object"}
    assert set(properties(contract, schema)) == top_names(documented(name, "response field", status="200"))


def check_facts(contract: Contract, fact: Fact) -> None:
    for operation in concerned(contract, fact.operation):
        CHECKS[fact.kind](contract, fact, operation)


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_contract_holds_the_fact(fact: Fact) -> None:
    check_facts(CONTRACT, fact)


@pytest.mark.parametrize("name", OPERATIONS)
def test_parameters_are_the_documented_ones(name: str) -> None:
    check_parameters_exact(CONTRACT, name)


@pytest.mark.parametrize("name", [name for name in OPERATIONS if documented(name, "request field")])
def test_request_fields_are_the_documented_ones(name: str) -> None:
    check_request_fields_exact(CONTRACT, name)


@pytest.mark.parametrize("name", [name for name in OPERATIONS if documented(name, "response field", status="200")])
def test_answer_fields_are_the_documented_ones(name: str) -> None:
    check_answer_fields_exact(CONTRACT, name)


def test_every_operation_has_a_page() -> None:
    assert set(OPERATIONS) == SPOKEN_OF


def test_table_says_nothing_twice() -> None:
    assert TABLE.problems == ()
    said = [(fact.page, fact.operation, canonical(fact.says)) for fact in FACTS]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.says.get("nullable") not in (None, "inferred")], ids=str
)
def test_null_stands_in_an_example(fact: Fact) -> None:
    own = fact.says["nullable"] is True
    examples = [
        other.says["value"]
        for other in FACTS
        if other.kind in ("response example", "accepted answer")
        and (other.page == (fact.page if own else fact.says["nullable"]))
        and (not own or (other.operation, other.says["status"]) == (fact.operation, fact.says["status"]))
    ]
    assert any(isinstance(value, dict) and value.get(fact.says["name"], "") is None for value in examples)
