"""renew --command: a program of one's own renews what expires, and what it answers is written."""

from pathlib import Path
from typing import Any

import pytest

from nexudus_calendars import NexudusClient
from nexudus_contract.mock import RunningMock

from .conftest import GOOGLE, LATER, OFFE, OFFICE, Run, add, add_office, writes

PROGRAM = """
import json, os, sys
print("renewing", file=sys.stderr)
assert "NEXUDUS_PASSWORD" not in os.environ and "NEXUDUS_TOKEN" not in os.environ
for line in sys.stdin:
    given = json.loads(line)
    assert "EventSyncToken" not in given["record"] and given["expires"] and given["record"]["SubscriptionId"]
    print(json.dumps({"record_type": given["record_type"], "id": given["id"], "expires": "2031-01-01T00:00:00Z"}))
"""


@pytest.fixture
def program(tmp_path: Path) -> Any:
    """A program of these lines, as --command names it."""

    def written(text: str) -> str:
        path = tmp_path / "renewer with blank.py"
        path.write_text(text)
        return f"python3 '{path}'"

    return written


def test_a_program_gets_what_expires_and_its_answer_is_written(
    run: Run, client: NexudusClient, mock: RunningMock, program: Any
) -> None:
    ids, later = [add(client, 1), add(client, -9)], add(client, 500)
    office = add_office(client)
    done = run("renew", GOOGLE, "--command", program(PROGRAM))
    assert (done.code, writes(mock)) == (0, [])
    assert "renewing" not in done.err
    assert "dry run: 2 records for python3" in done.err
    done = run("renew", GOOGLE, "--command", program(PROGRAM), "--yes")
    assert done.code == 0
    assert "renewing\n" in done.err
    expires = [record.to_dict()["SubscriptionExpireDate"] for record in client.coworker_google_calendars.get_many(ids)]
    assert expires == [LATER, LATER]
    assert client.coworker_google_calendars.get(later).to_dict()["SubscriptionExpireDate"] != LATER
    assert client.coworker_ms_office_calendars.get(office).to_dict()["SubscriptionExpireDate"] != LATER
    assert run("renew", GOOGLE, "--command", program(PROGRAM), "--yes").err == "nothing expires\n"


def test_what_a_program_left_out_is_told(run: Run, client: NexudusClient, program: Any) -> None:
    ids = [add(client), add(client)]
    only = f"print('record_type,id,expires'); print('{GOOGLE},{ids[0]},{LATER}')"
    done = run("renew", "--command", program(only), "--yes", "--within", "1d")
    assert done.code == 1
    assert f"{GOOGLE} {ids[1]}: python3 did not renew it\n" in done.err
    left = run("renew", "--command", program("print('record_type,id,expires')"), "--yes", "--json")
    assert (left.code, left.json["not_renewed"]) == (1, [{"record_type": GOOGLE, "id": ids[1]}])


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("raise SystemExit(3)", "python3 ended with 3, not 0", ""),
        ("print('half'); raise SystemExit(3)", "python3 ended with 3, not 0", "half\n"),
        ("print('<html>')", "answer of python3:1: there is no column record_type\n", "<html>\n"),
        ("print('{')", "answer of python3:1: this is no JSON\n", "{\n"),
        ("pass", "answer of python3:1: the first line names the columns", ""),
        ("import sys; sys.stdin.close(); print('record_type,id\\nx,1')", "answer of python3:2: 'x'", None),
        (f"print('record_type,id,expires\\n{GOOGLE},999,{LATER}')", f"{GOOGLE} 999 was not given to python3", None),
    ],
)
def test_a_program_that_fails_changes_nothing_and_its_answer_is_kept(
    run: Run,
    client: NexudusClient,
    mock: RunningMock,
    tmp_path: Path,
    program: Any,
    text: str,
    said: str,
    kept: str | None,
) -> None:
    add(client)
    done = run("renew", "--command", program(text), "--yes")
    assert (done.code, writes(mock)) == (2, [])
    assert said in done.err
    assert "Traceback" not in done.err
    file = tmp_path / "nexudus-renewals.journal"
    assert file.exists() == (kept != "")
    if kept:
        assert file.read_text() == kept
        assert "nexudus-renewals.journal exists" in run("renew", "--command", program(text), "--yes").err


def test_no_record_is_given_to_a_program_twice(run: Run, client: NexudusClient, tmp_path: Path, program: Any) -> None:
    add_office(client)
    done = run("renew", OFFICE, OFFE, "--command", program("open('started', 'w')"), "--yes")
    assert (done.code, (tmp_path / "started").exists()) == (2, False)
    assert "two of them are ways to the same records" in done.err


def test_a_program_has_its_time(run: Run, client: NexudusClient, mock: RunningMock, program: Any) -> None:
    add(client)
    done = run("renew", "--command", program("import signal; signal.pause()"), "--yes", "--timeout", "1s")
    assert (done.code, writes(mock)) == (2, [])
    assert "python3 took longer than 0:00:01; --timeout gives it more\n" in done.err


@pytest.mark.parametrize(
    ("command", "said"),
    [("'", "No closing quotation"), (" ", "names no program"), ("/no/such/program", "/no/such/program: No such file")],
)
def test_a_program_that_is_none_is_told(run: Run, client: NexudusClient, command: str, said: str) -> None:
    add(client)
    done = run("renew", "--command", command, "--yes")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert said in done.err


def test_what_a_program_renewed_and_nobody_wrote_is_kept(
    run: Run, client: NexudusClient, mock: RunningMock, tmp_path: Path, program: Any
) -> None:
    add(client, 1)
    mock.world.faults.add("unsuccessful,operation=update*,times=1")
    assert run("renew", "--command", program(PROGRAM), "--yes").code == 1
    kept = tmp_path / "nexudus-renewals.journal"
    assert LATER in kept.read_text()
    assert run("renew", "--from", kept, "--yes").code == 0
    (row,) = client.coworker_google_calendars.list()
    assert row.to_dict()["SubscriptionExpireDate"] == LATER
