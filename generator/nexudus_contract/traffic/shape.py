"""The names that a schema knows, so that others can be told."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_array, is_object


class Shape:
    """The properties of a value, with those of all the schemas it is composed of or may choose from."""

    def __init__(self, contract: Contract, schemas: Sequence[JsonObject]) -> None:
        self._contract = contract
        self._schemas = schemas

    def unknown(self, value: object) -> Iterator[str]:
        """The properties of a value that no schema names; the places in lists are left out."""
        if is_array(value) and self._items is not None:
            for item in value:
                yield from (f"*/{place}" for place in self._items.unknown(item))
        elif is_object(value) and self._properties:
            for name, inner in value.items():
                known = self._properties.get(name)
                if known is not None:
                    yield from (f"{name}/{place}" for place in known.unknown(inner))
                elif not self._takes_any:
                    yield name

    @cached_property
    def _parts(self) -> Sequence[JsonObject]:
        return [part for schema in self._schemas for part in self._flattened(schema)]

    def _flattened(self, schema: JsonObject) -> Iterator[JsonObject]:
        schema = self._contract.resolve(schema)
        yield schema
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(keyword, ()):
                yield from self._flattened(part)

    @cached_property
    def _properties(self) -> Mapping[str, "Shape"]:
        """By name; empty where nobody says what stands inside."""
        schemas: dict[str, list[JsonObject]] = {}
        for part in self._parts:
            for name, schema in part.get("properties", {}).items():
                schemas.setdefault(name, []).append(schema)
        return {name: Shape(self._contract, found) for name, found in schemas.items()}

    @cached_property
    def _items(self) -> "Shape | None":
        schemas = [part["items"] for part in self._parts if is_object(part.get("items"))]
        return Shape(self._contract, schemas) if schemas else None

    @cached_property
    def _takes_any(self) -> bool:
        return any(part.get("additionalProperties", False) is not False for part in self._parts)
