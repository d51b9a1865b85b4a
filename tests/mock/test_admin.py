"""The admin interface: each operation does what admin.yaml says, and answers as it says."""

from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from openapi_spec_validator import validate
from tests.mock.conftest import ADMIN, Api
from tests.mock.helpers.admin_client import Admin

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings
from nexudus_contract.mock.control.admin import description
from nexudus_contract.mock.wire.message import Request
from nexudus_contract.terms import Limit, RecordType

KEY = {"X-Mock-Key": "k3y"}
FAULT = {"kind": "error-503", "operation": "get*", "times": 2}


@pytest.fixture
def admin(api: Api) -> Admin:
    return Admin(api.world)


def test_the_state_says_what_there_is(admin: Admin, api: Api, google: RecordType) -> None:
    api.create(google)
    api.world.faults.add("reset,operation=delete*")
    state = admin.get("/state")
    assert state["records"] == {"CoworkerMsOfficeCalendars": 0, "CoworkerMsOffeCalendars": 0, google.tag: 1}
    assert (state["requests"], state["faults"], state["now"]) == (1, 1, "2025-01-15T10:30:00+00:00")
    assert (state["dialect"], state["lists"], state["write_value"]) == ("current", "full", "id")


def test_a_reset_leaves_what_the_start_had(admin: Admin, api: Api, google: RecordType) -> None:
    first = api.create(google)
    grant = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    token = api.post("/api/token", login=None, data=grant).json()["access_token"]
    api.world.faults.add("latency")
    admin.put("/clock", json={"advance": 60})
    admin.put("/snapshots/before")
    state = admin.post("/reset")
    assert not any(state["records"].values())
    assert (state["requests"], state["faults"], state["snapshots"]) == (0, 0, [])
    assert state["now"] == "2025-01-15T10:30:00+00:00"
    assert api.get("/api/auth/me", login=None, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert api.create(google) == first


def test_a_reset_brings_back_what_the_settings_ask_for(worlds: Any) -> None:
    world = worlds(records=3, faults=(Fault(FaultKind.HTML, times=1),))
    admin = Admin(world)
    before = admin.get("/records/CoworkerGoogleCalendars")
    admin.delete("/faults")
    admin.post("/seed", json={"records": 2})
    state = admin.post("/reset")
    assert (set(state["records"].values()), state["faults"]) == ({3}, 1)
    assert admin.get("/records/CoworkerGoogleCalendars") == before


def test_a_reset_forgets_who_called_how_often_and_what_they_hold(contract: Contract) -> None:
    form = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    with closing(Api(contract, MockSettings(limits=(Limit(1, 3600),)))) as api:
        grant = api.post("/api/token", login=None, data=form).json()
        assert api.get("/api/auth/me", login=None).status_code == 409
        api.world.reset()
        renewal = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
        headers = {"client_id": ADMIN[0]}
        assert api.post("/api/token", login=None, data=renewal, headers=headers).json() == {"error": "invalid_grant"}
        assert api.get("/api/auth/me", login=None).status_code == 409


def test_records_come_newest_first_and_in_pages(admin: Admin, api: Api, google: RecordType) -> None:
    ids = [api.create(google) for _ in range(5)]
    rows = [admin.get(f"/records/{google.tag}", params={"page": page, "size": 2}) for page in (1, 2, 3, 4)]
    assert [[row["Id"] for row in page] for page in rows] == [ids[:2:-1], ids[2:0:-1], ids[:1], []]


def test_a_snapshot_brings_records_and_ids_back(admin: Admin, api: Api, google: RecordType) -> None:
    kept = api.create(google, Name="kept")
    before = api.record(google, kept)
    assert admin.put("/snapshots/one")["snapshots"] == ["one"]
    api.delete(f"{google.path}/{kept}")
    later = api.create(google)
    assert admin.post("/snapshots/one/restore")["records"][google.tag] == 1
    assert api.record(google, kept) == before
    assert api.create(google) == later
    assert admin.get("/snapshots") == ["one"]
    assert admin.delete("/snapshots/one")["snapshots"] == []
    for method, path in (("POST", "/snapshots/one/restore"), ("DELETE", "/snapshots/one")):
        assert "no snapshot one" in admin.request(method, path, status=404)["message"]


def test_snapshots_have_an_end(admin: Admin) -> None:
    for number in range(20):
        admin.put(f"/snapshots/{number}")
    assert "20 snapshots" in admin.put("/snapshots/21", status=409)["message"]
    assert len(admin.put("/snapshots/3")["snapshots"]) == 20


def test_a_name_has_an_end(admin: Admin) -> None:
    assert admin.put(f"/snapshots/{'x' * 100}")
    for method, path in (("PUT", ""), ("DELETE", ""), ("POST", "/restore")):
        assert "name" in admin.request(method, f"/snapshots/{'x' * 101}{path}", status=400)["message"]


def test_a_whole_number_is_one_however_it_is_written(admin: Admin) -> None:
    admin.put("/faults", json={"faults": [{"kind": "deep-page", "times": 3.0, "page": 2.0}]})
    (fault,) = admin.get("/faults")["faults"]
    assert (fault["times"], fault["page"]) == (3, 2)


def test_its_description_is_openapi() -> None:
    validate(description().document)


def test_faults_are_set_added_listed_and_cleared(admin: Admin, api: Api, google: RecordType) -> None:
    assert admin.put("/faults", json={"seed": 5, "faults": [FAULT]})["seed"] == 5
    assert len(admin.post("/faults", json={"kind": "latency", "seconds": 0, "operation": "x"})["faults"]) == 2
    statuses = [api.world.respond(_asking(google)).status for _ in range(3)]
    assert statuses == [503, 503, 401]
    (left,) = admin.get("/faults")["faults"]
    assert left["kind"] == "latency"
    assert admin.delete("/faults") == {"seed": 5, "faults": []}


def _asking(google: RecordType) -> Request:
    return Request("GET", f"{google.path}/1")


NO_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({}, "kind is a required field"),
    ({"kind": "rest"}, "kind must be one of latency, reset"),
    ({"kind": "reset", "probability": 2}, "probability must be 1 or less"),
    ({"kind": "reset", "times": 0}, "times must be 1 or more"),
    ({"kind": "reset", "operaton": "x"}, "has no operaton"),
]


