from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.coworker_google_calendar_list_row import CoworkerGoogleCalendarListRow


_ATTRIBUTES: dict[str, str] = {
    "CurrentPage": "current_page",
    "CurrentPageSize": "current_page_size",
    "CurrentOrderField": "current_order_field",
    "CurrentSortDirection": "current_sort_direction",
    "FirstItem": "first_item",
    "LastItem": "last_item",
    "TotalItems": "total_items",
    "TotalPages": "total_pages",
    "HasNextPage": "has_next_page",
    "HasPreviousPage": "has_previous_page",
    "Records": "records",
    "PageNumber": "page_number",
    "PageSize": "page_size",
}
_PROPERTIES = frozenset(_ATTRIBUTES)
T = TypeVar("T", bound="CoworkerGoogleCalendarPage")


@_attrs_define
class CoworkerGoogleCalendarPage:
    """One page of Google calendar connections.

    Attributes:
        current_page (int): Number of this page, from 1.
        current_page_size (int): Rows that fit on a page.
        current_order_field (str): Property that the rows are sorted by.
        current_sort_direction (int): Direction of the sort, in the numbers of `dir`. A page of the public API shows the
            text "ASC" instead; the
            REST pages are followed.
        first_item (int): Place of the first row among all, from 1.
        last_item (int): Place of the last row among all.
        total_items (int): Rows that match, on all pages together.
        total_pages (int): Pages there are.
        has_next_page (bool): Whether a page follows. Trust this when paging.
        has_previous_page (bool): Whether a page comes before.
        records (list[CoworkerGoogleCalendarListRow]): The rows.
        page_number (int | Unset): The same as `CurrentPage`; older pages and real answers have it.
        page_size (int | Unset): The same as `CurrentPageSize`; older pages and real answers have it.
    """

    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES

    current_page: int
    current_page_size: int
    current_order_field: str
    current_sort_direction: int
    first_item: int
    last_item: int
    total_items: int
    total_pages: int
    has_next_page: bool
    has_previous_page: bool
    records: list[CoworkerGoogleCalendarListRow]
    page_number: int | Unset = UNSET
    page_size: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=lambda: {})

    def to_dict(self) -> dict[str, Any]:
        current_page = self.current_page

        current_page_size = self.current_page_size

        current_order_field = self.current_order_field

        current_sort_direction = self.current_sort_direction

        first_item = self.first_item

        last_item = self.last_item

        total_items = self.total_items

        total_pages = self.total_pages

        has_next_page = self.has_next_page

        has_previous_page = self.has_previous_page

        records: list[dict[str, Any]]
        records = []
        for records_item_data in self.records:
            records_item = records_item_data.to_dict()
            records.append(records_item)

        page_number = self.page_number

        page_size = self.page_size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "CurrentPage": current_page,
                "CurrentPageSize": current_page_size,
                "CurrentOrderField": current_order_field,
                "CurrentSortDirection": current_sort_direction,
                "FirstItem": first_item,
                "LastItem": last_item,
                "TotalItems": total_items,
                "TotalPages": total_pages,
                "HasNextPage": has_next_page,
                "HasPreviousPage": has_previous_page,
                "Records": records,
            }
        )
        if page_number is not UNSET:
            field_dict["PageNumber"] = page_number
        if page_size is not UNSET:
            field_dict["PageSize"] = page_size

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.coworker_google_calendar_list_row import CoworkerGoogleCalendarListRow  # noqa: PLC0415

        current_page = src_dict["CurrentPage"]

        current_page_size = src_dict["CurrentPageSize"]

        current_order_field = src_dict["CurrentOrderField"]

        current_sort_direction = src_dict["CurrentSortDirection"]

        first_item = src_dict["FirstItem"]

        last_item = src_dict["LastItem"]

        total_items = src_dict["TotalItems"]

        total_pages = src_dict["TotalPages"]

        has_next_page = src_dict["HasNextPage"]

        has_previous_page = src_dict["HasPreviousPage"]

        records = list(map(CoworkerGoogleCalendarListRow.from_dict, src_dict["Records"]))

        page_number = src_dict.get("PageNumber", UNSET)

        page_size = src_dict.get("PageSize", UNSET)

        coworker_google_calendar_page = cls(
            current_page,
            current_page_size,
            current_order_field,
            current_sort_direction,
            first_item,
            last_item,
            total_items,
            total_pages,
            has_next_page,
            has_previous_page,
            records,
            page_number,
            page_size,
        )

        if not _PROPERTIES.issuperset(src_dict):
            coworker_google_calendar_page.additional_properties = {
                name: item for name, item in src_dict.items() if name not in _PROPERTIES
            }
        return coworker_google_calendar_page

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
