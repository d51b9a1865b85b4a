"""The report: a table that fits, JSON in a fixed order, and what changed since an earlier one."""

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.exchange import Exchange
from nexudus_contract.probe import Answer, Confidence, Finding, ProbeError, Report, changes, read

from .conftest import GOOGLE, TARGET, Asking

WORDS = st.text(max_size=60)
FINDINGS = st.builds(Finding, WORDS, st.sampled_from(Confidence), WORDS)
ANSWERS = st.lists(
    st.builds(Answer, WORDS, WORDS, FINDINGS, st.lists(st.integers(0, 9))), unique_by=lambda it: (it.question, it.about)
)


def test_the_table_fits_a_screen(asking: Asking, current: Report, legacy: Report) -> None:
    few = [asking(records=0), asking(records=1, lists="partial")]
    tables = [report.table().splitlines() for report in (current, legacy, *few)]
    assert [len(line) for lines in tables for line in lines if len(line) > 100] == []
    assert [line for lines in tables for line in lines if line != line.rstrip()] == []
    begin = f"probed     {TARGET.url}: 3 record types, "
    assert [lines[0] for lines in tables if not lines[0].startswith(begin)] == []


def test_the_table_says_once_what_is_so_for_all_and_names_who_differs(current: Report) -> None:
    table = current.table()
    assert table.count("\ndir=1 ") == 1
    assert table.partition("\ndir=1 ")[2].splitlines()[1].startswith("dir=-1 ")
    text_filter = table.partition("\ntext-filter ")[2].partition("\ntext-case")[0].splitlines()
    assert text_filter[0].split() == ["equals", "certain", "allows", *text_filter[0].split()[3:]]
    assert text_filter[1].strip() == "CoworkerMsOfficeCalendars, CoworkerGoogleCalendars"
    assert text_filter[2].split() == ["unknown", "unknown"]
    assert text_filter[3].strip() == "CoworkerMsOffeCalendars"
    assert table.endswith(f"\n{len(current.answers)} answers, 0 contradict openapi.yaml")


def test_the_json_has_its_documented_shape(current: Report) -> None:
    content = json.loads(current.to_json())
    assert list(content) == ["format", "target", "contract", "requests", "answers", "exchanges"]
    assert content["format"] == "nexudus-contract probe 1"
    assert content["requests"] == {"sent": current.sent, "most": current.most, "throttled": 0}
    for item in content["answers"]:
        assert list(item) == ["question", "about", "answer", "confidence", "note", "lines", "evidence"]
        assert item["confidence"] != "certain" or item["lines"]
        assert item["confidence"] == "certain" or item["note"]
        assert item["evidence"] or item["answer"] == "unknown"
        assert all(0 <= number < len(content["exchanges"]) for number in item["evidence"])
    exchange = Exchange.from_json(content["exchanges"][0])
    assert exchange.received is not None
    assert exchange.received.status == 200
    (direction,) = [it for it in content["answers"] if (it["question"], it["about"]) == ("dir=1", GOOGLE)]
    urls = [content["exchanges"][number]["request"]["url"] for number in direction["evidence"]]
    assert any(url.endswith("?orderBy=Id&dir=1") for url in urls)
    assert direction["lines"][0]["line"].startswith("openapi.yaml:")


def test_the_same_server_gives_the_same_answers_in_the_same_order(current_one: Report, asking_one: Asking) -> None:
    again = asking_one()
    assert again.answers == current_one.answers
    assert changes(current_one.answered, again.answered) == []


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS)
def test_what_is_written_is_read_without_changes(
    current: Report, tmp_path_factory: pytest.TempPathFactory, answers: list[Answer]
) -> None:
    report = dataclasses.replace(current, answers=tuple(answers), exchanges=())
    path = tmp_path_factory.mktemp("probe") / "report.json"
    path.write_text(report.to_json())
    assert read(path) == report.answered
    assert changes(read(path), report.answered) == []


def test_every_change_is_a_sentence(current: Report, legacy: Report) -> None:
    found = changes(current.answered, legacy.answered)
    assert f"dir=1 of {GOOGLE}: descending -> ignored" in found
    assert f"batch of {GOOGLE}: a bare array -> a page: the ids are ignored" in found
    assert len(found) == 3 * 8
    assert changes({("a", ""): "b"}, {("c", "D"): "e"}) == ["a: b -> not asked", "c of D: not asked -> e"]


FOREIGN: list[tuple[bytes, str]] = [
    (b"\xff", "is no JSON"),
    (b"{", "is no JSON"),
    (b"[" * 100_000, "is no JSON"),
    (b"[]", "is not the report of a probe"),
    (b'{"answers": []}', "is not the report of a probe"),
    (b'{"format": "nexudus-contract probe 1"}', "is not the report of a probe"),
    (b'{"format": "nexudus-contract probe 1", "answers": [1]}', "but not whole"),
    (b'{"format": "nexudus-contract probe 1", "answers": [{"question": "a"}]}', "but not whole"),
]


def test_a_foreign_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    told = [("cannot be read", _refusal(path))]
    for content, said in FOREIGN:
        path.write_bytes(content)
        told.append((said, _refusal(path)))
    assert [(said, message) for said, message in told if said not in message or str(path) not in message] == []


def _refusal(path: Path) -> str:
    """Why a report cannot be read."""
    try:
        return f"it is read: {read(path)}"
    except ProbeError as error:
        return str(error)
