"""Lists: the laws of filters, ranges, sort and page, against a model in plain Python."""

from datetime import timedelta
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.conftest import GOOGLE, Api, Clock

from nexudus_contract.document import Contract
from nexudus_contract.terms import Comparison, RecordType

# Few values, so that records often share one.
TEXTS = ["", "a", "A", "ab", "é", "z", "😀", "\0", "%", "_"]
NUMBERS = [-(2**63), -1, 0, 1, 2, 10, 2**63 - 1]
DATES = ["0001-01-01T00:00:00Z", "2025-01-15T10:29:59Z", "2025-01-15T10:30:00Z", "2025-01-15T10:30:01Z"]
MOMENTS = [*DATES, "2025-01-15T10:30", "2025-01-15T10:31", "2024-02-31T00:00"]

records = st.fixed_dictionaries(
    {
        "ResourceId": st.sampled_from(NUMBERS),
        "CoworkerId": st.sampled_from([None, *NUMBERS]),
        "Name": st.sampled_from(TEXTS),
        "CalendarId": st.sampled_from(TEXTS),
        "SubscriptionExpireDate": st.sampled_from(DATES),
        "EventSyncToken": st.sampled_from([None, *TEXTS]),
    }
)


def _values(name: str, comparison: Comparison) -> list[Any]:
    item = GOOGLE.properties[name]
    if item.moment:
        return MOMENTS if comparison is not Comparison.EQUAL else [*MOMENTS, "", "2025", "no moment at all"]
    return NUMBERS if "integer" in item.types else [*TEXTS, "Ada Lovelace"]


# Two at the most: more would match nothing.
questions = st.lists(
    st.sampled_from(GOOGLE.filters).flatmap(
        lambda item: st.tuples(st.just(item.parameter), st.sampled_from(_values(item.property, item.comparison)))
    ),
    max_size=2,
).map(dict)
sorts = st.fixed_dictionaries(
    {},
    optional={
        "orderBy": st.sampled_from(GOOGLE.order_by),
        "dir": st.sampled_from([0, 1]),
        "page": st.integers(1, 4),
        "size": st.integers(1, 4),
    },
)


def _holds(record: dict[str, Any], question: dict[str, Any]) -> bool:
    for item in GOOGLE.filters:
        if item.parameter not in question:
            continue
        held, value = record[item.property], question[item.parameter]
        if GOOGLE.properties[item.property].moment and len(value) == 16:
            value += ":00Z"
        within = {Comparison.EQUAL: held == value}.get(item.comparison)
        if within is None:
            within = held >= value if item.comparison is Comparison.FROM else held <= value
        if not within:
            return False
    return True


def _filled(api: Api, clock: Clock, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids: list[int] = []
    for body in bodies:
        ids.append(api.create(GOOGLE, **body))
        clock.pass_by(timedelta(seconds=1))
    return [api.record(GOOGLE, record_id) for record_id in ids]


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    st.lists(records, max_size=7), st.lists(questions, min_size=1, max_size=8), st.lists(sorts, min_size=8, max_size=8)
)
def test_a_list_is_filtered_then_sorted_then_cut(
    shared_api: Api,
    shared_clock: Clock,
    bodies: list[dict[str, Any]],
    asked: list[dict[str, Any]],
    cuts: list[dict[str, Any]],
) -> None:
    shared_api.world.reset()
    shared_clock.rewind()
    everything = _filled(shared_api, shared_clock, bodies)
    for question, cut in zip(asked, cuts, strict=False):
        _check(shared_api, everything, question, cut)


