"""On somebody's server the lane keeps its manners: it reads, or writes its own only, and leaves nothing behind."""

import dataclasses
import json
import re
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.fuzz import Effort, FuzzError, Lane, Manners, run
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.mock import Answer, Fault, FaultKind, MockSettings, Request, Respond
from nexudus_contract.target import TargetError
from nexudus_contract.terms import Kind

from .helpers.contracts import OPENAPI, small
from .helpers.elsewhere import FOREIGN, OWN, Elsewheres, Time, ask, elsewhere, example

WRITES = {"POST", "PUT", "DELETE"}
SLOW = pytest.mark.slow("more whole runs")


@pytest.fixture(scope="module")
def contract() -> Contract:
    """One record type says what all would."""
    return small(load(OPENAPI))


def lane(folder: Path, *, manners: dict[str, Any] | None = None, **settings: Any) -> Lane:
    """A run of a second or two, in which nobody waits."""
    kept = Manners(own=OWN, journal=folder / "journal.jsonl", sleep=lambda _: None)
    small = Lane(
        reports=folder / "reports",
        effort=Effort(1, 4),
        examples=1,
        sequences=1,
        limit=None,
        slow=10,
        allow_writes=True,
        manners=dataclasses.replace(kept, **(manners or {})),
    )
    return dataclasses.replace(small, **settings)


def methods(server: Elsewheres) -> Counter[str]:
    """How often each method came, without what is done to come in."""
    return Counter(method for method, path, _ in server.seen if path != "/api/token")


def test_reads_only_unless_writes_are_allowed(contract: Contract, pem: Path, tmp_path: Path) -> None:
    with elsewhere(contract, pem) as server:
        before = server.everything
        outcome = run(contract, server.target, lane(tmp_path, allow_writes=False))
        assert server.everything == before
    assert outcome.passed, outcome.summary
    assert "only read" in outcome.summary
    assert set(methods(server)) == {"GET"}
    assert Counter(path for _, path, _ in server.seen)["/api/token"] == 1
    assert not (tmp_path / "journal.jsonl").exists()


def test_writes_nothing_but_its_own_and_leaves_nothing(contract: Contract, pem: Path, tmp_path: Path) -> None:
    bodies: list[tuple[str, str, bytes]] = []

    def listening(respond: Respond) -> Respond:
        def listened(request: Request) -> Answer:
            bodies.append((request.method, request.path, request.body or b""))
            return respond(request)

        return listened

    with elsewhere(contract, pem, listening) as server:
        before = server.everything
        outcome = run(contract, server.target, lane(tmp_path, effort=Effort(1, 6)))
        assert server.everything == before
    assert outcome.passed, outcome.summary
    written = [
        (method, json.loads(body)) for method, path, body in bodies if method in {"POST", "PUT"} and "/api/s" in path
    ]
    assert {method for method, _ in written} == {"POST", "PUT"}
    for _, body in written:
        assert body["Name"].startswith("nexudus-contract fuzz ")
        # A null, which the server must refuse, points at nothing.
        assert {name: body[name] for name in OWN if body.get(name) is not None}.items() <= OWN.items()
    assert not any(status in {401, 403} for _, _, status in server.seen), "nobody else's credentials are tried"
    (journal,) = Journal.read(tmp_path / "journal.jsonl")
    assert not len(journal.left)


def test_the_certificate_is_looked_at(
    contract: Contract, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with elsewhere(contract, pem) as server, pytest.raises(TargetError, match="CERTIFICATE_VERIFY_FAILED"):
        run(contract, server.target, lane(tmp_path))
    assert not server.seen


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({}, "give them as --own NAME=ID, of CoworkerId, ResourceId"),
        ({"Nobody": 1}, "no record points at anything by Nobody"),
        ({"CoworkerId": 1}, "give ResourceId"),
    ],
)
def test_writes_need_records_of_ones_own(
    contract: Contract, pem: Path, tmp_path: Path, own: dict[str, int], said: str
) -> None:
    with elsewhere(contract, pem) as server, pytest.raises(FuzzError, match=said):
        run(contract, server.target, lane(tmp_path, manners={"own": own}))
    assert not server.seen


