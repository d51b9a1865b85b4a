"""What a run exercised of the contract is counted when it is exercised, and what it did not is named."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz.covering.coverage import KINDS, Coverage
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.source import Source
from nexudus_contract.terms import Kind

JSON = (("content-type", "application/json"),)


def reply(
    contract: Contract, name: str, target: str = "", sent: Any = None, answer: Any = None, status: int = 200
) -> Reply:
    operation = next(item for item in contract.operations if item.id == name)
    body = b"" if sent is None else json.dumps(sent).encode()
    request = Sent(operation.method.upper(), f"http://x{target or operation.path}", body=body)
    return Reply(operation, Exchange(request, Received(status, JSON, json.dumps(answer).encode())))


def covered(coverage: Coverage) -> Mapping[str, int]:
    return {kind: counts["covered"] for kind, counts in coverage.to_json().items()}


CREATED = {"Status": 200, "Message": "", "Value": {"Id": 7}, "Errors": None, "WasSuccessful": True}
RECORD = {"Id": 7, "CoworkerId": None}


@pytest.mark.parametrize(
    ("kind", "asked", "name"),
    [
        ("operations", ("getCurrentUser",), "getCurrentUser"),
        ("codes", ("getCoworkerGoogleCalendar", "", None, "Not found", 404), "getCoworkerGoogleCalendar 404"),
        ("parameters", ("listCoworkerGoogleCalendars", "/x?size=3"), "listCoworkerGoogleCalendars size"),
        ("values", ("listCoworkerGoogleCalendars", "/x?dir=1"), "listCoworkerGoogleCalendars dir=1"),
        ("fields", ("runCoworkerGoogleCalendarCommand", "", {"Parameters": []}), "runCoworkerGoogleCalendarCommand Parameters sent"),  # noqa: E501,
        ("fields", ("createCoworkerGoogleCalendar", "", {}), "createCoworkerGoogleCalendar CoworkerId left out"),
        (
            "branches sent",
            ("createCoworkerGoogleCalendar", "", {"CoworkerId": None}),
            "createCoworkerGoogleCalendar CoworkerId is null",
        ),
        (
            "branches answered",
            ("getCoworkerGoogleCalendar", "", None, {"CoworkerId": 4}),
            "getCoworkerGoogleCalendar 200 CoworkerId is integer",
        ),
    ],
)  # fmt: skip
def test_each_item_counts_when_it_is_exercised(contract: Contract, kind: str, asked: Any, name: str) -> None:
    coverage = Coverage(contract)
    assert name in coverage.to_json()[kind]["missing"]
    coverage.saw(reply(contract, *asked))
    assert name not in coverage.to_json()[kind]["missing"]


def test_a_link_is_walked_when_what_an_answer_told_is_sent_on(contract: Contract) -> None:
    coverage = Coverage(contract)
    path = "/api/spaces/coworkergooglecalendars"
    coverage.saw(reply(contract, "getCoworkerGoogleCalendar", f"{path}/7"))
    coverage.saw(reply(contract, "createCoworkerGoogleCalendar", answer=CREATED))
    coverage.saw(reply(contract, "getCoworkerGoogleCalendar", f"{path}/8"))
    assert covered(coverage)["links"] == 0
    coverage.saw(reply(contract, "getCoworkerGoogleCalendar", f"{path}/7"))
    coverage.saw(reply(contract, "updateCoworkerGoogleCalendar", sent={"Id": 7}, answer=CREATED))
    missing = coverage.to_json()["links"]["missing"]
    assert "createCoworkerGoogleCalendar 200 readCreated" not in missing
    assert "createCoworkerGoogleCalendar 200 updateCreated" not in missing
    assert "createCoworkerGoogleCalendar 200 deleteCreated" in missing


@settings(deadline=None, max_examples=10)
@given(st.data())
def test_coverage_grows_and_does_not_depend_on_order(contract: Contract, data: st.DataObject) -> None:
    made = [
        reply(contract, "listCoworkerGoogleCalendars", "/x?size=3&dir=0"),
        reply(contract, "listCoworkerGoogleCalendars", "/x?orderBy=Name", status=400),
        reply(contract, "createCoworkerGoogleCalendar", sent={"CoworkerId": None}, answer=CREATED),
        reply(contract, "getCoworkerGoogleCalendar", answer=RECORD),
        reply(contract, "getCoworkerGoogleCalendar", answer="Not found", status=404),
    ]
    coverage, before = Coverage(contract), dict.fromkeys(KINDS, 0)
    for item in data.draw(st.permutations(made)):
        coverage.saw(item)
        now = covered(coverage)
        assert all(now[kind] >= before[kind] for kind in KINDS)
        before = dict(now)
    whole = Coverage(contract)
    for item in made:
        whole.saw(item)
    assert before == covered(whole)


def test_what_is_missing_is_named(contract: Contract) -> None:
    coverage = Coverage(contract)
    report = coverage.to_json()
    assert list(report) == list(KINDS)
    assert report["operations"]["missing"] == [item.id for item in contract.operations] == coverage.unexercised
    assert coverage.line.startswith("covered    0 of 24 operations, 0 of 144 codes, ")


def test_a_new_operation_that_is_not_exercised_fails_the_lane(contract: Contract, tmp_path: Path) -> None:
    document = copy.deepcopy(contract.document)
    path, item = "/api/auth/new", copy.deepcopy(document["paths"]["/api/auth/me"])
    item["get"]["operationId"] = "getNew"
    # Nothing leads to it, and schemathesis has no phase left in which it would try.
    document["paths"][path] = item
    extended = Contract(Source(contract.source.path, document, contract.source.positions, ()))
    coverage = Coverage(extended)
    for operation in contract.operations:
        coverage.saw(reply(extended, operation.id))
    assert coverage.unexercised == ["getNew"]


def test_an_answer_that_was_provoked_exercises_its_code_and_nothing_else(contract: Contract) -> None:
    coverage = Coverage(contract)
    coverage.saw(reply(contract, "getCurrentUser", status=500), provoked=True)
    assert covered(coverage) == {**dict.fromkeys(KINDS, 0), "codes": 1}


def test_every_record_type_is_covered_alike(contract: Contract) -> None:
    report = Coverage(contract).to_json()
    for record_type in contract.record_types:
        operation = record_type.operations[Kind.LIST]
        assert operation.id in report["operations"]["missing"]
        assert all(
            f"{operation.id} {item.parameter}" in report["parameters"]["missing"] for item in record_type.filters
        )
