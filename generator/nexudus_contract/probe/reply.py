"""What a server answered, read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from nexudus_contract.exchange import Exchange, Received
from nexudus_contract.probe.answer import UnanswerableError
from nexudus_contract.source import JsonObject, is_array, is_object


@dataclass(frozen=True)
class Reply:
    """An answer from the server, and what it came to.

    Attributes:
        number: its place among all that was asked, from 0.
        exchange: as it was on the wire.
        received: the answer.
    """

    number: int
    exchange: Exchange
    received: Received

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.received.status

    @cached_property
    def value(self) -> Any:
        """The body as JSON; None also where it is none."""
        try:
            return orjson.loads(self.received.body)
        except orjson.JSONDecodeError:
            return None

    @cached_property
    def page(self) -> JsonObject | None:
        """The page that came; None where it is none."""
        value = self.value
        return value if self.status == 200 and is_object(value) and is_array(value.get("Records")) else None

    @cached_property
    def rows(self) -> list[JsonObject]:
        """The rows of the page, or of the bare array; none where something else came."""
        rows: list[Any] = self.value if is_array(self.value) else (self.page or {}).get("Records", [])
        return [row for row in rows if is_object(row)]

    @property
    def total(self) -> int:
        """How many records match on all pages together, as the page says."""
        total: object = (self.page or {}).get("TotalItems")
        return total if isinstance(total, int) else len(self.rows)

    def listed(self) -> "Reply":
        """The same, where it is a page.

        Raises:
            UnanswerableError: it is none.
        """
        if self.page is None:
            what = "something else than a page" if self.status == 200 else str(self.status)
            raise UnanswerableError(f"the list answered {what}")
        return self

    def shape(self) -> str:
        """Status and body in a few words, without any value but a short text."""
        value, body = self.value, self.received.body
        if not body:
            return f"{self.status}, no body"
        if is_object(value):
            return f"{self.status}, an object with {', '.join(sorted(value)[:6]) or 'nothing'}"
        if is_array(value):
            return f"{self.status}, a list"
        if isinstance(value, str) and len(value) <= 40:
            return f'{self.status}, the text "{value}"'
        if value is not None or body == b"null":
            return f"{self.status}, JSON of another kind"
        media_type = self.received.header("content-type").partition(";")[0]
        return f"{self.status}, no JSON ({media_type or 'no content type'})"
