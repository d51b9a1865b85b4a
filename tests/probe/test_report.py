"""The report: a table that fits, JSON in a fixed order, and what changed since an earlier one."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_contract.exchange import Exchange
from nexudus_contract.probe import Answer, Confidence, Finding, ProbeError, Report, changes, read

from .conftest import GOOGLE, Asking

WORDS = st.text(max_size=60)
FINDINGS = st.builds(Finding, WORDS, st.sampled_from(Confidence), WORDS)
ANSWERS = st.lists(
    st.builds(Answer, WORDS, WORDS, FINDINGS, st.lists(st.integers(0, 9))), unique_by=lambda it: (it.question, it.about)
)


@pytest.mark.parametrize(
    "settings",
    [{}, {"dialect": "legacy-2020"}, {"records": 0}, {"records": 1, "lists": "partial"}],
    ids=["current", "legacy", "none", "partial"],
)
def test_the_table_fits_a_screen(asking: Asking, settings: dict[str, Any]) -> None:
    lines = asking(**settings).table().splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("probed     http://127.0.0.1:")
    assert all(line == line.rstrip() for line in lines)


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


def test_the_same_server_gives_the_same_answers_in_the_same_order(current: Report, asking: Asking) -> None:
    again = asking()
    assert again.answers == current.answers
    assert changes(current.answered, again.answered) == []


@given(answers=ANSWERS)
def test_what_is_written_is_read_without_changes(
    current: Report, tmp_path_factory: pytest.TempPathFactory, answers: list[Answer]
) -> None:
    report = dataclasses.replace(current, answers=tuple(answers), exchanges=())
    path = tmp_path_factory.mktemp("probe") / "folder" / "report.json"
    report.write(path)
    assert read(path) == report.answered
    assert changes(read(path), report.answered) == []


def test_every_change_is_a_sentence(current: Report, asking: Asking) -> None:
    found = changes(current.answered, asking(dialect="legacy-2020").answered)
    assert f"dir=1 of {GOOGLE}: descending -> ignored" in found
    assert f"batch of {GOOGLE}: a bare array -> a page: the ids are ignored" in found
    assert len(found) == 3 * 8
    assert changes({("a", ""): "b"}, {("c", "D"): "e"}) == ["a: b -> not asked", "c of D: not asked -> e"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\xff", "is no JSON"),
        (b"{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is not the report of a probe"),
        (b'{"answers": []}', "is not the report of a probe"),
        (b'{"format": "nexudus-contract probe 1"}', "is not the report of a probe"),
        (b'{"format": "nexudus-contract probe 1", "answers": [1]}', "but not whole"),
        (b'{"format": "nexudus-contract probe 1", "answers": [{"question": "a"}]}', "but not whole"),
    ],
    ids=["missing", "bytes", "cut", "deep", "list", "foreign", "empty", "number", "part"],
)
def test_a_foreign_file_is_one_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "report.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProbeError, match=said) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_folder_that_cannot_be_written_to_is_one_sentence(current: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProbeError, match="cannot be written"):
        current.write(tmp_path / "file" / "report.json")
