"""What Nexudus' pages say, from facts.yaml; and what openapi.yaml says, ready to be held against it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

from nexudus_contract.document import Contract, load
from nexudus_contract.source import JsonObject, read
from nexudus_contract.terms import Kind, Operation

TABLE = read(Path(__file__).parents[1] / "facts.yaml")
CONTRACT = load(Path(__file__).parents[3] / "openapi.yaml")


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


FACTS = tuple(facts())
