"""What a model makes of JSON: the same as the generator's own templates, and the JSON stays as it is."""

import copy
import dataclasses
import importlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

from nexudus_calendars import models
from nexudus_calendars.models import CoworkerGoogleCalendar, CoworkerGoogleCalendarListRow
from nexudus_calendars.runtime.uuids import parse_uuid
from nexudus_contract.codegen.emit import emit
from nexudus_contract.codegen.prepare import prepare
from nexudus_contract.document import Contract, load

ROOT = Path(__file__).parents[2]
RECORD: dict[str, Any] = load(ROOT / "openapi.yaml").document["components"]["examples"]["CoworkerGoogleCalendar"][
    "value"
]
CUSTOM_FIELDS = {"Data": [{"Name": "n", "Value": "v", "JsonValue": None, "Shoe": 43}]}
NULLABLE = ("CoworkerId", "EventSyncToken", "SystemId", "LocalizationDetails", "CustomFields", "CoworkerFullName")

OTHERS = st.dictionaries(st.sampled_from(["Shoe", "d", "self", "additional_properties"]), st.none() | st.integers())
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.none() for name in NULLABLE},
        "CustomFields": st.sampled_from([None, {}, CUSTOM_FIELDS, {"Data": 1}, {"Data": [1]}, [], "text", 0]),
        "LocalizationDetails": st.sampled_from([None, {}, {"en": "text"}, [1], 1.5]),
        "SubscriptionExpireDate": st.datetimes(datetime(1900, 1, 1)).map(
            lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+02:00"
        ),
        "UniqueId": st.uuids().map(str),
        "Name": st.text() | st.integers(),
    },
)


def imported(folder: Path, name: str) -> Any:
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))


def forget(package: str) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def unmended(small: Contract, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The models as the generator's own templates write them."""
    folder = tmp_path_factory.mktemp("unmended")
    config_file = ConfigFile(literal_enums=True, post_hooks=[], package_name_override="unmended")
    config = Config.from_sources(
        config_file,
        MetaType.NONE,
        document_source=Path("openapi.yaml"),
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / "unmended",
    )
    data = GeneratorData.from_dict(prepare(small).document, config=config)
    assert isinstance(data, GeneratorData)
    assert not list(Project(openapi=data, config=config).build())
    yield imported(folder, "unmended.models")
    forget("unmended")


def plain(value: Any) -> Any:
    """A value, whichever package its class is from."""
    if type(value).__module__.partition(".")[0] in {"nexudus_calendars", "unmended"}:
        names = getattr(type(value), "__slots__", ())
        return (type(value).__name__, *((name, plain(getattr(value, name))) for name in names if name[0] != "_"))
    return [plain(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=50, deadline=None)
@given(st.data(), CHANGES, OTHERS, st.sampled_from(["CoworkerGoogleCalendar", "CoworkerGoogleCalendarListRow"]))
def test_a_model_reads_what_the_generators_own_would(
    unmended: Any, data: st.DataObject, changes: dict[str, Any], others: dict[str, Any], name: str
) -> None:
    value = {**RECORD, **changes, **others}
    if name.endswith("Row"):
        for left_out in data.draw(st.sets(st.sampled_from(sorted(value)))) - {"Id"}:
            del value[left_out]
    before = copy.deepcopy(value)
    ours, theirs = (getattr(package, name).from_dict(value) for package in (models, unmended))
    assert value == before
    assert plain(ours) == plain(theirs)
    assert type(ours).from_dict(ours.to_dict()) == ours


def test_a_record_that_is_no_object_is_an_error_that_says_so() -> None:
    values: list[Any] = [[], "text", None, 5]
    for value in values:
        with pytest.raises((TypeError, AttributeError)):
            CoworkerGoogleCalendar.from_dict(value)


def test_two_records_share_nothing_that_can_be_changed() -> None:
    value = {"Id": 1}
    one, other = (CoworkerGoogleCalendarListRow.from_dict(value) for _ in range(2))
    one["Shoe"] = 43
    assert other.additional_properties == {}
    assert value == {"Id": 1}


def test_a_class_of_the_callers_is_made_by_its_own_constructor() -> None:
    class Mine(CoworkerGoogleCalendarListRow):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.name = "mine"

    assert Mine.from_dict({"Id": 1, "Name": "theirs"}).name == "mine"


def test_unions_of_several_objects_and_typed_additional_properties_are_read(small: Contract, tmp_path: Path) -> None:
    document = copy.deepcopy(small.document)
    schemas = document["components"]["schemas"]
    schemas["Grant"]["properties"]["told"] = {
        "description": "d",
        "oneOf": [{"$ref": "#/components/schemas/RecordReference"}, {"$ref": "#/components/schemas/ErrorMessage"}],
    }
    schemas["Grant"]["additionalProperties"] = {"type": "string", "format": "date-time"}
    folder = tmp_path / "several"
    emit(Contract(dataclasses.replace(small.source, data=document)), folder)
    try:
        grant = imported(tmp_path, "several.models").Grant
        value = {
            "access_token": "t",
            "expires_in": 1,
            "refresh_token": "r",
            "token_type": "bearer",
            "told": {"Message": "m"},
        }
        read = grant.from_dict({**value, "since": "2025-01-15T10:30:00Z"})
        assert read.told.message == "m"
        assert grant.from_dict({**value, "told": {"Id": 1}}).told.id == 1
        assert read.additional_properties == {"since": datetime.fromisoformat("2025-01-15T10:30:00Z")}
        assert read.expires_in == 1
    finally:
        forget("several")


@given(st.uuids(), st.sampled_from([str, lambda id_: id_.hex, lambda id_: id_.urn, lambda id_: f"{{{id_}}}"]))
def test_a_uuid_is_read_in_each_of_its_forms(id_: UUID, written: Any) -> None:
    read = parse_uuid(written(id_))
    assert (read, hash(read), str(read), read.is_safe) == (id_, hash(id_), str(id_), id_.is_safe)


@given(st.text(alphabet="0aFg-{} _+", min_size=30, max_size=40) | st.text())
def test_what_is_no_uuid_is_refused_as_uuid_does(text: str) -> None:
    try:
        expected: object = UUID(text)
    except ValueError:
        expected = ValueError
    try:
        assert parse_uuid(text) == expected
    except ValueError:
        assert expected is ValueError
