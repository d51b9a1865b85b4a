"""Whatever comes in: a clear refusal in the documented envelope, never a 500, never half a write."""

import json
from contextlib import closing
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.conftest import ADMIN, Api, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, MockSettings, Request, running, serving
from nexudus_contract.terms import RecordType

JSON = {"content-type": "application/json"}


def _errors(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 400
    failure = response.json()
    first = failure["Errors"][0]
    assert failure["Message"] == f"{first['PropertyName']}: {first['Message']}"
    assert failure.keys() == {"Message", "Value", "Errors", "WasSuccessful"}
    return {error["PropertyName"]: error["Message"] for error in failure["Errors"]}


def _errors_if_refused(response: httpx.Response) -> dict[str, str]:
    """The same, and nothing where the request was taken."""
    return _errors(response) if response.status_code == 400 else {}


def test_a_missing_field_is_answered_as_documented(api: Api, google: RecordType) -> None:
    body = example(api.contract, google)
    del body["Name"]
    assert api.post(google.path, json=body).json() == {
        "Message": "Name: is a required field",
        "Value": None,
        "Errors": [{"AttemptedValue": None, "Message": "is a required field", "PropertyName": "Name"}],
        "WasSuccessful": False,
    }


def test_every_missing_field_is_named_and_references_lose_their_suffix(api: Api, contract: Contract) -> None:
    office, misspelt, google = contract.record_types
    for record_type, names in (
        (office, ["Resource", "Name", "SubscriptionId", "CalendarId", "SubscriptionExpireDate"]),
        (misspelt, ["Resource", "Coworker", "Name", "SubscriptionExpireDate"]),
        (google, ["Resource", "Name", "SubscriptionId", "CalendarId", "SubscriptionExpireDate", "WatchResourceId"]),
    ):
        assert _errors(api.post(record_type.path, json={})) == dict.fromkeys(names, "is a required field")
        assert set(_errors(api.put(record_type.path, json={}))) == {*names, "Id"}


def test_null_for_a_required_field_counts_as_missing(api: Api, google: RecordType) -> None:
    body = example(api.contract, google) | {"Name": None, "ResourceId": None}
    assert _errors(api.post(google.path, json=body)) == dict.fromkeys(["Resource", "Name"], "is a required field")


WHOLE = "must be a whole number"
MOMENT = "must look like 2025-01-15T10:30:00Z"
WRONG: list[tuple[str, Any, str, str]] = [
    ("Name", 5, "Name", "must be a text"),
    ("Name", ["a"], "Name", "must be a text"),
    ("ResourceId", "5", "Resource", WHOLE),
    ("ResourceId", True, "Resource", WHOLE),
    ("ResourceId", 1.5, "Resource", WHOLE),
    ("ResourceId", 2**63, "Resource", "must be 9223372036854775807 or less"),
    ("ResourceId", -(2**63) - 1, "Resource", "must be -9223372036854775808 or more"),
    ("CoworkerId", 10**30, "Coworker", "must be 9223372036854775807 or less"),
    ("EventSyncToken", 1, "EventSyncToken", "must be a text or null"),
    *(
        ("SubscriptionExpireDate", value, "SubscriptionExpireDate", MOMENT)
        for value in ("", "tomorrow", "2025-01-15T10:30", "2025-01-15T10:30:00+00:00", "2025-02-30T10:30:00Z")
    ),
]


def test_a_wrong_value_is_named_and_echoed(api: Api, google: RecordType) -> None:
    found: list[tuple[str, Any, str, str]] = []
    for field, value, *_ in WRONG:
        response = api.post(google.path, json=example(api.contract, google) | {field: value})
        errors = _errors_if_refused(response)
        found += [(field, response.json()["Errors"][0]["AttemptedValue"], *error) for error in errors.items()]
    assert found == WRONG
    assert api.get(google.path).json()["TotalItems"] == 0


NO_OBJECTS = [
    b"",
    b"{",
    b'{"Name": "a",}',
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b'{"Name": "\xff"}',
    b'{"Name": "\\ud800"}',
    b'{"ResourceId": NaN}',
    b'{"ResourceId": 1e999}',
    b'{"ResourceId": ' + b"9" * 5000 + b"}",
    b"[" * 5000,
    b'{"x": 1234567890123456789, "y": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    b'{"Key": ' + b"[" * 250 + b"]" * 250 + b"}",
    b'{"Name": ' + b"[" * 253 + b"]" * 253 + b"}",
]


def test_a_body_that_is_no_json_object_is_refused(api: Api, google: RecordType) -> None:
    taken: list[bytes] = []
    for content in NO_OBJECTS:
        create = list(_errors_if_refused(api.post(google.path, content=content, headers=JSON)))
        run = _errors_if_refused(api.post(f"{google.path}/runcommand", content=content, headers=JSON))
        if create not in (["Body"], ["Resource"]) or not run.keys() & {"Body", "Key"}:
            taken.append(content[:40])
    assert taken == []
    assert api.get(google.path).json()["TotalItems"] == 0


def test_a_wide_body_is_no_deep_one(api: Api, google: RecordType) -> None:
    extras: list[Any] = [[[]] * 300, [10**30] + [[1]] * 300, "[" * 300, {"a": [[[10**30]]]}]
    body = example(api.contract, google)
    assert [api.post(google.path, json=body | {"Unknown": extra}).status_code for extra in extras] == [200] * 4


def test_a_wrong_content_type_is_refused(api: Api, google: RecordType) -> None:
    content = json.dumps(example(api.contract, google))
    taken: list[str] = []
    for name in ("", "text/plain", "application/xml", "application/jsonx", "\xe9"):
        headers = {"content-type": name.encode("latin-1")}
        if list(_errors_if_refused(api.post(google.path, content=content, headers=headers))) != ["Body"]:
            taken.append(name)
    assert taken == []


def test_the_content_type_may_name_a_charset(api: Api, google: RecordType) -> None:
    content = json.dumps(example(api.contract, google))
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert api.post(google.path, content=content, headers=headers).status_code == 200


def test_a_failed_update_changes_nothing(api: Api, google: RecordType) -> None:
    record_id = api.create(google, Name="before")
    before = api.record(google, record_id)
    _errors(api.put(google.path, json=example(api.contract, google) | {"Id": record_id, "ResourceId": "x"}))
    assert api.record(google, record_id) == before


def test_items_of_a_list_are_named_by_their_place(api: Api, google: RecordType) -> None:
    body = {"Key": "k", "Ids": [1, "2"], "Parameters": [{"Name": 1, "Type": "t"}]}
    assert _errors(api.post(f"{google.path}/runcommand", json=body)) == {
        "Parameters[0].Value": "is a required field",
        "Parameters[0].Name": "must be a text",
        "Ids[1]": "must be a whole number",
    }


def test_a_body_full_of_errors_gets_a_short_answer(api: Api, google: RecordType) -> None:
    response = api.post(f"{google.path}/runcommand", json={"Key": "k", "Ids": ["x"] * 10_000})
    assert len(_errors(response)) == 100


NO_IDS = ["5", "0", "-1", "x", "1.0", "1e3", "٣", "9223372036854775808", "9" * 5000, "%00", "%0A", "%20", "1001%0A"]


def test_an_id_of_no_record_is_not_found(api: Api, google: RecordType) -> None:
    assert api.create(google) == 1001
    asked = [(method, record_id) for record_id in NO_IDS for method in ("GET", "DELETE")]
    found = {(method, end): api.request(method, f"{google.path}/{end}").status_code for method, end in asked}
    assert found == dict.fromkeys(asked, 404)
    assert api.get(google.path).json()["TotalItems"] == 1


def test_an_unknown_path_is_not_found(api: Api) -> None:
    paths = ["/api", "/api/token/", "/api/spaces/unknown", "/api/spaces/%F0%9F%98%80", "/_mockery"]
    assert {path: api.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_method_that_a_path_lacks_is_refused(api: Api, contract: Contract) -> None:
    paths: dict[str, set[str]] = {}
    for operation in contract.operations:
        paths.setdefault(operation.path, set()).add(operation.method.upper())
    every = ("HEAD", "OPTIONS", "PATCH", "TRACE", "DELETE", "PUT", "POST", "GET")
    asked = [(method, path) for path, methods in paths.items() for method in every if method not in methods]
    answers = {(method, path): api.request(method, path.replace("{id}", "1")) for method, path in asked}
    found = {key: (answer.status_code, set(answer.headers["Allow"].split(", "))) for key, answer in answers.items()}
    assert found == {(method, path): (405, paths[path]) for method, path in asked}


def test_a_defect_is_answered_without_its_details(contract: Contract, google: RecordType) -> None:
    def broken() -> Any:
        raise RuntimeError("secret")

    with closing(Api(contract, MockSettings(unique_id=broken))) as api:
        response = api.post(google.path, json=example(contract, google))
        assert (response.status_code, response.json()) == (500, {"Message": "An error has occurred."})
        assert api.get(google.path).json()["TotalItems"] == 0


def test_a_large_body_is_refused_over_a_real_connection(contract: Contract, google: RecordType) -> None:
    body = example(contract, google) | {"Name": "x" * 10_000_000}
    with running(contract) as mock, httpx.Client(base_url=mock.url, auth=ADMIN, verify=False) as client:
        assert list(_errors(client.post(google.path, json=body))) == ["Body"]
        chunks = (b" " * 100_000 for _ in range(100))
        assert list(_errors(client.post(google.path, content=chunks, headers=JSON))) == ["Body"]
        form = {"grant_type": "password", "username": "x" * 10_000_000, "password": "x"}
        assert client.post("/api/token", data=form).json()["error"] == "invalid_request"
        assert client.get(google.path).json()["TotalItems"] == 0


def test_a_body_just_within_the_limit_is_read(contract: Contract, google: RecordType) -> None:
    content = json.dumps(example(contract, google)).encode()
    for limit, status in ((len(content), 200), (len(content) - 1, 400)):
        with closing(Api(contract, MockSettings(max_body_bytes=limit))) as api:
            assert api.post(google.path, content=content, headers=JSON).status_code == status


def test_a_body_beyond_the_limit_is_not_kept() -> None:
    bodies: list[bytes | None] = []

    def respond(request: Request) -> Answer:
        bodies.append(request.body)
        return Answer(200)

    with serving(respond, max_body_bytes=5000) as url, httpx.Client(base_url=url, verify=False) as client:
        for count in (5, 6, 1000):
            assert client.post("/", content=(b" " * 1000 for _ in range(count))).status_code == 200
            assert client.post("/", content=b" " * 1000 * count).status_code == 200
    assert bodies == [b" " * 5000] * 2 + [None] * 4


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_a_body_is_kept_whole_or_refused_whole(shared_api: Api, data: st.DataObject) -> None:
    api, contract = shared_api, shared_api.contract
    record_type = data.draw(st.sampled_from(contract.record_types))
    names = st.sampled_from([*record_type.properties, "Unknown"])
    kept = 0
    api.world.reset()
    for _ in range(5):
        body = example(contract, record_type) | data.draw(st.dictionaries(names, values, max_size=4))
        response = api.post(record_type.path, content=json.dumps(body).encode(), headers=JSON)
        assert response.status_code in {200, 400}
        kept += response.status_code == 200
        assert api.get(record_type.path).json()["TotalItems"] == kept
        if response.status_code == 200:
            record = api.record(record_type, response.json()["Value"]["Id"])
            assert all(record[name] == body.get(name) for name in record_type.writable)
