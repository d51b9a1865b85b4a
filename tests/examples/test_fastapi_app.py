"""The service, through its own interface."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fastapi_app import app, the_google
from nexudus_calendars import Limit, NexudusClient
from nexudus_contract.mock import World
from providers import Channel, GoogleStandIn, ProviderError

from .conftest import GOOGLE, connect_google, kept

Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


@asynccontextmanager
async def service() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as http,
    ):
        yield http


def asked(ask: Ask) -> httpx.Response:
    async def run() -> httpx.Response:
        async with service() as http:
            return await ask(http)

    return asyncio.run(run())


def get(path: str) -> httpx.Response:
    return asked(lambda http: http.get(path))


def post(path: str) -> httpx.Response:
    return asked(lambda http: http.post(path))


@pytest.fixture
def google(environment: None) -> Any:
    """Google, of whom the test knows what it was asked."""
    google = GoogleStandIn()
    app.dependency_overrides[the_google] = lambda: google
    yield google
    app.dependency_overrides.clear()


def test_it_answers_what_expires_soon(environment: None, client: NexudusClient) -> None:
    late, soon = datetime.now(UTC) + timedelta(days=7), datetime.now(UTC) + timedelta(hours=30)
    connect_google(client, 1, subscription_expire_date=late)
    second = connect_google(client, 2, subscription_expire_date=soon)
    first = connect_google(client, 3)
    answer = get("/expiring?hours=48")
    assert [(row["id"], row["name"]) for row in answer.json()] == [(first, "calendar 3"), (second, "calendar 2")]
    assert [row["id"] for row in get("/expiring").json()] == [first]
    assert get("/expiring?hours=0").status_code == 422


def test_it_renews(google: GoogleStandIn, client: NexudusClient, nexudus_world: World) -> None:
    id_ = connect_google(client)
    answer = post(f"/connections/{id_}/renew")
    assert answer.status_code == 200
    record = kept(nexudus_world, GOOGLE)[id_]
    assert [record["SubscriptionId"]] == google.opened
    assert google.stopped == ["channel-1"]
    assert answer.json()["expires"] > record["SubscriptionExpireDate"][:19]
    assert get("/expiring").json() == []


def test_what_is_not_there_is_a_404(google: GoogleStandIn) -> None:
    answer = post("/connections/999/renew")
    assert (answer.status_code, answer.json()) == (404, {"detail": "there is no such connection"})
    assert google.opened == []


@pytest.mark.parametrize("kind", ["throttle-409", "throttle-429"])
def test_a_throttle_is_a_503_that_says_when_to_come_back(environment: None, nexudus_world: World, kind: str) -> None:
    nexudus_world.faults.add(f"{kind},seconds=17")
    answer = get("/expiring")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "17")
    assert len(nexudus_world.requests) == 1


def test_a_caller_need_not_wait_for_the_limits(environment: None) -> None:
    async def twice(http: httpx.AsyncClient) -> httpx.Response:
        app.state.client = app.state.client.with_options(limits=[Limit(1, 60)])
        assert (await http.get("/expiring")).status_code == 200
        return await http.get("/expiring")

    answer = asked(twice)
    assert answer.status_code == 503
    assert 50 < int(answer.headers["Retry-After"]) <= 61


def test_what_somebody_else_wrote_meanwhile_is_a_409(
    environment: None, client: NexudusClient, nexudus_world: World
) -> None:
    class Meddling(GoogleStandIn):
        def watch(self, calendar_id: str) -> Channel:
            nexudus_world.clock.advance(timedelta(seconds=2))
            client.coworker_google_calendars.change(id_, name="theirs")
            return super().watch(calendar_id)

    id_, google = connect_google(client), Meddling()
    app.dependency_overrides[the_google] = lambda: google
    try:
        assert post(f"/connections/{id_}/renew").status_code == 409
    finally:
        app.dependency_overrides.clear()
    assert google.stopped == google.opened
    assert kept(nexudus_world, GOOGLE)[id_]["SubscriptionId"] == "channel-1"


@pytest.mark.parametrize("fault", ["error-500,operation=update*", "unsuccessful,operation=update*"])
def test_what_failed_there_is_a_502_that_tells_nobody_more(
    google: GoogleStandIn, client: NexudusClient, nexudus_world: World, fault: str
) -> None:
    id_ = connect_google(client)
    nexudus_world.faults.add(fault)
    answer = post(f"/connections/{id_}/renew")
    assert (answer.status_code, answer.json()) == (502, {"detail": "Nexudus or Google did not do it"})
    # Whoever was answered with a 500 does not know whether it was written.
    assert google.stopped == ([] if fault.startswith("error") else google.opened)


def test_a_refusal_of_google_is_a_502(environment: None, client: NexudusClient) -> None:
    class Refusing(GoogleStandIn):
        def watch(self, calendar_id: str) -> Channel:
            raise ProviderError("quota exceeded")

    id_ = connect_google(client)
    app.dependency_overrides[the_google] = Refusing
    try:
        assert post(f"/connections/{id_}/renew").status_code == 502
    finally:
        app.dependency_overrides.clear()
