"""An answer can be had in each of the ways that the contract allows, and stays an answer to what was asked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pytest
from tests.mock.conftest import example

from nexudus_contract.branches import Branch, branches_of
from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, MockSettings, Request, World
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation, RecordType

Ways: TypeAlias = Mapping[tuple[str, str], Sequence[Branch]]

BASIC = {b"authorization": b"Basic YWRtaW5AZXhhbXBsZS5jb206YWRtaW4="}


@pytest.fixture(scope="module")
def ways(contract: Contract) -> Ways:
    """In which ways each answer can be had, by operation and status; only those that can be had in several."""
    return {key: found for key, found in branches_of(contract).items() if found and key[1]}


@pytest.fixture(scope="module")
def shared_world(contract: Contract) -> World:
    return World(contract, MockSettings())


@pytest.fixture
def world(shared_world: World) -> World:
    shared_world.reset()
    return shared_world


def called(world: World, operation: Operation, path: str = "", **sent: Any) -> Answer:
    body = json.dumps(sent).encode() if sent else b""
    headers = {**BASIC, b"content-type": b"application/json"}
    return world.respond(Request(operation.method.upper(), path or operation.path, headers=headers, body=body))


def created(world: World, record_type: RecordType) -> int:
    answer = called(
        world, record_type.operations[Kind.CREATE], record_type.path, **example(world.contract, record_type)
    )
    return int(json.loads(answer.body)["Value"]["Id"])


def test_each_alternative_has_its_turn_and_is_as_documented(world: World, ways: Ways) -> None:
    conformance = Conformance(world.contract)
    operations = {item.id: item for item in world.contract.operations}
    wrong: list[str] = []
    for (operation_id, status), alternatives in ways.items():
        operation = operations[operation_id]
        world.faults.set([f"variant,operation={operation_id},status={status},after=false"])
        for branch in (*alternatives, alternatives[0]):
            given = called(world, operation)
            headers = {"content-type": "application/json"}
            problem = conformance.problem(operation, given.status, headers, given.body)
            if problem or str(given.status) != status or not branch.takes(json.loads(given.body)):
                wrong.append(f"{operation_id}, {status}, {branch.name}: {given.status}, {problem}")
    assert len(ways) > 20
    assert wrong == []


def test_it_is_the_record_that_was_asked_for_and_the_work_is_done(world: World, ways: Ways, google: RecordType) -> None:
    record = created(world, google)
    read = google.operations[Kind.GET]
    plain = json.loads(called(world, read, f"{google.path}/{record}").body)
    world.faults.add(f"variant,operation={read.id}")
    for branch in ways[read.id, "200"]:
        varied = json.loads(called(world, read, f"{google.path}/{record}").body)
        changed = {name for name in varied if varied[name] != plain.get(name, ...)}
        assert changed <= {branch.place[0]}
    delete = google.operations[Kind.DELETE]
    world.faults.set([f"variant,operation={delete.id}"])
    assert is_object(json.loads(called(world, delete, f"{google.path}/{record}").body))
    assert world.counts[google.tag] == 0


@pytest.mark.parametrize("kind", [Kind.CREATE, Kind.UPDATE])
def test_a_write_names_its_record_unless_it_fails(world: World, ways: Ways, google: RecordType, kind: Kind) -> None:
    record = {**example(world.contract, google), "Id": created(world, google)}
    operation = google.operations[kind]
    turns = range(len(ways[operation.id, "200"]))
    for after in ("true", "false"):
        world.faults.set([f"variant,operation={operation.id},status=200,after={after}"])
        results = [json.loads(called(world, operation, **record).body) for _ in turns]
        assert [result["Value"] is None for result in results] == [not result["WasSuccessful"] for result in results]
        # What is done is never told as failed.
        assert sum(result["WasSuccessful"] for result in results) == len(turns) - (after == "false")


def test_a_delete_need_not_name_its_record(world: World, ways: Ways, google: RecordType) -> None:
    delete = google.operations[Kind.DELETE]
    world.faults.add(f"variant,operation={delete.id}")
    told = []
    for _ in ways[delete.id, "200"]:
        result = json.loads(called(world, delete, f"{google.path}/{created(world, google)}").body)
        assert result["WasSuccessful"] is True
        told.append(result["Value"])
    assert None in told


def test_an_answer_without_alternatives_is_left_alone(world: World, google: RecordType) -> None:
    world.faults.add("variant")
    read = google.operations[Kind.GET]
    assert json.loads(called(world, read, f"{google.path}/1").body) == "Not found"


def test_the_same_fault_set_again_begins_anew(world: World, google: RecordType) -> None:
    operation = google.operations[Kind.LIST]
    fault = f"variant,operation={operation.id},status=200,after=false"
    world.faults.set([fault])
    first = [called(world, operation).body for _ in range(3)]
    assert len({*first}) > 1
    world.faults.set([fault])
    assert [called(world, operation).body for _ in range(3)] == first
