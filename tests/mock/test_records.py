"""The rules of a record's life."""

import json
from datetime import timedelta
from uuid import UUID

from tests.mock.conftest import Api, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.terms import Kind, RecordType


def test_what_was_created_can_be_read_in_every_way(api: Api, record_type: RecordType) -> None:
    record_id = api.create(record_type, Name="Ada's calendar")
    record = api.record(record_type, record_id)
    assert record | example(api.contract, record_type) | {"Name": "Ada's calendar"} == record
    assert record["Id"] == record_id
    assert record["ToStringText"] == f"{record_type.entity} Ada's calendar"
    assert record["UpdatedBy"] == "admin@example.com"
    assert record["CreatedOn"] == record["UpdatedOn"] == "2025-01-15T10:30:00Z"
    assert record["IsNew"] is False
    assert UUID(record["UniqueId"]).version == 4
    assert record.keys() == record_type.properties.keys()
    assert api.get(record_type.path).json()["Records"] == [record]
    assert api.get(f"{record_type.path}/?id=[{record_id}]").json() == [record]


def test_a_create_answers_the_documented_action_result(api: Api, record_type: RecordType) -> None:
    assert api.post(record_type.path, json=example(api.contract, record_type)).json() == {
        "Status": 200,
        "Message": f"{record_type.entity} was successfully created.",
        "Value": {"Id": 1001},
        "OpenInDialog": False,
        "OpenInWindow": False,
        "RedirectURL": None,
        "JavaScript": None,
        "UpdatedOn": "2025-01-15T10:30:00Z",
        "UpdatedBy": "admin@example.com",
        "Errors": None,
        "WasSuccessful": True,
    }


def test_what_the_server_sets_has_seven_digits_of_a_second(api: Api, google: RecordType, clock: Clock) -> None:
    whole = api.create(google)
    clock.pass_by(timedelta(microseconds=123456))
    first = api.create(google)
    clock.pass_by(timedelta(microseconds=1))
    second = api.create(google)
    stamps = [api.record(google, number)["UpdatedOn"] for number in (whole, first, second)]
    assert stamps == ["2025-01-15T10:30:00Z", "2025-01-15T10:30:00.1234564Z", "2025-01-15T10:30:00.1234575Z"]

    def found(**query: str) -> list[int]:
        return [row["Id"] for row in api.get(google.path, params=query).json()["Records"]]

    bounds = {name: f"{name}_CoworkerGoogleCalendar_UpdatedOn" for name in ("from", "to")}
    assert found(**{bounds["from"]: "2025-01-15T10:30:00Z"}) == [whole, first, second]
    assert found(**{bounds["to"]: "2025-01-15T10:30:00Z"}) == [whole]
    assert found(**{bounds["from"]: "2025-01-15T10:30:01Z"}) == []
    assert found(orderBy="UpdatedOn", dir="1") == [second, first, whole]


def test_an_update_replaces(api: Api, google: RecordType, clock: Clock) -> None:
    record_id = api.create(google, CoworkerId=5, EventSyncToken="token", Name="before")
    other_id = api.create(google, Name="another")
    before, other = api.record(google, record_id), api.record(google, other_id)
    clock.pass_by(timedelta(days=1))
    body = example(api.contract, google) | {"Id": record_id, "Name": "after"}
    answer = api.put(google.path, json=body).json()
    assert answer["Message"] == "CoworkerGoogleCalendar was successfully updated."
    assert answer["Value"] == {"Id": record_id}
    after = api.record(google, record_id)
    assert after == before | body | {
        "CoworkerId": None,
        "CoworkerFullName": None,
        "EventSyncToken": None,
        "UpdatedOn": "2025-01-16T10:30:00Z",
        "ToStringText": "CoworkerGoogleCalendar after",
    }
    assert api.record(google, other_id) == other


def test_a_deleted_record_is_gone(api: Api, record_type: RecordType) -> None:
    record_id = api.create(record_type)
    answer = api.delete(f"{record_type.path}/{record_id}").json()
    assert answer["Message"] == f"{record_type.entity} was successfully deleted."
    assert answer["Value"] == {"Id": record_id}
    body = example(api.contract, record_type) | {"Id": record_id}
    for response in (
        api.get(f"{record_type.path}/{record_id}"),
        api.delete(f"{record_type.path}/{record_id}"),
        api.put(record_type.path, json=body),
    ):
        assert (response.status_code, response.json()) == (404, "Not found")
    assert api.get(record_type.path).json()["TotalItems"] == 0
    assert api.get(f"{record_type.path}/?id=[{record_id}]").json() == []


def test_no_two_records_ever_share_an_id(api: Api, contract: Contract) -> None:
    seen: list[int] = []
    for record_type in contract.record_types * 2:
        seen.append(api.create(record_type))
        api.delete(f"{record_type.path}/{seen[-1]}")
    assert len(set(seen)) == len(seen)


