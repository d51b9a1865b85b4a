"""The contract, understood: what `load` makes of openapi.yaml, and what it says of one that is broken."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract, ContractError, load, understand
from nexudus_contract.source import JsonObject, Pointer
from nexudus_contract.terms import Comparison, Filter, Kind, Limit

PATH = Path(__file__).parents[2] / "openapi.yaml"
CONTRACT = load(PATH)
SOURCE = CONTRACT.source
OFFICE, MISSPELT, GOOGLE = CONTRACT.record_types
ALL = set(Kind)
NO_METHODS: list[Any] = [[], None, "POST", {"POST": 1}]
NO_METHOD: list[Any] = ["post", "FETCH", "", 1, None, {}, []]
COLLECTION = "/api/spaces/coworkermsofficecalendars"


def _contract(schemas: JsonObject) -> Contract:
    return Contract(replace(SOURCE, data={"components": {"schemas": schemas}}))


def test_it_holds_every_operation_and_record_type() -> None:
    assert len(CONTRACT.operations) == 24
    assert len({operation.id for operation in CONTRACT.operations}) == 24
    assert [(item.tag, item.entity, item.path) for item in CONTRACT.record_types] == [
        ("CoworkerMsOfficeCalendars", "CoworkerMsOfficeCalendar", COLLECTION),
        ("CoworkerMsOffeCalendars", "CoworkerMsOfficeCalendar", "/api/spaces/coworkermsoffecalendars"),
        ("CoworkerGoogleCalendars", "CoworkerGoogleCalendar", "/api/spaces/coworkergooglecalendars"),
    ]


def test_the_kinds_follow_from_method_and_path() -> None:
    assert set(OFFICE.operations) == set(GOOGLE.operations) == ALL
    assert set(MISSPELT.operations) == ALL - {Kind.COMMANDS, Kind.RUN}
    assert {kind: (item.method, item.path.removeprefix(COLLECTION)) for kind, item in OFFICE.operations.items()} == {
        Kind.LIST: ("get", ""),
        Kind.BATCH: ("get", "/"),
        Kind.GET: ("get", "/{id}"),
        Kind.CREATE: ("post", ""),
        Kind.UPDATE: ("put", ""),
        Kind.DELETE: ("delete", "/{id}"),
        Kind.COMMANDS: ("get", "/commands"),
        Kind.RUN: ("post", "/runcommand"),
    }
    assert [item.id for item in CONTRACT.operations if item.kind is None] == ["createToken", "getCurrentUser"]


def test_roles_and_security_come_from_the_operation() -> None:
    assert {kind: item.roles for kind, item in MISSPELT.operations.items()} == {
        Kind.LIST: ("CoworkerMsOfficeCalendar-List",),
        Kind.BATCH: ("CoworkerMsOfficeCalendar-Read",),
        Kind.GET: ("CoworkerMsOfficeCalendar-Read",),
        Kind.CREATE: ("CoworkerMsOfficeCalendar-Create",),
        Kind.UPDATE: ("CoworkerMsOfficeCalendar-Edit",),
        Kind.DELETE: ("CoworkerMsOfficeCalendar-Delete",),
    }
    token, user = (item for item in CONTRACT.operations if item.kind is None)
    assert (token.secured, token.roles) == (False, ())
    assert (user.secured, user.roles) == (True, ())


def test_an_empty_security_list_opens_an_operation_whatever_the_document_says() -> None:
    contract = understand(replace(SOURCE, data={**SOURCE.data, "security": [{"bearer": ["Everybody"]}]}))
    token = next(item for item in contract.operations if item.id == "createToken")
    assert (token.secured, token.roles) == (False, ())


@pytest.mark.parametrize(
    "expected",
    [
        Filter("CoworkerGoogleCalendar_Resource", "ResourceId", Comparison.EQUAL),
        Filter("CoworkerGoogleCalendar_Coworker", "CoworkerId", Comparison.EQUAL),
        Filter("CoworkerGoogleCalendar_Coworker_FullName", "CoworkerFullName", Comparison.EQUAL),
        Filter("CoworkerGoogleCalendar_EventSyncToken", "EventSyncToken", Comparison.EQUAL),
        Filter("CoworkerGoogleCalendar_SubscriptionExpireDate", "SubscriptionExpireDate", Comparison.EQUAL),
        Filter("from_CoworkerGoogleCalendar_SubscriptionExpireDate", "SubscriptionExpireDate", Comparison.FROM),
        Filter("to_CoworkerGoogleCalendar_UpdatedOn", "UpdatedOn", Comparison.TO),
    ],
    ids=lambda item: item.parameter,
)
def test_filters_know_their_property_and_comparison(expected: Filter) -> None:
    assert expected in GOOGLE.filters


def test_filters_are_all_there() -> None:
    assert [len(item.filters) for item in CONTRACT.record_types] == [13, 4, 15]


def test_properties_say_what_the_server_makes_of_them() -> None:
    properties = OFFICE.properties
    assert OFFICE.id_property == "Id"
    assert properties["UniqueId"].assigned == "uuid"
    assert properties["CoworkerFullName"].name_of == "CoworkerId"
    assert properties["CoworkerId"].types == {"integer", "null"}
    assert MISSPELT.properties["CoworkerId"].types == {"integer"}
    assert [name for name, item in properties.items() if item.moment] == [
        *("SubscriptionExpireDate", "CreatedOn", "UpdatedOn"),
    ]
    assert set(OFFICE.writable) == {
        *("ResourceId", "CoworkerId", "Name", "SubscriptionId", "CalendarId", "SubscriptionExpireDate"),
    }
    assert "WatchResourceId" in GOOGLE.order_by


def test_a_parameter_says_where_it_stands_and_how_it_travels() -> None:
    (ids,) = OFFICE.operations[Kind.BATCH].parameters
    assert (ids.name, ids.location, ids.required, ids.media_type) == ("id", "query", True, "application/json")
    assert ids.pointer == ("paths", f"{COLLECTION}/", "get", "parameters", 0)


def test_limits_are_the_documented_ones() -> None:
    modifying = frozenset({"POST", "PUT", "DELETE"})
    assert CONTRACT.limits == (
        Limit(1, 0.1),
        Limit(120, 60),
        Limit(5000, 3600),
        Limit(200_000, 86_400),
        Limit(60, 60, modifying),
        Limit(5000, 86_400, modifying),
    )


def test_a_limit_binds_its_methods_or_else_all() -> None:
    every, writes = Limit(1, 1), Limit(1, 1, frozenset({"POST", "PUT"}))
    assert [every.binds(method) for method in ("GET", "post", "TRACE")] == [True, True, True]
    assert [writes.binds(method) for method in ("GET", "POST", "put", "DELETE")] == [False, True, True, False]


def test_a_contract_without_limits_has_none() -> None:
    data = {key: value for key, value in SOURCE.data.items() if key != "x-nexudus-limits"}
    assert understand(replace(SOURCE, data=data)).limits == ()


@pytest.mark.parametrize(
    ("limits", "says", "place"),
    [
        (None, "must be a list of limits", ()),
        ({"calls": 1, "seconds": 1}, "must be a list of limits", ()),
        ([[1, 60]], "must be an object with calls and seconds", (0,)),
        ([{"calls": 1, "seconds": 1}, None], "must be an object with calls and seconds", (1,)),
        ([{"calls": 1, "seconds": 1, "method": ["POST"]}], "but no method$", (0, "method")),
        ([{"seconds": 1}], "calls of a limit must be a whole number from 1", (0, "calls")),
        *(
            ([{"calls": calls, "seconds": 1}], "calls of a limit must be a whole number from 1", (0, "calls"))
            for calls in (0, -1, 1.5, True, "1", None, 2**31)
        ),
        ([{"calls": 1}], "seconds of a limit must be a number above 0", (0, "seconds")),
        *(
            ([{"calls": 1, "seconds": seconds}], "seconds of a limit must be a number above 0", (0, "seconds"))
            for seconds in (0, -0.1, True, "60", None, 2**31, 10**400)
        ),
        *(
            ([{"calls": 1, "seconds": 1, "methods": methods}], "must be a list with one or more", (0, "methods"))
            for methods in NO_METHODS
        ),
        *(
            ([{"calls": 1, "seconds": 1, "methods": ["GET", name]}], "none of the methods GET", (0, "methods", 1))
            for name in NO_METHOD
        ),
    ],
)
def test_a_malformed_limit_is_a_contract_error_in_its_place(limits: Any, says: str, place: Pointer) -> None:
    with pytest.raises(ContractError, match=says) as caught:
        understand(replace(SOURCE, data={**SOURCE.data, "x-nexudus-limits": limits}))
    assert caught.value.pointer == ("x-nexudus-limits", *place)


def test_a_malformed_limit_is_named_with_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    text = PATH.read_text(encoding="utf-8").replace("{calls: 120, seconds: 60}", "{calls: 120, seconds: 0}")
    path.write_text(text, encoding="utf-8")
    line = text.partition("{calls: 120")[0].count("\n") + 1
    with pytest.raises(ContractError, match=f"^{path}:{line}:18: seconds of a limit must be"):
        load(path)


def test_flatten_merges_what_a_schema_is_composed_of() -> None:
    contract = _contract(
        {
            "Base": {"properties": {"A": {"type": "string"}, "B": {"type": "string"}}, "required": ["A"]},
            "Middle": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"C": {"type": "null"}}}]},
        }
    )
    own = {"B": {"type": "integer"}}
    whole = contract.flatten(
        {"allOf": [{"$ref": "#/components/schemas/Middle"}], "properties": own, "required": ["B", "A"]}
    )
    assert whole.properties == {"A": {"type": "string"}, "B": {"type": "integer"}, "C": {"type": "null"}}
    assert whole.required == ("A", "B")


def test_resolve_lets_siblings_win() -> None:
    contract = _contract(
        {"A": {"$ref": "#/components/schemas/B", "description": "a"}, "B": {"type": "string", "description": "b"}}
    )
    assert contract.resolve({"$ref": "#/components/schemas/A"}) == {"type": "string", "description": "a"}
    assert contract.resolve({"$ref": "#/components/schemas/A", "title": "t"})["title"] == "t"


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("#/components/schemas/Circle", "refers to itself"),
        ("#/components/schemas/Nothing", "points at nothing"),
        ("#/components/schemas/Text/type/0", "points at nothing"),
        ("other.yaml#/x", "leaves the document"),
    ],
)
def test_resolve_refuses_what_leads_nowhere(reference: str, says: str) -> None:
    contract = _contract({"Circle": {"$ref": "#/components/schemas/Circle"}, "Text": {"type": "string"}})
    with pytest.raises(ContractError, match=says):
        contract.resolve({"$ref": reference})


Change = Callable[[Any], None]


@pytest.mark.parametrize(
    ("change", "says", "pointer"),
    [
        (lambda data: data["paths"][COLLECTION].pop("put"), "CoworkerMsOfficeCalendars lacks the operations update",
         ("tags", 0)),
        (lambda data: data["paths"].pop(f"{COLLECTION}/"), "lacks the operations batch", ("tags", 0)),
        (lambda data: data["paths"][COLLECTION]["post"].pop("requestBody"), "a body in its create", ("tags", 0)),
        (lambda data: data["paths"][f"{COLLECTION}/{{id}}"]["get"]["responses"].pop("200"), "lacks a record in its get",
         ("tags", 0)),
        (lambda data: data["components"]["schemas"]["RecordStamp"]["properties"]["Id"].pop("x-nexudus-assigned"),
         "no property with x-nexudus-assigned: id", ("tags", 0)),
        (lambda data: data["paths"][COLLECTION]["get"]["parameters"][4].update(name="CoworkerMsOfficeCalendar_Size"),
         "the filter CoworkerMsOfficeCalendar_Size of CoworkerMsOfficeCalendars names no property of its records",
         ("paths", COLLECTION, "get", "parameters", 4)),
        (lambda data: data.update(paths=None), "the document is not complete", ()),
        (lambda data: data.update(tags=[{"x-nexudus-entity": "Thing"}]), "the document is not complete", ()),
        (lambda data: data["components"].update(schemas=[]), "points at nothing", ()),
    ],
)  # fmt: skip
def test_a_broken_contract_is_a_contract_error(change: Change, says: str, pointer: Pointer) -> None:
    data = deepcopy(SOURCE.data)
    change(data)
    with pytest.raises(ContractError, match=says) as caught:
        understand(replace(SOURCE, data=data))
    assert caught.value.pointer == pointer
