"""A place in a contract with every `$ref` on its way followed, which still knows where each of its keys is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nexudus_contract.source import JsonObject, Pointer, is_array, is_object
from nexudus_contract.terms import ContractError

DOCS = ("title", "summary", "description", "example", "examples", "externalDocs", "deprecated", "$comment")
"""Keys of any object that are for people only."""


@dataclass(frozen=True)
class Node:
    """An object of a contract.

    Attributes:
        document: the whole contract.
        pointer: where it is written: behind the `$ref`, unless keys of its own stand beside that.
        value: its keys, those beside a `$ref` before those behind it, as in OpenAPI 3.1.
        origin: where each key is written.
    """

    document: JsonObject
    pointer: Pointer
    value: JsonObject
    origin: Mapping[str, Pointer]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, with its own `$ref`s not yet followed."""
        return self.value.get(key, default)

    def place(self, key: str) -> Pointer:
        """Where a key is written, or would be."""
        return self.origin.get(key, (*self.pointer, key))

    def child(self, key: str) -> "Node":
        """The object under a key; an empty one where there is none."""
        return node(self.document, self.value.get(key, {}), self.place(key))

    def children(self, key: str) -> dict[str, "Node"]:
        """The objects in the map under a key, by their names; none where there is no such map."""
        held: object = self.value.get(key, {})
        if not is_object(held):
            return {}
        return {name: node(self.document, value, (*self.place(key), name)) for name, value in held.items()}

    def entries(self, key: str) -> list["Node"]:
        """The objects in the list under a key; none where there is no such list."""
        held: object = self.value.get(key, [])
        if not is_array(held):
            return []
        return [node(self.document, value, (*self.place(key), index)) for index, value in enumerate(held)]


def node(document: JsonObject, raw: object, pointer: Pointer) -> Node:
    """The object `raw`, which is written at `pointer`.

    JSON Schema's `true` lets everything in, as `{}` does, and `false` nothing.

    Raises:
        ContractError: a `$ref` points at nothing, outside, or at itself.
    """
    value: JsonObject = {}
    origin: dict[str, Pointer] = {}
    own, seen = pointer, {pointer}
    while True:
        here: JsonObject = raw if is_object(raw) else {"not": {}} if raw is False else {}
        for key, inner in here.items():
            if key != "$ref" and key not in value:
                value[key], origin[key] = inner, (*pointer, key)
        reference: object = here.get("$ref")
        if not isinstance(reference, str):
            return Node(document, own, value, origin)
        pointer = target(reference)
        if pointer in seen:
            raise ContractError(f"{reference} refers to itself", own)
        seen.add(pointer)
        if not value:
            own = pointer
        raw = at(document, pointer)


def target(reference: str) -> Pointer:
    """The pointer that a `$ref` within the document holds.

    Raises:
        ContractError: it leaves the document.
    """
    if not reference.startswith("#/"):
        raise ContractError(f"{reference} leaves the document; the contract is one file")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in reference[2:].split("/"))


def at(document: JsonObject, pointer: Pointer) -> Any:
    """The value at a pointer.

    Raises:
        ContractError: there is none.
    """
    value: Any = document
    for part in pointer:
        try:
            value = value[int(part)] if is_array(value) else value[part]
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ContractError(f"{text(pointer)} points at nothing", pointer) from error
    return value


def exists(document: JsonObject, pointer: Pointer) -> bool:
    """Whether there is a value at a pointer."""
    try:
        at(document, pointer)
    except ContractError:
        return False
    return True


def text(pointer: Pointer) -> str:
    """A pointer as RFC 6901 writes it."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
