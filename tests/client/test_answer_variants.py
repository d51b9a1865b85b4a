"""The client reads an answer in each of the ways that the contract allows, and loses nothing of it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from nexudus_contract.branches import Branch, branches_of
from nexudus_contract.document import Contract
from nexudus_contract.mock import World
from nexudus_contract.terms import Kind

from .helpers.callers import Caller, create

# How a record is read, and where it stands in the answer.
READS: dict[Kind, tuple[Any, Any]] = {
    Kind.LIST: (lambda calendars, _: calendars.list(), lambda records: {"Records": records}),
    Kind.BATCH: (lambda calendars, number: calendars.get_many([number]), lambda records: records),
    Kind.GET: (lambda calendars, number: calendars.get(number), lambda records: records[0]),
}
WRITES: dict[Kind, Any] = {
    Kind.UPDATE: lambda calendars, record: calendars.update(record),
    Kind.DELETE: lambda calendars, record: calendars.delete(record.id),
}


def turns(world: World, contract: Contract, kind: Kind) -> Iterator[Branch]:
    """The ways in which an operation answers, while it answers so."""
    record_type = next(item for item in contract.record_types if item.tag == "CoworkerGoogleCalendars")
    operation = record_type.operations[kind]
    world.faults.set([f"variant,operation={operation.id}"])
    yield from branches_of(contract)[operation.id, "200"]


@pytest.mark.parametrize("kind", READS)
def test_a_record_that_comes_in_any_way_is_read_whole(
    ask: Caller, contract: Contract, nexudus_world: World, kind: Kind
) -> None:
    (question, answer), number = READS[kind], create(ask)
    for branch in turns(nexudus_world, contract, kind):
        read = ask(lambda client: question(client.coworker_google_calendars, number))
        records = [read] if kind is Kind.GET else list(read)
        assert [record.id for record in records] == [number]
        if "Records" in branch.place or kind is not Kind.LIST:
            assert branch.takes(answer([record.to_dict() for record in records])), branch.name


@pytest.mark.parametrize("kind", WRITES)
def test_a_write_that_is_confirmed_in_any_way_is_taken_for_done(
    ask: Caller, contract: Contract, nexudus_world: World, kind: Kind
) -> None:
    for _ in turns(nexudus_world, contract, kind):
        number = create(ask)
        record = ask(partial(lambda number, client: client.coworker_google_calendars.get(number), number))
        record.name = f"Renamed {number}"
        ask(partial(lambda record, client: WRITES[kind](client.coworker_google_calendars, record), record))
        renamed = [item for item in nexudus_world.records("CoworkerGoogleCalendars") if item["Name"] == record.name]
        assert len(renamed) == (kind is Kind.UPDATE)
