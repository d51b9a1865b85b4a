"""Calls every operation of a mock of one's own for the answers that a server which is well never gives."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx

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


def rollcall(contract: Contract, client: httpx.Client, authorization: str, watch: Watch) -> None:
    """Have each operation throttled and failing, once, and hold what it answers then against the contract.

    Args:
        contract: What the mock promises.
        client: The connection to it.
        authorization: The header that says who one is.
        watch: Looks at each answer.

    Raises:
        FuzzError: the mock's faults cannot be set.
    """
    conformance = Conformance(contract)
    try:
        for status, fault in _faults():
            _set(client, [{"kind": fault, "seconds": 0}])
            for operation in contract.operations:
                if not _concerns(contract, operation, status, fault):
                    continue
                # Any id will do, and no body: the fault strikes before either is looked at.
                path = re.sub(r"\{\w+\}", "1", operation.path)
                reply = exchanged(client, operation, path, {"Authorization": authorization})
                watch.ledger.tick()
                watch.seen(reply)
                received = reply.exchange.received
                problem = "there was no answer" if received is None else None
                if received is not None and str(received.status) != status:
                    problem = f"the fault {fault} has status {status}, and the answer {received.status}"
                elif received is not None:
                    problem = conformance.problem(operation, received.status, received.by_name, received.body)
                if problem is not None:
                    aspect = f"{place(operation)} {reply.status}"
                    watch.ledger.note("answers-as-documented", aspect, operation.id, problem, [reply.exchange])
    finally:
        _set(client, [])


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
