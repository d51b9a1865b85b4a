"""Values that servers trip over, and bodies made of them: valid ones, and ones that must be refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, Operation, Parameter, RecordType

# The first of each is what shrinking ends at. Some begin with others, or differ in case alone, for the filters' sake.
TEXTS: Final = (
    "Ada",
    "Ada Lovelace",
    "ada lovelace",
    "",
    "0",
    "null",
    " blanks around ",
    "two  blanks",
    'a "quote"',
    "an apostrophe's",
    "a back\\slash",
    "a line\nbreak and a\ttab",
    "a control \x01 character",
    "an emoji \N{SPIRAL CALENDAR PAD}\N{VARIATION SELECTOR-16}",
    "caf\N{LATIN SMALL LETTER E WITH ACUTE}",
    "cafe\N{COMBINING ACUTE ACCENT}",
    "\N{LATIN SMALL LIGATURE FI}ne \N{GREEK CAPITAL LETTER OMEGA} \N{HEBREW LETTER ALEF}",
    "<b>bold</b> &amp; %41 + {x} ${y}",
    "' OR '1'='1",
    "../../etc/passwd",
    "a text of more than fifty characters, which is where some columns end",
    "long " * 80,
)
MOMENTS: Final = (
    "2025-01-15T10:30:00Z",
    "2025-01-15T10:30:59Z",
    "2025-01-15T23:59:01Z",
    "2024-02-29T12:00:00Z",
    "1999-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2099-07-01T13:45:10Z",
)
NUMBERS: Final = (15, 42, 1, 16, 0, -1, -42, 2**31 - 1, 2**31, 2**53 + 1, 10**15 + 7, 2**63 - 1)
_OTHERS: Final[tuple[Any, ...]] = (None, True, False, [], {})
_WRONG: Final[tuple[Any, ...]] = (None, "text", "2025-02-30T10:30:00Z", "2025-01-15", 7, 1.5, True, [], [1], {}, 2**63)


@dataclass(frozen=True)
class Own:
    """What a record that the lane makes must hold, so that it is known for the lane's.

    Attributes:
        fixed: values of properties; of references, all others are left out where they may be.
        mark: text that the first demanded text begins with; empty for none.
    """

    fixed: Mapping[str, int] | None = None
    mark: str = ""


class Values:
    """Knows what can be written of one record type."""

    def __init__(self, contract: Contract, record_type: RecordType, own: Own) -> None:
        self._contract = contract
        self._record_type = record_type
        self._own = own
        self._schemas = {
            kind: operation.body.schema for kind, operation in record_type.operations.items() if operation.body
        }
        self._validators = {kind: _validator(contract, schema) for kind, schema in self._schemas.items()}
        self._raw = contract.flatten(self._schemas[Kind.CREATE]).properties
        self.required = contract.flatten(self._schemas[Kind.CREATE]).required

    @cached_property
    def mark_property(self) -> str:
        """The first text that a new record must have; it carries the mark."""
        texts = (name for name in self.required if self._is_text(name))
        return next(texts, "")

    @cached_property
    def choices(self) -> Mapping[str, list[Any]]:
        """For each property that can be written the telling values that its schema allows."""
        found: dict[str, list[Any]] = {}
        for name, raw in self._raw.items():
            validator = _validator(self._contract, raw)
            candidates = [*self._contract.resolve(raw).get("enum", ()), *TEXTS, *MOMENTS, *NUMBERS, *_OTHERS]
            found[name] = [value for value in candidates if validator.is_valid(value)]
        return found

    def plain(self, place: int) -> JsonObject:
        """A body of every property, with the telling value at a place among its choices, or the last there is."""
        return self.owned({name: found[min(place, len(found) - 1)] for name, found in self.choices.items()})

    def bodies(self, generated: st.SearchStrategy[Any]) -> st.SearchStrategy[JsonObject]:
        """Bodies of new records: mostly of telling values, now and then of generated ones."""
        telling = st.fixed_dictionaries(
            {name: st.sampled_from(self.choices[name]) for name in self.required},
            optional={name: st.sampled_from(self.choices[name]) for name in self.choices if name not in self.required},
        )
        return st.one_of(telling, telling, telling, generated).map(self.owned)

    def owned(self, body: JsonObject) -> JsonObject:
        """The body as one that is known for the lane's own."""
        fixed, mark = self._own.fixed, self._own.mark
        if fixed is not None:
            references = self._record_type.references
            # A server may take a name that it does not know for one that it does, in other letters.
            body = {name: value for name, value in body.items() if name in self._raw}
            kept = {name: value for name, value in body.items() if name in self.required or name not in references}
            body = {**kept, **{name: value for name, value in fixed.items() if name in self._raw}}
        if mark and self.mark_property in body:
            body = {**body, self.mark_property: f"{mark}{body[self.mark_property]}"}
        return body

    def refused(self, kind: Kind, body: JsonObject) -> Iterator[tuple[str, JsonObject]]:
        """Bodies that break the contract in one place each, made of one that does not, and what is wrong with them."""
        validator, schema = self._validators[kind], self._contract.flatten(self._schemas[kind])
        for name in schema.required:
            yield f"without {name}", {other: value for other, value in body.items() if other != name}
        for name, raw in schema.properties.items():
            for value in (*_WRONG, *_neighbours(self._contract.resolve(raw))):
                changed = {**body, name: value}
                if not validator.is_valid(changed):
                    yield f"with {name} = {value!r}", changed

    def _is_text(self, name: str) -> bool:
        item = self._record_type.properties[name]
        return "string" in item.types and not item.moment


def refused_queries(contract: Contract, operation: Operation) -> Iterator[tuple[str, str]]:
    """Query parameters that break the contract, each with a value for which it does."""
    for parameter in operation.parameters:
        if parameter.location == "query":
            yield from ((parameter.name, text) for text in _refused_texts(contract, parameter))


def _refused_texts(contract: Contract, parameter: Parameter) -> Iterator[str]:
    schema = contract.resolve(parameter.schema)
    validator = _validator(contract, parameter.schema)
    if parameter.media_type is not None:
        yield from ("", "[", "1", "{}", "1,2", '["a"]', "null")
        return
    types = schema.get("type", "string")
    for value in ("", "text", "2025-13-01T10:30", "1.5", "true", *_neighbours(schema), -(2**63) - 1):
        text = str(value)
        if not validator.is_valid(int(text) if "integer" in types and text.lstrip("-").isdecimal() else text):
            yield text


def _neighbours(schema: JsonObject) -> Iterator[Any]:
    """What stands just beside the values that a schema allows."""
    allowed: list[Any] = schema.get("enum", [])
    for value in allowed:
        yield from (value + 1, value - 1) if isinstance(value, int) else (f"{value}s", str(value).swapcase())
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "maximum" in schema:
        yield schema["maximum"] + 1


def _validator(contract: Contract, schema: JsonObject) -> Draft202012Validator:
    return Draft202012Validator(contract.standalone(schema), validate_formats=True)
