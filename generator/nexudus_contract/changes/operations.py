"""Two versions of an operation: what it takes, who may call it, and what it answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from nexudus_contract.changes.answers import answers
from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.effect import Direction
from nexudus_contract.changes.keywords import canonical
from nexudus_contract.changes.media import content
from nexudus_contract.changes.node import Node, at, node
from nexudus_contract.changes.parameters import Key, parameters
from nexudus_contract.changes.schemas import Schemas, docs
from nexudus_contract.changes.security import security
from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation


@dataclass(frozen=True)
class Operations:
    """Compares the operations of two contracts.

    Attributes:
        old: the contract before.
        new: the contract now.
    """

    old: Contract
    new: Contract
    asked: Schemas = field(default_factory=lambda: Schemas(Direction.REQUEST))
    answered: Schemas = field(default_factory=lambda: Schemas(Direction.ANSWER))

    def differences(self) -> Iterator[Change]:
        """How they differ."""
        pairs = _pairs(self.old.operations, self.new.operations)
        for was, now in pairs:
            for item in self._compare(was, now):
                yield replace(item, operations=(now.id,))
        for was in self.old.operations:
            if all(was is not one for one, _ in pairs):
                message = f"{_asked(was)} is gone; whoever calls it gets nothing"
                yield replace(of_contract(Grade.BREAKING, was.pointer, "gone", message), operations=(was.id,))
        for now in self.new.operations:
            if all(now is not other for _, other in pairs):
                message = f"{_asked(now)} is new; nobody calls it yet"
                yield replace(of_contract(Grade.ADDITIVE, now.pointer, "new", message), operations=(now.id,))

    def _compare(self, was: Operation, now: Operation) -> Iterator[Change]:
        old, new = _node(self.old.document, was), _node(self.new.document, now)
        name = now.id
        yield from docs(old, new, name)
        yield from _identity(was, now)
        if canonical(old.get("tags")) != canonical(new.get("tags")):
            message = f"{name} stands under {', '.join(new.get('tags', [])) or 'no tag'} now; it is called as before"
            yield of_contract(Grade.DOCS, new.place("tags"), "tags", message)
        for key in ("servers", "callbacks"):
            if canonical(old.get(key)) != canonical(new.get(key)):
                message = f"{name} has other {key}; whoever relied on those before is left alone"
                yield of_contract(Grade.BREAKING, new.place(key), key, message)
        yield from security((self.old.document, was), (self.new.document, now))
        yield from parameters(_parameters(self.old.document, was), _parameters(self.new.document, now), self.asked)
        yield from self._body(old, new)
        yield from answers(old, new, self.answered)

    def _body(self, old: Node, new: Node) -> Iterator[Change]:
        had, has = "requestBody" in old.value, "requestBody" in new.value
        was, now = old.child("requestBody"), new.child("requestBody")
        before, after = was.get("required") is True, now.get("required") is True
        place = new.place("requestBody")
        if had and not has:
            message = "there is no body any more; what callers send is ignored, or refused"
            yield of_contract(Grade.BREAKING, place, "body", message)
        elif has and not had:
            hurt = Grade.BREAKING if after else Grade.ADDITIVE
            why = "callers that send none are refused" if after else "callers may leave it out"
            yield of_contract(hurt, place, "body", f"there is a body now; {why}")
        elif before != after:
            hurt = Grade.BREAKING if after else Grade.ADDITIVE
            why = "must be sent now; callers that send none are refused" if after else "may be left out now"
            yield of_contract(hurt, now.place("required"), "required", f"the body {why}")
        if had and has:
            yield from docs(was, now, "the body")
            yield from content(was, now, self.asked, "the body")


def _pairs(old: tuple[Operation, ...], new: tuple[Operation, ...]) -> list[tuple[Operation, Operation]]:
    """The same operation before and now: by method and path, or else by its id."""
    here = {_address(now): now for now in new}
    pairs = [(was, here[_address(was)]) for was in old if _address(was) in here]
    left = [was for was in old if _address(was) not in here]
    paired = {id(now) for _, now in pairs}
    named = {now.id: now for now in new if id(now) not in paired}
    return pairs + [(was, named[was.id]) for was in left if was.id in named]


def _address(operation: Operation) -> tuple[str, str]:
    return operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path)


def _asked(operation: Operation) -> str:
    return f"{operation.method.upper()} {operation.path}"


def _identity(was: Operation, now: Operation) -> Iterator[Change]:
    if _address(was) != _address(now):
        message = f"{was.id} is {_asked(now)}, was {_asked(was)}; callers at the old address get nothing"
        yield of_contract(Grade.BREAKING, now.pointer, "address", message)
    if was.id != now.id:
        message = f"{_asked(now)} has the operationId {now.id}, was {was.id}; what is made from the contract goes by it"
        yield of_contract(Grade.BREAKING, (*now.pointer, "operationId"), "operationId", message)


def _node(document: JsonObject, operation: Operation) -> Node:
    return node(document, operation.raw, operation.pointer)


def _parameters(document: JsonObject, operation: Operation) -> dict[Key, Node]:
    """An operation's parameters; its own go before those of its path."""
    order = re.findall(r"\{([^}]*)\}", operation.path)
    found: dict[Key, Node] = {}
    for item in operation.parameters:
        place = str(order.index(item.name)) if item.location == "path" and item.name in order else item.name
        key = item.location, place.lower() if item.location == "header" else place
        found[key] = node(document, at(document, item.pointer), item.pointer)
    return found
