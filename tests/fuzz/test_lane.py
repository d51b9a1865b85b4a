"""The lane finds what is broken, says how to repeat it, is quiet about what is not, and writes only where it may."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import FuzzError, Lane, Outcome, own_mock, run
from nexudus_contract.fuzz.sequences import links, with_entrances
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.target import Target, TargetError
from nexudus_contract.terms import Kind

from .conftest import Elsewhere, served

QUICK = 3
Seen = list[tuple[str, str, bytes]]


def watching(seen: Seen, respond: Respond) -> Respond:
    """Notes each request: method, address with query, and body."""

    def watched(request: Request) -> Answer:
        seen.append((request.method, f"{request.path}?{request.query.decode()}", request.body or b""))
        return respond(request)

    return watched


def answering_400_as_500(respond: Respond) -> Respond:
    """A server that takes every refusal for a crash."""

    def broken(request: Request) -> Answer:
        answer = respond(request)
        return dataclasses.replace(answer, status=500) if answer.status == 400 else answer

    return broken


def test_the_mock_passes_in_every_phase_and_leaves_reports(contract: Contract, tmp_path: Path) -> None:
    with own_mock(contract.source.path, tmp_path) as target:
        outcome = run(contract, target, Lane(reports=tmp_path, examples=QUICK, sequences=QUICK))
    assert outcome.passed, outcome.summary
    assert outcome.summary.count("\n") == 0
    assert ": 24 operations, " in outcome.summary
    report = json.loads((tmp_path / "report.json").read_text())
    assert {name: phase["status"] for name, phase in report["phases"].items()} == dict.fromkeys(
        ("examples", "coverage", "fuzzing", "stateful"), "success"
    )
    cases = {case.attrib["name"] for case in ET.parse(tmp_path / "junit.xml").iter("testcase")}
    assert len(cases) == 24 + 1  # and the sequences along the links


def test_a_broken_server_is_found_out(contract: Contract, tmp_path: Path) -> None:
    with served(contract, answering_400_as_500) as target:
        outcome = run(contract, target, Lane(reports=tmp_path, examples=QUICK, sequences=QUICK))
    assert not outcome.passed
    assert "Server error" in outcome.summary
    assert outcome.summary.count("\n") < 24
    assert re.search(rf"^    curl -X \w+ .*{target.url}/api/", outcome.summary, re.MULTILINE)
    log = (tmp_path / "log.txt").read_text()
    assert "curl -X" in log
    assert ET.parse(tmp_path / "junit.xml").find(".//failure") is not None


def test_the_same_seed_sends_the_same_requests(contract: Contract, tmp_path: Path) -> None:
    runs: list[Seen] = []
    for seed in (5, 5, 6):
        seen: Seen = []
        with served(contract, partial(watching, seen)) as target:
            run(contract, target, Lane(seed=seed, reports=tmp_path, examples=QUICK, sequences=QUICK))
        runs.append(seen)
    first, second, other = runs
    assert first == second
    assert first != other


def test_a_server_elsewhere_is_only_read(contract: Contract, tmp_path: Path) -> None:
    seen: Seen = []
    with served(contract, partial(watching, seen)) as target:
        elsewhere = Elsewhere(**dataclasses.asdict(target))
        outcome = run(contract, elsewhere, Lane(reports=tmp_path, examples=QUICK, sequences=QUICK, pace=100_000))
    assert outcome.passed, outcome.summary
    assert "read only" in outcome.summary
    assert {method for method, _, _ in seen[1:]} == {"GET"}


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:8000", True),
        ("https://spaces.nexudus.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.com", False),
    ],
)
def test_what_is_on_this_machine(url: str, near: bool) -> None:  # noqa: FBT001
    assert Target(url).on_this_machine is near


def test_secrets_show_in_no_report(contract: Contract, tmp_path: Path) -> None:
    with served(contract, answering_400_as_500) as target:
        token = target.access_token(contract)
        assert token not in repr(dataclasses.replace(target, token=token))
        run(contract, Target(target.url, token=token), Lane(reports=tmp_path, examples=1, sequences=1))
    for path in tmp_path.rglob("*"):
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize("credentials", [{"token": "wrong"}, {"username": "admin@example.com", "password": "wrong"}])
def test_a_server_that_lets_nobody_in_is_not_fuzzed(
    contract: Contract, tmp_path: Path, credentials: dict[str, str]
) -> None:
    seen: Seen = []
    refusal = r"let nobody in: .* answered 40[01]; check the address and the credentials"
    with served(contract, partial(watching, seen)) as target, pytest.raises(TargetError, match=refusal):
        run(contract, Target(target.url, **credentials), Lane(reports=tmp_path))
    assert len(seen) == 1


def test_a_mock_that_does_not_start_says_where_to_look(tmp_path: Path) -> None:
    with (
        pytest.raises(FuzzError, match=r"the mock did not start; .*mock\.txt says why"),
        own_mock(tmp_path / "nowhere.yaml", tmp_path),
    ):
        pass
    assert "nowhere.yaml" in (tmp_path / "mock.txt").read_text()


REPORT = {
    "exit_code": 0,
    "running_time": 1.0,
    "operations": {"total": 2, "tested": 2},
    "phases": {"coverage": {"status": "success"}},
    "test_cases": {"generated": 9},
    "failures": [],
    "errors": [],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"exit_code": 1}, ""),
        ({"operations": {"total": 2, "tested": 1}}, "did not run: 1 of 2 operations"),
        ({"phases": {"coverage": {"status": "skip"}}}, "did not run: the coverage phase"),
        ({"errors": [{"title": "Server Unavailable", "count": 1}]}, "could not finish: Server Unavailable (1 times)"),
        (
            {"failures": [{"code": "ST101", "title": "Server error", "count": 4, "operations": list("abcd")}]},
            "ST101 Server error: 4 times, at a, b, c and 1 more",
        ),
    ],
)
def test_nothing_but_a_whole_run_without_findings_passes(tmp_path: Path, change: dict[str, object], said: str) -> None:
    def outcome(content: dict[str, object]) -> Outcome:
        (tmp_path / "report.json").write_text(json.dumps(content))
        (tmp_path / "junit.xml").write_text("<testsuites/>")
        return Outcome.read(tmp_path, target="http://x", links="1 of 1", seed=1, read_only=False)

    assert outcome(REPORT).passed
    broken = outcome(REPORT | change)
    assert not broken.passed
    assert said in broken.summary
    assert "log.txt" in broken.summary


def test_every_record_type_can_be_reached_without_knowing_a_record(contract: Contract) -> None:
    entrances = with_entrances(contract)["paths"]["/api/auth/me"]["get"]["responses"]["200"]["links"].values()
    for record_type in contract.record_types:
        for kind in (Kind.LIST, Kind.CREATE):
            assert {"operationId": record_type.operations[kind].id} in entrances
    assert "links" not in contract.document["paths"]["/api/auth/me"]["get"]["responses"]["200"]


def test_every_link_of_the_contract_is_walked(contract: Contract, tmp_path: Path) -> None:
    with served(contract, lambda app: app) as target:
        outcome = run(contract, target, Lane(reports=tmp_path, examples=1, sequences=200))
    assert len(links(contract)) == 18
    assert ", 18 of 18 links, " in outcome.summary


def test_a_server_on_this_machine_is_taken_for_the_mock(contract: Contract) -> None:
    with served(contract, lambda app: app) as target:
        assert Target.from_environment(target.url, {}).access_token(contract)
        given = {"NEXUDUS_USERNAME": "auditor@example.com", "NEXUDUS_PASSWORD": "auditor"}
        assert Target.from_environment(target.url, given).username == "auditor@example.com"
