"""Recordings as they are found: what recorders write differently or leave out, and files that are none."""

import base64
import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.terms import Kind, RecordType
from nexudus_contract.traffic import Entry, Findings, TrafficError, check
from nexudus_contract.traffic.har import read
from nexudus_contract.traffic.recorder import Recorder

from .conftest import Line, example

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture
def created(contract: Contract, google: RecordType, open_line: Callable[..., Line]) -> dict[str, Any]:
    """The entry of a create that worked."""
    line = open_line()
    assert line.ask("POST", google.path, json=example(contract, google)).status_code == 200
    (entry,) = json.loads(line.har.read_text())["log"]["entries"]
    return dict(entry)


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


@pytest.mark.parametrize(
    ("edit", "unseen"),
    [
        (_without(), 0),
        (_as_base64, 0),
        (_as_http2, 0),
        (_gzipped, 0),
        (_without("startedDateTime", "time", "cache", "timings"), 0),
        (_without("request.queryString", "request.cookies", "request.httpVersion", "response.statusText"), 0),
        (_without("response.headers"), 0),
        (_without("request.headers"), 0),
        (_without("response.content.text"), 1),
        (_without("response.content.text", "response.content.size"), 1),
        (_without("response.content"), 1),
        (_without("request.postData"), 1),
        (_without("request.postData", "request.bodySize"), 1),
        (_without("request.postData.text"), 1),
        (lambda entry: entry["response"]["content"].update(text="{", size=700), 1),
        (lambda entry: entry["response"].update(status=0), 0),
    ],
    ids=["whole", "base64", "http2", "gzip", "no-times", "no-query", "no-answer-headers", "no-request-headers",
         "no-text", "no-size", "no-content", "no-post-data", "no-body-size", "no-post-text", "cut-off", "aborted"],
)  # fmt: skip
def test_what_a_recorder_leaves_out_is_no_breach(
    contract: Contract, created: dict[str, Any], tmp_path: Path, edit: Edit, unseen: int
) -> None:
    edit(created)
    findings = _checked(contract, tmp_path, created)
    assert list(findings) == []
    assert (findings.checked, findings.unseen) == (1, unseen)


@pytest.mark.parametrize(
    "edit",
    [_without(), _as_base64, _as_http2, _gzipped, _without("response.headers"), _without("request.headers")],
    ids=["whole", "base64", "http2", "gzip", "no-answer-headers", "no-request-headers"],
)
def test_and_hides_no_breach(contract: Contract, created: dict[str, Any], tmp_path: Path, edit: Edit) -> None:
    created["request"]["postData"]["text"] = created["request"]["postData"]["text"].replace("Name", "Nome", 1)
    created["response"]["content"]["text"] = created["response"]["content"]["text"].replace("Message", "Massage", 1)
    edit(created)
    assert [finding.kind for finding in _checked(contract, tmp_path, created)] == [
        "broken-answer", "broken-request", "unknown-property", "unknown-property"
    ]  # fmt: skip


FORM = {"mimeType": "application/x-www-form-urlencoded; charset=UTF-8"}


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        ({"text": "grant_type=password&username=a&password=b"}, []),
        ({"params": [{"name": "grant_type", "value": "password"}, {"name": "username", "value": "a&b"},
                     {"name": "password", "value": "x=y"}]}, []),
        ({"params": [{"name": "grant_type", "value": "password"}]}, ["broken-request"]),
        ({"text": "grant_type=password&username=a&password=b&x=1", "params": []}, ["unknown-property"]),
        ({"text": ""}, ["broken-request"]),
    ],
    ids=["text", "params", "params-lack-some", "both", "empty"],
)  # fmt: skip
def test_a_form_comes_as_text_or_as_params(
    contract: Contract, created: dict[str, Any], tmp_path: Path, data: dict[str, Any], kinds: list[str]
) -> None:
    request = {"method": "post", "url": "https://h/api/token", "headers": [], "postData": {**FORM, **data}}
    entry = {"request": request, "response": {"status": 0}}
    assert [finding.kind for finding in _checked(contract, tmp_path, entry)] == kinds


def test_a_query_may_stand_beside_the_address(contract: Contract, google: RecordType, tmp_path: Path) -> None:
    query = [{"name": "size", "value": "x"}]
    request = {"method": "GET", "url": f"https://h{google.path}", "headers": [], "queryString": query}
    entry = {"request": request, "response": {"status": 0}}
    assert [finding.kind for finding in _checked(contract, tmp_path, entry)] == ["broken-request"]


@pytest.mark.parametrize(
    ("url", "checked"),
    [(None, 3), ("https://one.example", 2), ("https://one.example:443/", 2), ("http://one.example", 0),
     ("https://two.example/base", 1), ("https://two.example", 0)],
)  # fmt: skip
def test_one_server_can_be_chosen(
    contract: Contract, google: RecordType, tmp_path: Path, url: str | None, checked: int
) -> None:
    addresses = ["https://one.example", "https://one.example:443", "https://two.example/base", "https://two.example/x"]
    entries: list[dict[str, Any]] = [
        {"request": {"method": "GET", "url": f"{address}{google.path}", "headers": []}, "response": {"status": 0}}
        for address in addresses
    ]
    if url is None:
        entries[2]["request"]["url"] = f"https://three.example{google.path}"
    findings = _checked(contract, tmp_path, *entries, url=url)
    assert (findings.checked, findings.left_out) == (checked, 4 - checked)


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


ENTRY: dict[str, Any] = {"request": {"method": "GET", "url": "http://h/"}, "response": {"status": 200}}


def _har(*entries: Any) -> bytes:
    return json.dumps({"log": {"entries": entries}}).encode()


