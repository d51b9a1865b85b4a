"""The lane finds what is broken, says how to repeat it, is quiet about what is not, and writes only where it may."""

import dataclasses
import importlib
import json
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import MOCK_READER, Effort, FuzzError, Lane, own_mock, run
from nexudus_contract.fuzz.defects import CATALOGUE, Defect, Plot
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.sequences import with_entrances
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.target import Target, TargetError
from nexudus_contract.terms import Kind

from .conftest import Elsewhere, served

Seen = list[tuple[str, str, bytes]]

# One of each kind of promise that our own laws look after, and some that only schemathesis does.
TELLING = {
    "crash-at-a-quote": "never-fails",
    "json-unescaped": "answers-as-documented",
    "page-lacks-its-total": "answers-as-documented",
    "method-without-allow": "unsupported-method",
    "accepts-another-content-type": "refuses-what-is-wrong",
    "refuses-old-moments": "takes-what-is-valid",
    "anybody-writes": "denies-who-may-not",
    "roles-of-another": "denies-who-may-not",
    "existence-told": "denial-tells-nothing",
    "refresh-token-twice": "refresh-tokens-work-once",
    "refused-create-writes": "lists-what-is-there",
    "id-used-again": "ids-are-never-used-again",
    "author-lost": "stamps-are-true",
    "update-misdirected": "reads-what-was-written",
    "update-keeps-what-is-left-out": "reads-what-was-written",
    "cleared-by-a-read": "agrees-with-the-record",
    "emoji-lost": "reads-what-was-written",
    "success-denied": "envelope-agrees-with-itself",
    "result-status-fails": "envelope-agrees-with-itself",
    "filters-joined-with-or": "filters-as-asked",
    "order-unstable": "pages-keep-the-order",
    "page-repeats-a-row": "pages-add-up",
    "total-too-large": "pages-tell-the-truth",
    "page-lacks-its-last-row": "pages-are-full",
    "batch-reorders": "batch-answers-what-was-asked",
    "names-lost": "names-are-shown",
    "lost-in-a-row": "ids-are-unique",
    "throttle-after-the-work": "lists-what-is-there",
    "slow-batch": "answers-in-time",
}


def whole(folder: Path, **settings: object) -> Lane:
    """A run as `make fuzz` makes it, but for the time: other work on the machine shall not change what it says."""
    lane = Lane(reports=folder, lesser=MOCK_READER, limit=None, slow=10)
    return dataclasses.replace(lane, **settings)  # type: ignore[arg-type]


def quick(folder: Path, **settings: object) -> Lane:
    """A run of a few seconds."""
    return whole(folder, **{"effort": Effort(2, 12), "examples": 2, "sequences": 3, **settings})


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


def test_the_mock_passes_and_leaves_reports(contract: Contract, tmp_path: Path) -> None:
    steps: list[str] = []
    with own_mock(contract.source.path, tmp_path) as target:
        outcome = run(contract, target, whole(tmp_path), steps.append)
    assert outcome.passed, outcome.summary
    assert outcome.exit_code == 0
    assert "nothing found" in outcome.summary
    assert {item.tag for item in contract.record_types} < set(steps)
    assert {"grants", "examples", "coverage", "fuzzing", "stateful"} < set(steps)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["passed"], report["findings"], report["problems"]) == (True, [], [])
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    assert {case.attrib["name"] for case in suites.iter("testcase")} > {item.id for item in contract.operations}
    assert suites.find(".//failure") is None


@pytest.mark.parametrize("name", TELLING)
def test_a_defect_is_found_by_the_check_that_is_for_it(contract: Contract, tmp_path: Path, name: str) -> None:
    defect: Defect = next(item for item in CATALOGUE if item.name == name)
    with served(contract, partial(defect.plant, Plot(contract))) as target:
        slow = 1 if TELLING[name] == "answers-in-time" else 10
        outcome = run(contract, target, whole(tmp_path, stop_at_first=True, slow=slow))
    assert [finding.check for finding in outcome.findings] == [TELLING[name]]
    assert outcome.exit_code == 1


def test_rows_in_the_wrong_order_are_found_though_the_page_says_otherwise(contract: Contract, tmp_path: Path) -> None:
    def turning(respond: Respond) -> Respond:
        def turned(request: Request) -> Answer:
            answer = respond(request)
            if b"orderBy=" not in request.query or answer.status != 200:
                return answer
            page = json.loads(answer.body)
            return dataclasses.replace(answer, body=json.dumps(page | {"Records": page["Records"][::-1]}).encode())

        return turned

    with served(contract, turning) as target:
        outcome = run(contract, target, quick(tmp_path, effort=Effort(6, 16)))
    assert "sorts-as-asked" in {finding.check for finding in outcome.findings}


def test_each_breach_is_told_once_with_a_small_case(contract: Contract, tmp_path: Path) -> None:
    defect = next(item for item in CATALOGUE if item.name == "crash-at-a-backslash")
    with served(contract, partial(defect.plant, Plot(contract))) as target:
        outcome = run(contract, target, quick(tmp_path))
    (finding,) = outcome.findings
    assert finding.check == "never-fails"
    assert finding.times > 1
    assert len(finding.case) <= 3
    assert b"\\\\" in finding.case[-1].sent.body
    (path,) = outcome.cases
    assert path in outcome.summary
    case = json.loads(Path(path).read_text())
    assert case["exchanges"][-1]["response"]["status"] == 500
    assert ET.parse(tmp_path / "junit.xml").find(".//failure") is not None


def sent(contract: Contract, folder: Path, seed: int) -> Seen:
    """What a run sends, but for refresh tokens, which are the server's own."""
    seen: Seen = []
    with served(contract, partial(watching, seen)) as target:
        run(contract, target, quick(folder, seed=seed))
    return [item for item in seen if b"refresh_token" not in item[2]]


def test_the_same_seed_sends_the_same_requests(contract: Contract, tmp_path: Path) -> None:
    first, second, other = (sent(contract, tmp_path, seed) for seed in (5, 5, 6))
    assert first == second
    assert first != other


def test_what_else_is_loaded_changes_no_request(
    contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sent(contract, tmp_path, 5)
    (tmp_path / "somebodys_constants.py").write_text(f"SAID = {[f'said {n}' for n in range(50)]}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("somebodys_constants")
    assert sent(contract, tmp_path, 5) == before


def test_a_server_elsewhere_is_only_read(contract: Contract, tmp_path: Path) -> None:
    seen: Seen = []
    with served(contract, partial(watching, seen)) as target:
        elsewhere = Elsewhere(**dataclasses.asdict(target))
        outcome = run(contract, elsewhere, quick(tmp_path, manners=Manners(sleep=lambda _: None)))
    assert outcome.passed, outcome.summary
    assert "only read" in outcome.summary
    assert {method for method, _, _ in seen[1:]} == {"GET"}


def test_a_run_ends_when_its_time_is_over(contract: Contract, tmp_path: Path) -> None:
    with served(contract, lambda respond: respond) as target:
        outcome = run(contract, target, quick(tmp_path, limit=0.2))
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


def test_secrets_show_in_no_report(contract: Contract, tmp_path: Path) -> None:
    with served(contract, answering_400_as_500) as target:
        token = target.access_token(contract)
        assert token not in repr(dataclasses.replace(target, token=token))
        outcome = run(contract, Target(target.url, token=token), quick(tmp_path))
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
