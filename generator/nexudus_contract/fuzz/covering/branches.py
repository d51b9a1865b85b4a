"""The branches of a schema: each alternative, each type where there are several, wherever it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_array, is_object

_EACH = "*"
_DEEPEST = 6


@dataclass(frozen=True, eq=False)
class Branch:
    """One of the ways that a value can be.

    Attributes:
        name: where it stands, and which it is.
        place: names of properties on the way to it; a star stands for each item of an array.
        validator: tells whether a value is that way.
    """

    name: str
    place: Sequence[str]
    validator: Draft202012Validator

    def takes(self, body: Any) -> bool:
        """Whether a body is that way there."""
        return any(self.validator.is_valid(value) for value in _at(body, self.place))


@lru_cache(maxsize=2)
def branches_of(contract: Contract) -> Mapping[tuple[str, str], Sequence[Branch]]:
    """The branches of each operation's answers, by operationId and status, and of its request, by an empty status.

    Made once for a contract: they hold hundreds of validators, which a long run would make again and again.
    """
    found: dict[tuple[str, str], Sequence[Branch]] = {}
    for operation in contract.operations:
        if operation.body is not None:
            found[operation.id, ""] = tuple(branches(contract, operation.body.schema, operation.id))
        for status, response in operation.responses.items():
            if response.schema is not None:
                found[operation.id, status] = tuple(branches(contract, response.schema, f"{operation.id} {status}"))
    return found


def branches(contract: Contract, schema: JsonObject, name: str, place: tuple[str, ...] = ()) -> Iterator[Branch]:
    """The branches of a schema, and of what is inside it."""
    if len(place) > _DEEPEST:
        return
    schema = contract.resolve(schema)
    where = f"{name} {'/'.join(place)}".rstrip()
    for keyword in ("anyOf", "oneOf"):
        for number, branch in enumerate(schema.get(keyword, ()), start=1):
            # Two that are written out may have the same type; only a name tells what it is.
            named = str(branch.get("$ref", "")).rpartition("/")[2]
            kinds = [str(other.get("type")) for other in schema[keyword]]
            kind = str(branch.get("type", number))
            title = named or (kind if kinds.count(kind) < 2 else f"{kind} {number}")
            yield Branch(f"{where} is {title}", place, _validator(contract, branch))
            yield from branches(contract, branch, name, place)
    types = schema.get("type", ())
    if is_array(types):
        for kind in types:
            yield Branch(f"{where} is {kind}", place, _validator(contract, {**schema, "type": kind}))
    for part in schema.get("allOf", ()):
        yield from branches(contract, part, name, place)
    for key, value in schema.get("properties", {}).items():
        yield from branches(contract, value, name, (*place, key))
    if "items" in schema:
        yield from branches(contract, schema["items"], name, (*place, _EACH))


def _validator(contract: Contract, schema: JsonObject) -> Draft202012Validator:
    return Draft202012Validator(contract.standalone(schema), validate_formats=True)


def _at(value: Any, place: Sequence[str]) -> Iterator[Any]:
    """What stands at a place in a body."""
    if not place:
        yield value
    elif place[0] == _EACH and is_array(value):
        for item in value:
            yield from _at(item, place[1:])
    elif is_object(value) and place[0] in value:
        yield from _at(value[place[0]], place[1:])
