"""Why a request is not carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nexudus_contract.mock.wire.message import Answer


@dataclass(frozen=True)
class FieldError:
    """One failed validation.

    Attributes:
        name: the property or parameter.
        message: what is wrong.
        attempted: what was sent.
        missing: whether it should be there and is not.
        text: whether it should hold a text.
    """

    name: str
    message: str
    attempted: Any = None
    missing: bool = False
    text: bool = False


class InvalidError(Exception):
    """The request breaks the contract. The dialect says how that is answered."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__()
        self.errors = errors


class RefusedError(Exception):
    """Ends the handling of a request with an answer other than success."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
