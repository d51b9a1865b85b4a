"""The mock behaves in ways that are known, and the probe finds them all."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.probe import Confidence, Report, Verdict

from . import servers
from .conftest import GOOGLE, MISSPELT, OFFICE, Asking, answer, words

CURRENT = {
    "collection": "answers (200)",
    "dir=0": "ascending",
    "dir=1": "descending",
    "dir=-1": "refused (400)",
    "dir=ascending": "refused (400)",
    "dir=descending": "refused (400)",
    "default-sort": "Id, ascending",
    "direction-shown": "a number",
    "largest-page": "1000 rows",
    "batch": "a bare array",
    "batch-of-2020": "a page: the ids are ignored",
    "batch-order": "as asked",
    "batch-unknown-among": "left out",
    "batch-unknown-only": "left out",
    "batch-records": "whole",
    "list-rows": "whole",
    "moment-bare": "UTC",
    "moment-instant": "UTC",
    "range-from": "belongs to the range",
    "range-to": "belongs to the range",
    "text-filter": "equals",
    "text-case": "capitals and small letters differ",
    "unknown-id": '404, the text "Not found"',
    "made-up-token": "401, an object with Message",
    "challenge": 'Bearer, Basic realm="Nexudus"',
    "throttle": "unknown",
}
LEGACY = {
    **CURRENT,
    "dir=0": "ignored",
    "dir=1": "ignored",
    "dir=-1": "ignored",
    "dir=ascending": "ascending",
    "dir=descending": "descending",
    "batch": "a page: the ids are ignored",
    "batch-of-2020": "a page",
    "batch-unknown-only": 'refused (404, the text "Not found")',
}
DIALECTS = [pytest.param("current", CURRENT, id="current"), pytest.param("legacy-2020", LEGACY, id="legacy-2020")]
TWO = {"dir=0", "dir=1", "default-sort", "batch-order"}
"""What takes two records to tell."""


@pytest.mark.parametrize(("dialect", "expected"), DIALECTS)
@pytest.mark.parametrize("records", [2, 30])
@pytest.mark.parametrize("lists", ["full", "partial"])
def test_every_question_is_answered_rightly(
    asking: Asking, dialect: str, expected: dict[str, str], records: int, lists: str
) -> None:
    report = asking(dialect=dialect, records=records, lists=lists)
    expected = {**expected, "list-rows": {"full": "whole", "partial": "partial"}[lists]}
    if dialect == "legacy-2020":
        # There the batch is a list.
        expected["batch-records"] = expected["list-rows"]
    assert words(report, GOOGLE) == words(report, OFFICE) == expected
    assert words(report, MISSPELT) == {**expected, "text-filter": "unknown", "text-case": "unknown"}
    assert answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding.answer == (
        "all answer, each with records of its own"
    )


@pytest.mark.parametrize(("dialect", "expected"), DIALECTS)
@pytest.mark.parametrize("lists", ["full", "partial"])
def test_one_record_leaves_some_questions_open_and_none_wrong(
    asking: Asking, dialect: str, expected: dict[str, str], lists: str
) -> None:
    report = asking(dialect=dialect, records=1, lists=lists)
    open_questions = TWO | ({"dir=-1", "dir=ascending", "dir=descending"} if dialect == "legacy-2020" else set())
    found = words(report)
    rows = {"list-rows", "batch-records"}
    assert {name for name in found if found[name] == "unknown"} == open_questions | {"throttle"}
    assert {name: found[name] for name in found.keys() - open_questions - rows} == {
        name: expected[name] for name in found.keys() - open_questions - rows
    }
    assert answer(report, "dir=0").finding.note == "fewer than two records"


@pytest.mark.parametrize(("dialect", "expected"), DIALECTS)
def test_no_records_leave_more_questions_open_and_none_wrong(
    asking: Asking, dialect: str, expected: dict[str, str]
) -> None:
    report = asking(dialect=dialect, records=0)
    found = words(report)
    shared = answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding
    assert (shared.answer, shared.confidence) == ("all answer", Confidence.LIKELY)
    told = {name for name in found if found[name] != "unknown"}
    assert {name: found[name] for name in told} == {name: expected[name] for name in told}
    always = {"collection", "direction-shown", "largest-page", "unknown-id", "made-up-token", "challenge"}
    refused = {"dir=-1", "dir=ascending", "dir=descending", "batch", "batch-unknown-only"}
    assert told == (always | refused if dialect == "current" else always)


@pytest.mark.parametrize("status", [409, 429])
def test_a_throttle_is_waited_out_and_told(asking: Asking, contract: Contract, current: Report, status: int) -> None:
    report = asking(limits=contract.limits, throttle_status=status)
    assert report.throttled
    assert words(report) == {**words(current), "throttle": f"{status}, no body, with Retry-After"}
    (line,) = answer(report, "throttle").finding.lines
    assert line.verdict is Verdict.CONFIRMS
    evidence = report.exchanges[answer(report, "throttle").evidence[0]]
    assert evidence["response"]["status"] == status


def test_many_records_make_sure_of_the_largest_page(asking: Asking) -> None:
    report = asking(records=1001)
    found = answer(report, "largest-page").finding
    assert (found.answer, found.confidence, found.note) == ("1000 rows", Confidence.CERTAIN, "")
    assert words(report) == CURRENT


def _null(request: Request, value: Any) -> Any:
    if not servers.is_list(request):
        return value
    return {**value, "Records": [{**row, "Name": None} for row in value["Records"]]}


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
    ("smaller pages", servers.capped(20), {"largest-page": "20 rows"}),
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
    asking: Asking, wrap: Callable[[Respond], Respond], expected: dict[str, str]
) -> None:
    assert words(asking(wrap)) == {**CURRENT, **expected}


def test_two_records_make_no_order_certain(asking: Asking, current: Report) -> None:
    few = asking(records=2)
    for question in ("dir=1", "default-sort", "batch-order"):
        assert answer(few, question).finding.confidence is Confidence.LIKELY
        assert answer(current, question).finding.confidence is Confidence.CERTAIN


def test_a_bound_is_certain_only_where_fractions_of_a_second_cannot_hide(asking: Asking, current: Report) -> None:
    def outside(end: str, moment: datetime) -> datetime:
        return moment - timedelta(seconds=end == "to")

    report = asking(servers.moments(outside, instants=True))
    assert answer(current, "range-from").finding.confidence is Confidence.CERTAIN
    assert answer(report, "range-from").finding.confidence is Confidence.LIKELY
    assert answer(report, "range-to").finding.confidence is Confidence.LIKELY


def test_larger_pages_are_seen(asking: Asking) -> None:
    assert words(asking(servers.larger_pages, records=1002)) == {**CURRENT, "largest-page": "larger than 1000"}


def test_fewer_records_than_a_page_holds_tell_nothing_of_a_server_without_a_cap(asking: Asking) -> None:
    assert answer(asking(servers.larger_pages), "largest-page").finding.note == "all 30 records fit on one page"


def _only(present: Callable[[str], str | None]) -> Callable[[Respond], Respond]:
    def wrap(respond: Respond) -> Respond:
        def answer(request: Request) -> Answer:
            path = present(request.path)
            if path is None:
                return servers.json_answer("Not found", 404)
            request.path = path
            return respond(request)

        return answer

    return wrap


def test_a_path_that_is_not_there_is_told_and_not_asked_again(asking: Asking) -> None:
    report = asking(_only(lambda path: None if "msoffe" in path else path))
    assert words(report, GOOGLE) == CURRENT
    gone = words(report, MISSPELT)
    of_server = {"made-up-token", "challenge", "throttle"}
    assert gone.pop("collection") == "does not exist (404)"
    assert {found for question, found in gone.items() if question not in of_server} == {"unknown"}
    shared = answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding
    assert shared.answer == "only CoworkerMsOfficeCalendars answers"
    assert [line.verdict for line in shared.lines] == [Verdict.CONFIRMS, Verdict.CONTRADICTS]
    assert sum("msoffe" in item["request"]["url"] for item in report.exchanges) == 1


def test_two_paths_to_the_same_records_are_told(asking: Asking) -> None:
    report = asking(_only(lambda path: path.replace("msoffe", "msoffice")))
    assert (
        answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding.answer
        == "all answer, with the same records"
    )


def test_answers_name_the_lines_that_they_bear_on(current: Report, asking: Asking, contract: Contract) -> None:
    text = contract.source.path.read_text(encoding="utf-8").splitlines()

    def cited(report: Report, question: str) -> tuple[str, str, str]:
        (line,) = answer(report, question).finding.lines
        return text[line.number - 1].strip(), line.verdict, line.evidence

    assert cited(current, "dir=1") == ("schema: {type: integer, enum: [0, 1]}", "confirms", "documented")
    assert cited(current, "largest-page") == ("x-nexudus-cap: 1000", "confirms", "documented-2020")
    assert cited(current, "moment-bare") == ("FilterMoment:", "confirms", "documented")
    assert cited(current, "unknown-id") == ("NotFound:", "confirms", "documented-2020")
    assert cited(current, "made-up-token") == ("Unauthorized:", "confirms", "documented")
    assert cited(current, "direction-shown") == ("CurrentSortDirection:", "confirms", "documented")
    assert cited(current, "batch-order")[1] == "allows"
    legacy = asking(dialect="legacy-2020")
    assert cited(legacy, "dir=1")[1] == "contradicts"
    assert cited(legacy, "batch")[1] == "contradicts"
    line = answer(current, "dir=1").finding.lines[0]
    assert str(line) == f"openapi.yaml:{line.number} confirms (documented)"
