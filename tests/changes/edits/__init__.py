"""Edits of our contract whose class is known, for the contract and for the client that is made from it."""

from .answers import ANSWER_EDITS
from .bodies import BODY_EDITS
from .contradictions import CONTRADICTION_EDITS
from .edit import ADDITIVE, BREAKING, UNMADE, Document, Edit, held, untouched
from .operations import OPERATION_EDITS
from .parameters import PARAMETER_EDITS
from .wording import WORDING_EDITS

__all__ = ["ADDITIVE_EDITS", "BREAKING_EDITS", "EDITS", "TABLES", "UNMADE", "Document", "Edit", "held", "untouched"]

TABLES = {
    "operations": OPERATION_EDITS,
    "parameters": PARAMETER_EDITS,
    "bodies": BODY_EDITS,
    "answers": ANSWER_EDITS,
    "wording": WORDING_EDITS,
    "contradictions": CONTRADICTION_EDITS,
}
EDITS = tuple(edit for edits in TABLES.values() for edit in edits)
BREAKING_EDITS = tuple(edit for edit in EDITS if edit.contract is BREAKING)
ADDITIVE_EDITS = tuple(edit for edit in EDITS if edit.contract is ADDITIVE)