@pytest.mark.slow("a whole run over the wire")
def test_what_must_point_at_more_than_was_given_is_only_read(pem: Path, tmp_path: Path) -> None:
    contract = small(load(OPENAPI), 2)
    with elsewhere(contract, pem) as server:
        outcome = run(contract, server.target, lane(tmp_path, manners={"own": {"ResourceId": 7}}))
    assert outcome.passed, outcome.summary
    one, other = contract.record_types
    assert f"{other.tag} was only read: give CoworkerId of your own" in outcome.summary
    created = {path for method, path, _ in server.seen if method == "POST"} - {"/api/token"}
    assert created == {one.path}


def test_keeps_to_the_documented_limits(contract: Contract, pem: Path, tmp_path: Path) -> None:
    time = Time()
    settings = MockSettings(limits=contract.limits, clock=time.date)
    manners = {"clock": time.clock, "sleep": time.sleep}
    with elsewhere(contract, pem, settings=settings, foreign=0) as server:
        outcome = run(contract, server.target, lane(tmp_path, manners=manners))
    assert outcome.passed, outcome.summary
    assert not any(status in {409, 429} for _, _, status in server.seen)
    assert time.now > 60
    # As fast as the limits let it: two a second.
    assert time.now < len(server.seen) * 0.55 + 60


def test_the_throttle_is_waited_out_and_is_no_finding(contract: Contract, pem: Path, tmp_path: Path) -> None:
    time = Time()
    kinds = FaultKind.THROTTLE_409, FaultKind.THROTTLE_429
    faults = [Fault(kind, probability=0.05, times=10, seconds=90) for kind in kinds]
    settings = MockSettings(clock=time.date)
    manners = {"clock": time.clock, "sleep": time.sleep}
    with elsewhere(contract, pem, settings=settings, faults=faults) as server:
        outcome = run(contract, server.target, lane(tmp_path, manners=manners))
    statuses = [status for _, _, status in server.seen]
    assert outcome.passed, outcome.summary
    assert min(statuses.count(409), statuses.count(429)) > 3
    throttled = statuses.count(409) + statuses.count(429)
    assert f"{throttled} refusals by the throttle were waited out" in outcome.summary
    assert sum(seconds > 80 for seconds in time.waits) == throttled


@pytest.mark.parametrize(("seconds", "said"), [(5, "throttle refused"), (3600, "asks to wait for 3600 s")])
def test_a_throttle_without_end_ends_the_run_calmly(
    contract: Contract, pem: Path, tmp_path: Path, seconds: int, said: str
) -> None:
    faults = [Fault(FaultKind.THROTTLE_409, operation="list*", seconds=seconds)]
    with elsewhere(contract, pem, faults=faults) as server:
        outcome = run(contract, server.target, lane(tmp_path))
    assert not outcome.findings
    assert outcome.exit_code == 2
    assert said in outcome.summary
    assert len(server.seen) < 15


@pytest.mark.parametrize("first", [3, 40, 200])
def test_a_lockout_stops_it_within_one_request(contract: Contract, pem: Path, tmp_path: Path, first: int) -> None:
    def locking(respond: Respond) -> Respond:
        requests = count(1)

        def locked(request: Request) -> Answer:
            return Answer(401, b'{"Message":"locked"}') if next(requests) > first else respond(request)

        return locked

    with elsewhere(contract, pem, locking) as server:
        outcome = run(contract, server.target, lane(tmp_path))
    assert [path for _, path, status in server.seen if status == 401][1:] == ["/api/auth/me"]
    assert not outcome.findings
    assert outcome.exit_code == 2
    assert "lest the account be locked" in outcome.summary
    left = Journal.read(tmp_path / "journal.jsonl")[0].left
    assert (f"{tmp_path / 'journal.jsonl'} names them" in outcome.summary) == bool(len(left))


@pytest.mark.slow("a whole run over the wire")
def test_what_the_user_may_not_do_is_left(contract: Contract, pem: Path, tmp_path: Path) -> None:
    with elsewhere(contract, pem) as server:
        reader = dataclasses.replace(server.target, username="auditor@example.com", password="auditor")
        outcome = run(contract, reader, lane(tmp_path))
    assert outcome.passed, outcome.summary
    for record_type in contract.record_types:
        assert f"the user may not do {record_type.operations[Kind.CREATE].id}" in outcome.summary
    assert sum(method in WRITES for method, _, _ in server.seen) == 1 + len(contract.record_types)


