"""Property tests made from the contract, against the mock or any running server."""

from nexudus_contract.fuzz.lane import Lane, courteous, run
from nexudus_contract.fuzz.laws.access import MOCK_READER, Person
from nexudus_contract.fuzz.laws.machine import Effort
from nexudus_contract.fuzz.live.clean import clean_up
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.long import Long, LongOutcome, Plan, PlanError, larger
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.own_mock import FuzzError, own_mock
from nexudus_contract.fuzz.progress import Progress
from nexudus_contract.fuzz.replaying.case import Case, CaseError
from nexudus_contract.fuzz.replaying.client_code import as_python
from nexudus_contract.fuzz.replaying.forms import as_curl
from nexudus_contract.fuzz.replaying.replay import Replay, Replayer, Verdict
from nexudus_contract.fuzz.reports import REPORT_SCHEMA

__all__ = [
    "MOCK_READER",
    "REPORT_SCHEMA",
    "Case",
    "CaseError",
    "Effort",
    "FuzzError",
    "Lane",
    "Long",
    "LongOutcome",
    "Manners",
    "Outcome",
    "Person",
    "Plan",
    "PlanError",
    "Progress",
    "Replay",
    "Replayer",
    "Verdict",
    "as_curl",
    "as_python",
    "clean_up",
    "courteous",
    "larger",
    "own_mock",
    "run",
]
