"""Creating from a file: each line once, whatever is lost on the way."""

from datetime import timedelta
from pathlib import Path

import pytest

from create_from_csv import create, main, read
from nexudus_calendars import NexudusClient, Report
from nexudus_calendars.models import CoworkerGoogleCalendarCreate
from nexudus_contract.mock import World

from .conftest import GOOGLE, Documented, connect_google, kept

HEAD = "resource_id,name,calendar_id,subscription_id,subscription_expire_date,watch_resource_id"


def line(number: int, **changes: str) -> str:
    values = {
        "resource_id": "15",
        "name": f"calendar {number}",
        "calendar_id": f"{number}@example.com",
        "subscription_id": f"channel-{number}",
        "subscription_expire_date": "2030-01-01T00:00:00Z",
        "watch_resource_id": f"watch-{number}",
    }
    return ",".join({**values, **changes}.values())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text("\n".join([HEAD, line(1), line(2), line(3)]) + "\n", encoding="utf-8")
    return path


def channels(world: World) -> list[str]:
    return sorted(record["SubscriptionId"] for record in kept(world, GOOGLE).values())


def test_the_documented_file_has_its_good_lines_created_once(
    documented: Documented, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    for outcome in ("was successfully created.", "was there already"):
        assert main(documented("create_from_csv.py")) == 1
        done = capsys.readouterr()
        good = done.out.splitlines()
        assert [text.partition(": ")[0] for text in good[:2]] == [f"examples/connections.csv:{n}" for n in (2, 3)]
        assert all(outcome in text for text in good[:2])
        assert done.err.splitlines() == [
            "examples/connections.csv:4: FAILED: resource_id is no whole number: meeting room",
            "examples/connections.csv:5: FAILED: subscription_expire_date has no time zone; write 2030-01-31T12:00:00Z",
        ]
        assert channels(nexudus_world) == ["channel-ada", "channel-desk"]
    ada = next(record for record in kept(nexudus_world, GOOGLE).values() if record["CoworkerId"])
    assert (ada["Name"], ada["CoworkerId"], ada["ResourceId"]) == ("Ada's calendar", 42, 15)


def test_a_lost_answer_is_looked_up(
    environment: None, file: Path, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    nexudus_world.faults.add("reset,operation=create*,times=2,after=true")
    assert main([str(file)]) == 0
    assert capsys.readouterr().out.count("is there (record") == 2
    assert channels(nexudus_world) == ["channel-1", "channel-2", "channel-3"]


def test_what_is_not_there_is_left_to_the_next_run(
    environment: None, file: Path, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    nexudus_world.faults.add("reset,operation=create*,times=1")
    assert main([str(file)]) == 1
    assert "UNCERTAIN" in capsys.readouterr().err
    assert len(channels(nexudus_world)) == 2
    assert main([str(file)]) == 0
    assert channels(nexudus_world) == ["channel-1", "channel-2", "channel-3"]


def test_a_throttle_is_waited_out(client: NexudusClient, file: Path, nexudus_world: World) -> None:
    nexudus_world.clock.freeze()
    before = nexudus_world.clock()
    nexudus_world.faults.add("throttle-429,seconds=20,operation=create*,times=2")
    items = [item for _, item in read(file) if isinstance(item, CoworkerGoogleCalendarCreate)]
    create(client, items, Report(), dry_run=False)
    assert channels(nexudus_world) == ["channel-1", "channel-2", "channel-3"]
    assert nexudus_world.clock() - before >= timedelta(seconds=40)


def test_a_refused_line_is_told_and_the_others_are_created(
    environment: None, file: Path, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    nexudus_world.faults.add("unsuccessful,operation=create*,times=1")
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.count("FAILED") == 1
    assert len(channels(nexudus_world)) == 2


def test_a_dry_run_creates_nothing(
    environment: None, file: Path, client: NexudusClient, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    connect_google(client, 1)
    assert main([str(file), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.count("would be created") == 2
    assert said.count("was there already") == 1
    assert channels(nexudus_world) == ["channel-1"]


BAD = {
    line(2, name=""): "name is empty",
    line(2, subscription_id="channel-1"): "its subscription_id is that of line 2",
    line(2, subscription_expire_date="tomorrow"): "subscription_expire_date is no date: tomorrow",
    line(2, resource_id="-1"): "resource_id is no whole number: -1",
    line(2) + ",more": "it has 7 values for 6 columns",
    "15": "it has 1 values for 6 columns",
}


def test_each_bad_line_is_named(environment: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "new.csv"
    # As a spreadsheet saves it, with a mark at the beginning and a value that has two lines.
    file.write_text("\n".join([HEAD, line(1, name='"two\nlines"'), "", *BAD]), encoding="utf-8-sig")
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}:{number}: FAILED: {complaint}" for number, complaint in enumerate(BAD.values(), start=5)
    ]


NO_FILE = {
    b"name,calendar_id\n": ":1: there is no column resource_id, subscription_expire_date, subscription_id",
    b"": ":1: there is no column calendar_id",
    f"{HEAD},Name\n".encode(): ":1: there is no use for the column Name",
    f"{HEAD},name\n".encode(): ":1: a column is there twice: ",
    f"{HEAD}\n15,,Zo".encode() + b"\xeb": "can't decode",
    b"\xff\xfe": "can't decode",
    f'{HEAD}\n"unclosed'.encode(): "unexpected end of data",
}


def test_a_file_that_is_none_is_refused_before_anything_is_sent(
    environment: None, tmp_path: Path, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    file, done = tmp_path / "new.csv", dict[bytes, tuple[int, str]]()
    for content in NO_FILE:
        file.write_bytes(content)
        done[content] = main([str(file)]), capsys.readouterr().err
    assert {content: told for content, told in done.items() if told[0] != 2 or NO_FILE[content] not in told[1]} == {}
    assert main([str(tmp_path / "none.csv")]) == 2
    assert len(nexudus_world.requests) == 0
