"""A server with a few records, whose writes go as planned: well, badly, or nobody knows how."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx

from nexudus_calendars.models import CoworkerGoogleCalendarCreate

from .basics import GOOGLE
from .stubs import done, record

HAPPENED = ("ok", "answer lost", "500 afterwards", "half an answer")
"""What a write can be planned to end as although it is carried out."""
DID_NOT_HAPPEN = ("refused", "never arrived", "500 at once", "200 that failed", "throttled", "never connected")
"""What it can be planned to end as when it is not."""
LOST = {"answer lost": httpx.ReadTimeout, "never arrived": httpx.ReadTimeout, "never connected": httpx.ConnectError}
ANSWERS: dict[str, Callable[[], httpx.Response]] = {
    "500 afterwards": lambda: httpx.Response(500),
    "500 at once": lambda: httpx.Response(500),
    "half an answer": lambda: httpx.Response(200, text='{"Status": 20'),
    "refused": lambda: httpx.Response(400, json={"Message": "Name: is a required field", "WasSuccessful": False}),
    "200 that failed": lambda: httpx.Response(200, json={"Status": 500, "Message": "no", "WasSuccessful": False}),
    "throttled": lambda: httpx.Response(409, headers={"Retry-After": "1"}),
}
OUTCOMES = (*HAPPENED, *DID_NOT_HAPPEN)


def creation(name: str, **fields: Any) -> CoworkerGoogleCalendarCreate:
    """What creates a record with this name."""
    return CoworkerGoogleCalendarCreate(**{**GOOGLE, "name": name, **fields})


class Shelf:
    """Records by id. Each write of a name or an id goes as planned, and once its plan is at an end, well."""

    def __init__(
        self, plans: Mapping[str, Sequence[str]] | None = None, names: Mapping[int, str] | None = None
    ) -> None:
        self.names = dict(names or {})
        self.writes = list[str]()
        self._plans: dict[str, Iterator[str]] = {key: iter(plan) for key, plan in (plans or {}).items()}
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            if request.method == "GET" and "id" in request.url.params:
                return self._read_batch(json.loads(request.url.params["id"]))
            if request.method == "GET":
                return self._read(int(request.url.path.rpartition("/")[2]))
            body: dict[str, Any] = json.loads(request.content) if request.content else {}
            id_ = int(body.get("Id") or 0) if body else int(request.url.path.rpartition("/")[2])
            key = str(id_ or body["Name"])
            self.writes.append(key)
            return self._write(request, id_, body.get("Name"), next(self._plans.get(key, iter(())), "ok"))

    def _read(self, id_: int) -> httpx.Response:
        if id_ not in self.names:
            return httpx.Response(404, json="Not found")
        return httpx.Response(200, json=record(id_, Name=self.names[id_]))

    def _read_batch(self, ids: Sequence[int]) -> httpx.Response:
        return httpx.Response(200, json=[record(id_, Name=self.names[id_]) for id_ in ids if id_ in self.names])

    def _write(self, request: httpx.Request, id_: int, name: str | None, outcome: str) -> httpx.Response:
        if outcome in HAPPENED:
            if id_ and id_ not in self.names:
                return httpx.Response(404, json="Not found")
            id_ = id_ or len(self.writes) + 1000
            if name is None:
                del self.names[id_]
            else:
                self.names[id_] = name
        if outcome in LOST:
            raise LOST[outcome](outcome, request=request)
        return ANSWERS[outcome]() if outcome in ANSWERS else done(id_)
