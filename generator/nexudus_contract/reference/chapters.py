"""The reference in the order in which it is read, as the template wants it."""

from collections.abc import Iterator
from dataclasses import dataclass

from nexudus_contract.document import Contract
from nexudus_contract.reference.client import Client, Method
from nexudus_contract.reference.fields import EVIDENCE, Field, Fields
from nexudus_contract.reference.messages import Message, Messages
from nexudus_contract.reference.samples import Sample, sample
from nexudus_contract.source import JsonObject, Pointer, pointers
from nexudus_contract.terms import Contradiction, Limit, Operation, Response

_WINDOWS = {0.1: "100 ms", 1: "second", 60: "minute", 3600: "hour", 86400: "day"}


@dataclass(frozen=True)
class Shape:
    """One thing that a body can be: its name, if it has one, what it means, and what it holds."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Answer:
    """A documented answer. `headers` are rows as well, though their names are those of headers."""

    status: str
    success: bool
    description: str
    evidence: str
    headers: tuple[Field, ...]
    shapes: tuple[Shape, ...]
    examples: tuple[Message, ...]


@dataclass(frozen=True)
class Follow:
    """Where an answer leads: another operation, and what to give it."""

    operation: str
    description: str


@dataclass(frozen=True)
class Section:
    """One operation."""

    operation: Operation
    evidence: str
    source: str
    limits: tuple[str, ...]
    contested: tuple[Contradiction, ...]
    parameters: tuple[Field, ...]
    places: dict[str, str]
    body: tuple[Shape, ...]
    requests: tuple[Message, ...]
    answers: tuple[Answer, ...]
    follows: tuple[Follow, ...]
    method: Method
    sample: Sample


@dataclass(frozen=True)
class Chapter:
    """One tag: a record type, or operations besides.

    Attributes:
        tag: The tag, as the contract has it.
        attribute: What the client calls it.
        sections: Its operations.
        more: Methods of the client that belong to no operation.
    """

    tag: JsonObject
    attribute: str
    sections: tuple[Section, ...]
    more: tuple[Method, ...]


@dataclass(frozen=True)
class Contested:
    """A contradiction, and the operations that it is about."""

    contradiction: Contradiction
    operations: tuple[str, ...]


class Writer:
    """Puts the chapters together.

    Args:
        contract: What there is.
        client: How it is called from Python.
    """

    def __init__(self, contract: Contract, client: Client) -> None:
        self._contract = contract
        self._client = client
        self._fields = Fields(contract)
        self._messages = Messages(contract)

    def chapters(self) -> Iterator[Chapter]:
        """A chapter for each tag, in the contract's order.

        Raises:
            UnpresentableError: the client has no method for an operation.
        """
        for tag in self._contract.document["tags"]:
            operations = [item for item in self._contract.operations if item.tag == tag["name"]]
            resource, _ = self._client.method(operations[0].id)
            called = set(resource.operations.values())
            yield Chapter(
                tag=tag,
                attribute=resource.attribute,
                sections=tuple(self._section(item) for item in operations),
                more=tuple(method for name, method in resource.methods.items() if name not in called),
            )

    def contested(self) -> Iterator[Contested]:
        """The table of contradictions."""
        for item in self._contract.contradictions:
            about = (operation.id for operation in self._contract.operations if self._touches(item, operation))
            yield Contested(item, tuple(about))

    def limits(self, method: str = "") -> tuple[str, ...]:
        """The limits in words: those that bind a method, or all of them."""
        return tuple(_limit(item) for item in self._contract.limits if not method or item.binds(method))

    def _section(self, operation: Operation) -> Section:
        raw = operation.raw
        evidence = str(raw[EVIDENCE])
        _, method = self._client.method(operation.id)
        links = [link for item in operation.responses.values() for link in item.raw.get("links", {}).values()]
        follows = [self._contract.resolve(link) for link in links]
        return Section(
            operation=operation,
            evidence=evidence,
            source=str(raw["externalDocs"]["url"]),
            limits=self.limits(operation.method),
            contested=tuple(item for item in self._contract.contradictions if self._touches(item, operation)),
            parameters=tuple(
                self._fields.field(
                    item.name, {**item.schema, **_told(item.raw), **item.raw}, evidence, required=item.required
                )
                for item in operation.parameters
            ),
            places={item.name: item.location for item in operation.parameters},
            body=self._shapes(operation.body.schema, evidence) if operation.body else (),
            requests=tuple(self._messages.requests(operation)),
            answers=tuple(self._answer(item, evidence) for item in operation.responses.values()),
            follows=tuple(Follow(str(item["operationId"]), str(item.get("description", ""))) for item in follows),
            method=method,
            sample=sample(self._contract, self._client, operation),
        )

    def _answer(self, response: Response, inherited: str) -> Answer:
        evidence = str(response.raw.get(EVIDENCE, inherited))
        headers = response.raw.get("headers", {}).items()
        resolved = [(name, self._contract.resolve(raw)) for name, raw in headers]
        return Answer(
            status=response.status,
            success=response.status.startswith("2"),
            description=str(response.raw["description"]),
            evidence=evidence,
            headers=tuple(
                self._fields.field(name, {**raw["schema"], **raw}, evidence, required=raw.get("required", False))
                for name, raw in resolved
            ),
            shapes=self._shapes(response.schema, evidence) if response.schema else (),
            examples=tuple(self._messages.answers(response)),
        )

    def _shapes(self, schema: JsonObject, evidence: str) -> tuple[Shape, ...]:
        return tuple(
            Shape(
                name=name,
                description=str(self._contract.resolve(choice).get("description", "")) if name else "",
                fields=self._fields.of(choice, evidence),
            )
            for name, choice in self._fields.choices(schema)
        )

    def _touches(self, contradiction: Contradiction, operation: Operation) -> bool:
        """Whether an operation is contested, or something that it is made of."""
        reached = self._reached(operation)
        tags = [item["name"] for item in self._contract.document["tags"]]
        for place in contradiction.places:
            if place[:3] == operation.pointer or place[:3] in reached:
                return True
            if place[0] == "tags" and tags[int(place[1])] == operation.tag:
                return True
        return False

    def _reached(self, operation: Operation) -> frozenset[Pointer]:
        """Pointers of the components that an operation is made of, at any depth."""
        waiting: list[object] = [operation.raw]
        reached: set[Pointer] = {("components", "securitySchemes", scheme) for scheme in _schemes(operation)}
        while waiting:
            for pointer, value in pointers(waiting.pop()):
                if not pointer or pointer[-1] != "$ref":
                    continue
                room, kind, name = str(value).removeprefix("#/").split("/")
                if (room, kind, name) not in reached:
                    reached.add((room, kind, name))
                    waiting.append(self._contract.document[room][kind][name])
        return frozenset(reached)


def _schemes(operation: Operation) -> Iterator[str]:
    for requirement in operation.raw.get("security", ()):
        yield from requirement


def _told(raw: JsonObject) -> JsonObject:
    """What a parameter that travels encoded says of itself inside."""
    nothing: JsonObject = {}
    content = next(iter(raw.get("content", nothing).values()), nothing)
    return {**content.get("schema", {}), **({"example": content["example"]} if "example" in content else {})}


def _limit(limit: Limit) -> str:
    calls = "1 call" if limit.calls == 1 else f"{limit.calls:,} calls"
    window = _WINDOWS.get(limit.seconds, f"{limit.seconds:g} seconds")
    per = f"in {window}" if window[0].isdigit() else f"a {window}" if window != "hour" else "an hour"
    which = f", {', '.join(sorted(limit.methods))} together" if limit.methods else ""
    return f"{calls} {per}{which}"
