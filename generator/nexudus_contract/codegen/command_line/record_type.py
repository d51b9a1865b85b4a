"""What the command line knows of a record type. `record_types` has one for each of the contract's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nexudus_calendars.runtime.bulk import Progress, Report
from nexudus_calendars.runtime.records import Batch, Model
from nexudus_calendars.runtime.redaction import is_secret_name


@dataclass(frozen=True)
class Option:
    """One way to narrow or sort a list.

    Attributes:
        name: The client's keyword.
        kind: `integer`, `text`, `flag`, `moment`, `duration` or `choice`.
        choices: What it can be, where it is a choice.
        description: What it means.
    """

    name: str
    kind: str
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Field:
    """Something that can be written of a record.

    Attributes:
        name: The client's keyword.
        property: The property of the record.
        kind: `integer`, `text`, `flag`, `moment` or `json`.
        nullable: Whether it can be cleared.
    """

    name: str
    property: str
    kind: str
    nullable: bool


@dataclass(frozen=True)
class RecordType:
    """A record type.

    Attributes:
        name: What a person writes on the command line.
        attribute: The client's attribute.
        entity: Nexudus' name of it; two record types of one entity are two ways to the same records.
        description: What it is.
        id_property: The property that holds the id.
        expiry: The property that says when what a record stands for ends, if it does.
        summary: The properties that tell people one record from another.
        properties: All properties, in the contract's order.
        fields: What can be written.
        options: What a list takes.
        roles: Which roles each of the client's methods needs one of.
    """

    name: str
    attribute: str
    entity: str
    description: str
    id_property: str
    expiry: str | None
    summary: tuple[str, ...]
    properties: tuple[str, ...]
    fields: tuple[Field, ...]
    options: tuple[Option, ...]
    roles: Mapping[str, tuple[str, ...]]

    def resource(self, client: object) -> "Resource":
        """What the client does with records of this type."""
        resource: Resource = getattr(client, self.attribute)
        return resource

    def shown(self, record: Model, *, with_secrets: bool) -> dict[str, Any]:
        """A record as JSON, its properties in the contract's order and unknown ones behind them by name.

        Properties whose names say that they are secret are left out unless they are asked for.
        """
        values = record.to_dict()
        known = [name for name in self.properties if name in values]
        names = [self.id_property, *(name for name in known if name != self.id_property)]
        names += sorted(values.keys() - {*names})
        return {name: values[name] for name in names if name in values and (with_secrets or not is_secret_name(name))}


class Resource(Protocol):
    """The methods of the client's resources that the command line calls."""

    def list(self, **options: Any) -> Iterable[Model]:
        """Rows, or with `hydrate` records."""
        ...

    def get(self, id: int) -> Model:  # noqa: A002 - the client's own name for it
        """One record."""
        ...

    def get_many(self, ids: Sequence[int]) -> Batch[Model]:
        """Records."""
        ...

    def change_many(
        self, changes: Iterable[tuple[int, Mapping[str, Any]]], *, report: Report, progress: Progress | None
    ) -> Report:
        """Change fields of records."""
        ...
