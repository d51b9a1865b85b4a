"""The state machine: conversations with one record type, each law of which is checked on whatever state they led to."""

import sys
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from types import NoneType
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from nexudus_contract.fuzz.laws import access, filtering, reading, refusing, writing
from nexudus_contract.fuzz.laws.access import People
from nexudus_contract.fuzz.laws.ground import Ground
from nexudus_contract.fuzz.ledger import BreachError, SmallEnoughError
from nexudus_contract.fuzz.live.leaving import LostError
from nexudus_contract.fuzz.wire import DoubtError
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind

_MOST_RECORDS = 8
_UNKNOWN = 2**31 - 7


@dataclass(frozen=True)
class Effort:
    """How long to talk.

    Attributes:
        conversations: conversations with each record type.
        steps: the most steps of each.
    """

    conversations: int = 8
    steps: int = 16


def converse(
    ground: Ground,
    generated: st.SearchStrategy[Any],
    number: int,
    effort: Effort,
    people: People,
) -> None:
    """Talk with a record type until nothing new is found.

    Args:
        ground: The record type.
        generated: Bodies that create takes.
        number: The seed.
        effort: How long to talk.
        people: Who may be tried at the gates.

    Raises:
        OutOfTimeError: there is no time left.
    """
    # Hypothesis remembers every machine for ever, and what the machine holds: so it holds the run by weak references.
    own = ground.values.bodies(generated)
    drawn = weakref.ref(own)
    bodies = st.just(None).flatmap(lambda _: st.nothing() if (found := drawn()) is None else found)
    ground = weakref.proxy(ground)
    somewhere = st.integers(0, 2**16).map(Random)

    def audit() -> None:
        ground.sure(partial(reading.audit, ground))

    class Conversation(RuleBasedStateMachine):
        @initialize(first=st.lists(bodies, max_size=4))
        def begin(self, first: list[JsonObject]) -> None:
            ground.start()
            for body in first:
                writing.create(ground, body)

        @precondition(lambda _: len(ground.records) < _MOST_RECORDS)
        @rule(first=bodies, second=bodies)
        def create(self, first: JsonObject, second: JsonObject) -> None:
            writing.create_together(ground, [first, second])
            audit()

        @precondition(lambda _: bool(ground.records))
        @rule(body=bodies, random=somewhere)
        def update(self, body: JsonObject, random: Random) -> None:
            writing.update(ground, random.choice(list(ground.records)), body)
            writing.keep_its_own(ground, random.choice(list(ground.records)), body)
            audit()

        @precondition(lambda _: bool(ground.records))
        @rule(random=somewhere)
        def delete(self, random: Random) -> None:
            writing.delete(ground, random.choice(list(ground.records)))
            audit()

        @precondition(lambda _: bool(ground.known))
        @rule(random=somewhere)
        def read(self, random: Random) -> None:
            def law() -> None:
                ids = list(ground.known)
                random.shuffle(ids)
                if ids:
                    reading.steady(ground, ids[0])
                    reading.batches(ground, ids[:24], _UNKNOWN)
                    reading.names(ground)

            ground.sure(law, random)

        @rule(random=somewhere)
        def filter(self, random: Random) -> None:
            ground.sure(lambda: filtering.filters(ground, random.choice), random)

        @rule(random=somewhere)
        def sort(self, random: Random) -> None:
            for name in random.sample(ground.record_type.order_by, min(5, len(ground.record_type.order_by))):
                ground.sure(partial(reading.orders, ground, name))

        @rule(size=st.integers(1, 5), direction=st.sampled_from((0, 1)), random=somewhere)
        def page(self, size: int, direction: int, random: Random) -> None:
            order = random.choice(ground.record_type.order_by)
            ground.sure(lambda: reading.pages(ground, size))
            ground.sure(lambda: reading.pages(ground, size, orderBy=order, dir=direction))

        @rule(body=bodies, random=somewhere)
        def refuse(self, body: JsonObject, random: Random) -> None:
            refusing.refuses_bodies(ground, Kind.CREATE, body, random.choice)
            for record_id in list(ground.records)[:1]:
                sent = {**body, ground.record_type.id_property: record_id}
                refusing.refuses_bodies(ground, Kind.UPDATE, sent, random.choice)
                reading.steady(ground, record_id)
            refusing.unknown_is_not_found(ground, _UNKNOWN, body)

        # Wrong credentials can lock somebody out, so that is for servers of one's own.
        @precondition(lambda _: bool(ground.records) and people.strangers)
        @rule(body=bodies)
        def deny(self, body: JsonObject) -> None:
            record_id = next(iter(ground.records))
            access.gates(ground, record_id, body, people.own)
            access.existence(ground, record_id)
            if people.lesser is not None:
                access.roles(ground, record_id, body, people.lesser)

        def teardown(self) -> None:
            if isinstance(sys.exception(), Exception | NoneType):
                for record_id in list(ground.records):
                    writing.delete(ground, record_id)
            elif ground.alone:
                # What was under way when the conversation was broken off nobody knows, and so no law can be applied.
                for record_id in list(ground.records):
                    with suppress(DoubtError), ground.wire.doubting():
                        ground.wire.send(ground.operation(Kind.DELETE), record_id=record_id)

    test = seed(number)(Conversation)
    how = settings(
        max_examples=effort.conversations,
        stateful_step_count=effort.steps,
        deadline=None,
        verbosity=Verbosity.quiet,
        database=None,
        report_multiple_bugs=False,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
    )
    while True:
        try:
            run_state_machine_as_test(test, settings=how)
        except (BreachError, Flaky, LostError, SmallEnoughError):
            ground.wire.watch.ledger.close()
        else:
            return
