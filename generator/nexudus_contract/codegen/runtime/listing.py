"""Reading a list: page by page, row by row, none twice and none left out in silence."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from .answers import read_many, reading
from .dates import format_after, format_before
from .errors import NexudusError, PermissionDeniedError
from .flow import Flow
from .order import check_order
from .records import Deliver, values_of
from .request import Arguments, Operation, Request
from .session import AsyncSession, Session


class PageModel(Protocol):
    """What the generated models of pages have in common."""

    records: list[Any]
    total_items: int
    has_next_page: bool


Row = TypeVar("Row")
Page = TypeVar("Page", bound=PageModel)

_TOO_DEEP = "the server refuses to go this deep; narrow the list, or window it by date"


class IncompleteListError(NexudusError):
    """A list ended before the server's own count of it: a page came again, or came empty, or was called the last.

    Attributes:
        seen: How many rows came.
        total: How many the server counts.
    """

    advice = "the server may ignore `page`, or refuse to go deeper; narrow the list, or window it by date"

    def __init__(self, reason: str, seen: int, total: int) -> None:
        super().__init__(reason, seen, total)
        self.reason = reason
        self.seen = seen
        self.total = total

    def __str__(self) -> str:
        return f"{self.reason}, after {self.seen} rows of {self.total}; {self.advice}"


@dataclass(frozen=True)
class Range:
    """A range that rows must lie in, both ends included.

    Attributes:
        after: Its query parameter for the lower end.
        before: Its query parameter for the upper end.
        start: Lower end, if there is one.
        end: Upper end, if there is one.
    """

    after: str
    before: str
    start: datetime | None
    end: datetime | None

    def bounds(self, start: datetime | None, end: datetime | None) -> dict[str, str]:
        """The query for these ends of it; an end that leaves nothing out is not sent."""
        texts = {self.after: start and format_after(start), self.before: end and format_before(end)}
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True)
class ListRequest(Generic[Row, Page]):
    """What is asked of a list.

    Attributes:
        operation: The operation that lists.
        arguments: Its request, but for the page and the ranges.
        page: The model of a page.
        page_of: Makes one from JSON of either dialect.
        rows_of: The flow from a page to its rows.
        ranges: The ranges asked for.
        window: Length of the windows to read one after the other, if any.
        order_by: The property to sort by, if any.
        descending: Whether from the last to the first.
        id_property: The property that holds the id.
    """

    operation: Operation
    arguments: Arguments
    page: type[Page]
    page_of: Callable[[Any], Page]
    rows_of: Callable[[Page], Flow[Sequence[Row]]]
    ranges: Sequence[Range]
    window: timedelta | None
    order_by: str | None
    descending: bool | None
    id_property: str

    def __post_init__(self) -> None:
        """Refuse at once what cannot be asked."""
        self.windows()

    def windows(self) -> list[dict[str, Any]]:
        """The query of each window; one where nothing is windowed.

        Windows meet at whole minutes, which both documented forms of a date can say. A row on the border is in both.

        Raises:
            ValueError: a window is asked for, and not exactly one range has two ends; or an end has no time zone.
        """
        query = dict(self.arguments["params"])
        for item in self.ranges:
            query |= item.bounds(item.start, item.end)
        if self.window is None:
            return [query]
        whole = [(item, item.start, item.end) for item in self.ranges if item.start and item.end]
        if len(whole) != 1 or self.window < timedelta(minutes=1):
            raise ValueError(
                "a window is a minute or longer, and wants exactly one range with both its after and its before"
            )
        (item, start, end), borders = whole[0], list[datetime]()
        border = start.astimezone(UTC).replace(second=0, microsecond=0)
        # Not by looking whether the next border lies beyond the end: there may be no such date.
        while end - border > self.window:
            border += self.window
            borders.append(border.replace(second=0, microsecond=0))
        ends = list(zip([start, *borders], [*borders, end], strict=True))
        return [
            {**query, **item.bounds(lower, upper)} for lower, upper in (reversed(ends) if self.descending else ends)
        ]


class Pages(Generic[Row, Page]):
    """Walks through the pages, one window after the other."""

    def __init__(self, asked: ListRequest[Row, Page], deliver: Deliver) -> None:
        self._asked = asked
        self._deliver = deliver
        self._known = set[object]()
        self._loss: IncompleteListError | None = None
        self._windows = iter(asked.windows())
        self._next_window()

    def _next_window(self) -> None:
        self._query = next(self._windows, None)
        self._number = 1
        self._deepest = 0
        self._length = 1
        self._total = 0
        self._least = sys.maxsize
        self._in_window = set[object]()
        self._gained = False

    def next_page(self) -> Flow[Page | None]:
        """The next page, without rows that came before; None at the end.

        Raises:
            IncompleteListError: a window ended, and the server counts more rows than came.
            OrderError: the rows came in another order than was asked for.
        """
        while self._loss is None and self._query is not None:
            params = {**self._query, "page": self._number}
            request = Request(self._asked.operation, {**self._asked.arguments, "params": params})
            try:
                response = yield from self._deliver(request)
            except PermissionDeniedError as error:
                # Who could read the first page may read the list, so it is the depth that is refused.
                error.advice = error.advice if self._number == 1 else _TOO_DEEP
                raise
            with reading(response):
                page = self._take(read_many(response, self._asked.page, self._asked.page_of))
            if page is not None:
                return page
        if self._loss is not None:
            raise self._loss
        return None

    def _take(self, page: Page) -> Page | None:
        """The page without known rows, if any are left; moves on to the next page or window."""
        rows = page.records
        by_id = dict(zip(values_of(rows, self._asked.id_property), rows, strict=True))
        if self._asked.order_by is not None:
            check_order(
                values_of(rows, self._asked.order_by), self._asked.order_by, descending=bool(self._asked.descending)
            )
        page.records = [row for id_, row in by_id.items() if id_ not in self._known]
        # Rows on the border between two windows are known, but no sign of a page that came again.
        new = by_id.keys() - self._in_window
        self._known.update(by_id)
        self._in_window.update(by_id)
        self._move_on(len(rows), len(new), int(page.total_items), more=page.has_next_page is True)
        return page if page.records else None

    def _move_on(self, rows: int, new: int, total: int, *, more: bool) -> None:
        deleted, is_least = self._total - total, total < self._least
        self._total, self._least = total, min(total, self._least)
        self._length, self._gained = max(self._length, rows), self._gained or new > 0
        if deleted > 0 and self._number > 1 and (self._gained or is_least):
            # The rows behind them moved up, some perhaps to pages already read. So back there; but never for ever.
            self._deepest = max(self._deepest, self._number)
            self._number = max(1, self._number - -(-deleted // self._length))
            self._gained = False
        elif more and rows and (new or self._number <= self._deepest):
            self._number += 1
        else:
            self._end_window("is the last" if new else "brings only rows that came before" if rows else "is empty")

    def _end_window(self, said: str) -> None:
        # What was created meanwhile may stand on pages already read, so the smallest count is what is due.
        if len(self._in_window) < self._least:
            self._loss = IncompleteListError(f"page {self._number} {said}", len(self._in_window), self._least)
        self._next_window()


class Listing(Generic[Row, Page]):
    """Rows to iterate over, read a page at a time as they are needed. Each iteration reads anew.

    Where the server counts fewer rows than before, others moved up, perhaps to pages already read. The list goes back
    for them, so that rows can be deleted while it is read; what it finds there comes out of order.
    """

    def __init__(self, session: Session, asked: ListRequest[Row, Page]) -> None:
        self._session = session
        self._asked = asked

    def pages(self) -> Iterator[Page]:
        """The pages, one after the other, as the API answered them but for rows that came before.

        Raises:
            NexudusError: a page cannot be had; the subclass says why.
        """
        pages = Pages(self._asked, self._session.deliver)
        while (page := self._session.run(pages.next_page())) is not None:
            yield page

    def __iter__(self) -> Iterator[Row]:
        """The rows of all pages.

        Raises:
            NexudusError: a page cannot be had; the subclass says why.
        """
        for page in self.pages():
            yield from self._session.run(self._asked.rows_of(page))


class AsyncListing(Generic[Row, Page]):
    """The same, with `async for`."""

    def __init__(self, session: AsyncSession, asked: ListRequest[Row, Page]) -> None:
        self._session = session
        self._asked = asked

    async def pages(self) -> AsyncIterator[Page]:
        """The pages, one after the other, as the API answered them but for rows that came before.

        Raises:
            NexudusError: a page cannot be had; the subclass says why.
        """
        pages = Pages(self._asked, self._session.deliver)
        while (page := await self._session.run(pages.next_page())) is not None:
            yield page

    async def __aiter__(self) -> AsyncIterator[Row]:
        """The rows of all pages.

        Raises:
            NexudusError: a page cannot be had; the subclass says why.
        """
        async for page in self.pages():
            for row in await self._session.run(self._asked.rows_of(page)):
                yield row
