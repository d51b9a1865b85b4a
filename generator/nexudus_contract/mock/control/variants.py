"""Answers in each of the ways that the contract allows, also those that a mock has no reason to give."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import orjson
from jsonschema_rs import Draft202012Validator

from nexudus_contract.branches import EACH, Branch, branches_of
from nexudus_contract.document import Contract
from nexudus_contract.mock.call import documented_example
from nexudus_contract.mock.control.faults import Fault, FaultKind
from nexudus_contract.mock.wire.message import JSON_HEADERS, Answer, encode
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.terms import Kind, Operation

# The plainest value of each type; a text comes in the forms that a format or a pattern may want.
_PLAIN: Final[Sequence[Any]] = (
    None, False, 1, "text", "1", "2025-01-15T10:30:00Z", "00000000-0000-4000-8000-000000000000",
)  # fmt: skip


class Variants:
    """Knows the alternatives of each answer of a contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def of(self, operation: Operation, given: Answer, fault: Fault) -> Answer:
        """An answer with the alternative whose turn it is, where the contract has alternatives for it.

        Args:
            operation: What was called.
            given: The answer as it would be; with another status than the fault's, the documented example stands in.
            fault: Says which status, and whose turn it is.
        """
        status = given.status if fault.status is None else fault.status
        found = branches_of(self._contract).get((operation.id, str(status)), ())
        same = status == given.status and given.body
        if same:
            # What was done did not fail.
            found = [branch for branch in found if not _fails(operation, status, branch)]
        if not found:
            return given
        branch = found[(fault.turn or 0) % len(found)]
        if _fails(operation, status, branch):
            return replace(fault, kind=FaultKind.UNSUCCESSFUL).spoilt(given)
        value = orjson.loads(given.body) if same else documented_example(self._contract, operation, str(status))
        return replace(
            given,
            status=status,
            body=encode(self._varied(value, branch)),
            headers=given.headers if same else JSON_HEADERS,
        )

    def _varied(self, value: Any, branch: Branch) -> Any:
        """The value with the alternative in its place, and all that must be there for it to have one."""
        return self._put(value, branch.place, branch.holders, self._sample(branch.schema))

    def _put(self, value: Any, place: Sequence[str], holders: Sequence[JsonObject], new: Any) -> Any:
        if not place:
            return new
        if place[0] == EACH:
            items = value if is_array(value) and value else [None]
            return [self._put(items[0], place[1:], holders[1:], new), *items[1:]]
        required: Sequence[str] = holders[0].get("required", ())
        fits = is_object(value) and all(name in value for name in required)
        whole: JsonObject = value if fits else self._sample(holders[0])
        return {**whole, place[0]: self._put(whole.get(place[0]), place[1:], holders[1:], new)}

    def _sample(self, schema: JsonObject) -> Any:
        """A value that a schema allows: its example, or else the plainest."""
        schema = self._contract.resolve(schema)
        fits = Draft202012Validator(self._contract.standalone(schema), validate_formats=True).is_valid
        return next((value for value in self._candidates(schema) if fits(value)), None)

    def _candidates(self, schema: JsonObject) -> Iterator[Any]:
        yield from schema.get("enum", ())
        if "example" in schema:
            yield schema["example"]
        for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield self._sample(choice)
        yield from _PLAIN
        yield []
        if "items" in schema:
            yield [self._sample(schema["items"])]
        properties = self._contract.flatten(schema).properties
        yield {name: self._sample(value) for name, value in properties.items()}


def _fails(operation: Operation, status: int, branch: Branch) -> bool:
    """Whether only a failed action answers so: what was created or updated is named in `Value`, null is for failures.

    A delete's may be null on success (C12 among the contract's contradictions), and a command's is left open.
    """
    writes = operation.kind in {Kind.CREATE, Kind.UPDATE} and status == 200
    return writes and [*branch.place] == ["Value"] and branch.validator.is_valid(None)
