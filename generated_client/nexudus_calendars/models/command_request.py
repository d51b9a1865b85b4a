from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.command_parameter import CommandParameter


_ATTRIBUTES: dict[str, str] = {
    "Key": "key",
    "Ids": "ids",
    "Parameters": "parameters",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CommandRequest")


@_attrs_define
class CommandRequest:
    """A command to run.

    Attributes:
        key (str): Which command.
        ids (list[int]): The records to run it on.
        parameters (list[CommandParameter] | Unset): The parameters it wants.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    key: str
    ids: list[int]
    parameters: list[CommandParameter] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        ids: list[int]
        ids = self.ids

        parameters: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = []
            for parameters_item_data in self.parameters:
                parameters_item = parameters_item_data.to_dict()
                parameters.append(parameters_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Key": key,
                "Ids": ids,
            }
        )
        if parameters is not UNSET:
            field_dict["Parameters"] = parameters

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.command_parameter import CommandParameter  # noqa: PLC0415

        key = src_dict["Key"]

        ids = cast(list[int], src_dict["Ids"])

        _parameters = src_dict.get("Parameters", UNSET)
        parameters: list[CommandParameter] | Unset = UNSET
        if _parameters is not UNSET:
            parameters = []
            for parameters_item_data in _parameters:
                parameters_item = CommandParameter.from_dict(parameters_item_data)

                parameters.append(parameters_item)

        command_request = cls(
            key,
            ids,
            parameters,
        )

        if not _PROPERTIES.issuperset(src_dict):
            command_request.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return command_request

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
