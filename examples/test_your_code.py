"""How to test your own code against the mock, which pytest has as fixtures once `nexudus-calendars[mock]` is installed.

    .venv/bin/pytest examples/test_your_code.py

Every test begins with an empty Nexudus within the process, so nothing needs to be started. `move_out` stands for your
code.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from nexudus_calendars import NO_LIMITS, BulkError, Clock, NexudusClient, ThrottledError
from nexudus_contract.mock import MockTransport, World


def move_out(client: NexudusClient, coworker_id: int) -> int:
    """Delete a customer's connections; answers how many there were."""
    # All ids first: the rows behind a deleted one move up.
    ids = [row.id for row in client.coworker_google_calendars.list(coworker=coworker_id)]
    client.coworker_google_calendars.delete_many(ids).raise_for_failures()
    return len(ids)


class WorldClock(Clock):
    """The mock's time, where a wait of the client's passes at once."""

    def __init__(self, world: World) -> None:
        self.world = world

    def now(self) -> datetime:
        return self.world.clock()

    def monotonic(self) -> float:
        return self.world.clock().timestamp()

    def sleep(self, seconds: float) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
def client(nexudus_world: World, nexudus_transport: MockTransport) -> Iterator[NexudusClient]:
    nexudus_world.clock.freeze()
    with NexudusClient(
        "https://nexudus.test",
        username="admin@example.com",
        password="admin",
        transport=nexudus_transport,
        limits=NO_LIMITS,
        clock=WorldClock(nexudus_world),
    ) as client:
        yield client


def connect(client: NexudusClient, coworker_id: int, channel: str) -> int:
    """Id of a new connection."""
    return client.coworker_google_calendars.create(
        resource_id=15,
        coworker_id=coworker_id,
        name="Ada's calendar",
        calendar_id="ada@example.com",
        subscription_id=channel,
        subscription_expire_date=datetime(2030, 1, 1, tzinfo=UTC),
        watch_resource_id="watch-1",
    ).id


def test_only_this_customer_moves_out(client: NexudusClient) -> None:
    connect(client, 1, "a")
    kept = connect(client, 2, "b")
    assert move_out(client, 1) == 1
    assert [row.id for row in client.coworker_google_calendars.list()] == [kept]


@pytest.mark.nexudus(lists="partial")
def test_rows_that_lack_everything_but_the_id_are_enough(client: NexudusClient) -> None:
    connect(client, 1, "a")
    assert move_out(client, 1) == 1


def test_a_lost_answer_deletes_all_the_same(client: NexudusClient, nexudus_world: World) -> None:
    connect(client, 1, "a")
    nexudus_world.faults.add("reset,operation=delete*,times=1,after=true")
    assert move_out(client, 1) == 1
    assert nexudus_world.counts["CoworkerGoogleCalendars"] == 0


def test_what_cannot_be_deleted_is_no_success(client: NexudusClient, nexudus_world: World) -> None:
    connect(client, 1, "a")
    nexudus_world.faults.add("unsuccessful,operation=delete*")
    with pytest.raises(BulkError) as caught:
        move_out(client, 1)
    assert [str(outcome.state) for outcome in caught.value.report.outcomes] == ["failed"]


def test_it_waits_as_long_as_it_is_told(client: NexudusClient, nexudus_world: World) -> None:
    before = nexudus_world.clock()
    nexudus_world.faults.add("throttle-409,seconds=20,times=2")
    assert move_out(client, 1) == 0
    assert nexudus_world.clock() - before >= timedelta(seconds=40)


def test_it_gives_up_where_the_wait_is_too_long(client: NexudusClient, nexudus_world: World) -> None:
    nexudus_world.faults.add("throttle-429,seconds=3600")
    with pytest.raises(ThrottledError) as caught:
        move_out(client, 1)
    assert caught.value.retry_after == 3600
    assert len(nexudus_world.requests) == 1
