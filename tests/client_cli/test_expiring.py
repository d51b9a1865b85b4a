"""expiring: which connections stop, and when."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.span import parse_span
from nexudus_contract.mock import Answer, Request, RunningMock, responder, serving

from .conftest import GOOGLE, OFFICE, SECRET, Run, add, add_office, lines_of


def test_what_expires_comes_first_to_last_of_all_types(run: Run, client: NexudusClient) -> None:
    soon, gone, office = add(client, 5), add(client, -30), add_office(client, 2.5)
    add(client, 80)
    done = run("expiring", "--within", "72h")
    assert done.code == 1
    header, *rows = lines_of(done.out)
    assert header == ["record type", "id", "expires", "", "ResourceId", "Name"]
    assert [row[:2] for row in rows] == [[GOOGLE, str(gone)], [OFFICE, str(office)], [GOOGLE, str(soon)]]
    assert [row[3] for row in rows] == ["stopped 30 h ago", "in 2 h", "in 4 h"]
    assert done.err.endswith(", of which 1 have stopped already\n")


def test_nothing_expires(run: Run, client: NexudusClient) -> None:
    add(client, 5)
    done = run("expiring", "--within", "3h")
    assert (done.code, done.out) == (0, "nothing expires\n")


def test_programs_get_one_document(run: Run, client: NexudusClient) -> None:
    ids = [add(client, -1), add(client, 1)]
    done = run("expiring", GOOGLE, "--json")
    assert [(item["record_type"], item["id"], item["stopped"]) for item in done.json["expiring"]] == [
        (GOOGLE, ids[0], True),
        (GOOGLE, ids[1], False),
    ]
    assert done.json["expiring"][0]["Name"] == "Ada's calendar"
    assert SECRET not in done.out
    assert (done.code, run("expiring", OFFICE, "--json").json["expiring"]) == (1, [])


def test_two_ways_to_the_same_records_are_one_unless_named(run: Run, mock: RunningMock) -> None:
    mock.world.requests.clear()
    run("expiring")
    asked = [entry.path for entry in mock.world.requests]
    assert len(asked) == len(set(asked)) == 2
    run("expiring", "coworker-ms-offe-calendars")
    assert [entry.path for entry in mock.world.requests][2:] == ["/api/spaces/coworkermsoffecalendars"]


def test_full_records_are_read_since_rows_may_lack_properties(
    run: Run, client: NexudusClient, mock: RunningMock
) -> None:
    add(client)
    mock.world.requests.clear()
    assert run("expiring", GOOGLE).code == 1
    assert [entry.handling.operation for entry in mock.world.requests] == [
        "listCoworkerGoogleCalendars",
        "batchCoworkerGoogleCalendars",
    ]


@pytest.mark.parametrize("misread", [b"from_", b"to_"])
def test_a_server_that_ignores_filters_fools_nobody(
    run: Run, client: NexudusClient, mock: RunningMock, misread: bytes
) -> None:
    add(client, 5)
    add(client, 200)
    respond = responder(mock.world)

    def forgetful(request: Request) -> Answer:
        request.query = b"&".join(part for part in request.query.split(b"&") if not part.startswith(misread))
        return respond(request)

    with serving(forgetful) as url:
        done = run("expiring", "--json", NEXUDUS_BASE_URL=url)
    assert len(done.json["expiring"]) == 1


def test_the_filter_allows_for_a_server_that_reads_it_in_another_zone(
    run: Run, client: NexudusClient, mock: RunningMock
) -> None:
    add(client, 5)
    respond = responder(mock.world)
    asked = list[bytes]()

    def listening(request: Request) -> Answer:
        asked.append(request.query)
        return respond(request)

    with serving(listening) as url:
        before: Any = run("expiring", GOOGLE, "--within", "6h", "--json", NEXUDUS_BASE_URL=url).json["until"]
    (end,) = [part for part in asked[0].decode().split("&") if part.startswith("to_")]
    latest = datetime.fromisoformat(unquote(end.partition("=")[2]).removesuffix("Z"))
    assert latest - datetime.fromisoformat(before.removesuffix("Z")) > timedelta(hours=13)


def test_spans_are_written_in_many_ways() -> None:
    spans = {text: parse_span(text) for text in ("6h", "360m", "21600s", "1d", "2w", "5h60m", "1d12h")}
    hours = {"6h": 6, "360m": 6, "21600s": 6, "1d": 24, "2w": 336, "5h60m": 6, "1d12h": 36}
    assert spans == {text: timedelta(hours=number) for text, number in hours.items()}


def test_a_span_that_is_none_is_told() -> None:
    told = {text: refusal(text) for text in ("72", "72 h", "h", "-3h", "3y", "", "99999999h", "1h2", "x1h")}
    assert told == {text: f"{text!r} is no length of time; write it like 72h, 3d, 90m or 1d12h" for text in told}


def refusal(span: str) -> str:
    try:
        return f"it is read as {parse_span(span)}"
    except ValueError as error:
        return str(error)


def test_the_command_says_what_is_wrong_with_its_span(run: Run) -> None:
    wanted = {"72 h": "'72 h' is no length of time", "999999w": "beyond the last date"}
    done = {span: run("expiring", f"--within={span}") for span in wanted}
    wrong = {
        span: item for span, item in done.items() if (item.code, item.out) != (2, "") or wanted[span] not in item.err
    }
    assert wrong == {}
