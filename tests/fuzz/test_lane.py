"""The lane finds what is broken, says how to repeat it, is quiet about what is not, and writes only where it may."""

import dataclasses
import importlib
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import MOCK_READER, Effort, FuzzError, Lane, own_mock, run
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.reports import write
from nexudus_contract.fuzz.sequences import with_entrances
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.target import Target, TargetError
from nexudus_contract.terms import Kind

from .conftest import Elsewhere, served
from .helpers.in_process import talked

PHASES = ["examples", "coverage", "fuzzing", "stateful"]

Seen = list[tuple[str, str, bytes]]


def lane(folder: Path, **settings: Any) -> Lane:
    """A run of a second or two. Other work on the machine shall not change what it says."""
    small = Lane(reports=folder, lesser=MOCK_READER, limit=None, slow=10, effort=Effort(1, 4), examples=1, sequences=1)
    return dataclasses.replace(small, **settings)


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


def test_the_mock_passes_and_leaves_reports(small_contract: Contract, tmp_path: Path) -> None:
    steps: list[str] = []
    settings = lane(tmp_path, rollcall=True, effort=Effort(1, 6), sequences=4)
    with served(small_contract, lambda respond: respond) as target:
        outcome = run(small_contract, target, settings, steps.append)
    assert outcome.passed, outcome.summary
    assert outcome.exit_code == 0
    assert "nothing found" in outcome.summary
    tags = [item.tag for item in small_contract.record_types]
    assert steps[:3] == ["grants", "roll call", *tags]
    assert [step for step in steps if step in PHASES] == PHASES
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["passed"], report["findings"], report["problems"]) == (True, [], [])
    missing = {kind: counts["missing"] for kind, counts in report["coverage"].items()}
    assert {kind: names for kind, names in missing.items() if names} == {}
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    assert {case.attrib["name"] for case in suites.iter("testcase")} > {item.id for item in small_contract.operations}
    assert suites.find(".//failure") is None


def test_each_breach_is_told_once_with_a_small_case(small_contract: Contract, tmp_path: Path) -> None:
    defect = next(item for item in CATALOGUE if item.name == "crash-at-a-backslash")
    broken = partial(defect.plant, Plot(small_contract))
    outcome = talked(small_contract, broken, effort=Effort(3, 8), seed=6).outcome(interrupted=False)
    (finding,) = outcome.findings
    assert finding.check == "never-fails"
    assert finding.times > 1
    assert len(finding.case) <= 3
    assert b"\\\\" in finding.case[-1].sent.body
    written = write(outcome, small_contract.operations, {}, tmp_path)
    (path,) = written.cases
    assert path in written.summary
    case = json.loads(Path(path).read_text())
    assert case["exchanges"][-1]["response"]["status"] == 500
    assert ET.parse(tmp_path / "junit.xml").find(".//failure") is not None


def conversed(contract: Contract, seed: int) -> Seen:
    """What the conversations of a run send, but for refresh tokens, which are the server's own."""
    seen: Seen = []
    talked(contract, partial(watching, seen), seed=seed, effort=Effort(2, 8))
    return [item for item in seen if b"refresh_token" not in item[2]]


def sent(contract: Contract, folder: Path, seed: int) -> Seen:
    """The same of a whole run."""
    seen: Seen = []
    with served(contract, partial(watching, seen)) as target:
        run(contract, target, lane(folder, seed=seed, examples=2, sequences=2))
    return [item for item in seen if b"refresh_token" not in item[2]]


@pytest.fixture
def load_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Loads a module full of constants, which hypothesis would draw from."""
    constants = f"SAID = {[f'said {n}' for n in range(50)]}\n"
    (tmp_path / "somebodys_constants.py").write_text(constants, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "somebodys_constants", raising=False)
    return lambda: importlib.import_module("somebodys_constants")


def test_conversations_depend_on_the_seed_and_on_nothing_else(
    small_contract: Contract, load_more: Callable[[], object]
) -> None:
    before = conversed(small_contract, 5)
    load_more()
    assert conversed(small_contract, 5) == before
    assert conversed(small_contract, 6) != before


@pytest.mark.slow("three whole runs")
def test_all_requests_depend_on_the_seed_and_on_nothing_else(
    small_contract: Contract, tmp_path: Path, load_more: Callable[[], object]
) -> None:
    before = sent(small_contract, tmp_path, 5)
    load_more()
    assert sent(small_contract, tmp_path, 5) == before
    assert sent(small_contract, tmp_path, 6) != before


def test_a_server_elsewhere_is_only_read(small_contract: Contract, tmp_path: Path) -> None:
    seen: Seen = []
    with served(small_contract, partial(watching, seen)) as target:
        elsewhere = Elsewhere(**dataclasses.asdict(target))
        outcome = run(small_contract, elsewhere, lane(tmp_path, manners=Manners(sleep=lambda _: None)))
    assert outcome.passed, outcome.summary
    assert "only read" in outcome.summary
    assert {method for method, _, _ in seen[1:]} == {"GET"}


def test_a_run_ends_when_its_time_is_over(small_contract: Contract, tmp_path: Path) -> None:
    with served(small_contract, lambda respond: respond) as target:
        outcome = run(small_contract, target, lane(tmp_path, limit=0.2))
    assert outcome.seconds < 5
    assert not outcome.passed
    assert outcome.exit_code == 2
    assert "out of time" in outcome.summary


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


@pytest.mark.slow("a whole run in which each refusal is a finding")
def test_secrets_show_in_no_report(small_contract: Contract, tmp_path: Path) -> None:
    with served(small_contract, answering_400_as_500) as target:
        token = target.access_token(small_contract)
        assert token not in repr(dataclasses.replace(target, token=token))
        outcome = run(small_contract, Target(target.url, token=token), lane(tmp_path))
    assert outcome.findings
    for path in tmp_path.rglob("*.*"):
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


def test_every_record_type_can_be_reached_without_knowing_a_record(contract: Contract) -> None:
    entrances = with_entrances(contract)["paths"]["/api/auth/me"]["get"]["responses"]["200"]["links"].values()
    for record_type in contract.record_types:
        for kind in (Kind.LIST, Kind.CREATE):
            assert {"operationId": record_type.operations[kind].id} in entrances
    assert "links" not in contract.document["paths"]["/api/auth/me"]["get"]["responses"]["200"]


def test_a_server_on_this_machine_is_taken_for_the_mock(contract: Contract) -> None:
    with served(contract, lambda app: app) as target:
        assert Target.from_environment(target.url, {}).access_token(contract)
        given = {"NEXUDUS_USERNAME": "auditor@example.com", "NEXUDUS_PASSWORD": "auditor"}
        assert Target.from_environment(target.url, given).username == "auditor@example.com"
