"""Servers that behave in other ways than the mock get other answers, and only where they differ."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nexudus_contract.mock import Answer, Request, Respond

from .conftest import Asking, words
from .helpers import servers
from .helpers.expected import CURRENT


def _null(request: Request, value: Any) -> Any:
    if not servers.is_list(request):
        return value
    return {**value, "Records": [{**row, "Name": None} for row in value["Records"]]}


def _bare(request: Request, value: Any) -> Any:
    if not servers.is_list(request):
        return value
    return {**value, "Records": [{"Id": row["Id"]} for row in value["Records"]]}


def _by_id(_ids: list[int], records: list[dict[str, int]]) -> list[dict[str, int]]:
    return sorted(records, key=lambda record: record["Id"])


def _with_null(ids: list[int], records: list[dict[str, object]]) -> object:
    found = {record["Id"]: record for record in records}
    return [found.get(number) for number in ids]


def _none_missing(ids: list[int], records: list[dict[str, object]]) -> object:
    return records if len(records) == len(ids) else servers.json_answer("Not found", 404)


def _nobody(request: Request, value: object) -> object:
    return Answer(401, b"", ())


OTHER_SERVERS = [
    ("dir 1 and -1", servers.dir_as({"1": "0", "-1": "1"}), {"dir=0": "ascending", "dir=1": "ascending",
     "dir=-1": "descending", "dir=ascending": "ignored", "dir=descending": "ignored"}),
    ("dir ignored", servers.dir_as({}),
     dict.fromkeys([name for name in CURRENT if name.startswith("dir=")], "ignored")),
    ("dir the other way", servers.dir_as({"0": "1", "1": "0"}), {"dir=0": "descending", "dir=1": "ascending",
     "dir=-1": "ascending", "dir=ascending": "ignored", "dir=descending": "ignored"}),
    ("dir is a text", servers.answering(lambda _, value: {**value, "CurrentSortDirection": "ASC"}
     if "Records" in value else value), {"direction-shown": "a text"}),
    ("sorted by name", servers.asking(lambda query: [*query, *([] if dict(query).get("orderBy")
     else [("orderBy", "Name")])]), {"default-sort": "Name"}),
    ("smaller pages", servers.capped(5), {"largest-page": "5 rows"}),
    ("size refused", servers.refusing(lambda query: int(dict(query).get("size", "1")) > 1000),
     {"largest-page": "a size above 1000 is refused (400)"}),
    ("batch by id", servers.batches(_by_id), {"batch-order": "by id, ascending"}),
    ("batch by id, downwards", servers.batches(lambda ids, records: _by_id(ids, records)[::-1]),
     {"batch-order": "by id, descending"}),
    ("null in batches", servers.batches(_with_null),
     {"batch-unknown-among": "null in its place", "batch-unknown-only": "null in its place"}),
    ("404 for batches", servers.batches(_none_missing),
     {"batch-unknown-among": 'refused (404, the text "Not found")',
      "batch-unknown-only": 'refused (404, the text "Not found")'}),
    ("batches in pages", servers.batches(lambda _, records: {"Records": records, "TotalItems": len(records)}),
     {"batch": "a page"}),
    ("batches are empty", servers.batches(lambda *_: []), {"batch": "a bare array without the record",
     "batch-order": "unknown", "batch-unknown-among": "unknown", "batch-unknown-only": "unknown",
     "batch-records": "unknown"}),
    ("partial batches", servers.batches(lambda _, records: [{"Id": record["Id"]} for record in records]),
     {"batch-records": "partial"}),
    ("rows of ids alone", servers.answering(_bare), {"list-rows": "partial"}),
    ("rows with nulls", servers.answering(_null), {"list-rows": "partial"}),
    ("UTC+01:00", servers.moments(servers.zone(1)), {"moment-bare": "UTC+01:00"}),
    ("UTC-09:30", servers.moments(servers.zone(-9.5)), {"moment-bare": "UTC-09:30"}),
    ("UTC+14:00", servers.moments(servers.zone(14)), {"moment-bare": "UTC+14:00"}),
    ("UTC-14:00", servers.moments(servers.zone(-14)), {"moment-bare": "UTC-14:00"}),
    ("instants too", servers.moments(servers.zone(2), instants=True),
     {"moment-bare": "UTC+02:00", "moment-instant": "UTC+02:00"}),
    ("London", servers.moments(servers.london), {"moment-bare": "UTC in winter, UTC+01:00 in summer"}),
    ("ranges ignored",
     servers.asking(lambda query: [pair for pair in query if not pair[0].startswith(("from_", "to_"))]),
     {"moment-bare": "ignored", "moment-instant": "ignored", "range-from": "unknown", "range-to": "unknown"}),
    ("instants refused", servers.refusing(lambda query: any(value.endswith("Z") for _, value in query)),
     {"moment-instant": "refused (400)", "range-from": "unknown", "range-to": "unknown"}),
    ("bounds outside",
     servers.moments(lambda end, moment: moment + timedelta(seconds=1 if end == "from" else -1), instants=True),
     {"range-from": "does not belong to the range", "range-to": "does not belong to the range"}),
    ("lower bound outside",
     servers.moments(lambda end, moment: moment + timedelta(seconds=end == "from"), instants=True),
     {"range-from": "does not belong to the range"}),
    ("texts contain", servers.texts(lambda text, value: value in text), {"text-filter": "contains"}),
    ("texts start", servers.texts(str.startswith), {"text-filter": "starts with"}),
    ("texts end", servers.texts(str.endswith), {"text-filter": "ends with"}),
    ("case is the same", servers.texts(lambda text, value: text.lower() == value.lower()),
     {"text-case": "no difference"}),
    ("texts ignored", servers.texts(lambda *_: True), {"text-filter": "ignored", "text-case": "ignored"}),
    ("404 with an object", servers.answering(lambda *_: {"Message": "No."}, status=404),
     {"unknown-id": "404, an object with Message"}),
    ("404 is a page", servers.answering(lambda *_: Answer(404, b"<p>", ((b"content-type", b"text/html"),)),
     status=404), {"unknown-id": "404, no JSON (text/html)"}),
    ("404 is 500", servers.answering(lambda *_: servers.json_answer({"Message": "Oops"}, 500), status=404),
     {"unknown-id": "500, an object with Message"}),
    ("401 without body", servers.answering(_nobody, status=401),
     {"made-up-token": "401, no body", "challenge": "no WWW-Authenticate"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrap", "expected"), [pytest.param(wrap, other, id=name) for name, wrap, other in OTHER_SERVERS]
)
def test_another_server_gets_another_answer(
    asking_one: Asking, wrap: Callable[[Respond], Respond], expected: dict[str, str]
) -> None:
    assert words(asking_one(wrap, records=12)) == {**CURRENT, **expected}
