"""renew: new dates from a file, looked at first and then written."""

import json
import os
import pty
import signal
import subprocess
import threading
from pathlib import Path

from nexudus_calendars import NexudusClient
from nexudus_contract.mock import Answer, Request, RunningMock, responder, serving

from .conftest import GOOGLE, LATER, OFFE, OFFICE, SECRET, Run, add, add_office, environment, lines_of, started, writes

HEADER = "record_type,id,expires\n"


def table(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_nothing_is_written_until_somebody_says_so(
    run: Run, client: NexudusClient, mock: RunningMock, tmp_path: Path
) -> None:
    id_ = add(client)
    file = table(tmp_path / "r.csv", f"{GOOGLE},{id_},{LATER}")
    done = run("renew", "--from", file)
    assert done.code == 0
    header, row = lines_of(done.out)
    assert header == ["record type", "id", "property", "now", "then"]
    assert (row[:3], row[4]) == ([GOOGLE, str(id_), "SubscriptionExpireDate"], LATER)
    assert done.err == "dry run: 1 record to write; --yes writes\n"
    assert writes(mock) == []
    assert run("renew", "--from", file, "--json").json["dry_run"] is True
    assert writes(mock) == []


def test_what_is_not_named_stays_as_it_is(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    id_, office = add(client), add_office(client)
    before = client.coworker_google_calendars.get(id_).to_dict()
    file = table(
        tmp_path / "r.csv",
        f"{GOOGLE},{id_},{LATER},12345",
        f"{OFFICE},{office},{LATER},",
        header="Record-Type,Id,expires,subscription_id\n",
    )
    done = run("renew", "--from", file, "--yes")
    assert (done.code, done.err) == (0, "2 records written, 0 not\n")
    after = client.coworker_google_calendars.get(id_).to_dict()
    differing = {name for name in before if before[name] != after[name]}
    assert differing - {"UpdatedOn"} == {"SubscriptionExpireDate", "SubscriptionId"}
    assert (after["SubscriptionExpireDate"], after["SubscriptionId"]) == (LATER, "12345")
    assert client.coworker_ms_office_calendars.get(office).subscription_id == "graph-1"
    assert run("renew", "--from", file, "--yes").err.endswith("nothing to write\n")


def test_json_lines_say_the_same(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    id_ = add(client)
    file = tmp_path / "r.jsonl"
    line = {"record_type": GOOGLE, "id": id_, "SubscriptionExpireDate": LATER, "coworker_id": None, "Name": ""}
    file.write_text(f"\n{json.dumps(line)}\n")
    done = run("renew", "--from", file, "--yes", "--json")
    assert (done.code, done.json["failed"]) == (0, [])
    assert {change["property"] for change in done.json["steps"][0]["changes"]} == {"SubscriptionExpireDate", "Name"}
    assert client.coworker_google_calendars.get(id_).name == ""


def test_a_secret_is_written_and_never_shown(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    id_ = add(client)
    file = table(tmp_path / "r.csv", f"{GOOGLE},{id_},n3w-token", header="record_type,id,EventSyncToken\n")
    for more in ((), ("--json",), ("--yes", "--json")):
        done = run("renew", "--from", file, *more)
        assert done.code == 0
        assert "n3w-token" not in done.out + done.err
        assert SECRET not in done.out + done.err
    assert client.coworker_google_calendars.get(id_).event_sync_token == "n3w-token"


# Each row, and what is said of it behind its place.
BAD = {
    f"coworker-calendars,1,{LATER}": "'coworker-calendars'; it is one of coworker-ms-office-calendars, ",
    f",1,{LATER}": "no record_type; it is one of ",
    f"{GOOGLE},x,{LATER}": "Id 'x' is no whole number",
    f"{GOOGLE},,{LATER}": "Id must have a value",
    f"{GOOGLE},1.5,{LATER}": "Id 1.5 is no whole number",
    f"{GOOGLE},1,": "it names nothing to change",
    f"{GOOGLE},1,2031-01-01": "'2031-01-01' has no time zone",
    f"{GOOGLE},1,soon": "'soon' is no time",
    f"{GOOGLE},1,9999-12-31T23:59:59-14:00": "'9999-12-31T23:59:59-14:00' is no time",
    f"{GOOGLE},1,null": "SubscriptionExpireDate must have a value",
    f"{GOOGLE},1,2020-01-01T00:00:00Z": "SubscriptionExpireDate 2020-01-01T00:00:00Z is over already",
    f"{GOOGLE},2,{LATER}": "",
    f"{GOOGLE},2,2031-01-01T00:00:01Z": f"{GOOGLE} 2 stands in ",
}


def test_each_line_that_cannot_be_read_is_named_and_nothing_written(
    run: Run, mock: RunningMock, tmp_path: Path
) -> None:
    file = table(tmp_path / "r.csv", *BAD)
    done = run("renew", "--from", file, "--yes")
    assert (done.code, done.out) == (2, "")
    *told, last = done.err.splitlines()
    wanted = [f"{file}:{number}: {said}" for number, said in enumerate(BAD.values(), start=2) if said]
    assert [line[: len(start)] for line, start in zip(told, wanted, strict=True)] == wanted
    assert last == "nothing was written"
    assert len(mock.world.requests) == 0


def test_no_more_than_twenty_bad_lines_are_named(run: Run, tmp_path: Path) -> None:
    done = run("renew", "--from", table(tmp_path / "r.csv", *[f"{GOOGLE},x,{LATER}"] * 22))
    assert done.code == 2
    *told, more, last = done.err.splitlines()
    assert (len(told), more, last) == (20, "and 2 more", "nothing was written")


UNFITTING = {
    f"{GOOGLE},1,{LATER},5": "r.csv:2: 4 cells under 3 columns",
    f'{GOOGLE},1,"{LATER}': "r.csv:2: unexpected end of data",
}


def test_a_row_that_does_not_fit_the_table_is_told(run: Run, mock: RunningMock, tmp_path: Path) -> None:
    done = {row: run("renew", "--from", table(tmp_path / "r.csv", row), "--yes") for row in UNFITTING}
    wrong = {
        row: item
        for row, item in done.items()
        if (item.code, item.out) != (2, "")
        or UNFITTING[row] not in item.err
        or not item.err.endswith("nothing was written\n")
    }
    assert wrong == {}
    assert len(mock.world.requests) == 0


COLUMNS = {
    "record_type,id,expire\n": "coworker-google-calendars has no expire that can be written",
    "record_type,id,UpdatedOn\n": "has no UpdatedOn that can be written",
    "record_type,id,id\n": ":1: id and id mean the same, given twice",
    "record_type,id,\n": ":1: the first line names the columns, each once",
    "": "r.csv:1: there is no column record_type",
}


def test_a_column_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    row = f"{GOOGLE},1,{LATER}"
    done = {header: run("renew", "--from", table(tmp_path / "r.csv", row, header=header)) for header in COLUMNS}
    assert {header: item for header, item in done.items() if item.code != 2 or COLUMNS[header] not in item.err} == {}


# Each with the two that mean one thing.
TWICE = {
    f"record_type,id,Id,expires\n{GOOGLE},1001,1002,{LATER}": "id and Id",
    f"record_type,id,expires,Expires\n{GOOGLE},1001,{LATER},": "expires and Expires",
    f"record_type,id,SubscriptionExpireDate,subscription-expire-date\n{GOOGLE},1001,,{LATER}": (
        "SubscriptionExpireDate and subscription-expire-date"
    ),
    f"record_type,id,expires,SubscriptionExpireDate\n{GOOGLE},1001,{LATER},": "expires and SubscriptionExpireDate",
    f"record_type,Record Type,id,expires\n{GOOGLE},{OFFICE},1001,{LATER}": "record_type and Record Type",
    f'{{"record_type":"{GOOGLE}","id":1001,"id":1002,"expires":"{LATER}"}}': "id is given twice",
    f'{{"record_type":"{GOOGLE}","id":1001,"ID":1002,"expires":"{LATER}"}}': "id and ID",
    f'{{"record_type":"{GOOGLE}","id":1001,"expires":"{LATER}","Expires":"{LATER}"}}': "expires and Expires",
    f'{{"record_type":"{GOOGLE}","id":1001,"subscription_expire_date":"{LATER}","expires":null}}': (
        "subscription_expire_date and expires"
    ),
}


def test_columns_and_keys_that_mean_one_thing_are_refused(run: Run, mock: RunningMock, tmp_path: Path) -> None:
    """From a file and from a program alike, since both are read by `change.read`."""
    file, wrong = tmp_path / "r", dict[str, str]()
    for content, both in TWICE.items():
        file.write_text(f"{content}\n")
        done = run("renew", "--from", file, "--yes")
        if done.code != 2 or both not in done.err or "twice" not in done.err or "nothing was written" not in done.err:
            wrong[content] = done.err
    assert wrong == {}
    assert len(mock.world.requests) == 0


def test_two_ways_to_one_record_are_one_record(
    run: Run, client: NexudusClient, mock: RunningMock, tmp_path: Path
) -> None:
    id_ = add_office(client)
    file = table(tmp_path / "r.csv", f"{OFFICE},{id_},{LATER}", f"{OFFE},{id_},2031-02-01T00:00:00Z")
    done = run("renew", "--from", file, "--yes")
    assert (done.code, writes(mock)) == (2, [])
    assert f"{file}:3: {OFFE} {id_} stands in {file}:2 already\n" in done.err


def test_bytes_that_are_no_text_and_files_that_are_none_are_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(b"record_type,id\xff")
    assert run("renew", "--from", file).err.endswith("byte 14 is not UTF-8; save it as UTF-8\nnothing was written\n")
    assert "No such file" in run("renew", "--from", tmp_path / "none.csv").err
    assert "say where the new dates come from" in run("renew").err
    assert "say where the new dates come from" in run("renew", "--from", file, "--command", "x").err


def test_what_a_spreadsheet_saves_is_read(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    id_ = add(client)
    file = tmp_path / "r.csv"
    file.write_bytes(b"\xef\xbb\xbfrecord_type,id,expires\r\n" + f'"{GOOGLE}",{id_},{LATER}\r\n\r\n'.encode())
    assert run("renew", "--from", file, "--yes").code == 0


def test_a_record_that_is_missing_is_told_and_the_others_written(
    run: Run, client: NexudusClient, tmp_path: Path
) -> None:
    id_ = add(client)
    file = table(tmp_path / "r.csv", f"{GOOGLE},999,{LATER}", f"{GOOGLE},{id_},{LATER}")
    done = run("renew", "--from", file, "--yes")
    assert done.code == 1
    assert f"{file}:2: {GOOGLE} 999: there is no such record\n" in done.err
    assert "1 record written, 0 not\n" in done.err


def test_what_failed_can_be_fed_in_again(run: Run, client: NexudusClient, mock: RunningMock, tmp_path: Path) -> None:
    ids = [add(client, name=f"n{number}") for number in range(3)]
    rows = [f'{GOOGLE},{id_},{LATER},"a ""quoted"", name"' for id_ in ids]
    file = table(tmp_path / "r.csv", *rows, header="record_type,id,expires,name\n")
    mock.world.faults.add("unsuccessful,operation=update*,times=2")
    failed = tmp_path / "failed.csv"
    done = run("renew", "--from", file, "--yes", "--journal", failed)
    assert done.code == 1
    assert "1 record written, 2 not" in done.err
    assert sum(": failed: " in line for line in done.out.splitlines()) == 2
    again = run("renew", "--from", file, "--yes", "--journal", failed)
    assert (again.code, "exists: it has what an earlier run did not write" in again.err) == (2, True)
    assert run("renew", "--from", failed, "--yes").code == 0
    found = client.coworker_google_calendars.get_many(ids)
    assert {record.name for record in found} == {'a "quoted", name'}
    assert {record.to_dict()["SubscriptionExpireDate"] for record in found} == {LATER}


def test_who_may_not_write_is_told_once_and_keeps_all(run: Run, client: NexudusClient, tmp_path: Path) -> None:
    ids = [add(client) for _ in range(9)]
    file = table(tmp_path / "r.csv", *(f"{GOOGLE},{id_},{LATER}" for id_ in ids))
    who = {"NEXUDUS_USERNAME": "auditor@example.com", "NEXUDUS_PASSWORD": "auditor"}
    done = run("renew", "--from", file, "--yes", "--journal", tmp_path / "f.csv", **who)
    assert done.code == 1
    assert "not tried" in done.out
    assert "CoworkerGoogleCalendar-Edit" in done.out
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 10


def test_a_person_at_a_terminal_is_asked(client: NexudusClient, mock: RunningMock, tmp_path: Path) -> None:
    id_ = add(client)
    file = table(tmp_path / "r.csv", f"{GOOGLE},{id_},{LATER}")
    for answer, code in (("n", 0), ("y", 0)):
        ours, theirs = pty.openpty()
        with started(mock.url, "renew", "--from", file, stdin=theirs, stderr=theirs) as process:
            os.close(theirs)
            os.write(ours, f"{answer}\n".encode())
            asked = b""
            while b"rite 1 record?" not in asked:
                asked += os.read(ours, 1000)
            assert process.wait() == code
        os.close(ours)
        assert len(writes(mock)) == (answer == "y")


def test_ctrl_c_reports_what_was_written(client: NexudusClient, mock: RunningMock, tmp_path: Path) -> None:
    ids = [add(client) for _ in range(40)]
    file = table(tmp_path / "r.csv", *(f"{GOOGLE},{id_},{LATER}" for id_ in ids))
    respond, begun, go_on = responder(mock.world), threading.Event(), threading.Event()
    seen = list[str]()

    def slow(request: Request) -> Answer:
        if request.method == "PUT":
            seen.append(request.path)
            if len(seen) == 3:
                begun.set()
                go_on.wait(60)
        return respond(request)

    with serving(slow) as url:
        arguments = ("renew", "--from", file, "--yes", "--journal", tmp_path / "f.csv")
        with started(url, *arguments) as process:
            begun.wait(60)
            process.send_signal(signal.SIGINT)
            go_on.set()
            _, error = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in error
    done = sum(
        record.to_dict()["SubscriptionExpireDate"] == LATER for record in client.coworker_google_calendars.get_many(ids)
    )
    assert 0 < done < 40
    assert f"{done} records written, {40 - done} not\n" in error
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 41 - done


def test_a_bar_shows_on_a_terminal_only(client: NexudusClient, mock: RunningMock, tmp_path: Path) -> None:
    file = table(tmp_path / "r.csv", f"{GOOGLE},{add(client)},{LATER}")
    ours, theirs = pty.openpty()
    with started(mock.url, "renew", "--from", file, "--yes", stdin=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:
            # Nobody writes any more.
            pass
        assert process.wait() == 0
    os.close(ours)
    assert b"1/1" in shown
    assert environment(mock.url)["NEXUDUS_PASSWORD"].encode() not in shown
