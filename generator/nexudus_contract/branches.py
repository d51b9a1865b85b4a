"""The branches of a schema: each alternative, each type where there are several, wherever it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_array, is_object

EACH: Final = "*"
"""What stands for each item of an array, in a branch's place."""

_DEEPEST = 6

# Each step on the way to a place: the property, or `EACH`, and the schema of what has it.
_Way: TypeAlias = tuple[tuple[str, JsonObject], ...]


@dataclass(frozen=True, eq=False)
class Branch:
    """One of the ways that a value can be.

    Attributes:
        name: where it stands, and which it is.
        place: names of properties on the way to it; `EACH` stands for each item of an array.
        holders: the schemas on the way to it: of what has the property, or the item.
        schema: what a value is that is that way.
        validator: tells whether a value is that way.
    """

    name: str
    place: Sequence[str]
    holders: Sequence[JsonObject]
    schema: JsonObject
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


def branches(contract: Contract, schema: JsonObject, name: str, way: _Way = ()) -> Iterator[Branch]:
    """The branches of a schema, and of what is inside it."""
    if len(way) > _DEEPEST:
        return
    schema = contract.resolve(schema)
    where = f"{name} {'/'.join(key for key, _ in way)}".rstrip()

    def branch(kind: str, chosen: JsonObject) -> Branch:
        validator = Draft202012Validator(contract.standalone(chosen), validate_formats=True)
        return Branch(f"{where} is {kind}", [key for key, _ in way], [holder for _, holder in way], chosen, validator)

    for keyword in ("anyOf", "oneOf"):
        for title, chosen in _choices(schema.get(keyword, ())):
            yield branch(title, chosen)
            yield from branches(contract, chosen, name, way)
    types = schema.get("type", ())
    if is_array(types):
        for kind in types:
            yield branch(str(kind), {**schema, "type": kind})
    for part in schema.get("allOf", ()):
        yield from branches(contract, part, name, way)
    for key, value in schema.get("properties", {}).items():
        yield from branches(contract, value, name, (*way, (key, schema)))
    if "items" in schema:
        yield from branches(contract, schema["items"], name, (*way, (EACH, schema)))


def _choices(choices: Sequence[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """Alternatives, each with a name of its own among them."""
    kinds = [str(choice.get("type")) for choice in choices]
    for number, choice in enumerate(choices, start=1):
        # Two that are written out may have the same type; only a name tells what it is.
        named = str(choice.get("$ref", "")).rpartition("/")[2]
        kind = str(choice.get("type", number))
        yield named or (kind if kinds.count(kind) < 2 else f"{kind} {number}"), choice


def _at(value: Any, place: Sequence[str]) -> Iterator[Any]:
    """What stands at a place in a body."""
    if not place:
        yield value
    elif place[0] == EACH and is_array(value):
        for item in value:
            yield from _at(item, place[1:])
    elif is_object(value) and place[0] in value:
        yield from _at(value[place[0]], place[1:])
