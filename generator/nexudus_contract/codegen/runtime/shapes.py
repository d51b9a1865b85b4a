"""What the properties of a record type are, in both dialects, and what an update has to say about each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from .values import is_object


@dataclass(frozen=True)
class Shape:
    """A record type's properties.

    Attributes:
        entity: Nexudus' name of the record type.
        properties: Names of all its properties.
        fields: Names of the properties that can be written, by the names of the model's attributes.
        demanded: The properties that an update must have a value for.
        shown: The properties that the server sets or shows, which no update sends back.
        id_property: The property that holds the id.
    """

    entity: str
    properties: frozenset[str]
    fields: Mapping[str, str]
    demanded: frozenset[str]
    shown: frozenset[str]
    id_property: str

    def current(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """A record or row in the names of the current generation.

        That of 2020 shows related records as objects where there are ids now, and puts the entity before some names.
        """
        if self.properties.issuperset(value):
            return value
        result = {self._current_name(name): item for name, item in value.items()}
        for name, relation in self._relations.items():
            if name not in result and self._is_record(related := result.get(relation)):
                result[name] = related[self.id_property]
        return result

    def whole(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """A full record in the names of the current generation, with null for the ids that that of 2020 leaves out."""
        if self.properties.issuperset(value):
            return value
        result = {**self.current(value)}
        for name, relation in self._relations.items():
            if relation not in result:
                continue
            if name not in result:
                # The relation stays, for `untold` to see.
                result[name] = None
            elif result[relation] is None:
                del result[relation]
        return result

    def untold(self, whole: Mapping[str, Any]) -> set[str]:
        """The ids in a full record that the API left out: there may be one, or none."""
        return {
            name
            for name, relation in self._relations.items()
            if whole.get(name) is None and relation in whole and not self._is_record(whole[relation])
        }

    def check(self, changes: Mapping[str, object]) -> None:
        """Return if every change is one of something that can be written.

        Raises:
            TypeError: it is not, or there is none.
        """
        if unknown := changes.keys() - self.fields.keys():
            raise TypeError(f"{self.entity} has no field {min(unknown)!r} that can be written")
        if not changes:
            raise TypeError("a change wants at least one field")

    def body(self, whole: Mapping[str, Any], given: Collection[str] = ()) -> dict[str, Any]:
        """A full record as an update sends it: all but what the server sets itself, since what is left out is cleared.

        Args:
            whole: The record.
            given: The properties that are as the caller wants them, even if they are empty.

        Raises:
            ValueError: the API never said what must be written.
        """
        for name in sorted(self.demanded):
            if whole.get(name) is None:
                raise ValueError(
                    f"this {self.entity} has no {name}, and without it the write would fail; give it a value first"
                )
        for name in sorted(self.untold(whole) - {*given}):
            raise ValueError(
                f"the API left out the {name} of this {self.entity}, and an update would clear it; "
                "give it a value first, or change it to None"
            )
        # A relation shows what an id points at, and might contradict an id that was changed.
        kept = whole.keys() - self.shown - {*self._relations.values()}
        always = {self.id_property, *self.fields.values()}
        return {name: value for name, value in whole.items() if name in kept and (value is not None or name in always)}

    @property
    def _relations(self) -> dict[str, str]:
        """The names under which the generation of 2020 shows the records that ids point at, by the names of the ids."""
        names = {name: name.removesuffix("Id") for name in self.fields.values()}
        return {name: relation for name, relation in names.items() if relation not in self.properties}

    def _current_name(self, name: str) -> str:
        short = name.removeprefix(self.entity)
        return short if short in self.properties and name not in self.properties else name

    def _is_record(self, value: object) -> TypeGuard[dict[str, Any]]:
        return is_object(value) and self.id_property in value
