"""Telling values are all allowed, what must be refused is not, and what the lane makes is known for its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.laws.values import TEXTS, Own, Values, refused_queries
from nexudus_contract.terms import Kind

Made = tuple[Values, Kind, Draft202012Validator]


@pytest.fixture(scope="module")
def all_made(contract: Contract) -> list[Made]:
    return list(schemas(contract))


def schemas(contract: Contract) -> Iterator[Made]:
    for record_type in contract.record_types:
        for kind in (Kind.CREATE, Kind.UPDATE):
            body = record_type.operations[kind].body
            assert body is not None
            validator = Draft202012Validator(contract.standalone(body.schema), validate_formats=True)
            yield Values(contract, record_type, Own()), kind, validator


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_bodies_are_valid(all_made: list[Made], data: st.DataObject) -> None:
    values, _, validator = data.draw(st.sampled_from([item for item in all_made if item[1] is Kind.CREATE]))
    body = data.draw(values.bodies(st.nothing()))
    assert validator.is_valid(body)
    assert set(values.required) <= set(body)


def test_every_text_that_servers_trip_over_is_sent(all_made: list[Made]) -> None:
    for values, _, _ in all_made:
        assert set(TEXTS) <= set(values.choices[values.mark_property])


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_what_must_be_refused_breaks_the_contract_in_one_place(all_made: list[Made], data: st.DataObject) -> None:
    values, kind, validator = data.draw(st.sampled_from(all_made))
    body = data.draw(values.bodies(st.nothing()))
    if kind is Kind.UPDATE:
        body = {**body, "Id": 7}
    variants = list(values.refused(kind, body))
    assert {said.partition(" ")[0] for said, _ in variants} == {"with", "without"}
    for said, wrong in variants:
        assert not validator.is_valid(wrong), said
        assert len(dict_difference(wrong, body)) == 1, said


def dict_difference(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in {*one, *other} if repr(one.get(name, "absent")) != repr(other.get(name, "absent"))}


def test_parameters_that_must_be_refused_are_the_neighbours_too(contract: Contract) -> None:
    for record_type in contract.record_types:
        wrong = set(refused_queries(contract, record_type.operations[Kind.LIST]))
        assert {("dir", "2"), ("dir", "-1"), ("page", "0"), ("size", "0"), ("page", "text")} <= wrong
        assert any(name == "orderBy" for name, _ in wrong)
        # A text may be anything.
        assert not any(name.endswith("_Name") for name, _ in wrong)
        assert {value for _, value in refused_queries(contract, record_type.operations[Kind.BATCH])} >= {"1", "{}", ""}


@pytest.mark.parametrize("optional", [True, False])
def test_what_is_marked_is_known_for_the_lanes_own(contract: Contract, optional: bool) -> None:  # noqa: FBT001
    for record_type in contract.record_types:
        fixed = dict.fromkeys(sorted(record_type.references)[:1], 15)
        values = Values(contract, record_type, Own(fixed, "fuzz "))
        body = {name: choices[0] for name, choices in values.choices.items() if optional or name in values.required}
        owned = values.owned(body)
        assert str(owned[values.mark_property]).startswith("fuzz ")
        for name in record_type.references & set(owned):
            assert name in values.required or owned[name] == 15
