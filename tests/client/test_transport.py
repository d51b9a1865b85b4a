"""What carries the requests: httpx clients of one's own, connections, cookies, proxies, addresses, aiohttp."""

import asyncio
import ssl
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, NexudusClient, aiohttp_transport

from .helpers.basics import ADMIN, GOOGLE, VirtualClock
from .helpers.callers import FORMS
from .helpers.steps import Stub, get_of
from .helpers.stubs import keeping, record


@FORMS
def test_cookies_are_sent_back_to_who_set_them(ask_stub: Stub) -> None:
    asked = list[str | None]()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Cookie"))
        return httpx.Response(200, json=record(), headers={"Set-Cookie": "node=a"} if len(asked) == 2 else {})

    ask = ask_stub(answer)
    for _ in range(4):
        ask(get_of)
    assert asked == [None, None, "node=a", "node=a"]


@FORMS
def test_an_httpx_client_of_ones_own_is_used_and_left_open(form: str, url: str) -> None:
    asked = list[str]()

    def hook(request: httpx.Request) -> None:
        asked.append(request.headers["X-Own"])

    async def hook_async(request: httpx.Request) -> None:
        hook(request)

    if form == "sync":
        with httpx.Client(headers={"X-Own": "yes"}, event_hooks={"request": [hook]}) as http:
            with NexudusClient(url, http_client=http, **ADMIN) as client:
                assert list(client.coworker_google_calendars.list()) == []
            assert not http.is_closed
    else:

        async def use() -> None:
            async with httpx.AsyncClient(headers={"X-Own": "yes"}, event_hooks={"request": [hook_async]}) as http:
                async with AsyncNexudusClient(url, http_client=http, **ADMIN) as client:
                    assert [row async for row in client.coworker_google_calendars.list()] == []
                assert not http.is_closed

        asyncio.run(use())
    assert asked == ["yes"]


def test_the_credentials_given_win_over_those_of_the_httpx_client(url: str) -> None:
    with httpx.Client(auth=("nobody", "wrong")) as http:
        with NexudusClient(url, http_client=http, **ADMIN) as client:
            assert client.authentication.get_current_user().email == "admin@example.com"
        with NexudusClient(url, http_client=http) as client, pytest.raises(nexudus.AuthenticationError):
            client.authentication.get_current_user()
    with httpx.Client(auth=("admin@example.com", "admin")) as http, NexudusClient(url, http_client=http) as client:
        assert client.authentication.get_current_user().email == "admin@example.com"


@FORMS
def test_connections_are_closed_with_the_client_that_made_them(form: str) -> None:
    if form == "sync":
        with NexudusClient("http://127.0.0.1:1", token="t") as client:
            client.with_options(timeout=1).close()
            assert not client._http.is_closed
        assert client._http.is_closed
    else:

        async def use() -> AsyncNexudusClient:
            async with AsyncNexudusClient("http://127.0.0.1:1", token="t") as client:
                await client.with_options(timeout=1).close()
                assert not client._http.is_closed
            return client

        assert asyncio.run(use())._http.is_closed


def test_a_proxy_carries_the_requests() -> None:
    seen = keeping()
    proxies = {"all://": httpx.MockTransport(seen)}
    with (
        httpx.Client(mounts=proxies) as http,
        NexudusClient("http://127.0.0.1:1", token="t", http_client=http) as client,
    ):
        assert client.coworker_google_calendars.get(7).id == 7
    assert seen.last.url.host == "127.0.0.1"


@FORMS
def test_redirects_are_not_followed_with_the_credentials(ask_stub: Stub) -> None:
    asked = list[str]()

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(302, headers={"Location": "https://example.com/login"})

    with pytest.raises(nexudus.StatusError, match="answered 302"):
        ask_stub(respond)(get_of)
    assert len(asked) == 1


@pytest.mark.parametrize("kind", [NexudusClient, AsyncNexudusClient])
def test_a_transport_belongs_to_the_httpx_client_that_is_given(kind: Any) -> None:
    http = httpx.Client() if kind is NexudusClient else httpx.AsyncClient()
    with pytest.raises(ValueError, match="give the transport to your httpx client"):
        kind(token="t", http_client=http, transport=httpx.MockTransport(keeping()))


def test_an_address_may_end_with_a_slash_and_have_a_path(ask_stub: Stub) -> None:
    seen = keeping()

    def answer(client: Any) -> Any:
        return client.coworker_google_calendars.get(7)

    with NexudusClient("http://127.0.0.1:1/nexudus/", token="t", transport=httpx.MockTransport(seen)) as client:
        answer(client)
    assert seen.last.url.path == "/nexudus/api/spaces/coworkergooglecalendars/7"


# aiohttp's connections under the async client.


def test_the_async_client_runs_over_aiohttp(url: str) -> None:
    async def use() -> tuple[list[int], list[int]]:
        async with AsyncNexudusClient(url, transport=aiohttp_transport(), limits=NO_LIMITS, **ADMIN) as client:
            calendars = client.coworker_google_calendars
            created = await asyncio.gather(*(calendars.create(**GOOGLE) for _ in range(20)))
            with pytest.raises(nexudus.NotFoundError):
                await calendars.get(1)
            return [item.id for item in created], [row.id async for row in calendars.list(size=7)]

    created, listed = asyncio.run(use())
    assert sorted(created) == listed
    assert len(listed) == 20


def test_nobody_listening_is_a_failed_connection_over_aiohttp_too(clock: VirtualClock) -> None:
    async def use() -> None:
        transport = aiohttp_transport(verify=ssl.create_default_context(), max_connections=1)
        async with AsyncNexudusClient("http://127.0.0.1:1", token="t", transport=transport, clock=clock) as client:
            await client.coworker_google_calendars.create(**GOOGLE)

    with pytest.raises(nexudus.ConnectionFailedError) as caught:
        asyncio.run(use())
    assert caught.value.attempts == 5
    assert not caught.value.uncertain


def test_without_aiohttp_its_transport_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "httpx_aiohttp", None)
    with pytest.raises(ImportError, match=r"install nexudus-calendars with its extra aiohttp"):
        aiohttp_transport()
