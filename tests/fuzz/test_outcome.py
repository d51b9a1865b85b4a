"""A run is told on one screen, whatever it found, in lines that do nothing to a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz import Outcome
from nexudus_contract.fuzz.ledger import Finding

SENT = Sent("GET", "http://x/api/things?a=1", (("Authorization", "Bearer hush"),))
EXCHANGE = Exchange(SENT, Received(500, (), b"{}"))


def finding(message: str = "the server failed with 500", operations: int = 1) -> Finding:
    return Finding("never-fails", message, [f"operation{number}" for number in range(operations)], (EXCHANGE,), 3, 0.5)


def outcome(*findings: Finding, problems: tuple[str, ...] = (), interrupted: bool = False) -> Outcome:
    cases = tuple(f"reports/fuzz/cases/{number:02}.json" for number, _ in enumerate(findings, 1))
    return Outcome("http://x", 7, 1234, 12.6, findings, problems, "", (), interrupted, cases)


def test_a_clean_run_is_one_line() -> None:
    assert outcome().summary == "fuzzed     http://x: 1234 requests, seed 7, 13 s, nothing found"
    assert outcome().passed


def test_a_finding_says_what_where_and_how_to_repeat_it() -> None:
    assert outcome(finding(operations=5)).summary.splitlines() == [
        "fuzzed     http://x: 1234 requests, seed 7, 13 s, 1 found",
        "  never-fails: the server failed with 500",
        "    at operation0, operation1, operation2 and 2 more",
        "    make fuzz-replay CASE=reports/fuzz/cases/01.json",
    ]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (outcome(), 0),
        (outcome(finding()), 1),
        (outcome(problems=("x",)), 2),
        (outcome(interrupted=True), 2),
        (outcome(finding(), problems=("x",), interrupted=True), 1),
    ],
    ids=["clean", "found", "unfinished", "stopped", "all"],
)
def test_its_exit_code(told: Outcome, code: int) -> None:
    assert told.exit_code == code
    assert told.passed == (code == 0)


def test_many_findings_and_problems_fit_a_screen() -> None:
    told = outcome(*[finding(operations=30)] * 50, problems=("something went wrong",) * 50)
    lines = told.summary.splitlines()
    assert len(lines) <= 40
    assert "  and 42 more findings; report.json has all" in lines
    assert "  and 42 more of the kind; report.json has all" in lines


@given(st.text(max_size=1000))
def test_no_text_breaks_a_line_or_reaches_the_terminal(text: str) -> None:
    told = outcome(finding(text), problems=(text,))
    lines = told.summary.split("\n")
    assert len(lines) == 5
    assert all(line.isprintable() and len(line) <= 280 for line in lines)


def test_a_finding_without_a_file_shows_its_request_without_secrets() -> None:
    told = Outcome("http://x", 7, 1, 1, (finding(),)).summary
    assert "curl" in told
    assert "hush" not in told
