"""Answers of servers that do what no real one can be made to do."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpx

from nexudus_calendars import IncompleteListError

from .callers import Caller, Respond

PATH = "/api/spaces/coworkergooglecalendars"


def record(id_: object = 7, **properties: object) -> dict[str, Any]:
    """A full Google calendar connection as JSON."""
    return {
        "Id": id_,
        "ResourceId": 15,
        "CoworkerId": 42,
        "CoworkerFullName": "Ada Lovelace",
        "Name": "Ada's calendar",
        "SubscriptionId": "channel-1",
        "CalendarId": "ada@example.com",
        "SubscriptionExpireDate": "2026-12-01T10:30:00Z",
        "WatchResourceId": "watch-1",
        "EventSyncToken": "sync-1",
        "UniqueId": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
        "CreatedOn": "2025-01-10T08:00:00Z",
        "UpdatedOn": "2025-01-15T10:30:00Z",
        "UpdatedBy": "admin@example.com",
        "IsNew": False,
        "SystemId": None,
        "ToStringText": "CoworkerGoogleCalendar Ada's calendar",
        **properties,
    }


def page(rows: Sequence[object], number: int = 1, *, total: int, more: bool) -> dict[str, Any]:
    """One page of a list. Rows are ids, or rows as JSON."""
    return {
        "Records": [{"Id": row} if isinstance(row, int) else row for row in rows],
        "CurrentPage": number,
        "CurrentPageSize": 1000,
        "CurrentOrderField": "Id",
        "CurrentSortDirection": 0,
        "FirstItem": 1,
        "LastItem": len(rows),
        "TotalItems": total,
        "TotalPages": 99,
        "HasNextPage": more,
        "HasPreviousPage": number > 1,
    }


def done(id_: int | None = 7) -> httpx.Response:
    """The answer to a write that worked."""
    value = None if id_ is None else {"Id": id_}
    return httpx.Response(
        200, json={"Status": 200, "Message": "done", "Value": value, "WasSuccessful": True, "Errors": None}
    )


class Server:
    """Answers with a function, and remembers what it was asked."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self.requests = list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._respond(request)

    @property
    def last(self) -> httpx.Request:
        """What was asked last."""
        return self.requests[-1]

    @property
    def methods(self) -> list[str]:
        """The methods of what was asked, in order."""
        return [request.method for request in self.requests]

    def queries(self, name: str) -> list[str | None]:
        """What each request said for a query parameter."""
        return [request.url.params.get(name) for request in self.requests]


def keeping(**properties: object) -> Server:
    """A server with one record, which no write changes. Properties that are `...` are left out of it."""
    whole = {name: value for name, value in record(**properties).items() if value is not ...}
    return Server(lambda request: httpx.Response(200, json=whole) if request.method == "GET" else done())


def sent(server: Server) -> dict[str, Any]:
    """What the only update said."""
    (body,) = [request.content for request in server.requests if request.method == "PUT"]
    value: dict[str, Any] = json.loads(body)
    return value


def paged(pages: Callable[[int], dict[str, Any]]) -> Server:
    """A server of a list, from the page of each number."""
    return Server(lambda request: httpx.Response(200, json=pages(int(request.url.params["page"]))))


def in_turn(*answers: httpx.Response | httpx.HTTPError) -> Server:
    """A server that gives one answer after the other, and loses those that are errors."""
    left = iter(answers)

    def respond(_: httpx.Request) -> httpx.Response:
        answer = next(left)
        if isinstance(answer, httpx.HTTPError):
            raise answer
        return answer

    return Server(respond)


def rows_of(numbers: Iterable[int], name: str, value: Callable[[int], object]) -> list[dict[str, Any]]:
    """Rows with a property besides the id."""
    return [{"Id": number, name: value(number)} for number in numbers]


def in_pages(*pages: Sequence[int], total: int | None = None) -> Server:
    """A server of these pages, which says truly whether another one follows."""
    count = sum(map(len, pages)) if total is None else total
    return paged(lambda number: page(pages[number - 1], number, total=count, more=number < len(pages)))


def ids(rows: Iterable[Any]) -> list[int]:
    """The ids of rows or records."""
    return [row.id for row in rows]


def walk(
    ask: Caller, on_row: Callable[[int], object] = lambda _: None, **arguments: Any
) -> tuple[list[int], IncompleteListError | None]:
    """Go through a list: the ids in the order in which they came, and what was said to be missing in the end."""
    seen = list[int]()

    def take(row: Any) -> None:
        seen.append(row.id)
        on_row(row.id)

    async def take_all(rows: Any) -> None:
        async for row in rows:
            take(row)

    def question(client: Any) -> Any:
        rows = client.coworker_google_calendars.list(**arguments)
        if hasattr(rows, "__aiter__"):
            return take_all(rows)
        for row in rows:
            take(row)
        return None

    try:
        ask(question)
    except IncompleteListError as error:
        return seen, error
    return seen, None
