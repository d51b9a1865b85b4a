"""Lists can be filtered, by values and by ranges, and what comes is what was asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, running
from nexudus_contract.terms import Comparison

from .helpers.basics import ADMIN, EXPIRES, GOOGLE, OFFE, OFFICE, RECORDS
from .helpers.callers import FORMS, Caller, create
from .helpers.stubs import ids, in_pages

Stub = Callable[..., Caller]
START = datetime(2026, 6, 1, 12, tzinfo=UTC)

# Of each filter: the field that it looks at, what finds it, and a value that it does not find.
GOOGLE_FILTERS: dict[str, tuple[str, Any, Any, Any]] = {
    "resource": ("resource_id", 15, 15, 16),
    "coworker": ("coworker_id", 42, 42, 43),
    "coworker_full_name": ("coworker_id", 42, "Elif Okafor", 43),
    "name": ("name", "a & b", "a & b", "a"),
    "subscription_id": ("subscription_id", "one", "one", "two"),
    "calendar_id": ("calendar_id", "ada@example.com", "ada@example.com", "ida@example.com"),
    "subscription_expire_date": ("subscription_expire_date", EXPIRES, "2026-12-01T10:30:00Z", START),
    "watch_resource_id": ("watch_resource_id", "one", "one", "two"),
    "event_sync_token": ("event_sync_token", "one", "one", "two"),
}
FILTERS = {
    "coworker_google_calendars": GOOGLE_FILTERS,
    "coworker_ms_office_calendars": {name: GOOGLE_FILTERS[name] for name in [*GOOGLE_FILTERS][:7]},
    "coworker_ms_offe_calendars": {},
}


def question(resource: str, /, **arguments: Any) -> Callable[[Any], Any]:
    return lambda client: getattr(client, resource).list(**arguments)


def listing(ask: Caller, **arguments: Any) -> list[int]:
    return ids(ask(question("coworker_google_calendars", **arguments)))


@FORMS
@RECORDS
def test_each_documented_filter_narrows(ask: Caller, contract: Contract, resource: str, fields: dict[str, Any]) -> None:
    (record_type,) = (item for item in contract.record_types if item.tag.lower() == resource.replace("_", ""))
    documented = [item for item in record_type.filters if item.comparison is Comparison.EQUAL]
    assert len(FILTERS[resource]) == len(documented)
    for keyword, (field, value, wanted, other) in FILTERS[resource].items():

        def made(fields: dict[str, Any]) -> int:
            return int(ask(lambda client: getattr(client, resource).create(**fields)).id)

        found, unfound = made({**fields, field: value}), made({**fields, field: other})
        rows = ask(question(resource, **{keyword: wanted}))
        assert (found in ids(rows), unfound in ids(rows)) == (True, False), keyword


def test_filters_narrow_together(ask: Caller) -> None:
    wanted = create(ask, name="a", coworker_id=42)
    create(ask, name="a", coworker_id=43)
    create(ask, name="b", coworker_id=42)
    assert listing(ask, name="a", coworker=42) == [wanted]


@RECORDS
def test_an_unknown_filter_is_a_type_error(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'updated_since'"):
        ask(lambda client: getattr(client, resource).list(updated_since=START))


@pytest.mark.parametrize(
    ("resource", "fields", "ranges"),
    [
        ("coworker_google_calendars", GOOGLE, ["subscription_expire_date", "created_on", "updated_on"]),
        ("coworker_ms_office_calendars", OFFICE, ["subscription_expire_date", "created_on", "updated_on"]),
        ("coworker_ms_offe_calendars", OFFE, ["created_on", "updated_on"]),
    ],
)
def test_ranges_include_both_their_ends(
    open_client: Stub, contract: Contract, resource: str, fields: dict[str, Any], ranges: list[str]
) -> None:
    moments = [START, START + timedelta(seconds=1), START + timedelta(minutes=1)]
    now = list[datetime]()
    with running(contract, MockSettings(clock=lambda: now[-1])) as mock:
        ask = open_client(mock.url, **ADMIN)

        def made_at(moment: datetime) -> int:
            now.append(moment)
            given = {**fields, "subscription_expire_date": moment}
            return int(ask(lambda client: getattr(client, resource).create(**given)).id)

        def found(**span: datetime) -> list[int]:
            return ids(ask(question(resource, **span)))

        made = [made_at(moment) for moment in moments]
        for name in ranges:
            after, before = f"{name}_after", f"{name}_before"
            for first in range(3):
                assert found(**{after: moments[first]}) == made[first:]
                assert found(**{before: moments[first]}) == made[: first + 1]
                for last in range(first, 3):
                    assert found(**{after: moments[first], before: moments[last]}) == made[first : last + 1]
            between = moments[1] + timedelta(microseconds=1)
            assert (found(**{after: between}), found(**{before: between})) == (made[1:], made[:2])


def test_naive_ends_are_refused_at_once(ask_stub: Stub) -> None:
    made = list[object]()
    naive = datetime(2026, 6, 1, 12)
    ask = ask_stub(in_pages([1]))
    with pytest.raises(ValueError, match="2026-06-01T12:00:00 has no time zone"):
        ask(lambda client: made.append(client.coworker_google_calendars.list(created_on_after=naive)))
    assert made == []