def _present(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _check(api: Api, everything: list[dict[str, Any]], question: dict[str, Any], cut: dict[str, Any]) -> None:
    order, direction = cut.get("orderBy", "Id"), cut.get("dir", 0)
    number, size = cut.get("page", 1), cut.get("size", 25)
    matching = sorted(
        (record for record in everything if _holds(record, question)),
        key=lambda record: (record[order] is not None, *_present(record[order]), record["Id"]),
        reverse=direction == 1,
    )
    rows = matching[(number - 1) * size : number * size]
    pages = (len(matching) + size - 1) // size
    assert api.get(GOOGLE.path, params=question | cut).json() == {
        "Records": rows,
        "CurrentPage": number,
        "CurrentPageSize": size,
        "CurrentOrderField": order,
        "CurrentSortDirection": direction,
        "FirstItem": (number - 1) * size + 1,
        "LastItem": (number - 1) * size + len(rows),
        "TotalItems": len(matching),
        "TotalPages": pages,
        "HasNextPage": number < pages,
        "HasPreviousPage": number > 1,
        "PageNumber": number,
        "PageSize": size,
    }


def test_a_minute_means_its_first_second(api: Api, google: RecordType) -> None:
    for date in DATES:
        api.create(google, SubscriptionExpireDate=date)
    found: dict[str, list[str]] = {}
    for prefix in ("", "from_", "to_"):
        query = {f"{prefix}CoworkerGoogleCalendar_SubscriptionExpireDate": "2025-01-15T10:30"}
        rows = api.get(google.path, params=query).json()["Records"]
        found[prefix] = [row["SubscriptionExpireDate"] for row in rows]
    assert found == {"": DATES[2:3], "from_": DATES[2:], "to_": DATES[:3]}


def test_every_documented_order_is_accepted(api: Api, contract: Contract) -> None:
    asked = [(item.path, name) for item in contract.record_types for name in item.order_by]
    pages = [api.get(path, params={"orderBy": name}).json() for path, name in asked]
    assert [page.get("CurrentOrderField") for page in pages] == [name for _, name in asked]


def test_the_pages_together_hold_every_record_once(api: Api, google: RecordType) -> None:
    ids = [api.create(google, Name="same") for _ in range(7)]
    seen: list[int] = []
    page = {"HasNextPage": True}
    while page["HasNextPage"]:
        number = len(seen) // 3 + 1
        page = api.get(google.path, params={"orderBy": "Name", "dir": 1, "size": 3, "page": number}).json()
        seen += [row["Id"] for row in page["Records"]]
    assert seen == ids[::-1]


def test_the_page_beyond_all_pages_is_empty(api: Api, google: RecordType) -> None:
    api.create(google)
    page = api.get(google.path, params={"page": 2**31 - 1, "size": 1000}).json()
    assert (page["Records"], page["TotalItems"], page["HasNextPage"]) == ([], 1, False)
    assert page["LastItem"] == page["FirstItem"] - 1


def test_a_larger_page_than_the_largest_is_the_largest(api: Api, google: RecordType) -> None:
    api.world.seed(1)
    record = api.world.records(google.tag)[0]
    api.world._store.insert_many(google, 1000, lambda number: {**record, "Id": number})
    for size in (1000, 1001, 2**31 - 1):
        page = api.get(google.path, params={"size": size}).json()
        assert (len(page["Records"]), page["PageSize"], page["TotalPages"], page["HasNextPage"]) == (
            1000,
            1000,
            2,
            True,
        )
    assert len(api.get(google.path, params={"size": 2000, "page": 2}).json()["Records"]) == 1


def test_the_name_of_a_reference_can_be_asked_for_and_sorted_by(api: Api, google: RecordType) -> None:
    for reference in range(1, 5):
        api.create(google, CoworkerId=reference)
    name = api.record(google, 1003)["CoworkerFullName"]
    found = api.get(google.path, params={"CoworkerGoogleCalendar_Coworker_FullName": name}).json()["Records"]
    assert [row["Id"] for row in found] == [1003]
    rows = api.get(google.path, params={"orderBy": "CoworkerFullName"}).json()["Records"]
    assert [row["CoworkerFullName"] for row in rows] == sorted(row["CoworkerFullName"] for row in rows)


def test_unknown_parameters_are_ignored(api: Api, google: RecordType) -> None:
    api.create(google)
    query = {"PageNumber": "9", "CoworkerGoogleCalendar_Nmae": "x", "coworkergooglecalendar_name": "x", "": ""}
    page = api.get(google.path, params=query).json()
    assert (page["CurrentPage"], page["TotalItems"]) == (1, 1)


def test_a_path_without_filters_ignores_those_of_its_entity(api: Api, contract: Contract) -> None:
    misspelt = contract.record_types[1]
    api.create(misspelt)
    assert api.get(misspelt.path, params={"CoworkerMsOfficeCalendar_Name": "x"}).json()["TotalItems"] == 1


BROKEN = {
    "page": ["0", "-1", "", "1_0", "\u0661", "+1", " 1", "1 ", "1.0", "1e1", "2147483648", "9" * 5000],
    "size": ["0", "2147483648", "all"],
    "dir": ["2", "-1", "asc", ""],
    "orderBy": ["", "name", "Unknown", "Name,Id"],
    "CoworkerGoogleCalendar_Resource": ["", "x", "1.5", "9223372036854775808"],
    "from_CoworkerGoogleCalendar_CreatedOn": [
        *("", "2025", "2025-01-15", "2025-13-01T00:00", "2025-01-15T10:30:00", "2025-01-15T10:30\n"),
    ],
}


def test_a_parameter_that_breaks_the_contract_is_named(api: Api, google: RecordType) -> None:
    taken: list[tuple[str, str]] = []
    for name, value in [(name, value) for name, values in BROKEN.items() for value in values]:
        answer = api.get(google.path, params={name: value})
        errors = _errors(answer)
        told = [(error["PropertyName"], error["AttemptedValue"]) for error in errors]
        sums_up = told and answer.json()["Message"] == f"{name}: {errors[0]['Message']}"
        if told != [(name, value)] or not sums_up:
            taken.append((name, value))
    assert taken == []


def test_a_parameter_given_twice_is_refused(api: Api, google: RecordType) -> None:
    for query in ("page=1&page=1", "CoworkerGoogleCalendar_Name=a&CoworkerGoogleCalendar_Name=b"):
        (error,) = api.get(f"{google.path}?{query}").json()["Errors"]
        assert error["PropertyName"] == query.partition("=")[0]


def test_every_wrong_parameter_is_named(api: Api, google: RecordType) -> None:
    response = api.get(google.path, params={"page": "0", "size": "0", "dir": "7"})
    assert [error["PropertyName"] for error in response.json()["Errors"]] == ["page", "size", "dir"]


def test_a_batch_wants_a_list_of_ids(api: Api, google: RecordType) -> None:
    values = [None, "", "1", "[1", '["1"]', "[1.5]", "[NaN]", "[9223372036854775808]", "1,2", "{}"]
    answers = {value: api.get(f"{google.path}/", params={} if value is None else {"id": value}) for value in values}
    named = {value: [error["PropertyName"] for error in _errors(answer)] for value, answer in answers.items()}
    assert [value for value in values if named[value] != ["id"]] == []


def _errors(answer: httpx.Response) -> list[dict[str, Any]]:
    errors: list[dict[str, Any]] = answer.json()["Errors"] if answer.status_code == 400 else []
    return errors
