"""Renewing subscriptions: in an order in which nothing is lost, whatever fails."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nexudus_calendars import NO_LIMITS, AuthenticationError, NexudusClient, PermissionDeniedError
from nexudus_contract.mock import World
from providers import Channel, GoogleStandIn, GraphStandIn, ProviderError
from renew_expiring import main, renew_all

from .conftest import GOOGLE, OFFICE, Documented, connect_google, connect_office, kept

SOON = datetime(2026, 1, 1, tzinfo=UTC)


class Refusing(GoogleStandIn, GraphStandIn):
    """Both providers, and neither likes the second calendar."""

    def prolong(self, subscription_id: str) -> datetime:
        if subscription_id.endswith("2"):
            raise ProviderError("no such subscription")
        return super().prolong(subscription_id)

    def watch(self, calendar_id: str) -> Channel:
        if calendar_id.startswith("2"):
            raise ProviderError("quota exceeded")
        return super().watch(calendar_id)


class Meddling(GoogleStandIn):
    """Somebody does something just while Google is asked."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        super().__init__()
        self.meddle = meddle

    def watch(self, calendar_id: str) -> Channel:
        self.meddle()
        return super().watch(calendar_id)


class Watchful(GoogleStandIn):
    """Says what the record named when its old channel was stopped."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.named: list[str] = []

    def stop(self, channel_id: str, resource_id: str) -> None:
        self.named += [record["SubscriptionId"] for record in kept(self.world, GOOGLE).values()]
        super().stop(channel_id, resource_id)


class Stubborn(GoogleStandIn):
    """Stops nothing."""

    def stop(self, channel_id: str, resource_id: str) -> None:
        raise ProviderError("try again later")


def test_it_renews_and_then_finds_nothing(
    documented: Documented, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    nexudus_world.seed(4)
    before = kept(nexudus_world, GOOGLE) | kept(nexudus_world, OFFICE)
    assert main(documented("renew_expiring.py")) == 0
    done = capsys.readouterr()
    assert done.err == ""
    after = kept(nexudus_world, GOOGLE) | kept(nexudus_world, OFFICE)
    renewed = {id_ for id_ in after if after[id_] != before[id_]}
    assert renewed
    *lines, total = done.out.splitlines()
    assert {int(line.split()[1].rstrip(":")) for line in lines} == renewed
    assert total == f"{len(renewed)} expiring, 0 failed"
    assert all(after[id_]["SubscriptionExpireDate"] > before[id_]["SubscriptionExpireDate"] for id_ in renewed)
    assert main(documented("renew_expiring.py")) == 0
    assert capsys.readouterr().out == "0 expiring, 0 failed\n"


def test_graph_prolongs_and_nothing_else_changes(client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_office(client)
    before = kept(nexudus_world, OFFICE)[id_]
    assert renew_all(client, GraphStandIn(), GoogleStandIn(), SOON) == 0
    after = kept(nexudus_world, OFFICE)[id_]
    assert {name for name in after if after[name] != before[name]} <= {"SubscriptionExpireDate", "UpdatedOn"}
    assert after["SubscriptionExpireDate"] > before["SubscriptionExpireDate"]


def test_google_gets_a_new_channel_and_the_old_one_is_stopped_last(client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_google(client)
    google = Watchful(nexudus_world)
    assert renew_all(client, GraphStandIn(), google, SOON) == 0
    record = kept(nexudus_world, GOOGLE)[id_]
    assert [record["SubscriptionId"]] == google.opened == google.named
    assert google.stopped == ["channel-1"]
    assert record["WatchResourceId"] == "watch-1@example.com"
    assert record["CoworkerId"] == 42


def test_one_refusal_does_not_hold_up_the_others(
    client: NexudusClient, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {connect(client, number) for connect in (connect_office, connect_google) for number in (1, 2, 3)}
    providers = Refusing()
    assert renew_all(client, providers, providers, SOON) == 2
    captured = capsys.readouterr()
    assert "6 expiring, 2 failed" in captured.out
    assert captured.err.splitlines() == [
        "office 1002: FAILED: no such subscription",
        "google 1005: FAILED: quota exceeded",
    ]
    after = kept(nexudus_world, GOOGLE) | kept(nexudus_world, OFFICE)
    assert {id_ for id_ in ids if after[id_]["SubscriptionExpireDate"].startswith("2025")} == {1002, 1005}


def test_where_nothing_was_written_the_new_channel_is_stopped(client: NexudusClient, nexudus_world: World) -> None:
    connect_google(client)
    nexudus_world.faults.add("unsuccessful,operation=update*,times=1")
    google = GoogleStandIn()
    assert renew_all(client, GraphStandIn(), google, SOON) == 1
    assert google.stopped == google.opened
    assert renew_all(client, GraphStandIn(), google, SOON) == 0
    assert google.stopped == [google.opened[0], "channel-1"]


def test_where_nobody_knows_what_was_written_both_channels_live_on(client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_google(client)
    nexudus_world.faults.add("reset,operation=update*,times=1,after=true")
    google = GoogleStandIn()
    assert renew_all(client, GraphStandIn(), google, SOON) == 1
    assert (len(google.opened), google.stopped) == (1, [])
    assert kept(nexudus_world, GOOGLE)[id_]["SubscriptionId"] == google.opened[0]
    assert renew_all(client, GraphStandIn(), google, SOON) == 0
    assert len(google.opened) == 1


def test_one_deleted_meanwhile_is_no_failure(
    client: NexudusClient, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = connect_google(client)
    google = Meddling(lambda: client.coworker_google_calendars.delete(id_))
    assert renew_all(client, GraphStandIn(), google, SOON) == 0
    assert f"google {id_}: was deleted meanwhile" in capsys.readouterr().out
    assert google.stopped == google.opened


def test_what_somebody_else_wrote_meanwhile_stays(client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_google(client)

    def renew() -> None:
        nexudus_world.clock.advance(timedelta(seconds=2))
        client.coworker_google_calendars.change(id_, subscription_id="theirs")

    google = Meddling(renew)
    assert renew_all(client, GraphStandIn(), google, SOON) == 1
    assert google.stopped == google.opened
    assert kept(nexudus_world, GOOGLE)[id_]["SubscriptionId"] == "theirs"


def test_a_throttle_is_waited_out(client: NexudusClient, nexudus_world: World) -> None:
    connect_office(client)
    nexudus_world.clock.freeze()
    before = nexudus_world.clock()
    nexudus_world.faults.add("throttle-409,seconds=20,operation=update*,times=3")
    assert renew_all(client, GraphStandIn(), GoogleStandIn(), SOON) == 0
    assert nexudus_world.clock() - before >= timedelta(seconds=60)


def test_an_old_channel_that_will_not_stop_is_no_failure(
    client: NexudusClient, nexudus_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    connect_google(client)
    with caplog.at_level(logging.WARNING, "renew_expiring"):
        assert renew_all(client, GraphStandIn(), Stubborn(), SOON) == 0
    assert "channel channel-1 was not stopped" in caplog.text


def test_who_may_not_write_opens_one_channel_and_no_more(nexudus_url: str, client: NexudusClient) -> None:
    for number in range(3):
        connect_google(client, number)
    google = GoogleStandIn()
    with (
        NexudusClient(nexudus_url, username="auditor@example.com", password="auditor", limits=NO_LIMITS) as auditor,
        pytest.raises((AuthenticationError, PermissionDeniedError)),
    ):
        renew_all(auditor, GraphStandIn(), google, SOON)
    assert (len(google.opened), google.stopped) == (1, google.opened)


def test_its_exit_code_tells_cron(environment: None, client: NexudusClient, nexudus_world: World) -> None:
    connect_office(client)
    nexudus_world.faults.add("unsuccessful,operation=update*,times=1")
    assert main([]) == 1
    assert main([]) == 0


def test_what_makes_no_sense_is_said_without_a_traceback(environment: None, capsys: pytest.CaptureFixture[str]) -> None:
    for hours in ("nan", "1e300"):
        assert main(["--within", hours]) == 2, hours
        assert capsys.readouterr().err.startswith("renew_expiring: "), hours


def test_without_credentials_it_says_what_to_set(
    environment: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEXUDUS_PASSWORD")
    assert main([]) == 2
    assert capsys.readouterr().err == ("renew_expiring: set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD\n")
