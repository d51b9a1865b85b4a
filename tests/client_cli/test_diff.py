"""diff: what became of records between two exports."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.diff import by_key, compare
from nexudus_calendars.cli.files import export_file
from nexudus_calendars.cli.files.line import Line

from .conftest import GOOGLE, SECRET, Done, Run, add

THOROUGHLY = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
VALUE = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "0", "1", "a"])
PROPERTIES = st.dictionaries(st.sampled_from(["Name", "Level", "Other"]), VALUE, max_size=3)
KEY = st.tuples(st.sampled_from(["things", "others"]), st.integers(1, 5))
EXPORT: st.SearchStrategy[list[Line]] = st.dictionaries(KEY, PROPERTIES, max_size=8).map(
    lambda found: [{"record_type": kind, "Id": id_, **line} for (kind, id_), line in found.items()]
)


@THOROUGHLY
@given(lines=EXPORT)
def test_nothing_differs_from_itself(lines: list[Line]) -> None:
    found = by_key(lines, "x")
    assert compare(found, found).empty
    assert compare(found, by_key(lines[::-1], "y")).empty


@THOROUGHLY
@given(old=EXPORT, new=EXPORT)
def test_there_and_back_is_the_other_way_around(old: list[Line], new: list[Line]) -> None:
    before, after = by_key(old, "old"), by_key(new, "new")
    there, back = compare(before, after), compare(after, before)
    assert there.created == back.deleted
    assert there.deleted == back.created
    assert {key: set(names) for key, names in there.changed.items()} == {
        key: set(names) for key, names in back.changed.items()
    }


@THOROUGHLY
@given(old=EXPORT, new=EXPORT)
def test_a_difference_is_all_there_is(old: list[Line], new: list[Line]) -> None:
    """Carried out on the old export, it gives the new one."""
    before, after = by_key(old, "old"), by_key(new, "new")
    found = compare(before, after)
    made = {key: dict(line) for key, line in before.items() if key not in found.deleted}
    for key, names in found.changed.items():
        for name in names:
            made[key].pop(name, None)
            if name in after[key]:
                made[key][name] = after[key][name]
    made.update({key: dict(line) for key, line in found.created.items()})
    assert {key: _typed(line) for key, line in made.items()} == {key: _typed(line) for key, line in after.items()}


def _typed(line: Line) -> dict[str, Any]:
    return {name: (type(value), value) for name, value in line.items()}


@pytest.mark.parametrize(("old", "new"), [export_file.FORMATS, export_file.FORMATS[::-1]])
def test_exports_of_any_formats_can_be_compared(run: Run, client: NexudusClient, old: str, new: str) -> None:
    kept, changed, deleted = (add(client, name=name) for name in ("kept", "changed", "deleted"))
    run("export", "-o", f"old.{old}")
    assert run("diff", f"old.{old}", f"old.{old}").code == 0
    client.coworker_google_calendars.change(changed, name="other\nname", coworker_id=7)
    client.coworker_google_calendars.delete(deleted)
    created = add(client)
    run("export", "-o", f"new.{new}")
    done = run("diff", f"old.{old}", f"new.{new}", "--json")
    assert done.code == 1
    assert [line["Id"] for line in done.json["created"]] == [created]
    assert [line["Id"] for line in done.json["deleted"]] == [deleted]
    (item,) = done.json["changed"]
    changes = {change["property"]: (change.get("old"), change.get("new")) for change in item["changes"]}
    assert item["id"] == changed != kept
    assert changes["Name"] == ("changed", "other\nname")
    assert changes["CoworkerId"] == (None, 7)
    shown = run("diff", f"old.{old}", f"new.{new}")
    assert (shown.code, shown.err) == (1, "")
    assert f"created {GOOGLE} {created}\n" in shown.out
    assert "    Name: 'changed' -> 'other\\nname'\n" in shown.out
    assert shown.out.endswith("1 created, 1 changed, 1 deleted\n")


def test_secrets_are_compared_and_never_shown(run: Run, client: NexudusClient) -> None:
    id_ = add(client)
    run("export", "-o", "old.csv", "--with-secrets")
    client.coworker_google_calendars.change(id_, event_sync_token="0ther")
    run("export", "-o", "new.csv", "--with-secrets")
    for more in ((), ("--json",)):
        done = run("diff", "old.csv", "new.csv", *more)
        assert done.code == 1
        assert "EventSyncToken" in done.out
        assert SECRET not in done.out
        assert "0ther" not in done.out


def test_a_secret_that_one_export_left_out_is_not_compared_and_that_is_told(run: Run, client: NexudusClient) -> None:
    add(client)
    run("export", "-o", "old.csv")
    run("export", "-o", "new.csv", "--with-secrets")
    done = run("diff", "old.csv", "new.csv", "--json")
    assert (done.code, done.json["not_compared"]) == (0, ["EventSyncToken"])
    assert "EventSyncToken is in one of the exports only" in done.err


NO_EXPORT = {
    '{"Id": 1}': "x: record 1 has no record_type or no id; is this an export?",
    '{"record_type": "t"}': "x: record 1 has no record_type or no id; is this an export?",
    '{"record_type": "t", "Id": 1}\n{"record_type": "t", "Id": true}': "x: record 2 has no record_type or no id",
    '{"record_type": "t", "Id": 1}\n' * 2: "x: t 1 is there twice",
    '{"Id": ': "x:1: this is no JSON",
    '{"record_type": "t", "Id": 1, "id": 2}': "x:1: Id and id mean the same, given twice",
    '{"record_type": "t", "Id": 1, "Id": 2}': "x:1: Id is given twice",
    "record_type,Id,Name,name\na,1,b,c\n": "x:1: Name and name mean the same, given twice",
    "\ufeffrecord_type,Id\na,[1\n": "x:2: Id begins like JSON, but",
}


def test_what_is_no_export_is_told(run: Run, tmp_path: Path) -> None:
    done = dict[str, Done]()
    for text in NO_EXPORT:
        (tmp_path / "x").write_text(text, encoding="utf-8")
        done[text] = run("diff", "x", "x")
    wrong = {
        text: item
        for text, item in done.items()
        if (item.code, item.out, item.err.count("\n")) != (2, "", 1) or NO_EXPORT[text] not in item.err
    }
    assert wrong == {}


def test_an_empty_export_is_one(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    for format_ in export_file.FORMATS:
        assert run("export", "-o", f"none.{format_}").code == 0
        assert run("diff", f"none.{format_}", "none.csv").code == 0
    add(client)
    run("export", "-o", "one.jsonl")
    assert run("diff", "none.csv", "one.jsonl").out.endswith("1 created, 0 changed, 0 deleted\n")
    assert "No such file" in run("diff", "none.csv", "missing.csv").err