def test_record_types_of_one_entity_keep_their_records_apart(api: Api, contract: Contract) -> None:
    office, misspelt, _ = contract.record_types
    assert office.entity == misspelt.entity
    record_id = api.create(office)
    assert api.get(f"{misspelt.path}/{record_id}").status_code == 404
    assert api.get(misspelt.path).json()["TotalItems"] == 0


def test_what_only_the_server_writes_is_ignored_in_a_body(api: Api, record_type: RecordType) -> None:
    foreign = {"Id": 5, "UniqueId": "x", "CreatedOn": 3, "UpdatedBy": "eve", "SystemId": "s", "Unknown": [1]}
    record_id = api.create(record_type, **foreign)
    record = api.record(record_type, record_id)
    assert record_id == 1001
    assert not foreign.items() & {name: str(value) for name, value in record.items()}.items()
    assert record["SystemId"] is None
    assert "Unknown" not in record


def test_a_record_can_be_sent_back_as_it_was_read(api: Api, record_type: RecordType) -> None:
    record = api.record(record_type, api.create(record_type, CoworkerId=7))
    assert api.put(record_type.path, json=record).status_code == 200
    assert api.record(record_type, record["Id"]) == record


def test_a_whole_number_with_a_point_is_kept_as_an_integer(api: Api, google: RecordType) -> None:
    record_id = api.create(google, ResourceId=15.0, CoworkerId=5.0)
    text = api.get(f"{google.path}/{record_id}").text
    assert '"ResourceId":15,"CoworkerId":5,' in text
    assert api.record(google, record_id)["CoworkerFullName"]


def test_ids_of_64_bits_are_kept_exactly(api: Api, google: RecordType) -> None:
    numbers = [-(2**63), 2**63 - 1]
    kept = [api.record(google, api.create(google, ResourceId=number)) for number in numbers]
    assert [record["ResourceId"] for record in kept] == numbers


def test_texts_are_kept_exactly(api: Api, google: RecordType) -> None:
    texts = ["", "\0", "😀 é \u2028", "'; DROP TABLE x; --", "a" * 100_000]
    kept = [api.record(google, api.create(google, Name=text, SubscriptionId=text)) for text in texts]
    assert [text[:20] for text, record in zip(texts, kept, strict=True) if record["SubscriptionId"] != text] == []


def test_no_reference_has_no_name(api: Api, google: RecordType) -> None:
    kept = [api.record(google, api.create(google, CoworkerId=reference)) for reference in (None, 0)]
    assert [record["CoworkerFullName"] for record in kept] == [None, None]


def test_a_reference_shows_the_same_name_every_time(api: Api, google: RecordType) -> None:
    names = [api.record(google, api.create(google, CoworkerId=5))["CoworkerFullName"] for _ in range(2)]
    assert names[0] == names[1]
    assert names[0]


def test_the_display_text_takes_the_first_text_there_is(api: Api, google: RecordType) -> None:
    empty = api.create(google)
    assert api.record(google, empty)["ToStringText"] == f"CoworkerGoogleCalendar {empty}"
    assert api.record(google, api.create(google, CalendarId="c"))["ToStringText"] == "CoworkerGoogleCalendar c"


def test_a_batch_answers_known_records_once_in_the_order_asked_for(api: Api, record_type: RecordType) -> None:
    first, second, third = (api.create(record_type) for _ in range(3))
    ids = [third, 5, first, third, first, second]
    records = api.get(f"{record_type.path}/", params={"id": str(ids)}).json()
    assert [record["Id"] for record in records] == [third, first, second]
    assert api.get(f"{record_type.path}/?id=[]").json() == []


def test_a_batch_of_thousands_is_answered(api: Api, google: RecordType) -> None:
    record_id = api.create(google)
    records = api.get(
        f"{google.path}/", params={"id": json.dumps([*range(-7000, 0), record_id], separators=(",", ":"))}
    ).json()
    assert [record["Id"] for record in records] == [record_id]


def test_commands_are_those_of_the_contract_and_run_on_what_exists(api: Api, google: RecordType) -> None:
    keys = [command["Key"] for command in api.get(f"{google.path}/commands").json()]
    assert keys == ["COMMAND_KEY_1", "COMMAND_KEY_2"]
    record_id = api.create(google)
    path = f"{google.path}/runcommand"
    done = api.post(path, json={"Key": keys[0], "Ids": [record_id, record_id], "Parameters": []}).json()
    assert (done["Status"], done["Value"], done["WasSuccessful"]) == (200, None, True)
    for body in ({"Key": keys[0], "Ids": [record_id, 5]}, {"Key": "other", "Ids": [record_id]}):
        response = api.post(path, json=body)
        failed = response.json()
        assert response.status_code == 200
        assert failed.pop("Message")
        assert failed == {"Status": 500, "Value": None, "Errors": None, "WasSuccessful": False}


def test_not_every_record_type_has_commands(api: Api, contract: Contract) -> None:
    misspelt = contract.record_types[1]
    assert Kind.COMMANDS not in misspelt.operations
    assert api.get(f"{misspelt.path}/commands").status_code == 404