def test_a_fault_that_is_none_changes_nothing(admin: Admin) -> None:
    admin.put("/faults", json={"faults": [FAULT]})
    told = [(said, admin.ask("POST", "/faults", json=fault).text) for fault, said in NO_FAULTS]
    assert [(said, message) for said, message in told if said not in message] == []
    answers = [admin.ask("PUT", "/faults", json={"faults": [FAULT, fault]}) for fault, _ in NO_FAULTS]
    assert [answer.status_code for answer in answers] == [400] * len(NO_FAULTS)
    assert len(admin.get("/faults")["faults"]) == 1


def test_the_clock_is_set_stopped_and_moved(worlds: Any) -> None:
    world = worlds()
    admin = Admin(world)
    assert admin.get("/clock")["frozen"] is False
    stopped = {"now": "2025-01-15T10:30:00+00:00", "frozen": True}
    assert admin.put("/clock", json={"now": "2025-01-15T11:30:00+01:00", "frozen": True})["frozen"] is True
    assert admin.get("/clock") == stopped
    assert admin.put("/clock", json={"advance": 0})["now"] == stopped["now"]
    assert admin.put("/clock", json={"advance": 90.5})["now"] == "2025-01-15T10:31:30.500000+00:00"
    assert admin.put("/clock", json={"advance": -90.5}) == stopped
    before = world.clock()
    assert admin.put("/clock", json={"frozen": False})["frozen"] is False
    assert before <= world.clock() < before + timedelta(minutes=5)
    assert world.clock() > before


