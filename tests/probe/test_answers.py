"""The mock behaves in ways that are known, and the probe finds them all."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.probe import Confidence, Report, Verdict

from .conftest import GOOGLE, MISSPELT, OFFICE, Asking, answer, words
from .helpers import servers
from .helpers.expected import CURRENT, LEGACY

DIALECTS = [pytest.param("current", CURRENT, id="current"), pytest.param("legacy-2020", LEGACY, id="legacy-2020")]
TWO = {"dir=0", "dir=1", "default-sort", "batch-order"}
"""What takes two records to tell."""


def test_every_question_is_answered_rightly_of_every_record_type(current: Report, legacy: Report) -> None:
    for report, expected in ((current, CURRENT), (legacy, LEGACY)):
        # It has no filter of texts, and none of moments to the second.
        unknown = ("text-filter", "text-case", "range-from", "range-to")
        unfiltered = {**expected, **dict.fromkeys(unknown, "unknown")}
        assert {about: words(report, about) for about in (GOOGLE, OFFICE, MISSPELT)} == {
            GOOGLE: expected,
            OFFICE: expected,
            MISSPELT: unfiltered,
        }
        shared = answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding.answer
        assert shared == "all answer, each with records of its own"


@pytest.mark.parametrize(("dialect", "expected"), DIALECTS)
@pytest.mark.parametrize(("records", "lists"), [(2, "full"), (2, "partial"), (30, "partial")])
def test_few_records_and_partial_rows_are_enough(
    asking_one: Asking, dialect: str, expected: dict[str, str], records: int, lists: str
) -> None:
    report = asking_one(dialect=dialect, records=records, lists=lists)
    expected = {**expected, "list-rows": {"full": "whole", "partial": "partial"}[lists]}
    if dialect == "legacy-2020":
        # There the batch is a list.
        expected["batch-records"] = expected["list-rows"]
    assert words(report) == expected


@pytest.mark.parametrize(("dialect", "expected"), DIALECTS)
@pytest.mark.parametrize("lists", ["full", "partial"])
def test_one_record_leaves_some_questions_open_and_none_wrong(
    asking_one: Asking, dialect: str, expected: dict[str, str], lists: str
) -> None:
    report = asking_one(dialect=dialect, records=1, lists=lists)
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
def test_a_throttle_is_waited_out_and_told(asking_one: Asking, contract: Contract, status: int) -> None:
    report = asking_one(limits=contract.limits, throttle_status=status)
    assert report.throttled
    assert words(report) == {**CURRENT, "throttle": f"{status}, no body, with Retry-After"}
    (line,) = answer(report, "throttle").finding.lines
    assert line.verdict is Verdict.CONFIRMS
    evidence = report.exchanges[answer(report, "throttle").evidence[0]]
    assert evidence["response"]["status"] == status


def test_many_records_make_sure_of_the_largest_page(asking_one: Asking) -> None:
    report = asking_one(records=1001)
    found = answer(report, "largest-page").finding
    assert (found.answer, found.confidence, found.note) == ("1000 rows", Confidence.CERTAIN, "")
    assert words(report) == CURRENT


def test_two_records_make_no_order_certain(asking_one: Asking, current_one: Report) -> None:
    few, orders = asking_one(records=2), ("dir=1", "default-sort", "batch-order")
    assert [answer(few, order).finding.confidence for order in orders] == [Confidence.LIKELY] * 3
    assert [answer(current_one, order).finding.confidence for order in orders] == [Confidence.CERTAIN] * 3


def test_a_bound_is_certain_only_where_fractions_of_a_second_cannot_hide(
    asking_one: Asking, current_one: Report
) -> None:
    def outside(end: str, moment: datetime) -> datetime:
        return moment - timedelta(seconds=end == "to")

    report = asking_one(servers.moments(outside, instants=True))
    assert answer(current_one, "range-from").finding.confidence is Confidence.CERTAIN
    assert answer(report, "range-from").finding.confidence is Confidence.LIKELY
    assert answer(report, "range-to").finding.confidence is Confidence.LIKELY


def test_larger_pages_are_seen(asking_one: Asking) -> None:
    assert words(asking_one(servers.larger_pages, records=1002)) == {**CURRENT, "largest-page": "larger than 1000"}


def test_fewer_records_than_a_page_holds_tell_nothing_of_a_server_without_a_cap(asking_one: Asking) -> None:
    report = asking_one(servers.larger_pages)
    assert answer(report, "largest-page").finding.note == "all 30 records fit on one page"


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
    report = asking(_only(lambda path: None if "msoffe" in path else path), records=3)
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
    report = asking(_only(lambda path: path.replace("msoffe", "msoffice")), records=3)
    assert (
        answer(report, "shared-entity", "CoworkerMsOfficeCalendar").finding.answer
        == "all answer, with the same records"
    )


def test_answers_name_the_lines_that_they_bear_on(current: Report, legacy: Report, contract: Contract) -> None:
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
    assert cited(legacy, "dir=1")[1] == "contradicts"
    assert cited(legacy, "batch")[1] == "contradicts"
    line = answer(current, "dir=1").finding.lines[0]
    assert str(line) == f"openapi.yaml:{line.number} confirms (documented)"
