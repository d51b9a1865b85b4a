"""What breaks between two versions of the contract, or of the client that is made from it."""

from nexudus_contract.changes.client import client_changes
from nexudus_contract.changes.compare import compare
from nexudus_contract.changes.contract import contract_changes
from nexudus_contract.changes.difference import Change, ChangesError, Grade, Side
from nexudus_contract.changes.outcome import Outcome
from nexudus_contract.changes.surface import Surface, read
from nexudus_contract.changes.versions import Version

__all__ = [
    "Change",
    "ChangesError",
    "Grade",
    "Outcome",
    "Side",
    "Surface",
    "Version",
    "client_changes",
    "compare",
    "contract_changes",
    "read",
]
