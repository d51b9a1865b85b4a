from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.field_error import FieldError


_ATTRIBUTES: dict[str, str] = {
    "Message": "message",
    "Value": "value",
    "Errors": "errors",
    "WasSuccessful": "was_successful",
    "Status": "status",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="ValidationFailure")


@_attrs_define
class ValidationFailure:
    """The answer to a request that failed validation.

    Attributes:
        message (str): A summary, as "property: message". It need not be about the first entry of `Errors`.
        value (None): Always null.
        errors (list[FieldError]): One entry per failure.
        was_successful (bool): Always false.
        status (int | Unset): Only the generation of 2020 wrote it, and as 500 into the body of a 400.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    message: str
    value: None
    errors: list[FieldError]
    was_successful: bool
    status: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        value = self.value

        errors: list[dict[str, Any]]
        errors = []
        for errors_item_data in self.errors:
            errors_item = errors_item_data.to_dict()
            errors.append(errors_item)

        was_successful = self.was_successful

        status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Message": message,
                "Value": value,
                "Errors": errors,
                "WasSuccessful": was_successful,
            }
        )
        if status is not UNSET:
            field_dict["Status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.field_error import FieldError  # noqa: PLC0415

        message = src_dict["Message"]

        value = src_dict["Value"]

        errors = list(map(FieldError.from_dict, src_dict["Errors"]))

        was_successful = src_dict["WasSuccessful"]

        status = src_dict.get("Status", UNSET)

        validation_failure = cls(
            message,
            value,
            errors,
            was_successful,
            status,
        )

        if not _PROPERTIES.issuperset(src_dict):
            validation_failure.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return validation_failure

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
