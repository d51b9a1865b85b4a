"""Records that look like a real space's, made from the contract: the same seed makes the same ones."""

import string
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from nexudus_contract.document import Contract
from nexudus_contract.mock.records.directory import Directory
from nexudus_contract.mock.records.record import Records, Stamp, moment, stamp_moment
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

_PEOPLE, _OTHERS = 200, 40
"""How many people, and how many records of another kind, the references point at."""

_PAST = timedelta(days=730)
_DAY = 86_400
_OPAQUE = "0a0a0a0a0a0a0a0a"
"""What a text without an example looks like."""

_ALPHABETS = (string.digits, "abcdef", string.ascii_uppercase)

Maker: TypeAlias = Callable[[int], Any]
"""Makes a property's value, for a record about the person with an id; None leaves it out."""


class Seeder:
    """Makes records of one type, one after the other."""

    def __init__(
        self, contract: Contract, record_type: RecordType, records: Records, directory: Directory, random: Random
    ) -> None:
        self._record_type = record_type
        self._records = records
        self._directory = directory
        self._random = random
        self._makers = dict(self._all_makers(contract))

    def record(self, number: int, now: datetime) -> JsonObject:
        """A new record with the id `number`, as it stands on the day of `now`."""
        # The day's beginning, so that a seed makes the same records all day.
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        person = self._random.randrange(_PEOPLE) + 1
        written = {name: value for name, make in self._makers.items() if (value := make(person)) is not None}
        written |= {name: self._expiry(today) for name in self._record_type.writable if self._is_moment(name)}
        created = today - _PAST * self._random.random()
        updated = created + (today - created) * self._random.random() ** 3
        stamp = Stamp(stamp_moment(updated), f"{_plain(self._directory.person(person))}@example.com")
        unique_id = UUID(int=self._random.getrandbits(128), version=4)
        return self._records.new(number, written, stamp, stamp_moment(created), unique_id)

    def _all_makers(self, contract: Contract) -> Mapping[str, Maker]:
        body = self._record_type.operations[Kind.CREATE].body
        if body is None:
            return {}
        schema = contract.flatten(body.schema)
        return {
            name: self._maker(name, contract.resolve(raw), optional=name not in schema.required)
            for name, raw in schema.properties.items()
            if not self._is_moment(name)
        }

    def _maker(self, name: str, raw: JsonObject, *, optional: bool) -> Maker:
        if name in self._record_type.references:
            make = self._reference(name)
        elif self._is_text(name) and "enum" not in raw:
            make = self._text(raw.get("example") or _OPAQUE)
        else:
            choices = [value for value in raw.get("enum", [raw.get("example")]) if value is not None]
            make = self._one_of(choices)
        return self._sometimes(make) if optional else make

    def _reference(self, name: str) -> Maker:
        def anything(_person: int) -> int:
            return self._random.randrange(_OTHERS) + 1

        def the_person(person: int) -> int:
            return person

        named = any(item.name_of == name for item in self._record_type.properties.values())
        return the_person if named else anything

    def _text(self, example: str) -> Maker:
        """Texts like an example: an address, words that may mention somebody, or a token."""
        if "@" in example:
            return lambda person: f"{_plain(self._directory.person(person))}@example.com"
        if " " in example:
            return lambda person: self._directory.retold(example, person)
        return lambda _person: "".join(self._like(letter) for letter in example)

    def _one_of(self, choices: list[Any]) -> Maker:
        return lambda _person: self._random.choice(choices) if choices else None

    def _sometimes(self, make: Maker) -> Maker:
        return lambda person: make(person) if self._random.random() < 0.8 else None

    def _like(self, letter: str) -> str:
        alphabet = next((alphabet for alphabet in _ALPHABETS if letter in alphabet), letter)
        return self._random.choice(alphabet)

    def _is_text(self, name: str) -> bool:
        item = self._record_type.properties.get(name)
        return item is not None and item.types.difference({"null"}) == frozenset({"string"})

    def _is_moment(self, name: str) -> bool:
        item = self._record_type.properties.get(name)
        return item is not None and item.moment

    def _expiry(self, today: datetime) -> str:
        # Some have passed, and the others come in the next days.
        return moment(today + timedelta(seconds=self._random.randrange(-_DAY, 7 * _DAY)))


def _plain(name: str) -> str:
    """A name as the first part of an e-mail address."""
    letters = unicodedata.normalize("NFKD", name.lower().replace(" ", ".").replace("ø", "o"))
    return letters.encode("ascii", "ignore").decode()
