"""Reading the contract's file: the same data as JSON, every value with its place, and one clear line for what fails."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.source import Pointer, Position, Source, SourceError, pointers, read

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
TEXTS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True).map(lambda key: f"x-{key}")
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


def _read(path: Path, text: str | bytes) -> Source:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def _value(source: Source, pointer: Pointer) -> Any:
    value: Any = source.data
    for part in pointer:
        value = value[part]
    return value


def _assert_places(source: Source, text: str) -> None:
    lines = text.split("\n")
    for pointer, value in pointers(source.data):
        position = source.positions[pointer]
        rest = lines[position.line - 1][position.column - 1 :]
        if pointer and isinstance(pointer[-1], str):
            assert rest.lstrip("'\"? ").startswith(pointer[-1]), (pointer, position)
        elif isinstance(value, str):
            word = (value.split() or [""])[0][:4]
            assert rest.startswith(("&", "'", '"', word)), (pointer, position)
        elif not isinstance(value, (dict, list, float)):
            assert rest.startswith(json.dumps(value)), (pointer, position)


def test_every_value_of_the_contract_has_its_place() -> None:
    source = read(CONTRACT)
    assert source.problems == ()
    _assert_places(source, CONTRACT.read_text(encoding="utf-8"))


@settings(max_examples=40, deadline=None)
@given(data=st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), style=st.sampled_from(["mixed", "flow", "block"]))
def test_what_was_written_is_read_in_its_place(
    data: dict[str, Any], style: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    flow = {"mixed": None, "flow": True, "block": False}[style]
    text = yaml.safe_dump(data, default_flow_style=flow, sort_keys=False, width=10_000)
    source = _read(tmp_path_factory.getbasetemp() / "written.yaml", text)
    assert source.data == data
    assert source.problems == ()
    _assert_places(source, text)


def test_a_place_that_is_unknown_is_that_of_its_nearest_ancestor(tmp_path: Path) -> None:
    source = _read(tmp_path / "a.yaml", "a:\n  b: [1, 2]\n")
    assert source.position_of(("a", "b", 1)) == Position(2, 10)
    assert source.position_of(("a", "b", 7, "c")) == Position(2, 3)
    assert source.position_of(("z",)) == Position(1, 1)


def test_an_alias_repeats_its_anchor_and_points_at_it(tmp_path: Path) -> None:
    source = _read(tmp_path / "a.yaml", "a: &one {b: 1}\nc: *one\nd: [*one]\n")
    assert source.data == {"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}]}
    assert source.position_of(("c",)) == Position(2, 1)
    assert source.position_of(("c", "b")) == source.position_of(("a", "b")) == Position(1, 10)


def test_a_problem_behind_an_anchor_is_told_once(tmp_path: Path) -> None:
    source = _read(tmp_path / "a.yaml", "a: &one {b: yes}\nc: *one\n")
    assert [problem.position for problem in source.problems] == [Position(1, 13)]


@pytest.mark.parametrize(
    ("text", "rule", "position", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", Position(3, 1), "'a' stands twice"),
        ("a: {b: 1, b: 2}\n", "duplicate-key", Position(1, 11), "'b' stands twice"),
        ("a: 2025-01-15T10:30:00Z\n", "json-values", Position(1, 4), "read as timestamp"),
        ("a: [2025-01-15]\n", "json-values", Position(1, 5), "read as timestamp"),
        ("200: a\n", "json-values", Position(1, 1), "the key 200 is not read as a text"),
        ("a: 1\n<<: {b: 1}\n", "json-values", Position(2, 1), "the key << is not read as a text"),
        ("? [a]\n: 1\n", "json-values", Position(1, 3), "a key must be a text"),
        ("a: yes\n", "json-values", Position(1, 4), "'yes' is read as bool"),
        ("a: 0777\n", "json-values", Position(1, 4), "'0777' is read as int"),
        ("a: 10:30\n", "json-values", Position(1, 4), "'10:30' is read as int"),
        ("a: .nan\n", "json-values", Position(1, 4), "'.nan' is read as float"),
        ("a: 1.0e+999\n", "json-values", Position(1, 4), "'1.0e+999' is read as float"),
        (f"a: {'1' * 5000}\n", "json-values", Position(1, 4), "is read as int"),
        ("a: !!int b\n", "json-values", Position(1, 4), "'b' is read as int"),
        ("a: !!bool maybe\n", "json-values", Position(1, 4), "'maybe' is read as bool"),
        ("a: !ours b\n", "json-values", Position(1, 4), "'b' is read as !ours"),
        ("a:\n", "json-values", Position(1, 3), "'' is read as null"),
    ],
)
def test_what_json_does_not_know_is_a_problem(
    text: str, rule: str, position: Position, says: str, tmp_path: Path
) -> None:
    (problem,) = _read(tmp_path / "a.yaml", text).problems
    assert (problem.rule, problem.position) == (rule, position)
    assert says in problem.message
    assert "; " in problem.message


def test_of_two_equal_keys_the_first_counts(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.yaml", "a: 1\na: 2\n").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ": is not a mapping; "),
        ("# nothing\n", ": is not a mapping; "),
        ("- a\n", ": is not a mapping; "),
        ("text\n", ": is not a mapping; "),
        ("a:\n\tb: 1\n", ":2:1: is not YAML: found character that cannot start any token; "),
        ("a: [1\n", ":2:1: is not YAML: "),
        ("a: b: c\n", ":1:5: is not YAML: "),
        ("a: *b\n", ":1:4: is not YAML: found undefined alias; "),
        ("a: &b [*b]\n", ":1:4: is not YAML: a value contains itself; "),
        ("a: 1\n---\nb: 2\n", ":2:1: is not YAML: but found another document; "),
        ("a: \x00\n", ": is not YAML: unacceptable character #x0000: "),
        (b"a: \xff\n", ": is not UTF-8 (byte 3); "),
        ("a: " + "[" * 100_000, ":1:103: is nested more than 100 deep; "),
        ("a: " + "[" * 1000 + "]" * 1000, ":1:103: is nested more than 100 deep; "),
        (
            "a: &a [" + "x," * 99 + "x]\nb: &b [" + "*a," * 99 + "*a]\nc: &c [" + "*b," * 99 + "*b]\n",
            "repeat too much; ",
        ),
    ],
    ids=lambda item: repr(item)[:30],
)
def test_a_hopeless_file_is_one_clear_line(text: str | bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with pytest.raises(SourceError) as caught:
        _read(path, text)
    assert str(caught.value).startswith(str(path))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.yaml: cannot be read: No such file or directory; name another file"):
        read(tmp_path / "none.yaml")
    with pytest.raises(SourceError, match=r"cannot be read: Is a directory; name another file"):
        read(tmp_path)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.yaml", b"\xef\xbb\xbfa: 1\n").data == {"a": 1}
