"""Property tests made from the contract, against the mock or any running server."""

from nexudus_contract.fuzz.lane import Lane, run
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.target import FuzzError, Target, own_mock

__all__ = ["FuzzError", "Lane", "Outcome", "Target", "own_mock", "run"]
