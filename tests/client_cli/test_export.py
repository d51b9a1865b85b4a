"""Exports: what was written comes back as it was, in each format."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.files import export_file
from nexudus_calendars.cli.files.line import Line, UnreadableError
from nexudus_contract.mock import RunningMock

from .conftest import GOOGLE, OFFICE, SECRET, Run, add, add_office

TEXT = st.text() | st.sampled_from(
    ["", "null", "true", "12", "1e5", '"', '""', "[", "{}", "=1+1", "\r", "\n", "\ud800", " "]
)
NUMBER = st.integers() | st.integers(-(2**63), 2**63 - 1)
MOMENT = st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z")
PLAIN = st.none() | st.booleans() | NUMBER | st.floats(allow_nan=False, allow_infinity=False) | TEXT | MOMENT
VALUE = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=5
)
COLUMN = st.sampled_from(["Name", "EndsOn", "Level", "Other", "Last"])
LINES: st.SearchStrategy[list[Line]] = st.lists(
    st.dictionaries(COLUMN, VALUE, max_size=5)
    | st.fixed_dictionaries({"EndsOn": MOMENT | st.none(), "Level": NUMBER, "Name": TEXT}),
    max_size=6,
).map(lambda lines: [{"record_type": "things", "Id": number, **line} for number, line in enumerate(lines)])
THOROUGHLY = settings(
    max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
FORMATS = pytest.mark.parametrize("format_", export_file.FORMATS)
FIRST = ("Id", "Name", "EndsOn")


def written(lines: list[Line], format_: str) -> bytes:
    return export_file.content_of(lines, format_, FIRST)


def kinds(value: Any) -> Any:
    """A value in which 1, 1.0 and true differ."""
    if isinstance(value, list):
        return [kinds(item) for item in value]
    if isinstance(value, dict):
        return {name: kinds(item) for name, item in value.items()}
    return type(value).__name__, value


@FORMATS
@THOROUGHLY
@given(lines=LINES)
def test_what_was_written_comes_back(format_: str, lines: list[Line], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / f"{format_}.export"
    path.write_bytes(written(lines, format_))
    assert kinds(export_file.read(path)) == kinds(lines)


@FORMATS
def test_empty_null_and_absent_differ(format_: str, tmp_path: Path) -> None:
    lines: list[Line] = [{"record_type": "t", "Id": 1, "Name": ""}, {"record_type": "t", "Id": 2, "Name": None}]
    lines.append({"record_type": "t", "Id": 3})
    path = tmp_path / "x"
    path.write_bytes(written(lines, format_))
    assert export_file.read(path) == lines


def test_a_table_shows_texts_as_they_are(tmp_path: Path) -> None:
    line = {"record_type": "t", "Id": 1, "Name": '=HYPERLINK(1), "a"', "Other": "12", "Level": None, "Last": ""}
    assert written([line], "csv").decode().splitlines() == [
        "record_type,Id,Name,Last,Level,Other",
        't,1,"=HYPERLINK(1), ""a""","""""",null,"""12"""',
    ]


NO_EXPORT = {
    b'{"Id": 1}\n{"Id": ': "x:2: this is no JSON",
    b'{"Id": 1}\n[]': "x:2: this is no JSON object",
    b"a,b\n1,2\n": "x:1: there is no column record_type",
    b'record_type,Id\n"a,1\n': "x:2: unexpected end of data",
    b"record_type,Id\na,[1\n": "x:2: Id begins like JSON, but",
    b"record_type,Id\na,1,2\n": "x:2: 3 cells under 2 columns",
    b"record_type\xff": "byte 11 is not UTF-8",
    b"[" * 100_000: "x:1: there is no column record_type",
    b'{"a":' + b"[" * 100_000: "x:1: this is no JSON",
}


def test_what_is_no_export_is_told_with_its_line(tmp_path: Path) -> None:
    path, told = tmp_path / "x", dict[bytes, str]()
    for content in NO_EXPORT:
        path.write_bytes(content)
        with pytest.raises(UnreadableError) as raised:
            export_file.read(path)
        told[content] = str(raised.value)
    assert {content[:40]: said for content, said in told.items() if NO_EXPORT[content] not in said} == {}


@FORMATS
def test_all_records_are_exported_whole_and_in_order(
    run: Run, client: NexudusClient, tmp_path: Path, format_: str
) -> None:
    office, ids = add_office(client), [add(client, name=name) for name in ("b", "a ☕\r\n")]
    path = tmp_path / f"all.{format_}"
    done = run("export", "--output", path, "--json")
    assert (done.code, done.err) == (0, f"3 records in {path}\n")
    assert done.json == {"file": str(path), "format": format_, "records": {OFFICE: 1, GOOGLE: 2}}
    lines = export_file.read(path)
    assert [(line["record_type"], line["Id"]) for line in lines] == [
        (OFFICE, office),
        (GOOGLE, ids[0]),
        (GOOGLE, ids[1]),
    ]
    whole = client.coworker_google_calendars.get(ids[1]).to_dict()
    assert lines[2] == {"record_type": GOOGLE, **{key: whole[key] for key in whole if key != "EventSyncToken"}}
    assert run("export", "-o", path, "--with-secrets").code == 0
    assert export_file.read(path)[2]["EventSyncToken"] == SECRET


def test_the_same_records_are_the_same_bytes(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    for _ in range(3):
        add(client)
    for format_ in export_file.FORMATS:
        for name in ("one", "two"):
            run("export", GOOGLE, "--format", format_, "--output", name)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_stdout_takes_text(run: Run, client: NexudusClient) -> None:
    id_ = add(client)
    done = run("export", GOOGLE, "--format", "csv")
    assert done.out.startswith("record_type,Id,")
    assert f"\n{GOOGLE},{id_},15," in done.out
    assert done.err == "1 record\n"


SENSELESS: dict[tuple[str, ...], str] = {
    (): "no format: choose --format csv, jsonl",
    ("--output", "x.txt"): "txt: choose --format csv, jsonl",
    ("--format", "parquet"): "parquet: choose --format csv, jsonl",
    ("--format", "csv", "--json"): "--json needs a file",
    ("calendars", "--format", "csv"): "'calendars' is no record type",
    ("--output", "missing/x.csv"): "No such file or directory",
    ("--output", ".", "--format", "csv"): ". is no file that can be replaced",
}


def test_an_export_that_makes_no_sense_is_told(run: Run) -> None:
    done = {arguments: run("export", *arguments) for arguments in SENSELESS}
    wrong = {
        arguments: item
        for arguments, item in done.items()
        if (item.code, item.out, item.err.count("\n")) != (2, "", 1) or SENSELESS[arguments] not in item.err
    }
    assert wrong == {}


def test_a_failed_export_leaves_the_former_file_alone(
    run: Run, client: NexudusClient, mock: RunningMock, tmp_path: Path
) -> None:
    add(client)
    path = tmp_path / "x.csv"
    path.write_text("former")
    mock.world.faults.add("html,operation=batch*")
    assert run("export", "--output", path).code == 2
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_former_file_alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "x.csv"
    path.write_text("former")
    monkeypatch.setattr(os, "fsync", full)
    done = run("export", "--output", path)
    assert (done.code, done.err) == (2, "output: No space left on device\n")
    assert (list(tmp_path.iterdir()), path.read_text()) == ([path], "former")


def test_a_new_file_is_its_owners_and_an_old_one_keeps_its_mode(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    run("export", "--output", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    run("export", "--output", link)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert link.is_symlink()
