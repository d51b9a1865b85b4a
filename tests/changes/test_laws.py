"""What holds for any two contracts, and not only for those in the table."""

import copy
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from nexudus_contract.changes import Grade, contract_changes
from nexudus_contract.document import Contract
from nexudus_contract.source import pointers
from nexudus_contract.terms import ContractError

from .conftest import understood, worst
from .edits import EDITS, Document, Edit, held, untouched

UNPREPARED = [edit for edit in EDITS if edit.contract is not None and edit.before is untouched]
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "null", ["string", "null"], ["integer", "string"]]),
            "enum": st.lists(st.sampled_from(["a", "b", 1, None]), min_size=1, max_size=3),
            "maximum": st.integers(0, 9),
            "minLength": st.integers(0, 9),
            "pattern": st.sampled_from(["^a", "b$"]),
            "format": st.sampled_from(["int32", "int64", "uuid"]),
            "default": st.integers(0, 2),
            "description": st.sampled_from(["one", "other"]),
            "readOnly": st.booleans(),
            "x-nexudus-assigned": st.sampled_from(["id", "uuid"]),
            "uniqueItems": st.booleans(),
            "not": st.just({}),
        },
    ),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.sampled_from("ABC"), inner, max_size=3)},
            optional={
                "required": st.lists(st.sampled_from("ABC"), unique=True),
                "additionalProperties": st.one_of(st.booleans(), inner),
            },
        ),
        *(st.fixed_dictionaries({key: st.lists(inner, min_size=1, max_size=3)}) for key in ("allOf", "anyOf", "oneOf")),
        st.just({"$ref": "#/components/schemas/Person"}),
    ),
    max_leaves=8,
)
PERSON = {"type": "object", "properties": {"Friend": {"$ref": "#/components/schemas/Person"}}}


def small(contract: Contract, schema: Any, person: Any = None) -> Contract:
    """A contract of one operation, which takes the schema and answers it."""
    content = {"content": {"application/json": {"schema": schema}}}
    operation = {
        "operationId": "echo",
        "requestBody": content,
        "responses": {"200": {"description": "Echo.", **content}},
    }
    document = {
        "openapi": "3.1.0",
        "paths": {"/echo": {"post": operation}},
        "components": {"schemas": {"Person": person or PERSON}},
    }
    return understood(contract, document)


@settings(max_examples=50, deadline=None)
@given(schema=SCHEMAS)
def test_nothing_differs_from_itself(contract: Contract, schema: Any) -> None:
    assert contract_changes(small(contract, schema), small(contract, copy.deepcopy(schema))) == ()


@settings(max_examples=75, deadline=None)
@given(old=SCHEMAS, new=SCHEMAS)
def test_any_two_can_be_compared_and_both_ways_see_a_difference(contract: Contract, old: Any, new: Any) -> None:
    one, other = small(contract, old), small(contract, new)
    there, back = contract_changes(one, other), contract_changes(other, one)
    assert bool(there) == bool(back)
    # It goes both in and out, so what is narrower one way is wider the other.
    assert (worst(there) in (None, Grade.DOCS)) == (worst(back) in (None, Grade.DOCS))


@settings(max_examples=20, deadline=None)
@given(edits=st.lists(st.sampled_from(UNPREPARED), min_size=2, max_size=4, unique_by=lambda edit: edit.name))
def test_the_worst_of_several_edits_counts(contract: Contract, edits: list[Edit]) -> None:
    document = copy.deepcopy(contract.document)
    done = []
    for edit in edits:
        attempt = copy.deepcopy(document)
        try:
            edit.change(attempt)
        except (KeyError, ValueError, StopIteration, IndexError):
            continue  # An earlier one has taken what it changes.
        document = attempt
        done.append(edit)
    changes = contract_changes(contract, understood(contract, document))
    assert changes
    if any(edit.contract is Grade.BREAKING for edit in done):
        assert worst(changes) is Grade.BREAKING


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_no_value_can_go_unseen(contract: Contract, data: st.DataObject) -> None:
    """Whatever goes from an operation or from what it refers to, is told; where the rest is a contract still."""
    document = copy.deepcopy(contract.document)
    places = [
        pointer
        for pointer, value in pointers(document["paths"], ("paths",))
        if len(pointer) > 3
        and pointer[-1] not in ("$ref", "name", "in", "schema", "content", "operationId")
        # That anybody may call is what no word of it says, too.
        and not (pointer[-1] == "security" and value == [])
    ]
    place = data.draw(st.sampled_from(places))
    holder = held(document, place[:-1])
    del holder[place[-1]]
    try:
        cut = understood(contract, document)
    except ContractError:
        reject()
    assert contract_changes(contract, cut)


@pytest.mark.parametrize(
    "place", [("components", "schemas", "CommandRequest"), ("components", "schemas", "User")], ids=str
)
def test_a_schema_may_hold_itself(contract: Contract, place: tuple[str, ...]) -> None:
    def selfish(document: Document) -> Contract:
        held(document, place)["properties"]["Next"] = {"$ref": "#/" + "/".join(place)}
        return understood(contract, document)

    old, new = selfish(copy.deepcopy(contract.document)), copy.deepcopy(contract.document)
    held(new, place)["properties"]["Next"] = {}
    assert contract_changes(old, selfish(copy.deepcopy(contract.document))) == ()
    assert worst(contract_changes(old, selfish(new))) is None
    held(new, place)["required"].clear()
    assert worst(contract_changes(old, selfish(new))) in (Grade.BREAKING, Grade.ADDITIVE)