NO_TIMES: list[dict[str, Any]] = [
    *({}, {"now": "yesterday"}, {"now": "2025-01-15T10:30:00"}, {"advance": "1"}, {"x": 1}),
]


def test_a_time_that_is_none_changes_nothing(admin: Admin) -> None:
    answers = [admin.ask("PUT", "/clock", json=body) for body in NO_TIMES]
    assert [answer.status_code for answer in answers] == [400] * len(NO_TIMES)
    assert all(answer.json()["message"] for answer in answers)
    assert admin.get("/clock") == {"now": "2025-01-15T10:30:00+00:00", "frozen": False}


@pytest.mark.parametrize("seconds", [1e9, -1e9])
def test_the_calendar_has_an_end(admin: Admin, seconds: float) -> None:
    messages = [admin._client.put("/clock", json={"advance": seconds}).json() for _ in range(260)]
    assert "cannot be set so" in messages[-1]["message"]
    assert admin.get("/clock")["now"]


def test_tokens_expire_by_the_clock(admin: Admin, api: Api) -> None:
    grant = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    token = api.post("/api/token", login=None, data=grant).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert api.get("/api/auth/me", login=None, headers=headers).status_code == 200
    admin.put("/clock", json={"advance": 604_799})
    assert api.get("/api/auth/me", login=None, headers=headers).status_code == 401


def test_what_there_is_not_is_told(admin: Admin) -> None:
    assert "/_mock/openapi.json" in admin._client.get("/nothing").json()["message"]
    assert "no record type Lamps; there are Cowor" in admin.get("/records/Lamps", status=404)["message"]
    assert "size must be 1000 or less" in admin.get("/records/x", params={"size": 1001}, status=400)["message"]
    assert admin._client.patch("/state").status_code == 405


def test_a_key_opens_it_and_nothing_else_does(worlds: Any) -> None:
    world = worlds(admin_key="k3y")
    for headers in ({}, {"X-Mock-Key": "k3"}, {"X-Mock-Key": "k3y "}, {"X-Mock-Key": ""}):
        told = Admin(world, headers=headers).post("/reset", status=401)
        assert "X-Mock-Key" in told["message"]
    assert Admin(world, headers=KEY).get("/state")
    assert Admin(world, headers=KEY, exposed=True).get("/state")


def test_off_the_loopback_it_is_shut_without_a_key(worlds: Any) -> None:
    assert "NEXUDUS_MOCK_KEY" in Admin(worlds(), exposed=True).post("/reset", status=401)["message"]


def test_a_page_of_another_site_is_kept_out(admin: Admin) -> None:
    told = admin.post("/reset", status=401, headers={"Origin": "https://evil.example"})
    assert "evil.example" in told["message"]
    assert admin.post("/reset", headers={"Origin": "http://mock"})


HERE = ["127.0.0.1:8000", "127.8.8.8", "localhost", "[::1]:8000", "[::1]", "my.localhost:1"]
ELSEWHERE = ["evil.example", "evil.example:8000", "10.0.0.1", "127.0.0.1.evil.example"]


def test_a_name_that_was_made_to_point_here_is_no_way_in(worlds: Any) -> None:
    answers = Admin(worlds())._client
    found = {host: answers.get("/state", headers={"Host": host}).status_code for host in HERE + ELSEWHERE}
    assert found == {**dict.fromkeys(HERE, 200), **dict.fromkeys(ELSEWHERE, 401)}
    keyed = Admin(worlds(admin_key="k3y"))._client
    opened = {host: keyed.get("/state", headers={"Host": host, **KEY}).status_code for host in HERE + ELSEWHERE}
    assert opened == dict.fromkeys(HERE + ELSEWHERE, 200)


def test_its_own_description_is_served(admin: Admin, contract: Contract) -> None:
    served = admin._client.get("/openapi.json").json()
    assert served == description().document
    assert {item.path for item in description().operations} == set(served["paths"])
