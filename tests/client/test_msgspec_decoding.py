"""What msgspec reads is what `from_dict` would have read, and what it cannot read is left to that."""

import json
import sys
from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_calendars import models
from nexudus_calendars.runtime import answers, fast
from nexudus_calendars.runtime.answers import each

from .helpers.callers import Caller, create

RECORD_TYPES = ("CoworkerGoogleCalendar", "CoworkerMsOfficeCalendar", "CoworkerMsOffeCalendar")
MOMENTS = ["2026-12-01T10:30:00Z", "2026-12-01T10:30:00", "2026-12-01T23:59:59.9999999Z", "2026-12-01T10:30:00+05:30"]
NO_MOMENTS: list[Any] = [
    "/Date(1767255000000)/",
    "0001-01-01T00:00:00+05:00",
    "2026-12-01T10:30:60Z",
    "tomorrow",
    "",
    None,
    5,
]
UUIDS: list[Any] = ["a1b2c3d4-e5f6-7890-abcd-ef1234567890", "A1B2C3D4-E5F6-7890-ABCD-EF1234567890", "0" * 32]
NO_UUIDS: list[Any] = ["{a1b2c3d4-e5f6-7890-abcd-ef1234567890}", "a1b2c3d4e5f6-7890abcd-ef1234567890", "none", None, 5]
FIELDS: list[Any] = [
    None,
    {},
    {"Data": []},
    {"Data": [{}, {"Name": "Floor", "Value": "3", "JsonValue": None, "Type": 1}]},
]
NO_FIELDS: list[Any] = [{"Data": None}, {"Data": [5]}, {"Data": {}, "More": 1}, [], "none"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
# An integer beyond 64 bits, half a character, and what JSON has no word for.
ODD = st.sampled_from([2**70, "\ud800", float("nan"), float("inf")])
JSON = st.recursive(
    SCALARS | ODD, lambda some: st.lists(some, max_size=2) | st.dictionaries(st.text(), some, max_size=2)
)


def values_of(name: str) -> tuple[list[Any], list[Any]] | None:
    """What a property's values are that msgspec reads, and others; None where any will do."""
    if name.endswith(("Date", "On")):
        return MOMENTS, NO_MOMENTS
    return {"UniqueId": (UUIDS, NO_UUIDS), "CustomFields": (FIELDS, NO_FIELDS)}.get(name)


def good(name: str, rows: type[Any] | None) -> st.SearchStrategy[Any]:
    """Values that msgspec reads: where `from_dict` looks at nothing, of any kind."""
    if name == "Records" and rows is not None:
        return st.lists(objects(rows), max_size=3)
    if name == "LocalizationDetails":
        return st.none() | st.just({})
    telling = values_of(name)
    return SCALARS if telling is None else st.sampled_from(telling[0])


def bad(name: str) -> st.SearchStrategy[Any]:
    """Values that nothing reads, or `from_dict` alone."""
    telling = values_of(name)
    return JSON if telling is None else st.sampled_from(telling[1])


@st.composite
def objects(draw: st.DrawFn, model: Any, rows: Any = None) -> dict[str, Any]:
    """A model's properties, in any order."""
    return {name: draw(good(name, rows)) for name in draw(st.permutations(sorted(model.ATTRIBUTES)))}


@st.composite
def spoilt(draw: st.DrawFn, whole: st.SearchStrategy[Any]) -> Any:
    """The same with something left out, added or put in the place of something else, somewhere."""
    value = draw(whole)
    at: Any = value[draw(st.integers(0, len(value) - 1))] if isinstance(value, list) and value else value
    if isinstance(at, dict):
        if at.get("Records") and draw(st.booleans()):
            at = at["Records"][0]
        looked_at = [name for name in at if values_of(name)]
        name = draw(st.sampled_from(looked_at or [*at]) | st.sampled_from([*at]) | st.text())
        if draw(st.booleans()):
            at[name] = draw(bad(name))
        else:
            at.pop(name, None)
    return value


@st.composite
def written(draw: st.DrawFn, value: st.SearchStrategy[Any]) -> bytes:
    """JSON, with letters beyond ASCII escaped or not."""
    return json.dumps(draw(value), ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@st.composite
def broken(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """The same with some bytes replaced."""
    content = draw(whole)
    start = draw(st.integers(0, len(content)))
    return content[:start] + draw(st.binary(max_size=2)) + content[start + draw(st.integers(0, 2)) :]


def kinds() -> Iterator[tuple[Any, Callable[[Any], Any], st.SearchStrategy[Any]]]:
    """What is read many at a time: what it is called, how it is read otherwise, and as JSON."""
    for name in RECORD_TYPES:
        record, row, page = (getattr(models, f"{name}{suffix}") for suffix in ("", "ListRow", "Page"))
        yield page, page.from_dict, objects(page, row)
        yield GenericAlias(list, record), each(record.from_dict), st.lists(objects(record), max_size=3)


EXAMPLES = settings(max_examples=50)
KINDS = pytest.mark.parametrize(("kind", "parse", "values"), [*kinds()])


def otherwise(parse: Callable[[Any], Any], content: bytes) -> str:
    """What a value is without msgspec, or that it is none."""
    try:
        return repr(parse(json.loads(content)))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return "none"


@KINDS
@given(data=st.data())
@EXAMPLES
def test_what_is_as_the_contract_has_it_is_read_by_msgspec(
    kind: Any, parse: Callable[[Any], Any], values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    content = data.draw(written(values))
    assert repr(fast.read(kind, content)) == otherwise(parse, content)


@KINDS
@given(data=st.data())
@EXAMPLES
def test_what_is_strange_is_read_the_same_or_left_to_from_dict(
    kind: Any, parse: Callable[[Any], Any], values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    content = data.draw(written(spoilt(values)) | broken(written(values)))
    read = fast.read(kind, content)
    assert read is None or repr(read) == otherwise(parse, content)


def test_an_abyss_of_brackets_is_left_to_from_dict() -> None:
    assert fast.read(models.CustomField, b'{"Type": ' + b"[" * 100_000) is None


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (models.PasswordGrant, {"grant_type": "password", "username": "ada", "password": "secret"}),
        (
            models.ValidationFailure,
            {"Status": 500, "Message": "no", "Value": None, "WasSuccessful": False, "Errors": []},
        ),
    ],
)
def test_models_with_other_kinds_of_properties_are_left_to_from_dict(model: Any, value: dict[str, Any]) -> None:
    assert model.from_dict(value).to_dict() == value
    assert fast.read(model, json.dumps(value).encode()) is None


def read_both(ask: Caller, made: list[int]) -> None:
    rows = ask(lambda client: client.coworker_google_calendars.list(order_by="CreatedOn"))
    records = ask(lambda client: client.coworker_google_calendars.get_many(made))
    assert [row.id for row in rows] == [record.id for record in records] == made


def test_lists_and_batches_are_read_by_msgspec(ask: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: httpx.Response) -> None:
        raise ValueError("not by Python's json")

    made = [create(ask, name=name) for name in ("Ada", "Grace")]
    monkeypatch.setattr(httpx.Response, "json", refuse)
    read_both(ask, made)


def test_without_msgspec_they_are_read_all_the_same(ask: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [create(ask, name=name) for name in ("Ada", "Grace")]
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "msgspec", None)
        without.delitem(sys.modules, fast.__name__)
        answers._read_fast.cache_clear()
        read_both(ask, made)
        assert answers._read_fast() is None
    answers._read_fast.cache_clear()
    assert answers._read_fast() is fast.read
