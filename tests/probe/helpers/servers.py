"""Servers that behave in other ways than the mock: wrappers around its one function."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from nexudus_contract.mock import Answer, Request, Respond

Pairs = list[tuple[str, str]]
TEXTS = {"Name", "SubscriptionId", "CalendarId", "WatchResourceId", "EventSyncToken"}
JSON = ((b"content-type", b"application/json"),)


def pairs(request: Request) -> Pairs:
    return parse_qsl(request.query.decode(), keep_blank_values=True)


def again(request: Request, query: Pairs) -> Request:
    return Request(request.method, request.path, urlencode(query).encode(), request.headers, request.body, request.host)


def json_answer(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), JSON)


def is_list(request: Request) -> bool:
    return request.path.startswith("/api/spaces/") and request.path.count("/") == 3


def asking(change: Callable[[Pairs], Pairs]) -> Callable[[Respond], Respond]:
    """Changes the query of every list."""

    def wrap(respond: Respond) -> Respond:
        return lambda request: respond(again(request, change(pairs(request))) if is_list(request) else request)

    return wrap


def answering(change: Callable[[Request, Any], Any], *, status: int = 200) -> Callable[[Respond], Respond]:
    """Changes the JSON of every answer with a status; what comes is the new JSON, or a whole answer."""

    def wrap(respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            given = respond(request)
            if given.status != status or not request.path.startswith("/api/spaces/"):
                return given
            value = change(request, json.loads(given.body))
            return value if isinstance(value, Answer) else Answer(status, json.dumps(value).encode(), given.headers)

        return changed

    return wrap


def refusing(unwanted: Callable[[Pairs], bool]) -> Callable[[Respond], Respond]:
    """Answers 400 to some lists."""

    def wrap(respond: Respond) -> Respond:
        def refused(request: Request) -> Answer:
            if is_list(request) and unwanted(pairs(request)):
                return json_answer({"Message": "no"}, 400)
            return respond(request)

        return refused

    return wrap


def dir_as(meanings: dict[str, str]) -> Callable[[Respond], Respond]:
    """Reads `dir` in its own way; what has no meaning is ignored."""
    return asking(
        lambda query: [
            (name, meanings[value] if name == "dir" else value)
            for name, value in query
            if name != "dir" or value in meanings
        ]
    )


def texts(holds: Callable[[str, str], bool]) -> Callable[[Respond], Respond]:
    """Compares texts in its own way: `holds` gets a record's text and the filter's."""

    def wrap(respond: Respond) -> Respond:
        def compared(request: Request) -> Answer:
            query = pairs(request)
            found = [pair for pair in query if "Calendar_" in pair[0] and pair[0].partition("_")[2] in TEXTS]
            if not is_list(request) or not found:
                return respond(request)
            rest = [pair for pair in query if pair not in found and pair[0] != "size"]
            page = json.loads(respond(again(request, [*rest, ("size", "1000")])).body)
            for name, value in found:
                field = name.partition("_")[2]
                page["Records"] = [row for row in page["Records"] if holds(str(row.get(field)), value)]
            page["TotalItems"] = len(page["Records"])
            return json_answer(page)

        return compared

    return wrap


def moments(read: Callable[[str, datetime], datetime], *, instants: bool = False) -> Callable[[Respond], Respond]:
    """Reads the moments of ranges in its own way: bare minutes, and instants where told."""

    def instant(name: str, value: str) -> str:
        end = name.partition("_")[0]
        if end not in {"from", "to"} or (value.endswith("Z") and not instants):
            return value
        moment = datetime.fromisoformat(value.removesuffix("Z"))
        return f"{read(end, moment).isoformat(timespec='seconds')}Z"

    return asking(lambda query: [(name, instant(name, value)) for name, value in query])


def zone(hours: float) -> Callable[[str, datetime], datetime]:
    return lambda _end, moment: moment - timedelta(hours=hours)


def london(_end: str, moment: datetime) -> datetime:
    # By months alone, which is near enough to records of winter and summer.
    return moment - timedelta(hours=1 if 4 <= moment.month <= 10 else 0)


def batches(change: Callable[[list[int], list[Any]], Any]) -> Callable[[Respond], Respond]:
    """Answers batches in its own way: `change` gets the ids and the records."""

    def changed(request: Request, value: Any) -> Any:
        if not request.path.endswith("/"):
            return value
        return change(json.loads(dict(pairs(request))["id"]), value)

    return answering(changed)


def larger_pages(respond: Respond) -> Respond:
    """Heeds a size above the cap, up to two pages of the mock."""

    def answer(request: Request) -> Answer:
        query = dict(pairs(request))
        size = int(query.get("size", "25"))
        if not is_list(request) or size <= 1000:
            return respond(request)
        both = [json.loads(respond(again(request, [("size", "1000"), ("page", page)])).body) for page in "12"]
        rows = [*both[0]["Records"], *both[1]["Records"]]
        return json_answer({**both[0], "Records": rows[:size], "CurrentPageSize": size, "PageSize": size})

    return answer


def capped(size: int) -> Callable[[Respond], Respond]:
    """Has a smaller largest page."""
    return asking(
        lambda query: [(name, str(min(int(value), size)) if name == "size" else value) for name, value in query]
    )
