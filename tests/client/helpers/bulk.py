"""Writing many records at once: what is asked for, and what becomes of each."""

import json
from typing import Any

import httpx

from nexudus_calendars import Report
from nexudus_contract.mock import World

from .callers import Caller
from .planned_server import Shelf
from .stubs import Server

GOOGLES = "CoworkerGoogleCalendars"


def renamed(ids: Any) -> list[tuple[int, Any]]:
    """Changes that each give another name."""
    return [(id_, {"name": f"renamed {id_}"}) for id_ in ids]


def kept(world: World) -> dict[int, dict[str, Any]]:
    """The records, by their ids."""
    return {record["Id"]: record for record in world.records(GOOGLES, size=1000)}


def asked(server: Server | World) -> list[str]:
    """What was asked for, in order: the ids of a batch, or the method and the id of one record."""
    if isinstance(server, World):
        requests = [
            (entry.method, httpx.URL(path=entry.path, query=entry.query), entry.body or b"")
            for entry in server.requests
            if entry.path != "/api/token"
        ]
    else:
        requests = [(request.method, request.url, request.content) for request in server.requests]
    found = list[str]()
    for method, url, body in requests:
        if "id" in url.params:
            found.append(url.params["id"])
        else:
            id_ = json.loads(body)["Id"] if method == "PUT" else url.path.rpartition("/")[2]
            found.append(f"{method} {id_}")
    return found


def shelf(*ids: int, plans: dict[str, list[str]] | None = None) -> Server:
    return Server(Shelf(plans, dict.fromkeys(ids, "old")))


def create_many(ask: Caller, items: Any, **options: Any) -> Report:
    report: Report = ask(lambda client: client.coworker_google_calendars.create_many(items, **options))
    return report


def change_many(ask: Caller, items: Any, **options: Any) -> Report:
    report: Report = ask(lambda client: client.coworker_google_calendars.change_many(items, **options))
    return report


def delete_many(ask: Caller, items: Any, **options: Any) -> Report:
    report: Report = ask(lambda client: client.coworker_google_calendars.delete_many(items, **options))
    return report


def everything(ask: Caller) -> list[Any]:
    """The rows of all records."""
    rows: list[Any] = ask(lambda client: client.coworker_google_calendars.list())
    return rows


def states(report: Report) -> list[str]:
    """What became of each item, in order."""
    return [outcome.state.value for outcome in report.outcomes]
