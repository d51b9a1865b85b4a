"""The log of requests, as the admin interface shows it."""

from typing import Any

import pytest
from tests.mock.conftest import ADMIN, Api, example
from tests.mock.helpers.admin_client import Admin

from nexudus_contract.mock.wire.message import Request
from nexudus_contract.terms import RecordType


@pytest.fixture
def admin(api: Api) -> Admin:
    return Admin(api.world)


def test_a_long_body_is_not_logged(admin: Admin, api: Api, google: RecordType) -> None:
    for length in (10, 20_000):
        api.post(google.path, json=example(api.contract, google) | {"Name": "x" * length})
    short, long = admin.get("/requests")
    assert (short["body"]["Name"], "body" in long) == ("x" * 10, False)


def test_the_request_log_says_what_was_asked_ignored_and_wrong(admin: Admin, api: Api, google: RecordType) -> None:
    api.get(google.path, params={"CoworkerGoogleCalendar_Nmae": "x", "page": 1, "PageSize": 9})
    api.post(google.path, json=example(api.contract, google) | {"ResourceId": "x"})
    api.get("/api/nowhere", login=None)
    api.world.faults.add("error-503,times=1")
    api.world.respond(Request("GET", f"{google.path}/1"))
    asked, written, lost, failed = admin.get("/requests")
    assert (asked["number"], asked["method"], asked["path"], asked["status"]) == (1, "GET", google.path, 200)
    assert asked["query"] == "CoworkerGoogleCalendar_Nmae=x&page=1&PageSize=9"
    assert asked["ignored"] == ["CoworkerGoogleCalendar_Nmae", "PageSize"]
    assert (asked["operation"], asked["user"]) == ("listCoworkerGoogleCalendars", ADMIN[0])
    assert asked["time"] == "2025-01-15T10:30:00+00:00"
    assert written["invalid"] == [{"name": "Resource", "message": "must be a whole number"}]
    assert (written["status"], written["body"]["ResourceId"]) == (400, "x")
    assert (lost["operation"], lost["user"], lost["status"]) == ("", "", 404)
    assert (failed["faults"], failed["status"], failed["user"]) == (["error-503"], 503, "")
    assert [entry["number"] for entry in admin.get("/requests", params={"after": 2})] == [3, 4]
    assert [entry["number"] for entry in admin.get("/requests", params={"limit": 1})] == [4]
    assert admin.delete("/requests")["requests"] == 0
    assert admin.get("/requests") == []


def test_no_password_is_logged(admin: Admin, api: Api) -> None:
    api.post("/api/token", login=None, data={"grant_type": "password", "username": "x", "password": "hunter2"})
    api.post("/api/token", login=None, json={"password": "hunter2"}, headers={"Content-Type": "text/json"})
    api.post("/api/token", login=None, json={"password": "hunter2"})
    api.get("/api/auth/me", headers={"Authorization": "Bearer hunter2"}, login=None)
    assert len(admin.get("/requests")) == 4
    assert "hunter2" not in str(admin.get("/requests"))


def test_the_log_keeps_the_latest(worlds: Any) -> None:
    world = worlds(log_size=3)
    for number in range(5):
        world.respond(_path(f"/{number}"))
    assert [(entry.number, entry.path) for entry in world.requests] == [(3, "/2"), (4, "/3"), (5, "/4")]


def _path(path: str) -> Request:
    return Request("GET", path)
