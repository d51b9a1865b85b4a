"""The API as it was in January 2020: other words, other shapes, the same records underneath."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from tests.mock.conftest import ADMIN, Api, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockError, MockSettings, User, World, transport
from nexudus_contract.terms import Kind, RecordType

LISTER = ("lister@example.com", "lister")
READER = ("reader@example.com", "reader")
USERS = (User(*ADMIN), User(*LISTER, roles=frozenset({"*-List"})), User(*READER, roles=frozenset({"*-Read"})))
OLD_NAMES = {"ResourceId": "Resource", "CoworkerId": "Coworker"}

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def shared_world(contract: Contract) -> Iterator[World]:
    told = MockSettings(clock=Clock(), dialect="legacy-2020", records=3, users=USERS, strict=True)
    world = World(contract, told)
    yield world
    world.close()


@pytest.fixture
def world(shared_world: World) -> World:
    """A world of 2020 with three records of each type, which holds its answers against what openapi.yaml promises."""
    shared_world.reset()
    return shared_world


@pytest.fixture
def ask(world: World) -> Iterator[Ask]:
    with httpx.Client(transport=transport(world), base_url="http://mock", auth=ADMIN) as client:
        yield client.request


def _kept(world: World, record_type: RecordType) -> list[dict[str, Any]]:
    """What the store holds, the oldest first."""
    return world.records(record_type.tag)[::-1]


def _old(record: dict[str, Any]) -> dict[str, Any]:
    """A record as it was shown in 2020."""
    return {OLD_NAMES.get(name, name): None if name in OLD_NAMES else value for name, value in record.items()}


def test_a_dialect_that_does_not_exist_is_named() -> None:
    with pytest.raises(MockError, match="dialect cannot be 'legacy'; choose current or legacy-2020"):
        MockSettings(dialect="legacy")


def test_related_records_stand_as_nothing_in_place_of_their_ids(
    world: World, ask: Ask, record_type: RecordType
) -> None:
    kept = _kept(world, record_type)
    assert [record["ResourceId"] for record in kept] != [None, None, None]
    assert ask("GET", record_type.path).json()["Records"] == [_old(record) for record in kept]
    assert ask("GET", f"{record_type.path}/{kept[0]['Id']}").json() == _old(kept[0])


def test_what_is_written_is_whole_underneath(
    world: World, ask: Ask, contract: Contract, record_type: RecordType
) -> None:
    body = example(contract, record_type) | {"Name": "Ada", "ResourceId": 15, "CoworkerId": 42}
    created = ask("POST", record_type.path, json=body).json()
    record_id = created["Value"]["Id"]
    assert created == {
        "Status": 200,
        "WasSuccessful": True,
        "Message": "Record 'Ada' has been succesfully created.",
        "Value": {"Id": record_id},
    }
    assert _kept(world, record_type)[-1].items() >= (body | {"Id": record_id}).items()
    body |= {"Id": record_id, "Name": "Bo", "ResourceId": 16, "CoworkerId": None}
    if record_type.tag == "CoworkerMsOffeCalendars":
        body["CoworkerId"] = 43
    assert ask("PUT", record_type.path, json=body).json() == {
        "Status": 200,
        "WasSuccessful": True,
        "Message": "Record 'Bo' has been succesfully updated.",
        "Value": {"Id": record_id},
    }
    assert _kept(world, record_type)[-1].items() >= body.items()
    assert ask("GET", f"{record_type.path}/{record_id}").json() == _old(_kept(world, record_type)[-1])


def test_a_deleted_record_has_no_value(world: World, ask: Ask, record_type: RecordType) -> None:
    first, *others = _kept(world, record_type)
    deleted = ask("DELETE", f"{record_type.path}/{first['Id']}").json()
    assert deleted == {
        "Status": 200,
        "WasSuccessful": True,
        "Message": "The record was deleted successfully.",
        "Value": None,
        "OpenInDialog": False,
        "RedirectURL": None,
        "JavaScript": None,
        "Errors": None,
    }
    assert _kept(world, record_type) == others
    gone = ask("DELETE", f"{record_type.path}/{first['Id']}")
    assert (gone.status_code, gone.json()) == (404, "Not found")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_refusal_has_a_status_of_its_own_and_sums_up_another_error_than_the_first(
    ask: Ask, record_type: RecordType, method: str
) -> None:
    response = ask(method, record_type.path, json={})
    refusal = response.json()
    assert response.status_code == 400
    assert [refusal[name] for name in ("Status", "Value", "WasSuccessful")] == [500, None, False]
    first, second = refusal["Errors"][:2]
    assert first["PropertyName"] != second["PropertyName"]
    assert refusal["Message"] == f"{second['PropertyName']}: {second['Message']}"
    texts = {"Name", "SubscriptionId", "CalendarId", "SubscriptionExpireDate", "WatchResourceId"}
    assert {error["PropertyName"]: error["Message"] for error in refusal["Errors"]} == {
        error["PropertyName"]: "may not be null or empty" if error["PropertyName"] in texts else "may not be null"
        for error in refusal["Errors"]
    }


def test_a_single_error_is_the_one_that_is_summed_up(ask: Ask, contract: Contract, record_type: RecordType) -> None:
    body = example(contract, record_type)
    assert ask("POST", record_type.path, json=body | {"Name": None}).json() == {
        "Status": 500,
        "Message": "Name: may not be null or empty",
        "Value": None,
        "Errors": [{"AttemptedValue": None, "Message": "may not be null or empty", "PropertyName": "Name"}],
        "WasSuccessful": False,
    }
    assert ask("POST", record_type.path, json=body | {"Name": 5}).json()["Message"] == "Name: must be a text"


def test_the_sort_direction_is_a_word_and_a_number_means_nothing(
    world: World, ask: Ask, record_type: RecordType
) -> None:
    ascending = [record["Id"] for record in _kept(world, record_type)]
    expected = {
        **dict.fromkeys(("Ascending", "ascending", "ASCENDING", "0", "1", "-1", "asc", "desc", "", "x"), ascending),
        **dict.fromkeys(("Descending", "descending", "DESCENDING", "dEsCeNdInG"), ascending[::-1]),
    }
    found = {direction: _ids(ask("GET", record_type.path, params={"dir": direction})) for direction in expected}
    assert found == expected
    assert ask("GET", record_type.path, params={"dir": "Descending"}).json()["CurrentSortDirection"] == 1


def _ids(page: httpx.Response) -> list[int]:
    assert page.status_code == 200, page.text
    return [row["Id"] for row in page.json()["Records"]]


def test_a_list_that_names_ids_answers_those_as_pages(world: World, ask: Ask, record_type: RecordType) -> None:
    one, two, three = (record["Id"] for record in _kept(world, record_type))

    def page(ids: str, rest: str = "") -> httpx.Response:
        return ask("GET", f"{record_type.path}?{record_type.entity}_Id={ids}{rest}")

    asked = {
        f"[{two}]": [two],
        f"[{three},{one}]": [three, one],
        f"[ {one} , {three} ]": [one, three],
        f"[{one},1,{one}]": [one],
    }
    assert {ids: _ids(page(ids)) for ids in asked} == asked
    assert page(f"[{two}]").json()["Records"] == [_old(_kept(world, record_type)[1])]
    second = page(f"[{three},{two},{one}]", "&page=2&size=2").json()
    assert [row["Id"] for row in second["Records"]] == [one]
    places = ("TotalItems", "TotalPages", "FirstItem", "LastItem", "HasPreviousPage", "HasNextPage")
    assert [second[name] for name in places] == [3, 2, 3, 3, True, False]


def test_ids_of_which_none_exists_are_not_found(ask: Ask, record_type: RecordType) -> None:
    unknown = ["[1]", "[]", "[-1,0]", f"[{10**19 - 1}]", f"[{-(10**19) + 1}]"]
    answers = {ids: ask("GET", f"{record_type.path}?{record_type.entity}_Id={ids}") for ids in unknown}
    found = {ids: (answer.status_code, answer.json()) for ids, answer in answers.items()}
    assert found == dict.fromkeys(unknown, (404, "Not found"))


def test_the_path_of_todays_batch_answers_the_list(world: World, ask: Ask, record_type: RecordType) -> None:
    batch = record_type.operations[Kind.BATCH].path
    first = _kept(world, record_type)[0]["Id"]
    assert ask("GET", f"{batch}?id=[{first}]").json() == ask("GET", record_type.path).json()
    assert _ids(ask("GET", f"{batch}?{record_type.entity}_Id=[{first}]")) == [first]


def test_naming_ids_takes_the_role_of_the_list(world: World, ask: Ask, record_type: RecordType) -> None:
    url = f"{record_type.path}?{record_type.entity}_Id=[{_kept(world, record_type)[0]['Id']}]"
    assert ask("GET", url, auth=LISTER).status_code == 200
    assert ask("GET", url, auth=READER).status_code == 401
    batch = record_type.operations[Kind.BATCH].path
    assert ask("GET", batch, auth=LISTER).status_code == 200
    assert ask("GET", batch, auth=READER).status_code == 401


def test_today_the_words_of_2020_mean_nothing(api: Api, record_type: RecordType) -> None:
    first, _ = (api.create(record_type) for _ in range(2))
    assert len(_ids(api.get(f"{record_type.path}?{record_type.entity}_Id=[{first}]"))) == 2
    assert api.get(f"{record_type.path}?dir=Descending").status_code == 400
    assert isinstance(api.get(f"{record_type.path}/?id=[{first}]").json(), list)
