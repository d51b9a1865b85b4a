"""The generation of 2020 shows related records where there are ids now, and puts the entity before some names.

What it leaves out is not known, so no update clears it by accident.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from nexudus_calendars.runtime.shapes import Shape

from .helpers.basics import EXPIRES
from .helpers.callers import Caller
from .helpers.stubs import Server, keeping, record, sent

Stub = Callable[..., Caller]


def change(ask: Caller, **changes: Any) -> Any:
    return ask(lambda client: client.coworker_google_calendars.change(7, **changes))


def get(ask: Caller) -> Any:
    return ask(lambda client: client.coworker_google_calendars.get(7))


def update(ask: Caller, item: object) -> Any:
    return ask(lambda client: client.coworker_google_calendars.update(item))


def test_a_related_record_gives_its_id(ask_stub: Stub) -> None:
    server = keeping(ResourceId=..., Resource={"Id": 5, "Name": "Desk"}, CoworkerId=..., Coworker={"Id": 6})
    ask = ask_stub(server)
    item = get(ask)
    assert (item.resource_id, item.coworker_id) == (5, 6)
    assert item["Resource"]["Name"] == "Desk"
    item.resource_id, item.coworker_id = 9, None
    update(ask, item)
    body = sent(server)
    # The related records would contradict the ids.
    assert (body["ResourceId"], body["CoworkerId"], body.keys() & {"Resource", "Coworker"}) == (9, None, set())


@pytest.mark.parametrize("shown", [None, {"Name": "Desk"}])
def test_a_record_without_a_demanded_id_can_be_read_and_is_written_once_it_has_one(
    ask_stub: Stub, shown: object
) -> None:
    server = keeping(ResourceId=..., Resource=shown)
    ask = ask_stub(server)
    item = get(ask)
    assert item.resource_id is None
    with pytest.raises(ValueError, match=r"this CoworkerGoogleCalendar has no ResourceId, .* give it a value first"):
        update(ask, item)
    with pytest.raises(ValueError, match="has no ResourceId"):
        change(ask, name="Lovelace")
    assert set(server.methods) == {"GET"}
    item.resource_id = 15
    update(ask, item)
    assert sent(server)["ResourceId"] == 15


def test_an_id_that_the_api_left_out_is_not_cleared_by_accident(ask_stub: Stub) -> None:
    server = keeping(CoworkerId=..., Coworker=None)
    ask = ask_stub(server)
    item = get(ask)
    assert item.coworker_id is None
    said = "left out the CoworkerId of this CoworkerGoogleCalendar, and an update would clear it"
    with pytest.raises(ValueError, match=said):
        update(ask, item)
    with pytest.raises(ValueError, match=said):
        change(ask, name="Lovelace")
    assert set(server.methods) == {"GET"}
    change(ask, name="Lovelace", coworker_id=None)
    assert sent(server)["CoworkerId"] is None


def test_an_id_that_the_api_left_out_can_be_given(ask_stub: Stub) -> None:
    server = keeping(CoworkerId=..., Coworker=None, Name="Lovelace")
    change(ask_stub(server), coworker_id=42, name="Lovelace", verify=True)
    assert sent(server)["CoworkerId"] == 42


def test_an_id_is_believed_rather_than_the_relation_beside_it(ask_stub: Stub) -> None:
    assert get(ask_stub(keeping(ResourceId=15, Resource={"Id": 5}))).resource_id == 15


def test_an_empty_relation_beside_its_id_means_nothing(ask_stub: Stub) -> None:
    server = keeping(CoworkerId=None, Coworker=None)
    change(ask_stub(server), name="Lovelace")
    assert sent(server)["CoworkerId"] is None


def test_names_with_the_entity_in_front_are_read(ask_stub: Stub) -> None:
    whole = record(CoworkerMsOfficeCalendarCoworkerFullName="Ada King", CoworkerMsOfficeCalendarColour="red")
    del whole["CoworkerFullName"], whole["WatchResourceId"], whole["EventSyncToken"]
    ask = ask_stub(Server(lambda _: httpx.Response(200, json=whole)))
    item = ask(lambda client: client.coworker_ms_office_calendars.get(7))
    assert item.coworker_full_name == "Ada King"
    # What the contract does not know keeps its name.
    assert item["CoworkerMsOfficeCalendarColour"] == "red"
    assert item.subscription_expire_date == EXPIRES


def test_a_name_that_begins_with_the_entity_by_itself_is_kept() -> None:
    shape = Shape("Team", frozenset({"TeamName", "Name"}), {}, frozenset(), frozenset(), "Id")
    assert shape.current({"TeamName": "a", "Name": "b"}) == {"TeamName": "a", "Name": "b"}


@pytest.mark.parametrize("written", ["{{{}}}", "urn:uuid:{}", "{}"])
def test_a_unique_id_is_read_in_each_of_its_forms(ask_stub: Stub, written: str) -> None:
    unique_id = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
    assert get(ask_stub(keeping(UniqueId=written.format(unique_id)))).unique_id == UUID(unique_id)
