"""An answer can be had in each of the ways that the contract allows, and stays an answer to what was asked."""

import json
from typing import Any

import pytest
from tests.mock.conftest import OPENAPI, example

from nexudus_contract.branches import branches_of
from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import Answer, Fault, MockSettings, Request, World
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation, RecordType

ALTERNATIVES = {key: found for key, found in branches_of(load(OPENAPI)).items() if found and key[1]}
BASIC = {b"authorization": b"Basic YWRtaW5AZXhhbXBsZS5jb206YWRtaW4="}


@pytest.fixture
def world(contract: Contract) -> World:
    return World(contract, MockSettings())


def called(world: World, operation: Operation, path: str = "", **sent: Any) -> Answer:
    body = json.dumps(sent).encode() if sent else b""
    headers = {**BASIC, b"content-type": b"application/json"}
    return world.respond(Request(operation.method.upper(), path or operation.path, headers=headers, body=body))


def created(world: World, record_type: RecordType) -> int:
    answer = called(
        world, record_type.operations[Kind.CREATE], record_type.path, **example(world.contract, record_type)
    )
    return int(json.loads(answer.body)["Value"]["Id"])


@pytest.mark.parametrize(("operation_id", "status"), list(ALTERNATIVES))
def test_each_alternative_has_its_turn_and_is_as_documented(world: World, operation_id: str, status: str) -> None:
    operation = next(item for item in world.contract.operations if item.id == operation_id)
    conformance = Conformance(world.contract)
    world.faults.add(Fault.parse(f"variant,operation={operation_id},status={status},after=false"))
    alternatives = ALTERNATIVES[operation_id, status]
    for branch in (*alternatives, alternatives[0]):
        given = called(world, operation)
        assert branch.takes(json.loads(given.body)), branch.name
        assert str(given.status) == status
        assert conformance.problem(operation, given.status, {"content-type": "application/json"}, given.body) is None


def test_it_is_the_record_that_was_asked_for_and_the_work_is_done(world: World, google: RecordType) -> None:
    record = created(world, google)
    read = google.operations[Kind.GET]
    plain = json.loads(called(world, read, f"{google.path}/{record}").body)
    world.faults.add(f"variant,operation={read.id}")
    for branch in ALTERNATIVES[read.id, "200"]:
        varied = json.loads(called(world, read, f"{google.path}/{record}").body)
        changed = {name for name in varied if varied[name] != plain.get(name, ...)}
        assert changed <= {branch.place[0]}
    delete = google.operations[Kind.DELETE]
    world.faults.set([f"variant,operation={delete.id}"])
    assert is_object(json.loads(called(world, delete, f"{google.path}/{record}").body))
    assert world.counts[google.tag] == 0


@pytest.mark.parametrize("kind", [Kind.CREATE, Kind.UPDATE])
def test_a_write_names_its_record_unless_it_fails(world: World, google: RecordType, kind: Kind) -> None:
    record = {**example(world.contract, google), "Id": created(world, google)}
    operation = google.operations[kind]
    turns = range(len(ALTERNATIVES[operation.id, "200"]))
    for after in ("true", "false"):
        world.faults.set([f"variant,operation={operation.id},status=200,after={after}"])
        results = [json.loads(called(world, operation, **record).body) for _ in turns]
        assert [result["Value"] is None for result in results] == [not result["WasSuccessful"] for result in results]
        # What is done is never told as failed.
        assert sum(result["WasSuccessful"] for result in results) == len(turns) - (after == "false")


def test_a_delete_need_not_name_its_record(world: World, google: RecordType) -> None:
    delete = google.operations[Kind.DELETE]
    world.faults.add(f"variant,operation={delete.id}")
    told = []
    for _ in ALTERNATIVES[delete.id, "200"]:
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
