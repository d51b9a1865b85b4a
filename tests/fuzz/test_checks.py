"""What is broken is found, by the check that is for it."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import Effort, Lane, run
from nexudus_contract.fuzz.defects import CATALOGUE, Defect, Plot
from nexudus_contract.fuzz.judge import Judge, Watch
from nexudus_contract.fuzz.laws import filtering, reading, writing
from nexudus_contract.fuzz.laws.ground import Ground
from nexudus_contract.fuzz.laws.values import Own
from nexudus_contract.fuzz.ledger import BreachError, Ledger
from nexudus_contract.fuzz.wire import Wire
from nexudus_contract.mock import Answer, Request, Respond

from .conftest import Wrapper, served
from .helpers.in_process import in_process, talked, token

# One of each kind of promise that our own laws look after.
TELLING = {
    "crash-at-a-quote": "never-fails",
    "json-unescaped": "answers-as-documented",
    "moment-with-eight-digits": "answers-as-documented",
    "page-lacks-its-total": "answers-as-documented",
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
    "page-repeats-a-row": "pages-add-up",
    "total-too-large": "pages-tell-the-truth",
    "page-lacks-its-last-row": "pages-are-full",
    "batch-reorders": "batch-answers-what-was-asked",
    "names-lost": "names-are-shown",
    "lost-in-a-row": "ids-are-unique",
    "slow-batch": "answers-in-time",
}


def planted(contract: Contract, name: str) -> Wrapper:
    defect: Defect = next(item for item in CATALOGUE if item.name == name)
    return partial(defect.plant, Plot(contract))


def laws_on(contract: Contract, wrap: Wrapper) -> list[str]:
    """The checks that fail when records are made one after the other, and then listed, sorted and read in pages."""
    ledger = Ledger()
    (record_type,) = contract.record_types
    with in_process(contract, wrap) as client:
        wire = Wire(Watch(ledger, Judge(contract)), client, f"Bearer {token(client)}", sleep=lambda _: None)
        ground = Ground(contract, record_type, wire, Own(), alone=True)
        try:
            for place in range(6):
                writing.create(ground, ground.values.plain(place // 3))
            reading.audit(ground)
            for name in record_type.order_by:
                reading.orders(ground, name)
                reading.pages(ground, 2, orderBy=name, dir=1)
        except BreachError:
            pass
    return [finding.check for finding in ledger.findings.values()]


def turning(respond: Respond) -> Respond:
    """A server that sorts the wrong way round, though the page says otherwise."""

    def turned(request: Request) -> Answer:
        answer = respond(request)
        if b"orderBy=" not in request.query or answer.status != 200:
            return answer
        page = json.loads(answer.body)
        return dataclasses.replace(answer, body=json.dumps(page | {"Records": page["Records"][::-1]}).encode())

    return turned


def zeros(respond: Respond) -> Respond:
    """A server that writes all seven digits of a second where they are zeros."""

    def written_out(request: Request) -> Answer:
        answer = respond(request)
        return dataclasses.replace(
            answer, body=answer.body.replace(b"2026-01-01T00:00:00Z", b"2026-01-01T00:00:00.0000000Z")
        )

    return written_out


@pytest.mark.parametrize("wrap", [zeros, lambda respond: respond], ids=["zeros written", "zeros left out"])
def test_digits_of_a_second_are_compared_as_numbers(contract: Contract, wrap: Wrapper) -> None:
    ledger = Ledger()
    record_type = contract.record_types[0]
    time = [datetime(2026, 1, 1, tzinfo=UTC)]
    with in_process(contract, wrap, lambda: time[0]) as client:
        wire = Wire(Watch(ledger, Judge(contract)), client, f"Bearer {token(client)}", sleep=lambda _: None)
        ground = Ground(contract, record_type, wire, Own(), alone=True)
        record_id = writing.create(ground, ground.values.plain(0))
        assert record_id is not None
        filtering.filters(ground, lambda values: values[0])
        time[0] += timedelta(microseconds=1)
        writing.update(ground, record_id, ground.values.plain(1))
        filtering.filters(ground, lambda values: values[0])
    assert ledger.findings == {}


def test_a_defect_is_found_by_the_check_that_is_for_it(trimmed_contract: Contract) -> None:
    found: dict[str, list[str]] = {}
    for name in TELLING:
        run = talked(
            trimmed_contract, planted(trimmed_contract, name), stop_at_first=True, seed=5, effort=Effort(40, 12)
        )
        found[name] = [finding.check for finding in run.ledger.findings.values()]
    assert found == {name: [check] for name, check in TELLING.items()}


def test_a_law_finds_what_breaks_it(trimmed_contract: Contract) -> None:
    servers: dict[str, Wrapper] = {
        "sorts-as-asked": turning,
        "pages-keep-the-order": planted(trimmed_contract, "order-unstable"),
        "lists-what-is-there": planted(trimmed_contract, "throttle-after-the-work"),
    }
    found = {check: laws_on(trimmed_contract, wrap) for check, wrap in servers.items()}
    assert found == {check: [check] for check in servers}
    assert laws_on(trimmed_contract, lambda respond: respond) == []


def test_what_only_schemathesis_looks_for_is_found(small_contract: Contract, tmp_path: Path) -> None:
    lane = Lane(reports=tmp_path, effort=Effort(1, 1), examples=1, sequences=1, limit=None, slow=10)
    with served(small_contract, planted(small_contract, "method-without-allow")) as target:
        outcome = run(small_contract, target, dataclasses.replace(lane, stop_at_first=True))
    assert [finding.check for finding in outcome.findings] == ["unsupported-method"]
    assert outcome.exit_code == 1
