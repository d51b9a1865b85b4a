"""A record type is a matter of openapi.yaml alone: no Python under generator/ knows one by name."""

import re
from collections.abc import Iterator
from pathlib import Path

from nexudus_contract.document import load

ROOT = Path(__file__).parents[2]
CONTRACT = load(ROOT / "openapi.yaml")
FILES = sorted((ROOT / "generator").rglob("*.py"))
SHORTEST = 7
"""Letters of the shortest field that is looked for; shorter ones (Name) are everyday words."""


def _names() -> Iterator[str]:
    """What only a record type has: its tag, entity and path, and the fields that people write or that show names.

    What the server itself keeps about every record is left out: its words (unique id, created on) are everybody's.
    """
    for record_type in CONTRACT.record_types:
        yield from (record_type.tag, record_type.entity)
        fields = {*record_type.writable, *(item.name for item in record_type.properties.values() if item.name_of)}
        yield from (field for field in fields if len(field) >= SHORTEST)
        assert record_type.path.rsplit("/", 1)[-1] == record_type.tag.lower(), "then the path is a name to look for too"


NAMES = sorted(set(_names()))


def _named(text: str) -> set[str]:
    """The names that a text holds, in whatever way a programmer writes them: ResourceId, resource_id, resourceid."""
    words = {word.replace("_", "").lower() for word in re.findall(r"\w+", text)}
    return {name for name in NAMES if name.lower() in words}


def test_it_looks_for_the_right_names() -> None:
    assert {"CoworkerGoogleCalendars", "CoworkerMsOfficeCalendar", "CoworkerMsOffeCalendars"} <= set(NAMES)
    assert {"ResourceId", "SubscriptionExpireDate", "WatchResourceId", "CoworkerFullName"} <= set(NAMES)
    assert not {"Name", "Id", "Message", "Errors", "UpdatedOn", "UpdatedBy", "UniqueId"} & set(NAMES)
    assert _named("payload['ResourceId'] = event_sync_token") == {"ResourceId", "EventSyncToken"}
    assert _named("client.coworker_google_calendars.list()") == {"CoworkerGoogleCalendars"}
    assert _named("GET /api/spaces/coworkermsoffecalendars") == {"CoworkerMsOffeCalendars"}


def test_no_record_type_is_named() -> None:
    named = {str(file.relative_to(ROOT)): _named(file.read_text(encoding="utf-8")) for file in FILES}
    wrong = [f"{file} names {', '.join(sorted(names))}" for file, names in named.items() if names]
    assert not wrong, "\n".join(wrong)