BAD: list[tuple[bytes, str]] = [
    (b"", r"bad\.har:1:1: is no HAR: it is not JSON: "),
    (b'{"log": {\n "entries": [}', r"bad\.har:2:14: is no HAR: it is not JSON: "),
    (_har(ENTRY)[:-3], r"bad\.har:1:\d+: is no HAR: it is not JSON: "),
    (b"\xff\xfe\x00", r"bad\.har: is no HAR: it is no text"),
    (b"\x80abc", r"bad\.har: is no HAR: it is no text"),
    (b"[" * 100_000, r"bad\.har(:1:\d+)?: is no HAR: "),
    (b"[]", r"bad\.har: is no HAR: it has no list log\.entries"),
    (b"null", r"bad\.har: is no HAR: it has no list log\.entries"),
    (b'{"log": []}', r"bad\.har: is no HAR: it has no list log\.entries"),
    (b'{"log": {"entries": {}}}', r"bad\.har: is no HAR: it has no list log\.entries"),
    (_har(ENTRY, 5), r"bad\.har: entry 2: it has no object request"),
    (_har(ENTRY, {"request": {}}), r"bad\.har: entry 2: it has no object response"),
    (_har({**ENTRY, "request": {"url": "http://h/"}}), r"bad\.har: entry 1: request\.method is no text"),
    (_har({**ENTRY, "request": {"method": "GET"}}), r"bad\.har: entry 1: request\.url is no text"),
    (_har({**ENTRY, "request": {"method": "GET", "url": "http://[h/"}}),
     r"bad\.har: entry 1: request\.url is no add"),
    (_har({**ENTRY, "response": {"status": "200"}}), r"bad\.har: entry 1: response\.status is no number"),
    (_har({**ENTRY, "response": {"status": 200, "content": {"text": "?", "encoding": "base64"}}}),
     r"bad\.har: entry 1: response\.content\.text is not base64"),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(BAD)))
def test_a_file_that_is_no_recording_is_one_clear_line(contract: Contract, tmp_path: Path, place: int) -> None:
    content, message = BAD[place]
    path = tmp_path / "bad.har"
    path.write_bytes(content)
    with pytest.raises(TrafficError) as caught:
        check(contract, [path])
    assert re.search(message, str(caught.value)), caught.value
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)
    assert "; " in str(caught.value)


SCALARS = (
    st.none() | st.booleans() | st.integers(-1, 600) | st.sampled_from(["", "GET", "http://h/api/token", "base64"])
)
KEYS = st.sampled_from(
    [
        *("request", "response", "method", "url", "status", "headers", "name", "value", "content", "text"),
        *("encoding", "size", "postData", "params", "mimeType", "queryString", "time", "bodySize"),
    ]
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@settings(max_examples=400, deadline=None)
@given(request=ANYTHING, response=ANYTHING, typical=st.booleans())
def test_whatever_an_entry_holds_it_is_read_or_refused(
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
    request: Any,
    response: Any,
    typical: bool,  # noqa: FBT001
) -> None:
    if typical and isinstance(request, dict) and isinstance(response, dict):
        request = {**request, "method": "POST", "url": "http://h/api/token"}
        response = {**response, "status": 200}
    path = tmp_path_factory.getbasetemp() / "any.har"
    path.write_bytes(_har({"request": request, "response": response}))
    try:
        check(contract, [path])
    except TrafficError as error:
        assert str(error).startswith(f"{path}: entry 1: ")  # noqa: PT017 - or it is read


def test_a_byte_order_mark_and_half_a_surrogate_pair_are_read(contract: Contract, tmp_path: Path) -> None:
    path = tmp_path / "odd.har"
    path.write_bytes(b"\xef\xbb\xbf" + _har({**ENTRY, "request": {**ENTRY["request"], "postData": {"text": "\ud800"}}}))
    (entry,) = read(path)
    assert entry.exchange.sent.body == b"\xed\xa0\x80"


HEADERS = st.lists(st.tuples(st.sampled_from(["X-A", "Content-Type", "accept"]), st.text(max_size=5)), max_size=3)
EXCHANGES = st.builds(
    Exchange,
    st.builds(
        Sent,
        st.sampled_from(["GET", "POST"]),
        st.sampled_from(["http://h/", "http://h/a?b=[c]&d=%20", "http://h/?"]),
        HEADERS.map(lambda found: (("X", "y"), *found)),
        st.binary(max_size=9) | st.text(max_size=9).map(str.encode),
    ),
    st.builds(
        Received,
        st.sampled_from([200, 400, 500]),
        HEADERS.map(lambda found: (("X", "y"), *found)),
        st.binary(max_size=9) | st.text(max_size=9).map(str.encode),
    ),
)


@settings(max_examples=200, deadline=None)
@given(exchanges=st.lists(EXCHANGES, max_size=3))
def test_what_was_recorded_is_read_again(exchanges: list[Exchange], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "again.har"
    with Recorder(path) as recorder:
        for number, exchange in enumerate(exchanges, 1):
            recorder.add(Entry(number, exchange), datetime(2025, 1, 15, 10, 30, tzinfo=UTC))
            # Whatever ends the process, what was recorded can be read.
            assert len(list(read(path))) == number
    assert [entry.exchange for entry in read(path)] == [exchange.redacted() for exchange in exchanges]


def test_the_first_line_of_http2_is_no_header(contract: Contract, created: dict[str, Any], tmp_path: Path) -> None:
    _as_http2(created)
    _checked(contract, tmp_path, created)
    (entry,) = read(tmp_path / "made.har")
    received = entry.exchange.received
    assert received is not None
    assert not [name for name, _ in (*entry.exchange.sent.headers, *received.headers) if name.startswith(":")]
