from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

_ATTRIBUTES: dict[str, str] = {
    "Key": "key",
    "Name": "name",
    "AppliesOnlyToMultipleEntities": "applies_only_to_multiple_entities",
    "AppliesOnlyToOneEntity": "applies_only_to_one_entity",
    "AppliesOnlyToTwoEntities": "applies_only_to_two_entities",
    "NeedsEntitiesToRun": "needs_entities_to_run",
    "Order": "order",
    "RequiresParameters": "requires_parameters",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="Command")


@_attrs_define
class Command:
    """A command that can be run on records.

    Attributes:
        key (str): What to name in order to run it.
        name (str): What it is called, in English.
        applies_only_to_multiple_entities (bool | Unset): Whether it wants several records.
        applies_only_to_one_entity (bool | Unset): Whether it wants just one record.
        applies_only_to_two_entities (bool | Unset): Whether it wants just two records.
        needs_entities_to_run (bool | Unset): Whether it wants records at all.
        order (int | Unset): Place in a menu.
        requires_parameters (list[Any] | Unset): The parameters it wants. Their shape is not documented; every example
            is empty.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    key: str
    name: str
    applies_only_to_multiple_entities: bool | Unset = UNSET
    applies_only_to_one_entity: bool | Unset = UNSET
    applies_only_to_two_entities: bool | Unset = UNSET
    needs_entities_to_run: bool | Unset = UNSET
    order: int | Unset = UNSET
    requires_parameters: list[Any] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        name = self.name

        applies_only_to_multiple_entities = self.applies_only_to_multiple_entities

        applies_only_to_one_entity = self.applies_only_to_one_entity

        applies_only_to_two_entities = self.applies_only_to_two_entities

        needs_entities_to_run = self.needs_entities_to_run

        order = self.order

        requires_parameters: list[Any] | Unset = UNSET
        if not isinstance(self.requires_parameters, Unset):
            requires_parameters = self.requires_parameters

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Key": key,
                "Name": name,
            }
        )
        if applies_only_to_multiple_entities is not UNSET:
            field_dict["AppliesOnlyToMultipleEntities"] = applies_only_to_multiple_entities
        if applies_only_to_one_entity is not UNSET:
            field_dict["AppliesOnlyToOneEntity"] = applies_only_to_one_entity
        if applies_only_to_two_entities is not UNSET:
            field_dict["AppliesOnlyToTwoEntities"] = applies_only_to_two_entities
        if needs_entities_to_run is not UNSET:
            field_dict["NeedsEntitiesToRun"] = needs_entities_to_run
        if order is not UNSET:
            field_dict["Order"] = order
        if requires_parameters is not UNSET:
            field_dict["RequiresParameters"] = requires_parameters

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        key = src_dict["Key"]

        name = src_dict["Name"]

        applies_only_to_multiple_entities = src_dict.get("AppliesOnlyToMultipleEntities", UNSET)

        applies_only_to_one_entity = src_dict.get("AppliesOnlyToOneEntity", UNSET)

        applies_only_to_two_entities = src_dict.get("AppliesOnlyToTwoEntities", UNSET)

        needs_entities_to_run = src_dict.get("NeedsEntitiesToRun", UNSET)

        order = src_dict.get("Order", UNSET)

        requires_parameters = cast(list[Any], src_dict.get("RequiresParameters", UNSET))

        command = cls(
            key,
            name,
            applies_only_to_multiple_entities,
            applies_only_to_one_entity,
            applies_only_to_two_entities,
            needs_entities_to_run,
            order,
            requires_parameters,
        )

        if not _PROPERTIES.issuperset(src_dict):
            command.additional_properties = {name: item for name, item in src_dict.items() if name not in _PROPERTIES}
        return command

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
