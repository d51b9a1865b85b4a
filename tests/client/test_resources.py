"""What a person writes: create, read, list, update, delete, on every record type."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from nexudus_calendars import AsyncNexudusClient, NexudusClient, NotFoundError, UnreadableAnswerError
from nexudus_calendars.models import CoworkerGoogleCalendar, PasswordGrant

from .helpers.basics import EXPIRES, RECORDS
from .helpers.callers import FORMS, Caller, create


@FORMS
@RECORDS
def test_what_is_created_can_be_read(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    created = ask(lambda client: getattr(client, resource).create(**fields))
    record = ask(lambda client: getattr(client, resource).get(created.id))
    assert {name: getattr(record, name) for name in fields} == fields
    assert record.id == created.id
    assert record.updated_by == created.updated_by == "admin@example.com"
    assert record.updated_on == created.updated_on


@FORMS
@RECORDS
def test_what_is_updated_reads_as_written(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    created = ask(lambda client: getattr(client, resource).create(**fields))
    record = ask(lambda client: getattr(client, resource).get(created.id))
    record.subscription_expire_date = datetime(2027, 1, 31, tzinfo=UTC)
    record.coworker_id = 7
    assert ask(lambda client: getattr(client, resource).update(record)).id == created.id
    read = ask(lambda client: getattr(client, resource).get(created.id))
    assert (read.subscription_expire_date, read.coworker_id) == (datetime(2027, 1, 31, tzinfo=UTC), 7)
    assert read.name == fields["name"]


@FORMS
@RECORDS
def test_what_is_deleted_is_gone(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    created = ask(lambda client: getattr(client, resource).create(**fields))
    assert ask(lambda client: getattr(client, resource).delete(created.id)) is None
    with pytest.raises(NotFoundError, match=f"/{created.id} answered 404"):
        ask(lambda client: getattr(client, resource).get(created.id))


@FORMS
@RECORDS
def test_a_list_has_every_record_once(ask: Caller, resource: str, fields: dict[str, Any]) -> None:
    ids = [ask(lambda client: getattr(client, resource).create(**fields)).id for _ in range(5)]

    assert [row.id for row in ask(lambda client: getattr(client, resource).list(size=2))] == ids
    pages = ask(lambda client: getattr(client, resource).list(size=2).pages())
    assert [row.id for page in pages for row in page.records] == ids
    assert [page.has_next_page for page in pages] == [True, True, False]
    assert {page.total_items for page in pages} == {5}


def test_a_list_can_be_filtered_and_sorted(ask: Caller) -> None:
    for number in range(4):
        create(ask, name=f"calendar {number}", coworker_id=number % 2)
    rows = ask(
        lambda client: client.coworker_google_calendars.list(
            coworker=1,
            order_by="Name",
            descending=True,
            subscription_expire_date_after=EXPIRES,
            subscription_expire_date_before=EXPIRES,
            calendar_id="ada@example.com",
        )
    )
    assert [row.name for row in rows] == ["calendar 3", "calendar 1"]
    later = datetime(2026, 12, 1, 10, 30, 1, tzinfo=UTC)
    assert ask(lambda client: client.coworker_google_calendars.list(subscription_expire_date_after=later)) == []


def test_many_are_read_at_once(ask: Caller) -> None:
    ids = [create(ask) for _ in range(3)]
    records = ask(lambda client: client.coworker_google_calendars.get_many((ids[2], ids[0])))
    assert [record.id for record in records] == [ids[2], ids[0]]
    assert all(isinstance(record, CoworkerGoogleCalendar) for record in records)
    assert list(ask(lambda client: client.coworker_google_calendars.get_many([]))) == []


def test_list_rows_cannot_be_written(ask: Caller) -> None:
    create(ask)
    (row,) = ask(lambda client: client.coworker_google_calendars.list())
    with pytest.raises(TypeError, match=r"update wants a CoworkerGoogleCalendar .* not CoworkerGoogleCalendarListRow"):
        ask(lambda client: client.coworker_google_calendars.update(row))


def test_a_record_of_another_type_cannot_be_written(ask: Caller) -> None:
    id_ = create(ask)
    record = ask(lambda client: client.coworker_google_calendars.get(id_))
    with pytest.raises(TypeError, match="update wants a CoworkerMsOfficeCalendar"):
        ask(lambda client: client.coworker_ms_office_calendars.update(record))


@FORMS
def test_commands_are_listed_and_run(ask: Caller) -> None:
    id_ = create(ask)
    commands = ask(lambda client: client.coworker_google_calendars.list_commands())
    result = ask(lambda client: client.coworker_google_calendars.run_command(key=commands[0].key, ids=[id_]))
    assert result.was_successful is True


@FORMS
def test_a_grant_opens_the_api(ask: Caller, url: str) -> None:
    body = PasswordGrant(grant_type="password", username="admin@example.com", password="admin")
    grant = ask(lambda client: client.authentication.create_token(body=body))
    with NexudusClient(url, token=grant.access_token) as client:
        assert client.authentication.get_current_user().email == "admin@example.com"


def test_both_forms_have_the_same_methods() -> None:
    sync, awaited = NexudusClient(token="t"), AsyncNexudusClient(token="t")
    attributes = [name for name, value in vars(NexudusClient).items() if isinstance(value, property)]
    assert len(attributes) == 4
    assert attributes == [name for name, value in vars(AsyncNexudusClient).items() if isinstance(value, property)]
    for attribute in attributes:
        plain, other = (_methods(getattr(client, attribute)) for client in (sync, awaited))
        assert plain.keys() == other.keys()
        for name, method in plain.items():
            assert inspect.signature(method).parameters == inspect.signature(other[name]).parameters
            assert inspect.iscoroutinefunction(other[name]) == (name != "list")
            assert method.__doc__ == other[name].__doc__
            assert method.__doc__


def _methods(resource: object) -> dict[str, Callable[..., Any]]:
    return dict(inspect.getmembers(resource, lambda value: inspect.ismethod(value) and value.__name__[0] != "_"))


def test_unknown_names_are_refused(ask: Caller) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'nmae'"):
        ask(lambda client: client.coworker_google_calendars.list(nmae="x"))


def test_naive_instants_are_refused_before_anything_is_sent(ask: Caller) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        create(ask, subscription_expire_date=datetime(2026, 12, 1))
    assert ask(lambda client: client.coworker_google_calendars.list()) == []


def answer_to_a_write(value: object) -> dict[str, object]:
    return {"Status": 200, "Message": "done", "Value": value, "WasSuccessful": True, "Errors": None}


@pytest.mark.parametrize("value", [None, {}, {"Id": "x"}, [1], 5])
def test_a_write_whose_answer_names_no_record_is_told_apart(ask_stub: Any, value: object) -> None:
    ask = ask_stub(lambda _: httpx.Response(200, json=answer_to_a_write(value)))
    with pytest.raises(UnreadableAnswerError, match="a write may have happened"):
        create(ask)


def test_a_write_may_answer_the_whole_record(ask_stub: Any) -> None:
    whole = answer_to_a_write({"Id": 7, "Name": "x", "ResourceId": 1})
    assert create(ask_stub(lambda _: httpx.Response(200, json=whole))) == 7
