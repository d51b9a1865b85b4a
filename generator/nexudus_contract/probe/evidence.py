"""What a report may show of what was on the wire: no secrets, no texts of records, no more than it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import orjson

from nexudus_calendars.runtime.redaction import MASK
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.source import JsonObject, is_array, is_object

HIDDEN = "HIDDEN"
"""Stands where a record had a text."""

_OF_RECORDS = frozenset({"Records", "AttemptedValue"})
_MOST_ROWS = 10
_MOST_TEXT = 2000


@dataclass(frozen=True)
class Veil:
    """Knows what is not shown.

    Attributes:
        id_properties: what makes an object a record.
        text_filters: query parameters that hold a record's text.
        secrets: texts that are never shown.
    """

    id_properties: frozenset[str]
    text_filters: frozenset[str]
    secrets: Sequence[str]

    def over(self, exchange: Exchange) -> JsonObject:
        """An exchange as JSON, with everything in place that a question was answered by."""
        received = exchange.received
        shown = replace(exchange, sent=self._sent(exchange.sent), received=received and self._received(received))
        return shown.redacted().to_json()

    def _sent(self, sent: Sent) -> Sent:
        parts = urlsplit(sent.url)
        pairs = [
            (name, HIDDEN if name in self.text_filters else value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
        query = "&".join(f"{quote(name)}={quote(value, safe='[],:')}" for name, value in pairs)
        return replace(sent, url=self._without_secrets(parts._replace(query=query).geturl()))

    def _received(self, received: Received) -> Received:
        text = received.body.decode(errors="replace")
        try:
            text = orjson.dumps(self._value(orjson.loads(received.body))).decode()
        except orjson.JSONDecodeError:
            text = text[:_MOST_TEXT]
        headers = [(name, self._without_secrets(value)) for name, value in received.headers]
        return replace(received, headers=headers, body=self._without_secrets(text).encode())

    def _value(self, value: Any, *, record: bool = False) -> Any:
        if is_array(value):
            shown = [self._value(item, record=record) for item in value[:_MOST_ROWS]]
            return [*shown, f"and {len(value) - _MOST_ROWS} more"] if len(value) > _MOST_ROWS else shown
        if is_object(value):
            inside = record or not self.id_properties.isdisjoint(value)
            # A failed validation repeats what was sent.
            return {key: self._value(item, record=inside or key in _OF_RECORDS) for key, item in value.items()}
        return HIDDEN if record and isinstance(value, str) and value and not _is_moment(value) else value

    def _without_secrets(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text
