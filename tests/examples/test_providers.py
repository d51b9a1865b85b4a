"""The stand-ins keep to what the real services are documented to do."""

from datetime import UTC, datetime, timedelta

from providers import GoogleStandIn, GraphStandIn


def test_graph_gives_less_than_the_documented_seven_days() -> None:
    assert timedelta(days=6) < GraphStandIn.LIFETIME < timedelta(minutes=10_080)
    assert GraphStandIn().prolong("subscription-1") > datetime.now(UTC)


def test_no_two_channels_of_google_share_an_id() -> None:
    google = GoogleStandIn()
    assert google.watch("ada@example.com").id != google.watch("ada@example.com").id
