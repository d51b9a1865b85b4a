"""A run as `make fuzz` makes it: the mock passes, and all of the contract is exercised."""

import json
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import MOCK_READER, Lane, own_mock, run
from nexudus_contract.fuzz.covering.coverage import KINDS


@pytest.mark.slow("a whole run over the whole contract")
def test_the_mock_passes_and_all_of_the_contract_is_exercised(contract: Contract, tmp_path: Path) -> None:
    steps: list[str] = []
    # Without a limit of time: other work on the machine shall not change what it says.
    lane = Lane(reports=tmp_path, lesser=MOCK_READER, rollcall=True, limit=None, slow=10)
    with own_mock(contract.source.path, tmp_path) as target:
        outcome = run(contract, target, lane, steps.append)
    assert outcome.passed, outcome.summary
    assert {item.tag for item in contract.record_types} < set(steps)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["passed"], report["findings"], report["problems"]) == (True, [], [])
    missing = {kind: report["coverage"][kind]["missing"] for kind in KINDS}
    assert missing == {kind: [] for kind in KINDS}
