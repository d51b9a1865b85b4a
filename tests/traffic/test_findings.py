"""What is found in traffic with the mock: nothing where both sides keep to the contract, and each planted breach."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_calendars import NO_LIMITS, NexudusClient, NexudusError
from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Kind, Operation, RecordType

from .conftest import ADMIN, VALUE, Line, example, kinds, mocked

Spoil = Callable[[Answer], Answer]
OpenLine = Callable[..., Line]

OF_REQUESTS = {"broken-request", "unknown-parameter"}


def spoilt(spoil: Spoil, on: str = "") -> Callable[[Respond], Respond]:
    """Spoils the answers to one path, or to all."""

    def wrap(respond: Respond) -> Respond:
        return lambda request: spoil(respond(request)) if on in request.path else respond(request)

    return wrap


def edited(edit: Callable[[Any], object]) -> Spoil:
    """Edits the JSON of an answer."""

    def spoil(answer: Answer) -> Answer:
        content = json.loads(answer.body)
        edit(content)
        return replace(answer, body=json.dumps(content).encode())

    return spoil


def test_what_the_client_and_the_mock_say_to_each_other_has_no_findings(
    contract: Contract, open_line: OpenLine
) -> None:
    line = open_line()
    with NexudusClient(line.url, username=ADMIN[0], password=ADMIN[1], limits=NO_LIMITS) as client:
        calendars = client.coworker_google_calendars
        for number in range(3):
            calendars.create(**_fields(number))
        rows = list(calendars.list())
        assert len(rows) == 3
        calendars.change(rows[0].id, name="another")
        assert len(list(calendars.get_many([row.id for row in rows]))) == 3
        calendars.delete(rows[1].id)
        with pytest.raises(NexudusError):
            calendars.get(rows[1].id)
        client.authentication.get_current_user()
    assert line.found(contract) == []
    assert line.said == []
    assert line.proxy.findings.checked > 8


def _fields(number: int) -> dict[str, Any]:
    from tests.client.basics import GOOGLE  # noqa: PLC0415 - that is the client's room

    return {**GOOGLE, "name": f"calendar {number}"}


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)


@st.composite
def valid_requests(draw: st.DrawFn, contract: Contract) -> tuple[str, str, dict[str, Any]]:
    """A request that keeps to the contract: its method, its path, and what goes with it."""
    record_type = draw(st.sampled_from(contract.record_types))
    operation = draw(st.sampled_from(list(record_type.operations.values())))
    parts: dict[str, Any] = {}
    if operation.kind is Kind.LIST:
        parts["params"] = {
            **draw(st.fixed_dictionaries({}, optional={"page": st.integers(1, 9), "size": st.integers(1, 2**31 - 1)})),
            **{item.parameter: draw(_value(contract, operation, item.parameter)) for item in record_type.filters
               if draw(st.booleans())},
        }  # fmt: skip
    elif operation.kind is Kind.BATCH:
        parts["params"] = {"id": json.dumps(draw(st.lists(st.integers(-9, 9), max_size=3)))}
    elif operation.kind is Kind.RUN:
        parts["json"] = {"Key": draw(TEXTS), "Ids": draw(st.lists(st.integers(0, 9), max_size=2))}
    elif operation.body is not None:
        own = {"Id": draw(st.integers(0, 5))} if operation.kind is Kind.UPDATE else {}
        parts["json"] = {**example(contract, record_type), **own, "Name": draw(TEXTS)}
    return operation.method.upper(), operation.path.replace("{id}", str(draw(st.integers(0, 5)))), parts


def _value(contract: Contract, operation: Operation, name: str) -> st.SearchStrategy[str]:
    parameter = next(item for item in operation.parameters if item.name == name)
    schema = contract.resolve(parameter.schema)
    if schema.get("type") == "integer":
        return st.sampled_from(["0", "-1", "9223372036854775807"])
    if schema.get("type") == "boolean":
        return st.sampled_from(["true", "false"])
    return st.just(str(schema["example"])) if "pattern" in schema or "format" in schema else TEXTS


def test_whatever_is_well_said_to_the_strict_mock_has_no_findings(contract: Contract, tmp_path: Path) -> None:
    @settings(max_examples=150, deadline=None)
    @given(valid_requests(contract))
    def talk(request: tuple[str, str, dict[str, Any]]) -> None:
        method, path, parts = request
        line.ask(method, path, **parts)
        assert list(line.proxy.findings) == []

    with mocked(contract, tmp_path / "traffic.har") as line:
        talk()
        assert line.found(contract) == []


def test_whatever_is_badly_said_to_the_strict_mock_only_the_requests_are_at_fault(
    contract: Contract, tmp_path: Path
) -> None:
    paths = [operation.path.replace("{id}", "x") for operation in contract.operations]

    @settings(max_examples=150, deadline=None)
    @given(
        operation=st.sampled_from(contract.operations),
        params=st.dictionaries(st.sampled_from(["page", "size", "dir", "id", "zzz"]), TEXTS, max_size=3),
        body=st.binary(max_size=8) | st.recursive(st.none() | TEXTS, st.lists).map(json.dumps).map(str.encode),
    )
    def talk(operation: Operation, params: dict[str, str], body: bytes) -> None:
        path = operation.path.replace("{id}", "x")
        assert path in paths
        headers = {"Content-Type": "application/json"}
        line.ask(operation.method.upper(), path, params=params, content=body, headers=headers)
        found = {finding.kind for finding in line.proxy.findings}
        assert found <= OF_REQUESTS, list(line.proxy.findings)

    with mocked(contract, tmp_path / "traffic.har") as line:
        talk()
        assert kinds(line.found(contract)) == OF_REQUESTS


REQUESTS: list[tuple[str, str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("GET", "/api/spaces/coworkers/12?a=b", {},
     [("GET /api/spaces/coworkers/*", "unknown-path", "the contract has no such path")]),
    ("PATCH", "{path}", {"json": {}},
     [("PATCH {path}", "unknown-method", "the contract has no PATCH here, only GET, POST, PUT")]),
    ("GET", "{path}", {"params": {"PageNumber": "2", "page": "1"}},
     [("{list}", "unknown-parameter", "the contract has no query parameter PageNumber (answered 200)")]),
    ("GET", "{path}?size=x", {},
     [("{list}", "broken-request",
       'the query parameter size: the value is not of type "integer" (answered 400)')]),
    ("GET", "{path}?page=1&page=2", {},
     [("{list}", "broken-request", "the query parameter page is given more than once (answered 400)")]),
    ("GET", "{path}/", {},
     [("{batch}", "broken-request", "the query parameter id is missing (answered 400)")]),
    ("GET", "{path}/?id=[1,\"x\"]", {},
     [("{batch}", "broken-request",
       'the query parameter id: *: the value is not of type "integer" (answered 400)')]),
    ("GET", "{path}/abc", {},
     [("{get}", "broken-request",
       'the path parameter id: the value is not of type "integer" (answered 404)')]),
    ("DELETE", "{path}/1", {"content": b"x"},
     [("{delete}", "broken-request", "there is a body where the contract has none (answered {status})")]),
    ("POST", "{path}", {"content": b"{", "headers": {"Content-Type": "application/json"}},
     [("{create}", "broken-request", "the body is not JSON (answered 400)")]),
    ("POST", "{path}", {"content": b"{}", "headers": {"Content-Type": "text/plain"}},
     [("{create}", "broken-request", "the content type is text/plain, not application/json (answered 400)")]),
    ("POST", "{path}", {}, [("{create}", "broken-request", "the body is missing (answered 400)")]),
    ("POST", "/api/token", {"data": {"grant_type": "password", "username": "a", "pass_word": "Geheim123"}},
     [("createToken", "broken-request",
       "the body: the value is not valid under any of the schemas listed in the 'oneOf' keyword (answered 400)"),
      ("createToken", "unknown-property", "the contract has no pass_word in the request's body (answered 400)")]),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(REQUESTS)))
def test_each_breach_of_a_request_is_found(
    contract: Contract, google: RecordType, open_line: OpenLine, place: int
) -> None:
    method, path, parts, expected = REQUESTS[place]
    names = {str(kind): operation.id for kind, operation in google.operations.items()} | {"path": google.path}
    line = open_line()
    answer = line.ask(method, _filled(path, names), **parts)
    names["status"] = str(answer.status_code)
    assert line.found(contract) == [tuple(_filled(text, names) for text in breach) for breach in expected]
    assert len(line.said) == len(expected)


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def test_each_breach_of_a_body_is_found_by_its_place(
    contract: Contract, google: RecordType, open_line: OpenLine
) -> None:
    line = open_line()
    body = example(contract, google)
    del body["Name"]
    line.ask("POST", google.path, json={**body, "ResourceId": VALUE, "Colour": "red"})
    create = google.operations[Kind.CREATE].id
    assert line.found(contract) == [
        (create, "broken-request", 'the body: "Name" is a required property (answered 400)'),
        (create, "broken-request", 'the body: ResourceId: the value is not of type "integer" (answered 400)'),
        (create, "unknown-property", "the contract has no Colour in the request's body (answered 400)"),
    ]


ANSWERS: list[tuple[Spoil, str, str]] = [
    (edited(lambda page: page.pop("TotalItems")), "broken-answer",
     'status 200: the body: "TotalItems" is a required property'),
    (edited(lambda page: page["Records"][1].update(Id=VALUE)), "broken-answer",
     'status 200: the body: Records/*/Id: the value is not of type "integer"'),
    (edited(lambda page: [row.update(New=1) for row in page["Records"]]), "unknown-property",
     "the contract has no Records/*/New in the answer with status 200"),
    (edited(lambda page: page.update(New=1)), "unknown-property",
     "the contract has no New in the answer with status 200"),
    (lambda answer: replace(answer, status=203), "unknown-status", "the contract has no status 203 here"),
    (lambda answer: replace(answer, body=b"<html>"), "broken-answer", "status 200: the body is not JSON"),
    (lambda answer: replace(answer, headers=[(b"content-type", b"text/html")]), "broken-answer",
     "status 200: the content type is text/html, not application/json"),
    (lambda answer: replace(answer, status=409, body=b"", headers=[]), "broken-answer",
     "status 409: the header Retry-After is missing"),
    (lambda answer: replace(answer, status=409, body=b"", headers=[(b"retry-after", b"\xb2")]), "broken-answer",
     'status 409: the header Retry-After: the value is not of type "integer"'),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(ANSWERS)))
def test_each_breach_of_an_answer_is_found_once_and_counted(
    contract: Contract, google: RecordType, open_line: OpenLine, place: int
) -> None:
    spoil, kind, message = ANSWERS[place]
    ready: list[bool] = []
    line = open_line(spoilt(lambda answer: spoil(answer) if ready else answer))
    for _ in range(2):
        line.ask("POST", google.path, json=example(contract, google))
    ready.append(True)
    for _ in range(3):
        line.ask("GET", google.path)
    assert line.found(contract) == [(google.operations[Kind.LIST].id, kind, message)]
    (finding,) = line.proxy.findings
    assert (finding.times, finding.first) == (3, ("", 3, "GET", google.path))
    assert len(line.said) == 1


def test_several_breaches_of_one_answer_are_all_found(
    contract: Contract, google: RecordType, open_line: OpenLine
) -> None:
    line = open_line(spoilt(edited(lambda page: [page.pop("TotalItems"), page.pop("HasNextPage"), page.update(New=1)])))
    line.ask("GET", google.path)
    assert len(line.found(contract)) == 3


def test_findings_are_sorted(contract: Contract, google: RecordType, open_line: OpenLine) -> None:
    line = open_line()
    for path in (google.path + "?z=1&a=1", "/api/unknown", google.path + "/x"):
        line.ask("GET", path)
    found = line.found(contract)
    assert found == sorted(found)
    assert len(found) == 4


def test_an_answer_that_never_comes_is_told_and_is_no_finding(
    contract: Contract, google: RecordType, open_line: OpenLine
) -> None:
    def reset(_: Request) -> Answer:
        from nexudus_contract.mock.wire.message import Ending  # noqa: PLC0415

        return Answer(200, ending=Ending.RESET)

    line = open_line(lambda _: reset)
    answer = line.ask("GET", google.path)
    assert answer.status_code == 502
    assert "gave no answer" in answer.json()["Message"]
    assert line.found(contract) == []
    assert line.proxy.findings.unanswered == 1
    (said,) = line.said
    assert said.startswith("request 1: http://127.0.0.1:")


def test_other_paths_and_preflights_are_left_out(contract: Contract, google: RecordType, open_line: OpenLine) -> None:
    line = open_line()
    line.ask("GET", "/")
    line.ask("OPTIONS", google.path, headers={"Access-Control-Request-Method": "GET"})
    assert line.found(contract) == []
    assert (line.proxy.findings.checked, line.proxy.findings.left_out) == (0, 2)


def test_a_line_plays_no_tricks(contract: Contract, google: RecordType, open_line: OpenLine) -> None:
    line = open_line()
    line.ask("GET", google.path, params={"\x1b[2J\n" + "x" * 5000: "1"})
    line.found(contract)
    (said,) = line.said
    assert said.isprintable()
    assert "\\x1b[2J\\x0a" in said
    assert len(said) < 1200
