"""Whatever is asked of the strict mock: what keeps to the contract has no findings, and the mock is never at fault."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.terms import Kind, Operation

from .conftest import example, kinds, mocked

OF_REQUESTS = {"broken-request", "unknown-parameter"}
TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)


@st.composite
def valid_requests(draw: st.DrawFn, contract: Contract) -> tuple[str, str, dict[str, Any]]:
    """A request that keeps to the contract: its method, its path, and what goes with it."""
    record_type = draw(st.sampled_from(contract.record_types))
    operation = draw(st.sampled_from(list(record_type.operations.values())))
    parts: dict[str, Any] = {}
    if operation.kind is Kind.LIST:
        parts["params"] = {
            **draw(st.fixed_dictionaries({}, optional={"page": st.integers(1, 9), "size": st.integers(1, 2**31 - 1)})),
            **{item.parameter: draw(_value(contract, operation, item.parameter)) for item in record_type.filters
               if draw(st.booleans())},
        }  # fmt: skip
    elif operation.kind is Kind.BATCH:
        parts["params"] = {"id": json.dumps(draw(st.lists(st.integers(-9, 9), max_size=3)))}
    elif operation.kind is Kind.RUN:
        parts["json"] = {"Key": draw(TEXTS), "Ids": draw(st.lists(st.integers(0, 9), max_size=2))}
    elif operation.body is not None:
        own = {"Id": draw(st.integers(0, 5))} if operation.kind is Kind.UPDATE else {}
        parts["json"] = {**example(contract, record_type), **own, "Name": draw(TEXTS)}
    return operation.method.upper(), operation.path.replace("{id}", str(draw(st.integers(0, 5)))), parts


def _value(contract: Contract, operation: Operation, name: str) -> st.SearchStrategy[str]:
    parameter = next(item for item in operation.parameters if item.name == name)
    schema = contract.resolve(parameter.schema)
    if schema.get("type") == "integer":
        return st.sampled_from(["0", "-1", "9223372036854775807"])
    if schema.get("type") == "boolean":
        return st.sampled_from(["true", "false"])
    return st.just(str(schema["example"])) if "pattern" in schema or "format" in schema else TEXTS


def test_whatever_is_well_said_to_the_strict_mock_has_no_findings(contract: Contract, tmp_path: Path) -> None:
    @settings(max_examples=40, deadline=None)
    @given(valid_requests(contract))
    def talk(request: tuple[str, str, dict[str, Any]]) -> None:
        method, path, parts = request
        line.ask(method, path, **parts)
        assert list(line.proxy.findings) == []

    with mocked(contract, tmp_path / "traffic.har") as line:
        talk()
        assert line.found(contract) == []


def test_whatever_is_badly_said_to_the_strict_mock_only_the_requests_are_at_fault(
    contract: Contract, tmp_path: Path
) -> None:
    paths = [operation.path.replace("{id}", "x") for operation in contract.operations]

    @settings(max_examples=40, deadline=None)
    @given(
        operation=st.sampled_from(contract.operations),
        params=st.dictionaries(st.sampled_from(["page", "size", "dir", "id", "zzz"]), TEXTS, max_size=3),
        body=st.binary(max_size=8) | st.recursive(st.none() | TEXTS, st.lists).map(json.dumps).map(str.encode),
    )
    def talk(operation: Operation, params: dict[str, str], body: bytes) -> None:
        path = operation.path.replace("{id}", "x")
        assert path in paths
        headers = {"Content-Type": "application/json"}
        line.ask(operation.method.upper(), path, params=params, content=body, headers=headers)
        found = {finding.kind for finding in line.proxy.findings}
        assert found <= OF_REQUESTS, list(line.proxy.findings)

    with mocked(contract, tmp_path / "traffic.har") as line:
        talk()
        assert kinds(line.found(contract)) == OF_REQUESTS
