"""Whatever is wrong with a contract, validation answers with findings, or with one clear line for a hopeless file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.source import Pointer, Source, SourceError, pointers, read
from nexudus_contract.validate import Report, check, check_source

Edited = Callable[[Source, Pointer, Any], Source]

ORIGINAL = read(Path(__file__).parents[2] / "openapi.yaml")
POINTERS = [pointer for pointer, _ in pointers(ORIGINAL.data) if pointer]
ODD_VALUES: list[Any] = [
    *(..., None, True, False, 0, -1, 1.5, 2**70, "", "x", "{", "#/components/schemas/Page", [], {}, [None], [[]]),
    *({"": {}}, {"a": 1}, ["a", "a"], {"$ref": "#/components/schemas/Page"}, {"$ref": "#/paths"}, {"$ref": 1}),
]


def _value(pointer: Pointer) -> Any:
    value: Any = ORIGINAL.data
    for part in pointer:
        value = value[part]
    return value


def _assert_readable(report: Report) -> None:
    lines = [str(finding) for finding in report.findings]
    assert not [line for line in lines if "\n" in line or "gave up" in line or "not a complete" in line]
    assert len(lines) == len(set(lines))
    assert list(report.findings) == sorted(report.findings, key=lambda finding: finding.position)


@settings(max_examples=100, deadline=None)
@given(
    changes=st.lists(
        st.tuples(
            st.sampled_from(POINTERS), st.one_of(st.sampled_from(ODD_VALUES), st.sampled_from(POINTERS).map(_value))
        ),
        min_size=1,
        max_size=3,
    )
)
def test_no_damage_raises(changes: list[tuple[Pointer, Any]], edited: Edited) -> None:
    source = ORIGINAL
    for pointer, value in changes:
        try:
            source = edited(source, pointer, value)
        except (LookupError, TypeError, ValueError):  # an earlier change took this place away
            continue
    _assert_readable(check_source(source))


@pytest.mark.parametrize("key", list(ORIGINAL.data))
@pytest.mark.parametrize("value", ODD_VALUES, ids=repr)
def test_no_damage_at_the_top_raises(key: str, value: Any, edited: Edited) -> None:
    _assert_readable(check_source(edited(ORIGINAL, (key,), value)))


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


def test_references_are_never_fetched(edited: Edited) -> None:
    source = edited(ORIGINAL, ("components", "schemas", "Page", "$ref"), "http://127.0.0.1:1/page.json")
    (finding,) = check_source(source).findings
    assert (finding.rule, "leaves the document" in finding.message) == ("reference", True)


def test_a_truth_value_is_called_a_schema_only_where_one_belongs(edited: Edited) -> None:
    findings = check_source(edited(ORIGINAL, ("info",), True)).findings  # noqa: FBT003
    assert {finding.rule for finding in findings} == {"specification"}
