"""What is found in traffic with the mock: nothing where both sides keep to the contract, and each planted breach."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from nexudus_calendars import NO_LIMITS, NexudusClient, NexudusError
from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Kind, RecordType

from .conftest import ADMIN, VALUE, Line, example

Spoil = Callable[[Answer], Answer]
OpenLine = Callable[..., Line]


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
            calendars.create(
                resource_id=15,
                name=f"calendar {number}",
                calendar_id="ada@example.com",
                subscription_id="channel",
                subscription_expire_date=datetime(2026, 12, 1, tzinfo=UTC),
                watch_resource_id="watch",
            )
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


REQUESTS: list[tuple[str, str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("GET", "/api/spaces/coworkers/12?a=b", {},
     [("GET /api/spaces/coworkers/*", "unknown-path", "the contract has no such path")]),
    ("GET", "/api/spaces/teams/6f9619ff-8b86-d011-b42d-00c04fc964ff", {},
     [("GET /api/spaces/teams/*", "unknown-path", "the contract has no such path")]),
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


def test_each_breach_of_a_request_is_found(contract: Contract, google: RecordType, open_line: OpenLine) -> None:
    line, expected = open_line(), []
    names = {str(kind): operation.id for kind, operation in google.operations.items()} | {"path": google.path}
    for method, path, parts, breaches in REQUESTS:
        answer = line.ask(method, _filled(path, names), **parts)
        filled = names | {"status": str(answer.status_code)}
        expected += [tuple(_filled(text, filled) for text in breach) for breach in breaches]
    assert line.found(contract) == sorted(expected)
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


def test_each_breach_of_an_answer_is_found_once_and_counted(
    contract: Contract, google: RecordType, open_line: OpenLine
) -> None:
    spoils: list[Spoil] = []
    line = open_line(spoilt(lambda answer: spoils[0](answer) if spoils else answer))
    for _ in range(2):
        line.ask("POST", google.path, json=example(contract, google))
    for spoil, _, _ in ANSWERS:
        spoils[:] = [spoil]
        for _ in range(3):
            line.ask("GET", google.path)
    operation = google.operations[Kind.LIST].id
    assert line.found(contract) == sorted((operation, kind, message) for _, kind, message in ANSWERS)
    # After two creates, each spoilt answer came three times.
    firsts = {message: 3 + 3 * place for place, (_, _, message) in enumerate(ANSWERS)}
    assert {item.message: (item.times, item.first) for item in line.proxy.findings} == {
        message: (3, ("", first, "GET", google.path)) for message, first in firsts.items()
    }
    assert len(line.said) == len(ANSWERS)


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
