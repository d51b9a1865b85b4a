"""Looks at one answer by itself: whether it comes, in time, as documented, and agrees with itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.fuzz.ledger import Ledger
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation

# As Python and .NET write it.
_STACK = re.compile(rb"Traceback \(most recent call|File \"[^\"]+\", line \d+|\.cs:line \d+|\bSystem\.\w+Exception\b")


class Judge:
    """Knows what every answer of a server promises.

    Attributes:
        slow: Seconds after which an answer comes too late.
    """

    def __init__(self, contract: Contract, slow: float = 1.0) -> None:
        self.slow = slow
        self._conformance = Conformance(contract)

    def breaches(self, reply: Reply) -> Iterator[tuple[str, str, str]]:
        """What is wrong with an answer: the check that it fails, what tells it from others of the check, a sentence."""
        received, operation = reply.exchange.received, reply.operation
        if received is None:
            yield "answers-at-all", "", f"there was no answer: {reply.exchange.failure}"
            return
        if received.seconds > self.slow:
            yield "answers-in-time", "", f"the answer took {received.seconds:.1f} s, where {self.slow:g} s are allowed"
        if received.status >= 500:
            yield "never-fails", "", f"the server failed with {received.status}"
        if received.status >= 400 and _STACK.search(received.body):
            yield "tells-no-secrets-of-its-code", "", "a refusal tells where in its code the server stood"
        problem = self._conformance.problem(operation, received.status, received.by_name, received.body)
        if problem is not None:
            sentence = problem.removeprefix(f"{operation.id}, ").removeprefix(f"{operation.id} ")
            yield "answers-as-documented", str(received.status), sentence
        contradiction = _contradiction(reply.status, reply.value)
        if contradiction:
            yield "envelope-agrees-with-itself", str(received.status), contradiction


def place(operation: Operation) -> str:
    """What an operation does, where breaches of several record types are told as one; of both writes as well."""
    return "write" if operation.kind in {Kind.CREATE, Kind.UPDATE} else str(operation.kind or operation.id)


@dataclass(frozen=True)
class Watch:
    """Everybody who looks at every answer of a run.

    Attributes:
        ledger: Where breaches are written.
        judge: Looks at each answer by itself.
        seen: Is told of each request and its answer.
    """

    ledger: Ledger
    judge: Judge
    seen: Callable[[Reply], None] = lambda _: None

    def breaches(self, reply: Reply) -> Iterator[tuple[str, str, str]]:
        """Tell of an answer, and say what is wrong with it, as the judge does."""
        self.seen(reply)
        return self.judge.breaches(reply)


def _contradiction(status: int, value: Any) -> str:
    """How an envelope contradicts itself; empty where it does not."""
    if not is_object(value) or "WasSuccessful" not in value:
        return ""
    success, errors = value["WasSuccessful"], value.get("Errors")
    if status == 400 and success:
        return "a validation failure says that it was successful"
    if status == 400 and not (errors and all(error.get("PropertyName") for error in errors)):
        return "a validation failure does not say which field is wrong"
    if status == 200 and success and (value.get("Status") != 200 or errors):
        return f"WasSuccessful is true, Status is {value.get('Status')}, and Errors is {errors}"
    if status == 200 and not success and value.get("Status") == 200:
        return "WasSuccessful is false, and Status is 200"
    return ""
