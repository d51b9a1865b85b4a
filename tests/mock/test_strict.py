"""Answers held against the contract: what conforms passes, what does not is found, at run time if wanted."""

import logging
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.mock.conftest import AUDITOR, Api, example

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract, understand
from nexudus_contract.mock import MockSettings
from nexudus_contract.mock.wire.message import JSON_HEADERS, Answer
from nexudus_contract.terms import Kind, Limit, RecordType


def _edited(contract: Contract, edit: Any) -> Contract:
    document = deepcopy(contract.document)
    edit(document)
    return understand(replace(contract.source, data=document))


def _short_messages(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["ActionResult"]["properties"]["Message"]["maxLength"] = 3


@contextmanager
def _strict(contract: Contract, *, judged: bool = True, **settings: Any) -> Iterator[Api]:
    with closing(Api(contract, MockSettings(strict=True, **settings), judged=judged)) as api:
        yield api


def test_an_answer_that_breaks_the_contract_is_a_500_and_a_line_in_the_log(
    contract: Contract, google: RecordType, caplog: pytest.LogCaptureFixture
) -> None:
    with _strict(_edited(contract, _short_messages)) as api, caplog.at_level(logging.ERROR, "nexudus_contract.mock"):
        response = api.post(google.path, json=example(contract, google))
    (record,) = caplog.records
    told = record.getMessage()
    assert told.startswith("the mock's answer breaks the contract: createCoworkerGoogleCalendar, status 200: ")
    assert "Message" in told
    assert (response.status_code, response.json()["Message"]) == (500, told.replace("the mock's", "The mock's", 1))


def test_unless_it_is_strict_it_answers_as_ever(contract: Contract, google: RecordType) -> None:
    with closing(Api(_edited(contract, _short_messages), MockSettings(), judged=False)) as api:
        assert api.post(google.path, json=example(contract, google)).status_code == 200


def test_everything_it_answers_conforms(contract: Contract, record_type: RecordType) -> None:
    body = example(contract, record_type)
    with _strict(contract, limits=(Limit(11, 3600),)) as api:
        record_id = api.create(record_type)
        path = f"{record_type.path}/{record_id}"
        answers = [
            api.get(record_type.path, params={"size": 1}),
            api.get(f"{record_type.path}/", params={"id": f"[{record_id},5]"}),
            api.get(path),
            api.put(record_type.path, json=body | {"Id": record_id}),
            api.put(record_type.path, json={}),
            api.get(record_type.path, params={"page": "x"}),
            api.delete(path),
            api.get(path),
            api.post(record_type.path, json=body, login=AUDITOR),
            api.post("/api/token", login=None, data={"grant_type": "password", "username": "x", "password": "y"}),
            api.get("/api/auth/me"),
            *(api.get(path) for _ in range(3)),
        ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200, 200, 200, 200, 400, 400, 200, 404, 401, 400, 200, 404, 409, 409]


def test_an_older_dialect_and_a_fault_are_not_held_to_it(contract: Contract, google: RecordType) -> None:
    with _strict(contract, judged=False, dialect="legacy-2020") as api:
        record_id = api.create(google)
        assert api.record(google, record_id)["Resource"] is None
        api.world.faults.add("html,times=1")
        assert api.get(google.path).text.startswith("<!DOCTYPE html>")


JSON = list(JSON_HEADERS)
CHALLENGE = (b"www-authenticate", b"Bearer")


HTML = (b"content-type", b"text/html")
BREACHES: list[tuple[Answer, str]] = [
    (Answer(418, b"{}"), "listCoworkerGoogleCalendars has no answer with status 418"),
    (Answer(401, b"{}", [*JSON, CHALLENGE]), "the body: .*Message"),
    (Answer(401, b"[]", [*JSON, CHALLENGE]), "the body: "),
    (Answer(401, b"{", JSON), "the body is not JSON"),
    (Answer(401, b"", []), "the content type is missing, not application/json"),
    (Answer(401, b"{}", [HTML]), "the content type is text/html, not application/json"),
    (Answer(409, b"", []), "the header Retry-After is missing"),
    (Answer(409, b"", [(b"retry-after", b"soon")]), "the header Retry-After: "),
    (Answer(409, b"", [(b"retry-after", b"-1")]), "the header Retry-After: "),
    (Answer(409, b"x", [(b"retry-after", b"1")]), "there is a body where none is promised"),
    (Answer(409, b"", [*JSON, (b"retry-after", b"1")]), "the content type is application/json, not left out"),
]
CONFORMING = [
    Answer(401, b'{"Message":"no"}', [*JSON, CHALLENGE]),
    Answer(401, b'{"Message":"no"}', [(b"content-type", b"application/json; charset=utf-8")]),
    Answer(409, b"", [(b"retry-after", b"1")]),
    Answer(429, b"", []),
]


def test_each_breach_is_named(contract: Contract, google: RecordType) -> None:
    found = [(said, _problem(contract, google, given)) for given, said in BREACHES]
    assert [(said, problem) for said, problem in found if not re.search(said, str(problem))] == []


def test_what_conforms_has_no_breach(contract: Contract, google: RecordType) -> None:
    assert [_problem(contract, google, given) for given in CONFORMING] == [None] * len(CONFORMING)


def _problem(contract: Contract, google: RecordType, given: Answer) -> str | None:
    headers = {name.decode(): value.decode() for name, value in given.headers}
    return Conformance(contract).problem(google.operations[Kind.LIST], given.status, headers, given.body)
