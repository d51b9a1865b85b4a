"""Files of recordings: those that are none are refused in one line, and what the proxy recorded is read again."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.traffic import Entry, TrafficError, check
from nexudus_contract.traffic.har import read
from nexudus_contract.traffic.recorder import Recorder

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


def test_a_file_that_is_no_recording_is_one_clear_line(contract: Contract, tmp_path: Path) -> None:
    path = tmp_path / "bad.har"
    wrong: list[tuple[str, str]] = []
    for content, message in BAD:
        path.write_bytes(content)
        said = _refusal(contract, path)
        clear = said.startswith(str(tmp_path)) and "\n" not in said and "; " in said
        if not clear or not re.search(message, said):
            wrong.append((message, said))
    assert wrong == []


def _refusal(contract: Contract, path: Path) -> str:
    """Why a recording cannot be read."""
    try:
        return f"it is read: {list(check(contract, [path]))}"
    except TrafficError as error:
        return str(error)


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


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=50, deadline=None)
@given(exchanges=st.lists(EXCHANGES, max_size=3))
def test_what_was_recorded_is_read_again(exchanges: list[Exchange], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("again") / "a.har"
    with Recorder(path) as recorder:
        for number, exchange in enumerate(exchanges, 1):
            recorder.add(Entry(number, exchange), datetime(2025, 1, 15, 10, 30, tzinfo=UTC))
            # Whatever ends the process, what was recorded can be read.
            assert len(list(read(path))) == number
    assert [entry.exchange for entry in read(path)] == [exchange.redacted() for exchange in exchanges]
