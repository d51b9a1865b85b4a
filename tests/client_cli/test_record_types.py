"""What the command line knows of the record types is what the contract says, and what the client can do."""

import inspect

from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.files.line import plain
from nexudus_calendars.cli.record_types import RECORD_TYPES
from nexudus_contract.document import Contract


def test_the_record_types_are_the_contracts(contract: Contract) -> None:
    known = {plain(item.name): item for item in RECORD_TYPES}
    said = {item.tag.lower(): item for item in contract.record_types}
    assert {name: (item.entity, item.id_property, item.expiry, item.properties) for name, item in known.items()} == {
        name: (item.entity, item.id_property, item.expiry_property, tuple(item.properties))
        for name, item in said.items()
    }
    assert {name: {field.property for field in item.fields} for name, item in known.items()} == {
        name: set(item.writable) for name, item in said.items()
    }


def test_a_list_is_sorted_by_what_the_contract_names(contract: Contract) -> None:
    choices = {
        plain(item.name): option.choices for item in RECORD_TYPES for option in item.options if option.kind == "choice"
    }
    assert choices == {item.tag.lower(): item.order_by for item in contract.record_types}


def test_what_shows_in_a_table_is_a_property() -> None:
    assert {item.name: set(item.summary) - set(item.properties) for item in RECORD_TYPES} == {
        item.name: set[str]() for item in RECORD_TYPES
    }


def test_each_option_and_field_is_a_keyword_of_the_client(client: NexudusClient) -> None:
    unknown = set[tuple[str, str]]()
    for item in RECORD_TYPES:
        resource = getattr(client, item.attribute)
        lists, creates = (set(inspect.signature(method).parameters) for method in (resource.list, resource.create))
        unknown |= {(item.name, option.name) for option in item.options if option.name not in lists}
        unknown |= {(item.name, field.name) for field in item.fields if field.name not in creates}
        unknown |= {(item.name, method) for method in item.roles if not hasattr(resource, method)}
    assert unknown == set()


def test_each_role_is_one_of_the_contracts(contract: Contract) -> None:
    named = {role for item in RECORD_TYPES for roles in item.roles.values() for role in roles}
    assert named == {role for operation in contract.operations for role in operation.roles}
