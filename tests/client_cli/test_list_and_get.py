"""list and get: the client's lists on a command line."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.record_types import RECORD_TYPES
from nexudus_contract.mock import RunningMock

from .conftest import GOOGLE, SECRET, Run, add, environment, in_hours, lines_of, started


def test_a_list_is_a_line_for_each_record(run: Run, client: NexudusClient) -> None:
    ids = [add(client, name=name) for name in ("Ada's calendar", "Bob's calendar")]
    done = run("list", GOOGLE)
    assert (done.code, done.err) == (0, "")
    header, *rows = lines_of(done.out)
    assert header == ["Id", "ResourceId", "Name", "SubscriptionExpireDate"]
    assert [row[:3] for row in rows] == [[str(ids[0]), "15", "Ada's calendar"], [str(ids[1]), "15", "Bob's calendar"]]


def test_a_list_takes_the_filters_that_the_client_takes(run: Run, client: NexudusClient) -> None:
    ids = [add(client, hours, name=f"{hours}") for hours in (1, 2, 3)]
    found = run("list", GOOGLE, "--name", "2", "--json").json
    assert [row["Id"] for row in found] == [ids[1]]
    later = run(
        "list", GOOGLE, "--subscription-expire-date-after", in_hours(1.5).isoformat(), "--order-by", "Name",
        "--descending", "--columns", "Name", "--limit", 2,
    )  # fmt: skip
    assert later.out == "Name\n3\n2\n"
    assert run("list", GOOGLE, "--limit", 1, "--json").json[0]["Id"] == ids[0]


def test_a_bound_is_never_narrower_than_its_last_digit(run: Run, mock: RunningMock) -> None:
    mock.world.requests.clear()
    for end in ("after", "before"):
        run("list", GOOGLE, f"--updated-on-{end}", "2026-08-27T10:32:29.0000001+02:00")
    asked = [parse_qs(entry.query.decode()) for entry in mock.world.requests]
    assert [query.get("from_CoworkerGoogleCalendar_UpdatedOn") for query in asked] == [["2026-08-27T08:32:29Z"], None]
    assert [query.get("to_CoworkerGoogleCalendar_UpdatedOn") for query in asked] == [None, ["2026-08-27T08:32:30Z"]]


def test_rows_are_made_full_when_asked(run: Run, client: NexudusClient, mock: RunningMock) -> None:
    add(client)
    mock.world.requests.clear()
    run("list", GOOGLE, "--full")
    assert [entry.handling.operation for entry in mock.world.requests] == [
        "listCoworkerGoogleCalendars",
        "batchCoworkerGoogleCalendars",
    ]


@pytest.mark.parametrize("arguments", [("list", GOOGLE, "--json"), ("list", GOOGLE, "--full", "--json")])
def test_secrets_are_left_out_unless_asked_for(run: Run, client: NexudusClient, arguments: tuple[str, ...]) -> None:
    add(client)
    assert "EventSyncToken" not in run(*arguments).out
    assert run(*arguments, "--with-secrets").json[0]["EventSyncToken"] == SECRET


def test_get_shows_whole_records(run: Run, client: NexudusClient) -> None:
    ids = [add(client, name="one"), add(client, name="two")]
    done = run("get", GOOGLE, *ids)
    assert done.code == 0
    assert "Name: one\n" in done.out
    assert "Name: two\n" in done.out
    assert "CoworkerId: null\n" in done.out
    assert SECRET not in done.out
    assert [item["Id"] for item in run("get", GOOGLE, ids[1], "--json").json] == [ids[1]]


@pytest.mark.parametrize("ids", [(999,), (999, 998)])
def test_get_exits_with_1_where_a_record_is_missing(run: Run, ids: tuple[int, ...]) -> None:
    done = run("get", GOOGLE, *ids, "--json")
    assert (done.code, done.json) == (1, [])
    assert done.err.splitlines() == [f"{GOOGLE} {id_}: there is no such record" for id_ in ids]


def test_what_strangers_wrote_moves_no_cursor(run: Run, client: NexudusClient) -> None:
    id_ = add(client, name="\x1b[2Jgone\tand\nforgotten ☕")
    assert lines_of(run("list", GOOGLE).out)[1][2] == r"\x1b[2Jgone\tand\nforgotten ☕"
    assert "Name: \\x1b[2Jgone\\tand\\nforgotten ☕\n" in run("get", GOOGLE, id_).out
    assert run("get", GOOGLE, id_, "--json").json[0]["Name"] == "\x1b[2Jgone\tand\nforgotten ☕"


MISTAKES: dict[tuple[str, ...], str] = {
    ("list", GOOGLE, "--nam", "x"): "No such option: --nam",
    ("list", GOOGLE, "--order-by", "Size"): "'Size' is none of ResourceId, CoworkerId",
    ("list", GOOGLE, "--updated-on-after", "2026-01-01T00:00"): "has no time zone",
    ("list", GOOGLE, "--updated-on-after", "soon"): "'soon' is no time",
    ("list", GOOGLE, "--window", "5 h"): "'5 h' is no length of time",
    ("list", GOOGLE, "--window", "5h"): "a window is a minute or longer",
    ("list", GOOGLE, "--resource", "x"): "is not a valid int",
    ("list", "calendars"): "No such command 'calendars'",
    ("get", "calendars", "1"): "'calendars' is no record type; there are coworker-ms-office-calendars",
    ("get", GOOGLE): "Missing argument 'ID...'",
    ("bake",): "No such command 'bake'",
}


def test_a_mistake_is_told_and_exits_with_2(run: Run) -> None:
    done = {arguments: run(*arguments) for arguments in MISTAKES}
    wrong = {
        arguments: item
        for arguments, item in done.items()
        if (item.code, item.out) != (2, "") or MISTAKES[arguments] not in item.err or "Traceback" in item.err
    }
    assert wrong == {}


UNASKABLE = [
    ({"NEXUDUS_PASSWORD": ""}, "set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD\n"),
    ({"NEXUDUS_PASSWORD": "s3cret"}, "answered 401"),
    ({"NEXUDUS_TOKEN": "s3cret"}, "answered 401"),
    ({"NEXUDUS_AUTH": "grant", "NEXUDUS_PASSWORD": "s3cret"}, "check the user name and the password"),
    ({"NEXUDUS_BASE_URL": "nexudus"}, "this is no address of a server"),
    ({"NEXUDUS_BASE_URL": "http://me:s3cret@127.0.0.1:1"}, "the address holds a user name"),
]


def test_what_cannot_be_asked_is_told_in_a_line_without_secrets(run: Run) -> None:
    done = [(variables, said, run("list", GOOGLE, **variables)) for variables, said in UNASKABLE]
    wrong = [
        (variables, item)
        for variables, said, item in done
        if (item.code, item.out, item.err.count("\n")) != (2, "", 1) or said not in item.err or "s3cret" in item.err
    ]
    assert wrong == []


def test_a_request_that_is_sent_again_is_told(run: Run, client: NexudusClient, mock: RunningMock) -> None:
    add(client)
    mock.world.faults.add("error-503,times=1")
    done = run("list", GOOGLE, "--json")
    assert (done.code, len(done.json)) == (0, 1)
    assert "answered 503" in done.err
    assert "attempt 2 follows" in done.err


def test_nothing_half_is_json(run: Run, client: NexudusClient, mock: RunningMock) -> None:
    add(client)
    mock.world.faults.add("html")
    done = run("list", GOOGLE, "--json")
    assert (done.code, done.out) == (2, "")


def test_a_list_into_a_closed_pipe_is_calm(client: NexudusClient, mock: RunningMock) -> None:
    add(client)
    reader, writer = os.pipe()
    os.close(reader)
    with started(mock.url, "list", GOOGLE, stdout=writer) as process:
        os.close(writer)
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait()) == ("", 141)


def test_a_terminal_gets_a_table_and_nothing_is_cut_off(client: NexudusClient, mock: RunningMock) -> None:
    add(client, name="Ada's" + "very" * 30)
    reader, writer = pty.openpty()
    with started(mock.url, "list", GOOGLE, stdout=writer, stdin=subprocess.DEVNULL) as process:
        os.close(writer)
        shown = b""
        while chunk := _read(reader):
            shown += chunk
        assert process.wait() == 0
    os.close(reader)
    text = shown.decode()
    assert "SubscriptionExpireDate" in "".join(text.split()) or "┃" in text
    letters = "".join(sign for sign in text if sign.isalpha())
    assert letters.count("very") >= 20


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:
        # This is how Linux says that nobody writes any more.
        return b""


def test_an_encoding_without_the_letters_is_no_crash(client: NexudusClient, mock: RunningMock) -> None:
    add(client, name="☕")
    ascii_ = environment(mock.url) | {"PYTHONIOENCODING": "ascii"}
    with started(mock.url, "list", GOOGLE, "--columns", "Name", env=ascii_) as process:
        assert process.communicate() == ("Name\n\\u2615\n", "")
    with started(mock.url, "list", GOOGLE, "--json", env=ascii_) as process:
        assert json.loads(process.communicate()[0])[0]["Name"] == "☕"


def test_every_record_type_of_the_contract_has_its_command(run: Run) -> None:
    shown = run("list", "--help").out
    assert all(item.name in shown for item in RECORD_TYPES)
    assert "--subscription-expire-date-before" in run("list", GOOGLE, "--help").out


def test_python_dash_m_is_the_command(mock: RunningMock) -> None:
    command = [sys.executable, "-m", "nexudus_calendars.cli", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(mock.url))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Exit codes: 0 all is well" in done.stdout


def test_a_stderr_that_is_full_fails_no_command(client: NexudusClient, mock: RunningMock) -> None:
    """The client tells there that it was throttled and tries again."""
    id_ = add(client)
    mock.world.faults.add("throttle-409,seconds=1,times=1")
    with Path("/dev/full").open("w") as full, started(mock.url, "list", GOOGLE, stderr=full) as process:
        out, _ = process.communicate()
    assert process.returncode == 0
    assert str(id_) in out
