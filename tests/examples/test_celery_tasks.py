"""The tasks, carried out at once, by a worker, and as the README starts them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_retry

from celery_tasks import app, close, find_expiring, google, nexudus, renew
from nexudus_calendars import AuthenticationError, NexudusClient, PermissionDeniedError
from nexudus_contract.mock import World
from providers import Channel, GoogleStandIn, ProviderError

from .conftest import GOOGLE, Run, connect_google, kept


@pytest.fixture
def tasks(environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process of its own, as far as the tasks can tell, with a broker of its own."""
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")
    app.conf.update(result_backend="cache+memory://")
    google.opened.clear()
    google.stopped.clear()
    yield
    close()
    nexudus.cache_clear()


@pytest.fixture
def eager(tasks: None) -> Iterator[None]:
    """Tasks are carried out where they are called, and again at once when they are to come back later."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def countdowns() -> Iterator[list[float]]:
    """After how many seconds tasks were to come back."""
    found: list[float] = []

    def note(reason: Any, **_: Any) -> None:
        found.append(reason.when)

    task_retry.connect(note)
    yield found
    task_retry.disconnect(note)


def renewed(world: World) -> set[str]:
    """The channels of all records."""
    return {record["SubscriptionId"] for record in kept(world, GOOGLE).values()}


def test_the_documented_command_renews_everything(run: Run, client: NexudusClient, nexudus_world: World) -> None:
    for number in range(3):
        connect_google(client, number)
    done = run("celery_tasks.py")
    assert (done.returncode, done.stdout) == (0, "3 were expiring\n"), done.stderr
    assert not renewed(nexudus_world) & {"channel-0", "channel-1", "channel-2"}


def test_each_is_renewed_once(eager: None, client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_google(client)
    assert find_expiring.delay().get() == 1
    assert renewed(nexudus_world) == {*google.opened}
    assert google.stopped == ["channel-1"]
    assert renew.delay(id_).get() == "not due"
    assert find_expiring.delay().get() == 0
    assert len(google.opened) == 1


@pytest.mark.parametrize("kind", ["throttle-409", "throttle-429"])
def test_a_throttled_task_comes_back_when_the_server_wants_it(
    eager: None, client: NexudusClient, nexudus_world: World, countdowns: list[float], kind: str
) -> None:
    id_ = connect_google(client)
    nexudus_world.faults.add(f"{kind},seconds=40,times=2")
    assert renew.delay(id_).get().startswith("renewed until")
    assert [40 <= seconds <= 60 for seconds in countdowns] == [True, True]


def test_a_failing_server_is_asked_less_and_less(
    eager: None, client: NexudusClient, nexudus_world: World, countdowns: list[float]
) -> None:
    connect_google(client)
    nexudus_world.faults.add("error-503,times=3,operation=list*")
    assert find_expiring.delay().get() == 1
    assert [low <= seconds <= low * 1.5 for low, seconds in zip((1, 2, 4), countdowns, strict=True)] == [True] * 3


def test_a_lost_answer_renews_once(
    eager: None, client: NexudusClient, nexudus_world: World, countdowns: list[float]
) -> None:
    id_ = connect_google(client)
    nexudus_world.faults.add("reset,operation=update*,times=1,after=true")
    assert renew.delay(id_).get() == "not due"
    assert len(countdowns) == 1
    assert [*renewed(nexudus_world)] == google.opened


def test_a_refusal_of_google_is_tried_again(
    eager: None, client: NexudusClient, nexudus_world: World, countdowns: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hesitant(GoogleStandIn):
        def watch(self, calendar_id: str) -> Channel:
            if not countdowns:
                raise ProviderError("rate limit exceeded")
            return super().watch(calendar_id)

    id_, hesitant = connect_google(client), Hesitant()
    monkeypatch.setattr("celery_tasks.google", hesitant)
    assert renew.delay(id_).get().startswith("renewed until")
    assert {*hesitant.opened} == renewed(nexudus_world)


def test_one_deleted_meanwhile_is_done(eager: None, countdowns: list[float]) -> None:
    assert renew.delay(999).get() == "was deleted"
    assert countdowns == []


def test_who_may_not_write_fails_at_once(
    eager: None, client: NexudusClient, countdowns: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = connect_google(client)
    monkeypatch.setenv("NEXUDUS_USERNAME", "auditor@example.com")
    monkeypatch.setenv("NEXUDUS_PASSWORD", "auditor")
    with pytest.raises((AuthenticationError, PermissionDeniedError)):
        renew.delay(id_).get()
    assert countdowns == []


def test_a_worker_carries_them_out(tasks: None, client: NexudusClient, nexudus_world: World) -> None:
    ids = [connect_google(client, number) for number in range(3)]
    with start_worker(app, perform_ping_check=False):
        assert find_expiring.delay().get(timeout=60) == len(ids)
        assert [renew.delay(id_).get(timeout=60) for id_ in ids] == ["not due"] * len(ids)
    assert renewed(nexudus_world) == {*google.opened}


def test_the_schedule_names_a_task() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()
    assert app.conf.beat_schedule["renew"]["schedule"] < timedelta(hours=48)
