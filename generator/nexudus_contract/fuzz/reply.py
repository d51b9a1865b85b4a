"""A request and its answer, with the operation that they are of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl

from nexudus_contract.exchange import Exchange
from nexudus_contract.source import is_object
from nexudus_contract.terms import Operation

JSON: Final = "application/json"
ABSENT: Final = object()
"""What stands for JSON where there is none."""


def parsed(body: bytes, media_type: str = JSON) -> Any:
    """What a body of a media type says; `ABSENT` where it says nothing."""
    try:
        return json.loads(body) if media_type == JSON else dict(parse_qsl(body.decode(), strict_parsing=True))
    except ValueError:
        return ABSENT


@dataclass(frozen=True)
class Content:
    """What a request carries.

    Attributes:
        data: The body.
        headers: What is said of it.
    """

    data: bytes
    headers: Mapping[str, str]

    @classmethod
    def json(cls, value: object) -> "Content":
        """A value as JSON."""
        return cls(json.dumps(value, ensure_ascii=False).encode(), {"Content-Type": JSON})


@dataclass(frozen=True)
class Reply:
    """A request and its answer, ready to be asked."""

    operation: Operation
    exchange: Exchange

    @property
    def status(self) -> int:
        """HTTP status; 0 where the connection failed."""
        return self.exchange.received.status if self.exchange.received else 0

    @cached_property
    def value(self) -> Any:
        """The JSON in the body; `ABSENT` where there is none."""
        return parsed(self.exchange.received.body) if self.exchange.received else ABSENT

    @property
    def done(self) -> bool:
        """Whether it says that an action worked."""
        return self.status == 200 and is_object(self.value) and self.value.get("WasSuccessful") is True
