"""Whether two answers are the same, but for what the server assigns and for secrets."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nexudus_calendars.runtime.redaction import is_secret_name
from nexudus_contract.exchange import Exchange
from nexudus_contract.source import JsonObject, is_array, is_object


@dataclass(frozen=True)
class Comparison:
    """How answers of then and of now are compared.

    Attributes:
        assigned: Names of properties that are another each time.
        id_names: Names of the properties that records are numbered by.
        ids: Of the records that the case made: what they were called then, and are now.
    """

    assigned: frozenset[str]
    id_names: frozenset[str]
    ids: Mapping[int, int]

    def difference(self, then: Exchange, now: Exchange) -> str:
        """How the second answer differs from the first, in one sentence; empty where it does not."""
        old, new = then.received, now.received
        if old is None or new is None:
            return "" if old is new else "there was no answer then" if old is None else "there is no answer"
        if old.status != new.status:
            return f"it was {old.status}"
        return next(self._differences(parsed(old.body), parsed(new.body), ""), "")

    def _differences(self, then: Any, now: Any, place: str) -> Iterator[str]:
        if is_object(then) and is_object(now):
            foreign = any(is_array(value) and self._foreign(value) for value in then.values())
            for name in dict.fromkeys([*then, *now]):
                where = f"{place}/{name}"
                # How many rows there are says nothing where some are not of the case.
                if self._varies(name) or (foreign and not is_array(then.get(name))):
                    continue
                if name not in then or name not in now:
                    yield f"{where} is {'new' if name in now else 'not there any more'}"
                else:
                    before = self.ids.get(then[name], then[name]) if name in self.id_names else then[name]
                    yield from self._differences(before, now[name], where)
        elif is_array(then) and is_array(now):
            if self._foreign(then):
                then = [row for row in then if self._id(row) in self.ids]
                now = [row for row in now if self._id(row) in self.ids.values()]
            if len(then) != len(now):
                yield f"{place or 'the body'} has {len(now)} items, and had {len(then)}"
            for number, (before, after) in enumerate(zip(then, now, strict=False)):
                yield from self._differences(before, after, f"{place}/{number}")
        elif type(then) is not type(now) or then != now:
            yield f"{place or 'the body'} was {_shown(then)} and is {_shown(now)}"

    def _varies(self, name: str) -> bool:
        return name in self.assigned or is_secret_name(name) or name.startswith(".")

    def _foreign(self, rows: list[Any]) -> bool:
        """Whether there are records among the rows that the case did not make."""
        return any((number := self._id(row)) is not None and number not in self.ids for row in rows)

    def _id(self, row: Any) -> int | None:
        found = [row[name] for name in self.id_names if name in row] if is_object(row) else []
        return found[0] if found and isinstance(found[0], int) else None


def parsed(body: bytes) -> Any:
    """The JSON of a body, or its text."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


def result(exchange: Exchange) -> JsonObject:
    """What an action's result calls its value; empty where that is no object."""
    value = parsed(exchange.received.body) if exchange.received else None
    inner = value.get("Value") if is_object(value) else None
    return inner if is_object(inner) else {}


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
