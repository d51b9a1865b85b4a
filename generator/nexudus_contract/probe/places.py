"""Where openapi.yaml speaks of what the probe found."""

from collections.abc import Iterator
from typing import Any

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.exchange import Received
from nexudus_contract.probe.answer import Line, Verdict
from nexudus_contract.source import Pointer, is_object
from nexudus_contract.terms import Operation

_EVIDENCE = "x-nexudus-evidence"


class Places:
    """Finds the lines of a contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._conformance = Conformance(contract)

    def line(self, pointer: Pointer, *, holds: bool | None) -> Line:
        """The line of what stands at a pointer, `$ref` followed all the way.

        Args:
            pointer: into the contract.
            holds: whether the answer confirms or contradicts what stands there; None where that leaves it open.
        """
        verdict = Verdict.ALLOWS if holds is None else Verdict.CONFIRMS if holds else Verdict.CONTRADICTS
        pointer = self.follow(pointer)
        source = self._contract.source
        text = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in pointer)
        return Line(source.path.name, source.position_of(pointer).line, text, verdict, self._evidence(pointer))

    def follow(self, pointer: Pointer) -> Pointer:
        """The place of the value that a pointer leads to, where `$ref` stands on the way or at its end."""
        place: Pointer = ()
        for part in pointer:
            place = (*self._target(place, part), part)
        return self._target(place)

    def promised(self, operation: Operation, received: Received) -> Line:
        """The line of the documented answer with a status, which an answer keeps or breaks."""
        problem = self._conformance.problem(operation, received.status, received.by_name, received.body)
        documented = str(received.status) in operation.responses
        pointer = (*operation.pointer, "responses", *([str(received.status)] if documented else []))
        return self.line(pointer, holds=problem is None)

    def _target(self, place: Pointer, wanted: str | int | None = None) -> Pointer:
        """Where `$ref` leads from a place; nowhere where what is wanted stands beside it."""
        value = self._at(place)
        while is_object(value) and "$ref" in value and (wanted is None or wanted not in value):
            place = _parts(str(value["$ref"]))
            value = self._at(place)
        return place

    def property(self, schema: Pointer, name: str) -> Pointer | None:
        """The place of a property of a schema or of one that it is composed of; None where it has none."""
        return next(self._properties(schema, name), None)

    def _properties(self, schema: Pointer, name: str) -> Iterator[Pointer]:
        place = self.follow(schema)
        value = self._at(place)
        if name in value.get("properties", {}):
            yield (*place, "properties", name)
        for index in range(len(value.get("allOf", ()))):
            yield from self._properties((*place, "allOf", index), name)

    def _evidence(self, pointer: Pointer) -> str:
        for length in range(len(pointer), 0, -1):
            value = self._at(pointer[:length])
            if is_object(value) and _EVIDENCE in value:
                return str(value[_EVIDENCE])
        return ""

    def _at(self, pointer: Pointer) -> Any:
        value: Any = self._contract.document
        for part in pointer:
            value = value[part]
        return value


def _parts(reference: str) -> Pointer:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in reference.removeprefix("#/").split("/"))
