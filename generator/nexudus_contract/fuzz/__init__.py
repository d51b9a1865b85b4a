"""Property tests made from the contract, against the mock or any running server."""

from nexudus_contract.fuzz.lane import Lane, run
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.own_mock import FuzzError, own_mock

__all__ = ["FuzzError", "Lane", "Outcome", "own_mock", "run"]
