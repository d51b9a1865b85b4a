"""The generated client against every kind of answer that the mock can be told to give."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from tests.mock.conftest import ADMIN, Clock

from nexudus_calendars import (
    NO_LIMITS,
    BadRequestError,
    NexudusClient,
    NotFoundError,
    OrderError,
    UnreadableAnswerError,
)
from nexudus_calendars.resources.coworker_google_calendars import CoworkerGoogleCalendars
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, World, transport
from nexudus_contract.terms import RecordType

EXPIRY = datetime(2026, 12, 1, tzinfo=UTC)

Made = Callable[..., tuple[World, CoworkerGoogleCalendars]]


@pytest.fixture(scope="module")
def made(contract: Contract) -> Iterator[Made]:
    """Gives a world of three calendars, one for each kind of server, and a client of them."""
    with ExitStack() as stack:

        @cache
        def mock(**told: Any) -> World:
            return stack.enter_context(closing(World(contract, MockSettings(clock=Clock(), records=3, **told))))

        def make(**told: Any) -> tuple[World, CoworkerGoogleCalendars]:
            world = mock(**told)
            world.reset()
            user, password = ADMIN
            client = NexudusClient(
                "https://mock", username=user, password=password, transport=transport(world), limits=NO_LIMITS
            )
            return world, stack.enter_context(client).coworker_google_calendars

        yield make


def _ids(world: World, record_type: RecordType) -> list[int]:
    return [record["Id"] for record in world.records(record_type.tag)[::-1]]


def _create(calendars: CoworkerGoogleCalendars) -> int:
    return calendars.create(
        resource_id=15,
        coworker_id=42,
        name="Ada",
        calendar_id="ada@example.com",
        subscription_id="channel",
        subscription_expire_date=EXPIRY,
        watch_resource_id="watch",
    ).id


@pytest.mark.parametrize(
    ("dialect", "lists", "write_value"),
    [
        ("current", "full", "id"),
        ("current", "partial", "id"),
        ("current", "full", "record"),
        ("legacy-2020", "full", "id"),
        ("legacy-2020", "partial", "record"),
    ],
)
def test_creating_listing_getting_and_deleting_work_with_every_server(
    made: Made, google: RecordType, dialect: str, lists: str, write_value: str
) -> None:
    world, calendars = made(dialect=dialect, lists=lists, write_value=write_value)
    created = _create(calendars)
    kept = world.records(google.tag)[0]
    assert {name: kept[name] for name in ("Id", "Name", "ResourceId", "CoworkerId")} == {
        "Id": created,
        "Name": "Ada",
        "ResourceId": 15,
        "CoworkerId": 42,
    }
    assert [row.id for row in calendars.list(size=2)] == _ids(world, google)
    assert [row.id for row in calendars.list(order_by="Id", descending=False)] == _ids(world, google)
    record = calendars.get(created)
    assert (record.id, record.name, record.subscription_expire_date) == (created, "Ada", EXPIRY)
    calendars.delete(created)
    assert created not in _ids(world, google)
    with pytest.raises(NotFoundError):
        calendars.get(created)


@pytest.mark.parametrize("dialect", ["current", "legacy-2020"])
def test_a_refusal_of_either_generation_names_the_field(made: Made, dialect: str) -> None:
    _, calendars = made(dialect=dialect)
    unnamed: Any = None
    with pytest.raises(BadRequestError) as raised:
        calendars.create(
            resource_id=15,
            name=unnamed,
            calendar_id="",
            subscription_id="",
            subscription_expire_date=EXPIRY,
            watch_resource_id="",
        )
    assert [failure.property_name for failure in raised.value.failures] == ["Name"]


@pytest.mark.parametrize("write_value", ["id", "record"])
def test_a_partial_row_is_refused_for_an_update_and_a_hydrated_one_is_taken(
    made: Made, google: RecordType, write_value: str
) -> None:
    world, calendars = made(lists="partial", write_value=write_value)
    before = world.records(google.tag)
    row: Any = next(iter(calendars.list()))
    with pytest.raises(TypeError, match="what an update leaves out is cleared"):
        calendars.update(row)
    assert world.records(google.tag) == before
    whole = next(iter(calendars.list(hydrate=True)))
    whole.name = "renamed"
    calendars.update(whole)
    changed = {"Name", "UpdatedBy", "UpdatedOn", "ToStringText"}
    after = world.records(google.tag)
    assert after[-1]["Name"] == "renamed"
    assert [{name: value for name, value in record.items() if name not in changed} for record in after] == [
        {name: value for name, value in record.items() if name not in changed} for record in before
    ]


def test_an_order_that_the_server_of_2020_does_not_know_is_noticed(made: Made) -> None:
    _, calendars = made(dialect="legacy-2020")
    with pytest.raises(OrderError, match="from the last to the first, and came in another order"):
        list(calendars.list(order_by="Id", descending=True))


def test_from_the_server_of_2020_many_come_whole_or_not_at_all(made: Made, google: RecordType) -> None:
    world, calendars = made(dialect="legacy-2020")
    first, second, third = _ids(world, google)
    assert [record.id for record in calendars.get_many([third, first, second])] == [third, first, second]
    with pytest.raises(UnreadableAnswerError, match=f"record {first} came, which nobody asked for"):
        calendars.get_many([second])


def test_a_record_of_2020_does_not_say_enough_for_an_update(made: Made, google: RecordType) -> None:
    world, calendars = made(dialect="legacy-2020")
    before = world.records(google.tag)
    record = calendars.get(before[0]["Id"])
    with pytest.raises(ValueError, match="has no ResourceId, and without it the write would fail"):
        calendars.update(record)
    with pytest.raises(ValueError, match="has no ResourceId, and without it the write would fail"):
        calendars.change(record.id, name="renamed")
    assert world.records(google.tag) == before
