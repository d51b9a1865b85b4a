"""What a body holds, as rows of a table: every property at any depth, with its type and its evidence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject

EVIDENCE = "x-nexudus-evidence"
_TYPES = {"string": "text", "integer": "whole number", "array": "list"}
_FORMATS = {"date-time": "instant", "uuid": "UUID", "password": "secret"}


@dataclass(frozen=True)
class Field:
    """One row.

    Attributes:
        name: The property, with what it stands in: `Errors[].Message`.
        type: What it holds, for people.
        required: Whether it is always there.
        description: What it means, as Markdown.
        evidence: How sure that is.
        own: Whether the contract says so of this very field; otherwise it is what holds for the whole operation.
        example: An example, as JSON; empty where there is none.
    """

    name: str
    type: str
    required: bool
    description: str
    evidence: str
    own: bool
    example: str


class Fields:
    """Knows the rows of every schema.

    Args:
        contract: What the schemas refer to.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def of(self, schema: JsonObject, evidence: str) -> tuple[Field, ...]:
        """The rows of an object, a list of objects, or a choice that has one of them; none for anything else.

        Args:
            schema: What the rows are wanted of.
            evidence: How sure a field is that does not say so itself.
        """
        return tuple(self._rows(schema, "", evidence, ()))

    def choices(self, schema: JsonObject) -> tuple[tuple[str, JsonObject], ...]:
        """The alternatives that a body is one of, by name; the schema itself, without a name, where it is not."""
        resolved = self._contract.resolve(schema)
        several = [*resolved.get("oneOf", ()), *resolved.get("anyOf", ())]
        return tuple((_component(item), item) for item in several) or ((_component(schema), schema),)

    def field(self, name: str, raw: JsonObject, evidence: str, *, required: bool) -> Field:
        """The row of one property."""
        resolved = self._contract.resolve(raw)
        own = resolved.get(EVIDENCE)
        return Field(
            name=name,
            type=self.type(resolved) + (f", by default {resolved['default']}" if "default" in resolved else ""),
            required=required,
            description=str(resolved.get("description", "")),
            evidence=str(own or evidence),
            own=own is not None,
            example=shown(resolved["example"]) if "example" in resolved else "",
        )

    def type(self, schema: JsonObject) -> str:
        """What a schema admits, in a few words."""
        schema = self._contract.resolve(schema)
        choices = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        if choices:
            return " or ".join(dict.fromkeys(self.type(item) for item in choices))
        if "enum" in schema:
            return "one of " + ", ".join(str(item) for item in schema["enum"])
        named: Any = schema.get("type", "object" if "properties" in schema or "allOf" in schema else "anything")
        return " or ".join(self._simple(name, schema) for name in ([named] if isinstance(named, str) else named))

    def _simple(self, name: str, schema: JsonObject) -> str:
        if name == "array" and schema.get("items"):
            return f"list of {_plural(self.type(schema['items']))}"
        word = _FORMATS.get(str(schema.get("format")), "") if name == "string" else ""
        return word or _TYPES.get(name, name)

    def _rows(self, schema: JsonObject, prefix: str, evidence: str, inside: tuple[str, ...]) -> Iterator[Field]:
        schema = self._whole(schema)
        name = _component(schema)
        # A schema may hold itself; once is enough to be read.
        if name and name in inside:
            return
        inside = (*inside, name)
        resolved = self._contract.resolve(schema)
        if resolved.get("type") == "array" and "items" in resolved:
            yield from self._rows(resolved["items"], f"{prefix}[]" if prefix else "[]", evidence, inside)
            return
        shape = self._contract.flatten(schema)
        start = f"{prefix}." if prefix else ""
        for key, raw in shape.properties.items():
            row = self.field(f"{start}{key}", raw, evidence, required=key in shape.required)
            yield row
            yield from self._inner(raw, row, inside)

    def _inner(self, raw: JsonObject, row: Field, inside: tuple[str, ...]) -> Iterator[Field]:
        resolved = self._contract.resolve(raw)
        for choice in (*resolved.get("oneOf", ()), *resolved.get("anyOf", ())) or (raw,):
            yield from self._rows(choice, row.name, row.evidence, inside)

    def _whole(self, schema: JsonObject) -> JsonObject:
        """The schema; of a choice between one and null, that one."""
        if "$ref" in schema:
            return schema
        choices = [item for item in schema.get("anyOf", ()) if item.get("type") != "null"]
        return choices[0] if len(choices) == 1 else schema


def shown(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def _component(schema: JsonObject) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _plural(text: str) -> str:
    return {"anything": "anything"}.get(text, f"{text}s")
