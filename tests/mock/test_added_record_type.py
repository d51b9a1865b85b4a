"""What is new in the contract is served without a line of Python."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.mock.conftest import ADMIN, AUDITOR, Api, Clock

from nexudus_contract.document import Contract, ContractError
from nexudus_contract.mock import MockSettings, World
from nexudus_contract.terms import RecordType

IDENTIFIER = {"$ref": "#/components/schemas/Identifier"}
FIELDS = {
    "DeskId": IDENTIFIER,
    "Label": {"type": "string", "minLength": 2},
    "Colour": {"type": ["string", "null"], "enum": ["red", "blue", None]},
    "Active": {"type": "boolean"},
    "Weight": {"type": "number"},
    "Seats": {"type": "integer"},
    "Tags": {"type": "array", "items": {"type": "string"}},
    "Starts": {"$ref": "#/components/schemas/Moment"},
    "Note": {"type": "string", "pattern": "^n"},
}


def _response(schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    return {"description": "x", "content": {"application/json": {"schema": schema, "example": example}}}


def _document(contract: Contract) -> dict[str, Any]:
    """The contract with a made-up record type, written from nothing but the rules in its header."""
    document = deepcopy(contract.document)
    problems = {
        name: {"$ref": f"#/components/responses/{part}"}
        for name, part in {"400": "BadRequest", "401": "Unauthorized", "404": "NotFound", "500": "ServerError"}.items()
    }
    record = {
        "allOf": [{"$ref": "#/components/schemas/RecordStamp"}],
        "required": ["Id", "Active", "Floor"],
        "properties": FIELDS
        | {
            "DeskName": {"type": ["string", "null"], "x-nexudus-name-of": "DeskId"},
            "Floor": {"type": "integer", "readOnly": True},
        },
    }
    page = {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "properties": {"Records": {"type": "array", "items": record}},
    }
    result = _response({"$ref": "#/components/schemas/ActionResult"})

    def operation(name: str, role: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "operationId": name,
            "tags": ["Lamps"],
            "security": [{"bearer": [f"Lamp-{role}"]}, {"basic": [f"Lamp-{role}"]}],
            "responses": {"200": answer, **problems},
        } | more

    def body(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
        schema = {"type": "object", "required": required, "properties": properties}
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    def query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": schema}

    parameters = [
        {"$ref": "#/components/parameters/Page"},
        query("size", {"type": "integer", "minimum": 1, "maximum": 10, "default": 3}),
        query("orderBy", {"type": "string", "enum": ["Id", "Weight", "Active"]}),
        {"$ref": "#/components/parameters/Direction"},
        query("Lamp_Desk", IDENTIFIER),
        query("Lamp_Desk_Name", {"type": "string"}),
        query("Lamp_Active", {"type": "boolean"}),
        query("from_Lamp_Weight", {"type": "number"}),
        query("to_Lamp_Seats", {"type": "integer"}),
    ]
    required = ["DeskId", "Label"]
    by_id = [{"$ref": "#/components/parameters/RecordId"}]
    batch = [{"$ref": "#/components/parameters/BatchIds"}]
    document["tags"].append({"name": "Lamps", "x-nexudus-entity": "Lamp"})
    document["paths"] |= {
        "/api/made/lamps": {
            "get": operation("listLamps", "List", _response(page), parameters=parameters),
            "post": operation("createLamp", "Create", result, requestBody=body(required, FIELDS)),
            "put": operation(
                "updateLamp", "Edit", result, requestBody=body(["Id", *required], FIELDS | {"Id": IDENTIFIER})
            ),
        },
        "/api/made/lamps/": {
            "get": operation("batchLamps", "Read", _response({"type": "array", "items": record}), parameters=batch)
        },
        "/api/made/lamps/{id}": {
            "get": operation("getLamp", "Read", _response(record), parameters=by_id),
            "delete": operation("deleteLamp", "Delete", result, parameters=by_id),
        },
        "/api/made/report": {
            "post": {
                "operationId": "makeReport",
                "security": [{"basic": ["Report-Create"]}],
                "parameters": [query("year", {"type": "integer"}) | {"required": True}],
                "requestBody": body(["Title"], {"Title": {"type": "string"}}),
                "responses": {"200": _response({"type": "object"}, {"Pages": 3}), **problems},
            }
        },
    }
    return document


@pytest.fixture(scope="module")
def extended(contract: Contract) -> Contract:
    return Contract(replace(contract.source, data=_document(contract)))


@pytest.fixture(scope="module")
def lamps(extended: Contract) -> RecordType:
    return extended.record_types[-1]


@pytest.fixture(scope="module")
def shared_lamp_api(extended: Contract) -> Iterator[Api]:
    api = Api(extended, MockSettings(clock=Clock()))
    yield api
    api.close()


@pytest.fixture
def lamp_api(shared_lamp_api: Api) -> Api:
    shared_lamp_api.world.reset()
    return shared_lamp_api


def test_a_made_up_record_type_is_served_with_state(lamp_api: Api, lamps: RecordType) -> None:
    full = {
        "DeskId": 3, "Label": "Tall", "Colour": "red", "Active": True, "Weight": 2, "Seats": 4, "Tags": ["a", "é"],
        "Starts": "2025-01-15T10:30:00Z", "Note": "near",
    }  # fmt: skip
    record_id = lamp_api.post(lamps.path, json=full).json()["Value"]["Id"]
    record = lamp_api.record(lamps, record_id)
    assert record | full == record
    assert record["ToStringText"] == "Lamp Tall"
    assert record["DeskName"]
    assert lamp_api.get(f"{lamps.path}/?id=[{record_id}]").json() == [record]
    update = lamp_api.put(lamps.path, json={"Id": record_id, "DeskId": 0, "Label": "Low"}).json()
    assert update["Message"] == "Lamp was successfully updated."
    cleared = lamp_api.record(lamps, record_id)
    assert (cleared["Colour"], cleared["Active"], cleared["Weight"], cleared["Tags"]) == (None, False, 0, [])
    assert "Note" not in cleared
    assert "Starts" not in cleared
    assert lamp_api.delete(f"{lamps.path}/{record_id}").status_code == 200
    assert lamp_api.get(lamps.path).json()["Records"] == []


def test_its_own_filters_defaults_and_roles_hold(lamp_api: Api, lamps: RecordType) -> None:
    for number in range(1, 6):
        body = {"DeskId": number, "Label": "xx", "Active": number > 2, "Weight": number / 2, "Seats": number}
        assert lamp_api.post(lamps.path, json=body).status_code == 200

    def found(**query: Any) -> list[int]:
        return [row["DeskId"] for row in lamp_api.get(lamps.path, params=query, login=AUDITOR).json()["Records"]]

    assert found() == [1, 2, 3]
    assert found(Lamp_Desk=2) == [2]
    assert found(Lamp_Desk_Name=lamp_api.record(lamps, 1004)["DeskName"]) == [4]
    assert found(Lamp_Active="true", orderBy="Weight", dir=1) == [5, 4, 3]
    assert found(from_Lamp_Weight="1.5", to_Lamp_Seats=4) == [3, 4]
    assert lamp_api.get(lamps.path, params={"orderBy": "Label"}).status_code == 400
    assert lamp_api.get(lamps.path, params={"Lamp_Active": "yes"}).status_code == 400
    assert lamp_api.delete(f"{lamps.path}/1001", login=AUDITOR).status_code == 401


def test_its_own_required_fields_hold(lamp_api: Api, lamps: RecordType) -> None:
    errors = lamp_api.post(lamps.path, json={"Label": "x", "Colour": "green", "Seats": 10**30}).json()["Errors"]
    assert [(error["PropertyName"], error["Message"]) for error in errors] == [
        ("Desk", "is a required field"),
        ("Label", "breaks the rule minLength of the contract"),
        ("Colour", "must be one of red, blue, None"),
    ]
    errors = lamp_api.post(lamps.path, json={"DeskId": 1, "Label": "xx", "Seats": 10**30}).json()["Errors"]
    assert errors == [{"AttemptedValue": 10**30, "Message": "must fit into 64 bits", "PropertyName": "Seats"}]


def test_the_documented_record_types_are_served_beside_it(lamp_api: Api, extended: Contract) -> None:
    assert lamp_api.create(extended.record_types[0]) == 1001


def test_an_operation_of_no_known_meaning_answers_its_example(lamp_api: Api) -> None:
    path, body = "/api/made/report?year=2025", {"Title": "x"}
    assert lamp_api.post(path, json=body).json() == {"Pages": 3}
    assert lamp_api.post("/api/made/report", json=body).json()["Errors"][0]["PropertyName"] == "year"
    assert lamp_api.post(path, json={}).json()["Errors"][0]["PropertyName"] == "Title"
    assert lamp_api.post(path, json=body, login=AUDITOR).status_code == 401
    assert lamp_api.post(path, json=body, login=ADMIN).status_code == 200


def test_an_unknown_way_of_assigning_is_named(contract: Contract) -> None:
    document = deepcopy(contract.document)
    document["components"]["schemas"]["RecordStamp"]["properties"]["SystemId"]["x-nexudus-assigned"] = "magic"
    with pytest.raises(ContractError, match=r"SystemId: x-nexudus-assigned cannot be magic"):
        World(Contract(replace(contract.source, data=document)))
