"""The roll call has each operation throttled, failing and answering in each way, and leaves a mock that is well."""

import dataclasses
from typing import Any

import httpx
import pytest

from nexudus_contract.branches import branches_of
from nexudus_contract.document import Contract
from nexudus_contract.fuzz import FuzzError
from nexudus_contract.fuzz.covering.rollcall import rollcall
from nexudus_contract.fuzz.judge import Judge, Watch
from nexudus_contract.fuzz.laws.access import Person
from nexudus_contract.fuzz.ledger import Ledger
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.source import is_object
from nexudus_contract.target import MOCK_USER

from .conftest import Wrapper, healthy, served
from .helpers.in_process import in_process

ADMIN = Person(*MOCK_USER)


Called = tuple[list[Reply], Ledger]


def called(contract: Contract, client: httpx.Client) -> Called:
    """What a roll call saw, and what it wrote down."""
    seen: list[Reply] = []
    ledger = Ledger()
    rollcall(contract, client, ADMIN.basic, Watch(ledger, Judge(contract), seen.append))
    return seen, ledger


@pytest.fixture(scope="module")
def on_the_mock(contract: Contract) -> Called:
    """A roll call of a mock that is well, which is only looked at."""
    with in_process(contract, healthy) as client:
        return called(contract, client)


def spoiling(status: int, changes: dict[str, Any]) -> Wrapper:
    """A mock whose answers with a status are not what they should be."""

    def wrap(respond: Respond) -> Respond:
        def answered(request: Request) -> Answer:
            given = respond(request)
            return dataclasses.replace(given, **changes) if given.status == status else given

        return answered

    return wrap


def test_each_operation_is_throttled_and_fails_as_documented(contract: Contract, on_the_mock: Called) -> None:
    seen, ledger = on_the_mock
    came = {(reply.operation.id, reply.status) for reply in seen}
    refusals = {"409", "429", "500"}
    assert came >= {
        (operation.id, int(status)) for operation in contract.operations for status in refusals & {*operation.responses}
    }
    assert not ledger.findings
    assert ledger.requests == len(seen)


def test_each_action_fails_with_a_200_that_says_so(contract: Contract, on_the_mock: Called) -> None:
    seen, _ = on_the_mock
    failed = {reply.operation.id for reply in seen if reply.status == 200 and says_it_failed(reply)}
    assert failed == {
        operation.id
        for operation in contract.operations
        if (schema := operation.responses["200"].schema) and "WasSuccessful" in contract.flatten(schema).properties
    }


def says_it_failed(reply: Reply) -> bool:
    return is_object(reply.value) and reply.value.get("WasSuccessful") is False


def test_each_alternative_of_each_answer_is_given(contract: Contract, on_the_mock: Called) -> None:
    seen, _ = on_the_mock
    for (operation, status), alternatives in branches_of(contract).items():
        bodies = [reply.value for reply in seen if (reply.operation.id, str(reply.status)) == (operation, status)]
        # Of what is sent there is nothing to be answered.
        assert not status or all(any(branch.takes(body) for body in bodies) for branch in alternatives)


@pytest.mark.parametrize(
    ("status", "changes", "said"),
    [
        (409, {"headers": ()}, "the header Retry-After is missing"),
        (429, {"body": b"slow down"}, "there is a body where none is promised"),
        (500, {"body": b"{}"}, "is not valid under any of the schemas"),
    ],
    ids=["409", "429", "500"],
)
def test_a_refusal_that_is_not_as_documented_is_written_down(
    small_contract: Contract, status: int, changes: dict[str, Any], said: str
) -> None:
    with in_process(small_contract, spoiling(status, changes)) as client:
        _, ledger = called(small_contract, client)
    assert {finding.check for finding in ledger.findings.values()} == {"answers-as-documented"}
    assert {name for finding in ledger.findings.values() for name in finding.operations} == {
        operation.id for operation in small_contract.operations if str(status) in operation.responses
    }
    assert any(said in finding.message for finding in ledger.findings.values())


def test_it_changes_nothing_and_leaves_no_fault_behind(small_contract: Contract) -> None:
    with in_process(small_contract, healthy) as client:
        client.headers["Authorization"] = ADMIN.basic
        client.post("/_mock/seed", json={"records": 3}).raise_for_status()
        before = [client.get(item.path).json() for item in small_contract.record_types]
        called(small_contract, client)
        assert [client.get(item.path).json() for item in small_contract.record_types] == before
        assert client.get("/_mock/faults").json()["faults"] == []


def test_a_server_that_takes_no_faults_is_told_so(small_contract: Contract) -> None:
    def without(respond: Respond) -> Respond:
        return lambda request: Answer(404) if request.path.startswith("/_mock") else respond(request)

    with (
        in_process(small_contract, without) as client,
        pytest.raises(FuzzError, match="the mock's faults cannot be set"),
    ):
        called(small_contract, client)


def test_a_server_that_is_not_there_is_told_so(contract: Contract) -> None:
    with served(contract, healthy) as target:
        pass
    with httpx.Client(base_url=target.url) as client, pytest.raises(FuzzError, match="the mock cannot be reached"):
        called(contract, client)
