"""What a schema allows, whichever way it is written: `$ref`s followed, `allOf` merged in, null taken out of `anyOf`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nexudus_contract.changes.node import Node, node
from nexudus_contract.source import Pointer, is_array

TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_STRUCTURE = {"allOf", "anyOf", "oneOf", "type", "properties", "required", "items", "enum", "const"}
_CLOSING = ("additionalProperties", "unevaluatedProperties")


@dataclass(frozen=True)
class Keyword:
    """A keyword's value, and where it is written."""

    value: Any
    pointer: Pointer


@dataclass
class Schema:
    """A schema, understood.

    Attributes:
        pointer: where it is written.
        types: JSON's types that it lets in, all of them where it does not say. A number may be an integer.
        keywords: what else it says.
        properties: of objects.
        required: names of properties that must be there, and where it says so.
        enum: the values it lets in; None where it does not list them.
        items: of arrays; None where it says nothing of them.
        rest: of objects, the properties that it does not name: True (anything), False (none), or their schema.
        choices: alternatives, two or more, null not counted; empty where there are none.
    """

    pointer: Pointer
    types: frozenset[str] = TYPES
    keywords: dict[str, Keyword] = field(default_factory=dict[str, Keyword])
    properties: dict[str, Node] = field(default_factory=dict[str, Node])
    required: dict[str, Pointer] = field(default_factory=dict[str, Pointer])
    enum: Keyword | None = None
    items: Node | None = None
    rest: "bool | Node" = True
    choices: tuple[Node, ...] = ()

    @property
    def nullable(self) -> bool:
        """Whether null is let in, where that is said at all."""
        return "null" in self.types

    def visible(self, hidden: str) -> Mapping[str, Node]:
        """The properties without those that are `readOnly`, or `writeOnly`."""
        return {name: item for name, item in self.properties.items() if item.get(hidden) is not True}


def understand(subject: Node, above: frozenset[Pointer] = frozenset()) -> Schema:
    """Understand a schema. One that is composed of itself says nothing by that."""
    schema = Schema(subject.pointer)
    if subject.pointer in above:
        return schema
    above |= {subject.pointer}
    for part in subject.entries("allOf"):
        _merge(schema, understand(part, above))
    _own(schema, subject)
    for key in ("anyOf", "oneOf"):
        _choose(schema, subject, key, above)
    return schema


def _own(schema: Schema, subject: Node) -> None:
    own = Schema(subject.pointer, _types(subject.get("type")))
    own.properties = subject.children("properties")
    own.required = {str(name): (*subject.place("required"), index) for index, name in _listed(subject.get("required"))}
    if "enum" in subject.value:
        own.enum = Keyword(list(subject.get("enum") or []), subject.place("enum"))
    if "const" in subject.value:
        own.enum = Keyword([subject.get("const")], subject.place("const"))
    if "items" in subject.value:
        own.items = subject.child("items")
    for key in _CLOSING:
        held: object = subject.get(key, True)
        if held is not True:
            own.rest = False if held is False else subject.child(key)
    own.keywords = {
        key: Keyword(value, subject.place(key))
        for key, value in subject.value.items()
        if key not in _STRUCTURE and key not in _CLOSING
    }
    _merge(schema, own)


def _choose(schema: Schema, subject: Node, key: str, above: frozenset[Pointer]) -> None:
    """Take in alternatives. Where all but one of them is null, that one is merged in."""
    entries = subject.entries(key)
    choices = [item for item in entries if _types(item.get("type")) != frozenset({"null"})]
    null = len(choices) < len(entries)
    if len(choices) > 1:
        schema.choices += tuple(choices)
        if not null and schema.types == TYPES:
            schema.types -= {"null"}
    elif choices:
        one = understand(choices[0], above)
        if null:
            one.types |= {"null"}
            one.enum = one.enum and Keyword([*one.enum.value, None], one.enum.pointer)
        # What stands beside the alternatives, as its description does, is nearer.
        beside = dict(schema.keywords)
        _merge(schema, one)
        schema.keywords.update(beside)
    elif null:
        schema.types &= {"null"}


def _merge(schema: Schema, part: Schema) -> None:
    schema.types &= part.types
    schema.keywords.update(part.keywords)
    for name, item in part.properties.items():
        # Said twice, both hold; the nearer one is what people read.
        schema.properties[name] = item
    schema.required.update(part.required)
    schema.enum = part.enum or schema.enum
    schema.items = part.items or schema.items
    schema.rest = schema.rest if part.rest is True else part.rest
    schema.choices += part.choices


def _types(named: object) -> frozenset[str]:
    if isinstance(named, str):
        named = [named]
    if not is_array(named):
        return TYPES
    types = frozenset(map(str, named))
    return types | {"integer"} if "number" in types else types


def _listed(value: object) -> Iterator[tuple[int, Any]]:
    if is_array(value):
        yield from enumerate(value)


def anything(near: Node) -> Node:
    """The schema that lets everything in, in place of one that is not there."""
    return node(near.document, {}, near.pointer)
