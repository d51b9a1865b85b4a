"""openapi.yaml says what Nexudus' pages say: every entry of facts.yaml, checked against the contract."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation

from .helpers.facts import (
    CONTRACT,
    FACTS,
    TABLE,
    Fact,
    accepts,
    body,
    branches,
    canonical,
    concerned,
    content,
    inside,
    properties,
    required,
    single_read,
    types,
)

JSON_TYPES: dict[type, str] = {
    bool: "boolean",
    dict: "object",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}


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


def check_facts(contract: Contract, fact: Fact) -> None:
    for operation in concerned(contract, fact.operation):
        CHECKS[fact.kind](contract, fact, operation)


@pytest.mark.parametrize("page", dict.fromkeys(fact.page for fact in FACTS))
def test_contract_holds_the_facts_of_a_page(page: str, subtests: pytest.Subtests) -> None:
    for fact in (fact for fact in FACTS if fact.page == page):
        with subtests.test(str(fact)):
            check_facts(CONTRACT, fact)


def test_table_says_nothing_twice() -> None:
    assert TABLE.problems == ()
    said = [(fact.page, fact.operation, canonical(fact.says)) for fact in FACTS]
    assert len(set(said)) == len(said)


def null_is_shown(fact: Fact) -> bool:
    """Whether null stands for the field in an example of the page that is said to show it."""
    own = fact.says["nullable"] is True
    examples = [
        other.says["value"]
        for other in FACTS
        if other.kind in ("response example", "accepted answer")
        and (other.page == (fact.page if own else fact.says["nullable"]))
        and (not own or (other.operation, other.says["status"]) == (fact.operation, fact.says["status"]))
    ]
    return any(isinstance(value, dict) and value.get(fact.says["name"], "") is None for value in examples)


def test_null_stands_in_an_example() -> None:
    stated = [fact for fact in FACTS if fact.says.get("nullable") not in (None, "inferred")]
    wrong = [str(fact) for fact in stated if not null_is_shown(fact)]
    assert stated
    assert not wrong, "\n".join(wrong)
