"""A finding's case, as a run left it in a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexudus_contract.exchange import Exchange
from nexudus_contract.fuzz.replaying.senders import Sender
from nexudus_contract.source import JsonObject, is_array, is_object


class CaseError(Exception):
    """A file is no case; the message says why and what to do."""


@dataclass(frozen=True)
class Recorded:
    """A request of a case, and the answer that it got.

    Attributes:
        exchange: Both, without secrets.
        sender: In whose name it was sent.
    """

    exchange: Exchange
    sender: Sender


@dataclass(frozen=True)
class Case:
    """What shows a finding.

    Attributes:
        check: Name of the check that failed.
        message: What the server did.
        operations: operationIds where it was seen.
        target: Address of the server.
        steps: The requests and their answers, in the order in which they were sent.
    """

    check: str
    message: str
    operations: Sequence[str]
    target: str
    steps: Sequence[Recorded]

    @classmethod
    def read(cls, path: Path) -> "Case":
        """The case in a file.

        Raises:
            CaseError: there is none.
        """
        try:
            content: Any = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CaseError(f"{path} cannot be read: {error.strerror or error}") from error
        except ValueError as error:
            raise CaseError(f"{path} is no case: it is not JSON ({error}); {_WHERE}") from error
        try:
            return cls._of(content)
        except (KeyError, TypeError, ValueError) as error:
            said = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            raise CaseError(f"{path} is no case: {said}; {_WHERE}") from error

    @classmethod
    def _of(cls, content: Any) -> "Case":
        if not is_object(content):
            raise TypeError("it is no object")
        if not is_array(content["exchanges"]) or not content["exchanges"]:
            raise ValueError("it has no exchanges")
        target = str(content["target"])
        steps = [_recorded(item) for item in content["exchanges"]]
        strange = [item.exchange.sent.url for item in steps if not item.exchange.sent.url.startswith(f"{target}/")]
        if strange:
            raise ValueError(f"{strange[0]} is not at {target}")
        return cls(str(content["check"]), str(content["message"]), list(content["operations"]), target, steps)


_WHERE = "cases are what `nexudus-contract fuzz` leaves in the folder cases of its reports"


def _recorded(content: Any) -> Recorded:
    if not is_object(content):
        raise TypeError("an exchange is no object")
    item: JsonObject = content
    return Recorded(Exchange.from_json(item), Sender(item["sender"]))
