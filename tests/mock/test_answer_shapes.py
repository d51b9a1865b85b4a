"""What the documentation leaves open about rows and writes, as the mock can be told to have it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from typing import Any

import pytest
from tests.mock.conftest import Api, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockError, MockSettings
from nexudus_contract.terms import Kind, RecordType

STAMP = {"UniqueId", "CreatedOn", "UpdatedOn", "UpdatedBy", "IsNew", "ToStringText"}
ELSEWHERE = {"SystemId", "LocalizationDetails", "CustomFields", "CoworkerFullName"}
OPTIONAL = {
    "CoworkerMsOfficeCalendars": {"CoworkerId"},
    "CoworkerMsOffeCalendars": {"SubscriptionId", "CalendarId"},
    "CoworkerGoogleCalendars": {"CoworkerId", "EventSyncToken"},
}

Made = Callable[..., Api]


@pytest.fixture(scope="module")
def made(contract: Contract) -> Iterator[Made]:
    """Gives mocks as after their start, one for each shape; every answer of theirs is held against openapi.yaml."""
    with ExitStack() as stack:

        @cache
        def mock(**told: Any) -> Api:
            return stack.enter_context(closing(Api(contract, MockSettings(clock=Clock(), **told))))

        def fresh(**told: Any) -> Api:
            api = mock(**told)
            api.world.reset()
            return api

        yield fresh


@pytest.mark.parametrize("name", ["lists", "write_value"])
def test_a_shape_that_does_not_exist_is_named(name: str) -> None:
    choices = {"lists": "full or partial", "write_value": "id or record"}
    told: dict[str, Any] = {name: "some"}
    with pytest.raises(MockError, match=f"{name} cannot be 'some'; choose {choices[name]}"):
        MockSettings(**told)


def test_partial_rows_lack_what_is_optional_and_names_and_nothing_else(made: Made, record_type: RecordType) -> None:
    api = made(lists="partial", records=3)
    lost = OPTIONAL[record_type.tag] | ELSEWHERE
    kept = api.world.records(record_type.tag)[::-1]
    rows = api.get(record_type.path).json()["Records"]
    assert rows == [{name: value for name, value in record.items() if name not in lost} for record in kept]
    assert all(row.keys() >= STAMP | {"Id"} for row in rows)
    assert all(record.keys() >= ELSEWHERE for record in kept)


def test_get_and_batch_are_whole_where_rows_are_partial(made: Made, record_type: RecordType) -> None:
    api = made(lists="partial", records=3)
    kept = api.world.records(record_type.tag)
    batch = record_type.operations[Kind.BATCH].path
    assert [api.record(record_type, record["Id"]) for record in kept] == kept
    assert api.get(f"{batch}?id={[record['Id'] for record in kept]}".replace(" ", "")).json() == kept


def test_partial_rows_are_found_sorted_and_counted_by_what_they_do_not_show(made: Made, google: RecordType) -> None:
    api = made(lists="partial")
    ids = [api.create(google, CoworkerId=number) for number in (7, 9, 8)]
    page = api.get(google.path, params={"orderBy": "CoworkerId", "dir": "1"}).json()
    assert [row["Id"] for row in page["Records"]] == [ids[1], ids[2], ids[0]]
    assert "CoworkerId" not in page["Records"][0]
    found = api.get(google.path, params={"CoworkerGoogleCalendar_Coworker": "8"}).json()
    assert ([row["Id"] for row in found["Records"]], found["TotalItems"]) == ([ids[2]], 1)


def test_a_create_of_2020_answers_the_record_as_a_get_does(contract: Contract) -> None:
    settings = MockSettings(dialect="legacy-2020", write_value="record")
    with closing(Api(contract, settings, judged=False)) as api:
        types = contract.record_types
        values = [api.post(item.path, json=example(contract, item)).json()["Value"] for item in types]
        assert values == [api.record(item, value["Id"]) for item, value in zip(types, values, strict=True)]
        assert [value["Resource"] for value in values] == [None] * len(types)


@pytest.mark.parametrize("told", ["id", "record"])
def test_a_create_answers_what_it_was_told_to_and_an_update_the_id(
    made: Made, contract: Contract, record_type: RecordType, told: str
) -> None:
    api = made(write_value=told)
    body = example(contract, record_type) | {"Name": "Ada", "CoworkerId": 42}
    value = api.post(record_type.path, json=body).json()["Value"]
    record = api.record(record_type, value["Id"])
    assert record["Name"] == "Ada"
    assert value == (record if told == "record" else {"Id": record["Id"]})
    updated = api.put(record_type.path, json=body | {"Id": record["Id"], "Name": "Bo"}).json()
    assert updated["Value"] == {"Id": record["Id"]}
    assert api.record(record_type, record["Id"])["Name"] == "Bo"
    assert api.delete(f"{record_type.path}/{record['Id']}").json()["Value"] == {"Id": record["Id"]}


def test_where_a_create_answers_the_record_a_row_is_still_whole(made: Made, record_type: RecordType) -> None:
    api = made(write_value="record")
    record_id = api.create(record_type, Name="Ada")
    assert api.get(record_type.path).json()["Records"] == [api.record(record_type, record_id)]
