"""Whatever is wrong with a contract, validation answers with findings, or with one clear line for a hopeless file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.source import Pointer, Source, SourceError, pointers, read
from nexudus_contract.validate import check, check_source

Edited = Callable[[Source, Pointer, Any], Source]

ORIGINAL = read(Path(__file__).parents[2] / "openapi.yaml")
ODD_VALUES: list[Any] = [
    *(..., None, True, False, 0, -1, 1.5, 2**70, "", "x", "{", "#/components/schemas/Page", [], {}, [None], [[]]),
    *({"": {}}, {"a": 1}, ["a", "a"], {"$ref": "#/components/schemas/Page"}, {"$ref": "#/paths"}, {"$ref": 1}),
]

FEW_VALUES = [..., True, "x", {"$ref": "#/paths"}]
MANY = pytest.mark.slow("validates a contract for each odd value at nine places")
Changes = list[tuple[Pointer, Any]]


def _value(data: Any, pointer: Pointer) -> Any:
    for part in pointer:
        data = data[part]
    return data


def _changes(data: Any) -> st.SearchStrategy[Changes]:
    """One place or a few, each with an odd value, or with the value of another place."""
    places = st.sampled_from([pointer for pointer, _ in pointers(data) if pointer])
    values = st.one_of(st.sampled_from(ODD_VALUES), places.map(lambda pointer: _value(data, pointer)))
    return st.lists(st.tuples(places, values), min_size=1, max_size=3)


def _unreadable(source: Source, changes: Changes, edited: Edited) -> list[str]:
    """What is wrong with the report on a contract with some changes; nothing where it is as it should be."""
    for pointer, value in changes:
        try:
            source = edited(source, pointer, value)
        except (LookupError, TypeError, ValueError):  # an earlier change took this place away
            continue
    findings = check_source(source).findings
    lines = [str(finding) for finding in findings]
    wrong = [line for line in lines if "\n" in line or "gave up" in line or "not a complete" in line]
    wrong += [f"twice: {line}" for line in set(lines) if lines.count(line) > 1]
    if list(findings) != sorted(findings, key=lambda finding: finding.position):
        wrong.append("not in the order of the file")
    return wrong


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_damage_raises(data: st.DataObject, source: Source, edited: Edited) -> None:
    assert _unreadable(source, data.draw(_changes(source.data)), edited) == []


@pytest.mark.slow("validates the whole contract 25 times")
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_damage_to_the_whole_contract_raises(data: st.DataObject, edited: Edited) -> None:
    assert _unreadable(ORIGINAL, data.draw(_changes(ORIGINAL.data)), edited) == []


@pytest.mark.parametrize("values", [FEW_VALUES, pytest.param(ODD_VALUES, marks=MANY)], ids=["some", "all"])
def test_no_damage_at_the_top_raises(values: list[Any], source: Source, edited: Edited) -> None:
    wrong = {
        f"{key} = {value!r}: {said}"
        for key in source.data
        for value in values
        for said in _unreadable(source, [((key,), value)], edited)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_a_file_with_several_faults_lists_them_in_its_order(contract: Path, tmp_path: Path) -> None:
    text = contract.read_text(encoding="utf-8")
    lines = text.splitlines()
    summary = next(number for number, line in enumerate(lines) if "summary: List Office 365" in line)
    lines[summary] = lines[summary].replace("summary", "description")
    instant = next(
        number for number, line in enumerate(lines) if line.endswith("SubscriptionExpireDate: '2025-01-15T10:30:00Z'")
    )
    lines[instant] = lines[instant].replace("'", "")
    path = tmp_path / "openapi.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = [str(finding) for finding in check(path).findings]
    column = lines[instant].index("2025") + 1
    advice = "put it in quotes, or write as JSON does"
    assert found == [
        f"{path}:{summary - 1}:5: operation-text: listCoworkerMsOfficeCalendars has no summary; write one",
        f"{path}:{summary + 2}:7: duplicate-key: 'description' stands twice here; keep one of them",
        f"{path}:{instant + 1}:{column}: json-values: '2025-01-15T10:30:00Z' is read as timestamp; {advice}",
    ]


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^.*none\.yaml: cannot be read: No such file or directory; ") as caught:
        check(tmp_path / "none.yaml")
    assert "\n" not in str(caught.value)


def test_an_almost_empty_document_has_findings(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.0\n", encoding="utf-8")
    report = check(path)
    assert {finding.rule for finding in report.findings} == {"specification"}
    assert report.summary.startswith(f"{path}: 0 operations, 0 record types, 0 schemas, 0 examples: ")


def test_a_document_without_operations_is_told(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.0\ninfo: {title: Nothing, version: '1'}\npaths: {}\n", encoding="utf-8")
    (finding,) = check(path).findings
    assert str(finding).startswith(f"{path}:3:1: record-type: the document has no operations")


def test_references_are_never_fetched(source: Source, edited: Edited) -> None:
    source = edited(source, ("components", "schemas", "Page", "$ref"), "http://127.0.0.1:1/page.json")
    (finding,) = check_source(source).findings
    assert (finding.rule, "leaves the document" in finding.message) == ("reference", True)


def test_a_truth_value_is_called_a_schema_only_where_one_belongs(source: Source, edited: Edited) -> None:
    findings = check_source(edited(source, ("info",), True)).findings  # noqa: FBT003
    assert {finding.rule for finding in findings} == {"specification"}
