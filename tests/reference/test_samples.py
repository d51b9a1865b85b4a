"""Every program of the reference runs, in both forms, and does what its operation says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, RunningMock, running
from nexudus_contract.reference.client import Client
from nexudus_contract.reference.samples import sample
from nexudus_contract.terms import Kind, Operation

OPERATIONS = load(Path(__file__).parents[2] / "openapi.yaml").operations
RECORDS = 3


class Shown:
    """A program that was run against a mock: what it printed, and the records before and after, the newest first."""

    def __init__(self, mock: RunningMock, tag: str) -> None:
        self.lines: list[str] = []
        self.before = mock.world.records(tag)
        self.after = self.before

    @property
    def ids(self) -> list[str]:
        """The ids that were there before, in their order."""
        return [str(record["Id"]) for record in reversed(self.before)]


@pytest.fixture(params=["sync", "asynchronous"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def mock(contract: Contract) -> Iterator[RunningMock]:
    with running(contract, MockSettings(records=RECORDS, strict=True)) as mock:
        yield mock


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.id)
def test_a_program_does_what_it_says(
    operation: Operation,
    form: str,
    contract: Contract,
    client: Client,
    mock: RunningMock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = str(getattr(sample(contract, client, operation), form))
    mock.world.reset()
    monkeypatch.setenv("NEXUDUS_BASE_URL", mock.url)
    monkeypatch.setenv("NEXUDUS_USERNAME", "admin@example.com")
    monkeypatch.setenv("NEXUDUS_PASSWORD", "admin")
    shown = Shown(mock, operation.tag if operation.kind else contract.record_types[0].tag)
    exec(compile(with_ids(program, operation, shown.ids), operation.id, "exec"), {"__name__": "__main__"})
    shown.lines = capsys.readouterr().out.splitlines()
    if operation.kind:
        shown.after = mock.world.records(operation.tag)
    asked = {entry.handling.operation for entry in mock.world.requests}
    assert operation.id in asked
    (CHECKS[operation.kind] if operation.kind else other)(shown, contract, operation)


def with_ids(program: str, operation: Operation, ids: list[str]) -> str:
    """The program with the ids of records that are there in the place of the examples, in their order."""
    if operation.kind is Kind.CREATE:
        return program
    examples = list(dict.fromkeys(re.findall(r"\b\d{8,}\b", program)))
    there = dict(zip(examples, ids, strict=False))
    return re.sub(r"\b\d{8,}\b", lambda number: there[number[0]], program)


def listed(shown: Shown, contract: Contract, operation: Operation) -> None:
    since = next(item.raw["example"] for item in operation.parameters if re.match("from_.*_UpdatedOn", item.name))
    rows = sorted(shown.before, key=lambda row: (row["UpdatedOn"], row["Id"]))
    assert shown.lines == [str(row["Id"]) for row in rows if row["UpdatedOn"] >= since]
    assert shown.lines


def found(shown: Shown, contract: Contract, operation: Operation) -> None:
    assert shown.lines == [*shown.ids[:2], "not there: ()"]


def read(shown: Shown, contract: Contract, operation: Operation) -> None:
    assert [line.split()[0] for line in shown.lines] == shown.ids[:1]


def created(shown: Shown, contract: Contract, operation: Operation) -> None:
    (new,) = [record for record in shown.after if record not in shown.before]
    assert shown.lines == [str(new["Id"])]
    assert operation.body
    shape = contract.flatten(operation.body.schema)
    examples = {name: contract.resolve(shape.properties[name])["example"] for name in shape.required}
    assert {name: new[name] for name in examples} == examples


def updated(shown: Shown, contract: Contract, operation: Operation) -> None:
    (then,) = [record for record in shown.before if record not in shown.after]
    (now,) = [record for record in shown.after if record not in shown.before]
    assert str(now["Id"]) == shown.ids[0]
    stamps = {"UpdatedOn", "UpdatedBy"}
    (changed,) = {name for name in now if now[name] != then[name]} - stamps
    assert operation.body
    raw: Any = contract.flatten(operation.body.schema).properties[changed]
    assert now[changed] == contract.resolve(raw)["example"]


def deleted(shown: Shown, contract: Contract, operation: Operation) -> None:
    assert [str(record["Id"]) for record in reversed(shown.after)] == shown.ids[1:]


def commanded(shown: Shown, contract: Contract, operation: Operation) -> None:
    answer = next(iter(operation.responses["200"].raw["content"].values()))
    (commands,) = [value for _, value in contract.examples(answer)]
    assert shown.lines == [f"{item['Key']} {item['Name']}" for item in commands]


def ran(shown: Shown, contract: Contract, operation: Operation) -> None:
    (line,) = shown.lines
    assert line.endswith(": done.")


def other(shown: Shown, contract: Contract, operation: Operation) -> None:
    (line,) = shown.lines
    assert re.fullmatch(r"bearer \d+|\d+ admin@example\.com", line)


CHECKS = {
    Kind.LIST: listed,
    Kind.BATCH: found,
    Kind.GET: read,
    Kind.CREATE: created,
    Kind.UPDATE: updated,
    Kind.DELETE: deleted,
    Kind.COMMANDS: commanded,
    Kind.RUN: ran,
}
