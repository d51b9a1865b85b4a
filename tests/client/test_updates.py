"""Updates that clear nothing by accident: whole records are written, and changes are put into whole records."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from nexudus_calendars import (
    NotFoundError,
    NotWrittenError,
    RequestTimeoutError,
    ServerError,
    StaleRecordError,
    UnreadableAnswerError,
)
from nexudus_calendars.runtime.dates import parse_moment

from .helpers.basics import OFFICE, RECORDS
from .helpers.callers import FORMS, Caller, create
from .helpers.stubs import done, in_turn, keeping, record, sent

Stub = Callable[..., Caller]
UPDATED = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


def change(ask: Caller, id_: int = 7, **changes: Any) -> Any:
    return ask(lambda client: client.coworker_google_calendars.change(id_, **changes))


def get(ask: Caller, id_: int = 7) -> Any:
    return ask(lambda client: client.coworker_google_calendars.get(id_))


def update(ask: Caller, item: object) -> Any:
    return ask(lambda client: client.coworker_google_calendars.update(item))


def test_an_update_sends_back_everything_but_what_the_server_sets(ask_stub: Stub) -> None:
    fields = {"Data": [{"Name": "Desk", "Value": "12", "Type": "string", "JsonValue": None}]}
    server = keeping(CustomFields=fields, SystemId="crm-5", LocalizationDetails=None, Floor=3, Blank=None)
    ask = ask_stub(server)
    item = get(ask)
    item.name = "Lovelace"
    item.event_sync_token = None
    assert update(ask, item).id == 7
    assert sent(server) == {
        "Id": 7,
        "ResourceId": 15,
        "CoworkerId": 42,
        "Name": "Lovelace",
        "SubscriptionId": "channel-1",
        "CalendarId": "ada@example.com",
        "SubscriptionExpireDate": "2026-12-01T10:30:00Z",
        "WatchResourceId": "watch-1",
        "EventSyncToken": None,
        "SystemId": "crm-5",
        "CustomFields": fields,
        "Floor": 3,
    }


@FORMS
@RECORDS
def test_fields_that_are_not_named_stay(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    created = ask(lambda client: getattr(client, resource).create(**{**fields, "coworker_id": 42}))
    before = ask(lambda client: getattr(client, resource).get(created.id)).to_dict()
    later = datetime(2027, 1, 31, tzinfo=UTC)
    result = ask(lambda client: getattr(client, resource).change(created.id, subscription_expire_date=later))
    assert (result.id, result.updated_by) == (created.id, "admin@example.com")
    after = ask(lambda client: getattr(client, resource).get(created.id)).to_dict()
    assert {name for name in before if before[name] != after[name]} - {"UpdatedOn"} == {"SubscriptionExpireDate"}
    assert after["SubscriptionExpireDate"] == "2027-01-31T00:00:00Z"


def test_a_change_sends_back_what_it_knows_nothing_about(ask_stub: Stub) -> None:
    server = keeping(CustomFields={"Data": []}, SystemId="crm-5", Floor=3)
    change(ask_stub(server), name="Lovelace")
    assert server.methods == ["GET", "PUT"]
    body = sent(server)
    assert (body["CustomFields"], body["SystemId"], body["Floor"]) == ({"Data": []}, "crm-5", 3)
    assert body["Name"] == "Lovelace"


def test_none_clears_a_field(ask: Caller) -> None:
    id_ = create(ask, coworker_id=42, event_sync_token="sync-1")
    change(ask, id_, event_sync_token=None)
    assert (get(ask, id_).event_sync_token, get(ask, id_).coworker_id) == (None, 42)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nmae": "x"}, "CoworkerGoogleCalendar has no field 'nmae' that can be written"),
        ({"name": "x", "updated_by": "me"}, "no field 'updated_by'"),
        ({}, "a change wants at least one field"),
    ],
)
def test_a_change_of_nothing_or_of_something_unknown_is_a_type_error(
    ask_stub: Stub, changes: dict[str, Any], said: str
) -> None:
    server = keeping()
    with pytest.raises(TypeError, match=said):
        change(ask_stub(server), **changes)
    assert server.requests == []


def test_a_field_that_may_not_be_empty_cannot_be_cleared(ask_stub: Stub) -> None:
    server = keeping()
    with pytest.raises(ValueError, match=r"this CoworkerGoogleCalendar has no Name, .* give it a value first"):
        change(ask_stub(server), name=None)
    assert server.methods == ["GET"]


@FORMS
def test_a_change_can_be_read_back(ask: Caller) -> None:
    id_ = create(ask)
    assert change(ask, id_, name="Lovelace", verify=True).id == id_
    assert get(ask, id_).name == "Lovelace"


def test_a_write_that_did_not_arrive_is_noticed(ask_stub: Stub) -> None:
    server = keeping()
    with pytest.raises(NotWrittenError) as caught:
        change(ask_stub(server), name="Lovelace", coworker_id=None, verify=True)
    assert (caught.value.record_id, caught.value.properties) == (7, ("CoworkerId", "Name"))
    assert caught.value.uncertain is True
    assert str(caught.value) == (
        "record 7 was written, but reads back with another CoworkerId, Name; "
        "somebody else may have changed it in between; look at the record"
    )
    assert server.methods == ["GET", "PUT", "GET"]


def test_a_write_that_cleared_something_is_noticed(ask_stub: Stub) -> None:
    before, after = record(SystemId="crm-5", Floor=3), record(Name="Lovelace", SystemId=None, Floor=4)
    server = in_turn(httpx.Response(200, json=before), done(), httpx.Response(200, json=after))
    with pytest.raises(NotWrittenError) as caught:
        change(ask_stub(server), name="Lovelace", verify=True)
    # What the contract does not know may be counted by the server.
    assert caught.value.properties == ("SystemId",)


def test_nothing_is_read_back_unless_asked(ask_stub: Stub) -> None:
    server = keeping()
    change(ask_stub(server), name="Lovelace")
    assert server.methods == ["GET", "PUT"]


def test_a_reading_back_that_fails_says_that_something_was_written(ask_stub: Stub) -> None:
    server = in_turn(httpx.Response(200, json=record()), done(), *[httpx.Response(500)] * 5)
    with pytest.raises(ServerError, match="a write may have happened") as caught:
        change(ask_stub(server), name="Lovelace", verify=True)
    assert (caught.value.method, caught.value.uncertain) == ("GET", True)


@FORMS
def test_a_record_that_somebody_else_changed_is_not_written(ask_stub: Stub) -> None:
    server = keeping()
    seen = UPDATED - timedelta(seconds=1)
    with pytest.raises(StaleRecordError) as caught:
        change(ask_stub(server), name="Lovelace", if_unchanged_since=seen)
    assert (caught.value.record_id, caught.value.expected, caught.value.found) == (7, seen, UPDATED)
    assert str(caught.value) == (
        "record 7 was last updated on 2025-01-15T10:30:00+00:00, not on 2025-01-15T10:29:59+00:00; "
        "nothing was written; read it again, and decide anew"
    )
    assert server.methods == ["GET"]


def test_a_record_that_nobody_changed_is_written(ask: Caller) -> None:
    id_ = create(ask)
    elsewhere = get(ask, id_).updated_on.astimezone(timezone(timedelta(hours=5)))
    change(ask, id_, name="Lovelace", if_unchanged_since=elsewhere)
    assert get(ask, id_).name == "Lovelace"


@pytest.mark.parametrize(
    ("known", "found", "same"),
    [
        ("29.9963056Z", "29.9963056Z", True),
        ("29.9963056Z", "29.9963057Z", False),
        ("29.996305Z", "29.9963056Z", False),
        ("29.9963056Z", "29.996305Z", False),
    ],
)
def test_a_guard_looks_at_the_last_digit(ask_stub: Stub, known: str, found: str, *, same: bool) -> None:
    start = "2026-08-27T08:32:"
    server = in_turn(httpx.Response(200, json=record(UpdatedOn=f"{start}{found}")), done())
    guard = parse_moment(f"{start}{known}")
    if same:
        change(ask_stub(server), name="Lovelace", if_unchanged_since=guard)
    else:
        with pytest.raises(StaleRecordError, match=f"on {start}{found}, not on {start}{known}; nothing was written"):
            change(ask_stub(server), name="Lovelace", if_unchanged_since=guard)
    assert server.methods == ["GET", "PUT"][: 1 + same]


def test_a_guard_that_was_kept_as_a_plain_datetime_has_six_digits(ask_stub: Stub) -> None:
    server = in_turn(httpx.Response(200, json=record(UpdatedOn="2026-08-27T08:32:29.9963056Z")), done())
    kept = datetime(2026, 8, 27, 8, 32, 29, 996305, tzinfo=UTC)
    change(ask_stub(server), name="Lovelace", if_unchanged_since=kept)
    assert server.methods == ["GET", "PUT"]


def test_a_guard_without_time_zone_is_refused_before_anything_is_sent(ask_stub: Stub) -> None:
    server = keeping()
    with pytest.raises(ValueError, match="if_unchanged_since has no time zone"):
        change(ask_stub(server), name="Lovelace", if_unchanged_since=datetime(2025, 1, 15, 10, 30))
    assert server.requests == []


def test_a_guarded_write_whose_answer_was_lost_is_not_sent_again(ask_stub: Stub) -> None:
    lost = in_turn(httpx.Response(200, json=record()), httpx.ReadTimeout("late"))
    with pytest.raises(RequestTimeoutError) as caught:
        change(ask_stub(lost), name="Lovelace", if_unchanged_since=UPDATED)
    assert caught.value.uncertain is True
    assert lost.methods == ["GET", "PUT"]

    repeated = in_turn(httpx.Response(200, json=record()), httpx.ReadTimeout("late"), done())
    assert change(ask_stub(repeated), name="Lovelace").id == 7
    assert repeated.methods == ["GET", "PUT", "PUT"]


def test_an_update_whose_answer_was_lost_is_sent_again(ask_stub: Stub) -> None:
    server = in_turn(httpx.Response(200, json=record()), httpx.ReadTimeout("late"), done())
    ask = ask_stub(server)
    update(ask, get(ask))
    assert server.methods == ["GET", "PUT", "PUT"]


@FORMS
def test_hydrated_rows_are_full_records(ask: Caller) -> None:
    create(ask)
    (item,) = ask(lambda client: client.coworker_google_calendars.list(hydrate=True))
    item.name = "Lovelace"
    update(ask, item)
    assert get(ask, item.id).name == "Lovelace"


def test_rows_and_records_of_other_types_are_refused_before_anything_is_sent(ask: Caller, ask_stub: Stub) -> None:
    create(ask)
    (row,) = ask(lambda client: client.coworker_google_calendars.list())
    created = ask(lambda client: client.coworker_ms_office_calendars.create(**OFFICE))
    other = ask(lambda client: client.coworker_ms_office_calendars.get(created.id))
    server = keeping()
    for item in (row, other, {"Id": 7}):
        with pytest.raises(TypeError, match=f"update wants a CoworkerGoogleCalendar .*, not {type(item).__name__}: "):
            update(ask_stub(server), item)
    assert server.requests == []


def test_another_record_than_the_one_asked_for_is_never_changed(ask_stub: Stub) -> None:
    server = keeping(id_=8)
    with pytest.raises(UnreadableAnswerError, match="record 8 came, which nobody asked for"):
        change(ask_stub(server), name="Lovelace")
    assert server.methods == ["GET"]


def test_what_is_gone_cannot_be_changed(ask: Caller) -> None:
    with pytest.raises(NotFoundError):
        change(ask, 1, name="Lovelace")
