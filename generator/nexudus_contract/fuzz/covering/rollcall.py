"""Calls every operation of a mock of one's own for the answers that a server which is well has no reason to give."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from nexudus_contract.branches import branches_of
from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.fuzz.judge import Watch, place
from nexudus_contract.fuzz.own_mock import FuzzError
from nexudus_contract.fuzz.wire import exchanged
from nexudus_contract.terms import Operation

# The mock's faults, by the status that they answer.
_FAULTS = {"409": "throttle-409", "429": "throttle-429", "500": "error-500"}
_FAILED = "unsuccessful"
_DENIED = "denied-grant"
_VARIED = "variant"


def rollcall(contract: Contract, client: httpx.Client, authorization: str, watch: Watch) -> None:
    """Have each operation throttled and failing once, and each alternative of its answers given, and judge the answers.

    Args:
        contract: What the mock promises.
        client: The connection to it.
        authorization: The header that says who one is.
        watch: Looks at each answer.

    Raises:
        FuzzError: the mock's faults cannot be set.
    """
    roll = _Roll(Conformance(contract), client, authorization, watch)
    try:
        for status, fault in _faults():
            _set(client, [{"kind": fault, "seconds": 0}])
            for operation in contract.operations:
                if _concerns(contract, operation, status, fault):
                    roll.call(operation, status, fault)
        for operation in contract.operations:
            for status in operation.responses:
                alternatives = branches_of(contract).get((operation.id, status), ())
                varied = {"kind": _VARIED, "operation": operation.id, "status": int(status), "after": False}
                _set(client, [varied] if alternatives else [])
                for _ in alternatives:
                    roll.call(operation, status, _VARIED)
    finally:
        _set(client, [])


@dataclass(frozen=True)
class _Roll:
    conformance: Conformance
    client: httpx.Client
    authorization: str
    watch: Watch

    def call(self, operation: Operation, status: str, fault: str) -> None:
        """Call an operation that a fault strikes, and hold what it answers against the contract."""
        # Any id will do, and no body: the fault strikes before either is looked at.
        path = re.sub(r"\{\w+\}", "1", operation.path)
        reply = exchanged(self.client, operation, path, {"Authorization": self.authorization})
        self.watch.ledger.tick()
        self.watch.seen(reply)
        received = reply.exchange.received
        if received is None:
            problem: str | None = "there was no answer"
        elif str(received.status) != status:
            problem = f"the fault {fault} has status {status}, and the answer {received.status}"
        else:
            problem = self.conformance.problem(operation, received.status, received.by_name, received.body)
        if problem is not None:
            aspect = f"{place(operation)} {reply.status}"
            self.watch.ledger.note("answers-as-documented", aspect, operation.id, problem, [reply.exchange])


def _faults() -> Iterator[tuple[str, str]]:
    yield from _FAULTS.items()
    yield "200", _FAILED
    yield "401", _DENIED


def _concerns(contract: Contract, operation: Operation, status: str, fault: str) -> bool:
    """Whether an operation can answer as a fault does."""
    if status not in operation.responses or fault not in {_FAILED, _DENIED}:
        return status in operation.responses
    if fault == _DENIED:
        # Where a token is wanted, it is missing tokens that are denied, without any fault.
        return not operation.secured
    # An action result can say that the action failed.
    schema = operation.responses[status].schema
    return schema is not None and "WasSuccessful" in contract.flatten(schema).properties


def _set(client: httpx.Client, faults: list[dict[str, Any]]) -> None:
    try:
        answer = client.put("/_mock/faults", json={"faults": faults})
    except httpx.HTTPError as error:
        raise FuzzError(f"the mock cannot be reached: {error}") from error
    if answer.status_code != 200:
        raise FuzzError(f"the mock's faults cannot be set: {json.dumps(answer.text[:200])}")
