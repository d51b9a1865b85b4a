"""openapi.yaml adds nothing to Nexudus' pages: no operation, parameter or field that facts.yaml does not have."""

import re

import pytest

from nexudus_contract.document import Contract

from .helpers.facts import CONTRACT, FACTS, Fact, body, concerned, content, operations, properties, required, types

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


def test_parameters_are_the_documented_ones(subtests: pytest.Subtests) -> None:
    for name in OPERATIONS:
        with subtests.test(name):
            check_parameters_exact(CONTRACT, name)


def test_request_fields_are_the_documented_ones(subtests: pytest.Subtests) -> None:
    for name in [name for name in OPERATIONS if documented(name, "request field")]:
        with subtests.test(name):
            check_request_fields_exact(CONTRACT, name)


def test_answer_fields_are_the_documented_ones(subtests: pytest.Subtests) -> None:
    for name in [name for name in OPERATIONS if documented(name, "response field", status="200")]:
        with subtests.test(name):
            check_answer_fields_exact(CONTRACT, name)


def test_every_operation_has_a_page() -> None:
    assert set(OPERATIONS) == SPOKEN_OF
