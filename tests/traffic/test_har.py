"""Recordings as they are found: what recorders write differently or leave out, and files that are none."""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.terms import Kind, RecordType
from nexudus_contract.traffic import Findings, check
from nexudus_contract.traffic.har import read

from .conftest import example, mocked

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def recorded(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The entry of a create that worked, as the proxy records it."""
    google = next(item for item in contract.record_types if item.tag == "CoworkerGoogleCalendars")
    with mocked(contract, tmp_path_factory.mktemp("recorded") / "traffic.har") as line:
        assert line.ask("POST", google.path, json=example(contract, google)).status_code == 200
        assert line.proxy.findings.checked == 1
        (entry,) = json.loads(line.har.read_text())["log"]["entries"]
    return dict(entry)


@pytest.fixture
def created(recorded: dict[str, Any]) -> dict[str, Any]:
    """A copy of it."""
    return deepcopy(recorded)


def _checked(contract: Contract, folder: Path, *entries: Any, url: str | None = None) -> Findings:
    path = folder / "made.har"
    path.write_text(json.dumps({"log": {"entries": entries}}))
    return check(contract, [path], url)


def _without(*names: str) -> Edit:
    def edit(part: dict[str, Any]) -> None:
        for name in names:
            holder = part
            *outer, last = name.split(".")
            for step in outer:
                holder = holder[step]
            del holder[last]

    return edit


def _as_base64(part: dict[str, Any]) -> None:
    for body in (part["request"]["postData"], part["response"]["content"]):
        body.update(text=base64.b64encode(body["text"].encode()).decode(), encoding="base64")


def _as_http2(part: dict[str, Any]) -> None:
    part["request"]["headers"].insert(0, {"name": ":authority", "value": "x"})
    part["response"]["headers"].insert(0, {"name": ":status", "value": "200"})


def _gzipped(part: dict[str, Any]) -> None:
    part["response"]["headers"].append({"name": "Content-Encoding", "value": "gzip"})
    part["response"]["content"]["size"] = 9999


LACKING: dict[str, tuple[Edit, int]] = {
    "whole": (_without(), 0),
    "base64": (_as_base64, 0),
    "http2": (_as_http2, 0),
    "gzip": (_gzipped, 0),
    "no times": (_without("startedDateTime", "time", "cache", "timings"), 0),
    "no query": (
        _without("request.queryString", "request.cookies", "request.httpVersion", "response.statusText"),
        0,
    ),
    "no headers of the answer": (_without("response.headers"), 0),
    "no headers of the request": (_without("request.headers"), 0),
    "no text": (_without("response.content.text"), 1),
    "no size": (_without("response.content.text", "response.content.size"), 1),
    "no content": (_without("response.content"), 1),
    "no data": (_without("request.postData"), 1),
    "no size of the body": (_without("request.postData", "request.bodySize"), 1),
    "no text of the data": (_without("request.postData.text"), 1),
    "cut off": (lambda entry: entry["response"]["content"].update(text="{", size=700), 1),
    "aborted": (lambda entry: entry["response"].update(status=0), 0),
}


def test_what_a_recorder_leaves_out_is_no_breach(contract: Contract, recorded: dict[str, Any], tmp_path: Path) -> None:
    found: dict[str, tuple[list[str], int, int]] = {}
    for name, (edit, _) in LACKING.items():
        entry = deepcopy(recorded)
        edit(entry)
        findings = _checked(contract, tmp_path, entry)
        found[name] = ([str(finding) for finding in findings], findings.checked, findings.unseen)
    assert found == {name: ([], 1, unseen) for name, (_, unseen) in LACKING.items()}


def test_what_a_recorder_leaves_out_hides_no_breach(
    contract: Contract, recorded: dict[str, Any], tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    for name in ("whole", "base64", "http2", "gzip", "no headers of the answer", "no headers of the request"):
        entry = deepcopy(recorded)
        data, content = entry["request"]["postData"], entry["response"]["content"]
        data["text"] = data["text"].replace("Name", "Nome", 1)
        content["text"] = content["text"].replace("Message", "Massage", 1)
        LACKING[name][0](entry)
        found[name] = [finding.kind for finding in _checked(contract, tmp_path, entry)]
    expected = ["broken-answer", "broken-request", "unknown-property", "unknown-property"]
    assert {name: kinds for name, kinds in found.items() if kinds != expected} == {}


FORM = {"mimeType": "application/x-www-form-urlencoded; charset=UTF-8"}


FORMS: list[tuple[dict[str, Any], list[str]]] = [
    ({"text": "grant_type=password&username=a&password=b"}, []),
    (
        {
            "params": [
                {"name": "grant_type", "value": "password"},
                {"name": "username", "value": "a&b"},
                {"name": "password", "value": "x=y"},
            ]
        },
        [],
    ),
    ({"params": [{"name": "grant_type", "value": "password"}]}, ["broken-request"]),
    ({"text": "grant_type=password&username=a&password=b&x=1", "params": []}, ["unknown-property"]),
    ({"text": ""}, ["broken-request"]),
]


def test_a_form_comes_as_text_or_as_params(contract: Contract, tmp_path: Path) -> None:
    found: list[tuple[dict[str, Any], list[str]]] = []
    for data, _ in FORMS:
        request = {"method": "post", "url": "https://h/api/token", "headers": [], "postData": {**FORM, **data}}
        findings = _checked(contract, tmp_path, {"request": request, "response": {"status": 0}})
        found.append((data, [finding.kind for finding in findings]))
    assert found == FORMS


def test_a_query_may_stand_beside_the_address(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    query = [{"name": "size", "value": "x"}]
    request = {"method": "GET", "url": f"https://h{google.path}", "headers": [], "queryString": query}
    entry = {"request": request, "response": {"status": 0}}
    assert [finding.kind for finding in _checked(contract, tmp_path, entry)] == ["broken-request"]


def test_one_server_can_be_chosen(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    addresses = ["https://one.example", "https://one.example:443", "https://two.example/base", "https://two.example/x"]
    entries: list[dict[str, Any]] = [
        {"request": {"method": "GET", "url": f"{address}{google.path}", "headers": []}, "response": {"status": 0}}
        for address in addresses
    ]
    expected = {
        "https://one.example": (2, 2),
        "https://one.example:443/": (2, 2),
        "http://one.example": (0, 4),
        "https://two.example/base": (1, 3),
        "https://two.example": (0, 4),
    }
    found = {url: _checked(contract, tmp_path, *entries, url=url) for url in expected}
    assert {url: (item.checked, item.left_out) for url, item in found.items()} == expected


def test_without_a_choice_every_server_is_checked(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    entries: list[dict[str, Any]] = [
        {"request": {"method": "GET", "url": f"{address}{google.path}", "headers": []}, "response": {"status": 0}}
        for address in ("https://one.example", "https://three.example", "https://two.example/x")
    ]
    findings = _checked(contract, tmp_path, *entries)
    assert (findings.checked, findings.left_out) == (2, 1)


def test_places_name_the_file_and_the_entry(
    contract: Contract, google: RecordType, created: dict[str, Any], tmp_path: Path
) -> None:
    broken = deepcopy(created)
    broken["request"]["url"] += "?a=1"
    for name, entries in (("a.har", [created]), ("b.har", [created, broken, broken])):
        (tmp_path / name).write_text(json.dumps({"log": {"entries": entries}}))
    (finding,) = check(contract, [tmp_path / "a.har", tmp_path / "b.har"])
    assert (finding.times, finding.first) == (2, ("b.har", 2, "POST", google.path))
    assert str(finding).endswith(f"; 2 times, first in b.har, entry 2: POST {google.path}")
    assert finding.operation == google.operations[Kind.CREATE].id


def test_the_first_line_of_http2_is_no_header(contract: Contract, created: dict[str, Any], tmp_path: Path) -> None:
    _as_http2(created)
    _checked(contract, tmp_path, created)
    (entry,) = read(tmp_path / "made.har")
    received = entry.exchange.received
    assert received is not None
    assert not [name for name, _ in (*entry.exchange.sent.headers, *received.headers) if name.startswith(":")]