def test_faults_are_waited_out(contract: Contract, pem: Path, tmp_path: Path) -> None:
    (record_type,) = contract.record_types
    create = record_type.operations[Kind.CREATE].id
    faults = [
        fault
        for kind in (FaultKind.RESET, FaultKind.ERROR_503, FaultKind.TRUNCATED)
        for fault in (
            Fault(kind, operation="list*", probability=0.05, times=3),
            # Made, and nobody is told.
            Fault(kind, operation=create, times=1, after=True),
        )
    ]
    with elsewhere(contract, pem, faults=faults) as server:
        before = server.everything
        for fault in faults:
            server.world.faults.add(fault)
        outcome = run(contract, server.target, lane(tmp_path))
        assert server.everything == before
    assert outcome.passed, outcome.summary
    assert not [fault for fault in server.world.faults if fault.works], "each of them came"
    assert "failed and were sent again" in outcome.summary
    assert re.search(r"\d writes got no answer", outcome.summary)


@pytest.mark.slow("a whole run over the wire")
def test_others_who_write_meanwhile_are_no_finding(contract: Contract, pem: Path, tmp_path: Path) -> None:
    servers: list[Elsewheres] = []

    def busy(respond: Respond) -> Respond:
        requests = count(1)

        def answered(request: Request) -> Answer:
            # Somebody makes a record, changes another and deletes one, at any moment.
            if (number := next(requests)) % 5 == 0:
                _somebody(servers[0], number // 5)
            return respond(request)

        return answered

    with elsewhere(contract, pem, busy) as server:
        servers.append(server)
        outcome = run(contract, server.target, lane(tmp_path))
        names = [row["Name"] for rows in server.everything for row in rows]
    assert outcome.passed, outcome.summary
    assert len(names) > FOREIGN
    assert not any(name.startswith("nexudus") for name in names)


def _somebody(server: Elsewheres, number: int) -> None:
    (record_type,) = server.contract.record_types
    made = server.make(record_type, Name=f"busy {number}")
    if number % 2:
        changed = example(server.contract, record_type) | {"Id": made, "Name": f"busier {number}"}
        ask(server.world, "PUT", record_type.path, changed)
    if number % 3:
        ask(server.world, "DELETE", f"{record_type.path}/{made}")


@pytest.mark.parametrize("budget", [10, *(pytest.param(more, marks=SLOW) for more in (1, 30))])
def test_a_budget_is_kept_and_lets_the_clean_up_fit(contract: Contract, pem: Path, tmp_path: Path, budget: int) -> None:
    with elsewhere(contract, pem) as server:
        before = server.everything
        outcome = run(contract, server.target, lane(tmp_path, effort=Effort(2, 8), manners={"budget": budget}))
        assert server.everything == before
    writes = sum(count for method, count in methods(server).items() if method in WRITES)
    assert writes <= budget
    assert outcome.passed, outcome.summary
    assert f"wrote {writes} of at most {budget} times" in outcome.summary
    assert "is used up" in outcome.summary


@pytest.mark.slow("a whole run over the wire")
def test_no_secret_is_in_any_file(contract: Contract, pem: Path, tmp_path: Path) -> None:
    def failing(respond: Respond) -> Respond:
        return lambda request: dataclasses.replace(respond(request), status=500) if request.query else respond(request)

    with elsewhere(contract, pem, failing) as server:
        token = server.target.access_token(contract)
        target = dataclasses.replace(server.target, token=token, password="an-admin's-password")
        outcome = run(contract, target, lane(tmp_path))
    assert outcome.findings
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 3
    for path in files:
        assert token.encode() not in path.read_bytes()
        assert b"an-admin's-password" not in path.read_bytes()


def test_a_law_that_is_broken_is_found_here_too(contract: Contract, pem: Path, tmp_path: Path) -> None:
    def wrong(respond: Respond) -> Respond:
        def told(request: Request) -> Answer:
            answer = respond(request)
            content = json.loads(answer.body or b"null")
            if isinstance(content, dict) and "TotalItems" in content:
                return dataclasses.replace(answer, body=json.dumps(content | {"TotalItems": 99}).encode())
            return answer

        return told

    with elsewhere(contract, pem, wrong) as server:
        outcome = run(contract, server.target, lane(tmp_path, allow_writes=False))
    assert "pages-tell-the-truth" in {finding.check for finding in outcome.findings}
    assert outcome.exit_code == 1
