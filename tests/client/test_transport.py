"""The rest that people expect: timeouts, options, raw answers, httpx clients of their own, hooks, headers, dialects."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, Limit, NexudusClient, aiohttp_transport

from .basics import ADMIN, GOOGLE, VirtualClock
from .conftest import Caller, create
from .stubs import page, record

Stub = Callable[..., Caller]


class Seen:
    """A server that answers one record, and remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json=record())

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]


def get(client: Any) -> Any:
    return client.coworker_google_calendars.get(7)


def timeout_of(request: httpx.Request) -> object:
    return request.extensions["timeout"]["read"]


def test_a_timeout_holds_for_the_client_or_for_one_call(ask_stub: Stub) -> None:
    seen = Seen()
    ask = ask_stub(seen, timeout=12)
    ask(get)
    assert timeout_of(seen.last) == 12
    ask(lambda client: get(client.with_options(timeout=httpx.Timeout(3, connect=1))))
    assert (seen.last.extensions["timeout"]["read"], seen.last.extensions["timeout"]["connect"]) == (3, 1)
    ask(lambda client: get(client.with_options(timeout=None)))
    assert timeout_of(seen.last) is None
    ask(get)
    assert timeout_of(seen.last) == 12


def test_a_timeout_is_half_a_minute_unless_told_otherwise(ask_stub: Stub) -> None:
    seen = Seen()
    ask_stub(seen)(get)
    assert timeout_of(seen.last) == nexudus.DEFAULT_TIMEOUT == 30


def test_headers_and_query_parameters_are_added(ask_stub: Stub) -> None:
    seen = Seen()
    ask = ask_stub(seen, headers={"X-Trace": "1", "X-Shop": "a"}, query={"shop": "a"})
    ask(lambda client: get(client.with_options(headers={"X-Trace": "2"}, query={"page": "x"})))
    assert (seen.last.headers["X-Trace"], seen.last.headers["X-Shop"]) == ("2", "a")
    assert dict(seen.last.url.params) == {"shop": "a", "page": "x"}
    ask(get)
    assert seen.last.headers["X-Trace"] == "1"
    assert seen.last.headers["Accept"] == "application/json"


def test_an_option_that_does_not_exist_is_a_type_error(ask_stub: Stub) -> None:
    ask = ask_stub(Seen())
    with pytest.raises(TypeError, match=r"with_options\(\) got an unexpected keyword argument 'tiemout'"):
        ask(lambda client: client.with_options(tiemout=3))


def test_programs_say_who_they_are(ask_stub: Stub) -> None:
    seen = Seen()
    ask_stub(seen)(get)
    own = seen.last.headers["User-Agent"]
    assert own.startswith("nexudus-calendars/")
    assert f"httpx/{httpx.__version__}" in own
    ask_stub(seen, user_agent="renewer/2.1")(get)
    assert seen.last.headers["User-Agent"] == f"renewer/2.1 {own}"


def test_cookies_are_sent_back_to_who_set_them(ask_stub: Stub) -> None:
    asked = list[str | None]()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Cookie"))
        return httpx.Response(200, json=record(), headers={"Set-Cookie": "node=a"} if len(asked) == 2 else {})

    ask = ask_stub(answer)
    for _ in range(4):
        ask(get)
    assert asked == [None, None, "node=a", "node=a"]


def test_headers_take_the_place_of_the_clients_own(ask_stub: Stub) -> None:
    seen = Seen()
    ask_stub(seen, headers={"Accept": "text/plain", "accept-language": "de"})(get)
    assert seen.last.headers.get_list("Accept") == ["text/plain"]
    assert seen.last.headers["Accept-Language"] == "de"


def test_raw_answers_can_be_had(ask: Caller) -> None:
    seen = list[httpx.Response]()
    id_ = create(ask)
    read = ask(lambda client: client.with_options(on_response=seen.append).coworker_google_calendars.get(id_))
    assert [answer.status_code for answer in seen] == [200]
    assert seen[0].json()["Id"] == read.id
    assert seen[0].headers["Content-Type"] == "application/json"
    ask(lambda client: client.coworker_google_calendars.get(id_))
    assert len(seen) == 1


def test_a_response_hook_may_be_a_coroutine_function_in_the_async_client_only(form: str) -> None:
    seen = list[int]()

    async def hook(response: httpx.Response) -> None:
        await asyncio.sleep(0)
        seen.append(response.status_code)

    transport = httpx.MockTransport(Seen())
    if form == "async":

        async def use() -> None:
            async with AsyncNexudusClient("http://127.0.0.1:1", token="t", transport=transport) as client:
                await client.with_options(on_response=hook).coworker_google_calendars.get(7)

        asyncio.run(use())
        assert seen == [200]
    else:
        client = NexudusClient("http://127.0.0.1:1", token="t", transport=transport, on_response=hook)
        with client, pytest.raises(TypeError, match="give NexudusClient a plain one"):
            client.coworker_google_calendars.get(7)


def test_what_the_contract_lacks_can_be_asked_for(ask: Caller) -> None:
    create(ask)
    answer = ask(
        lambda client: client.request("GET", "/api/spaces/coworkergooglecalendars", params={"size": 1, "page": 1})
    )
    assert answer.json()["TotalItems"] == 1
    body = {"Key": "nonsense", "Ids": []}
    with pytest.raises(nexudus.ActionFailedError, match="no command with the key nonsense"):
        ask(lambda client: client.request("POST", "/api/spaces/coworkergooglecalendars/runcommand", json=body))
    with pytest.raises(nexudus.NotFoundError):
        ask(lambda client: client.request("GET", "/api/spaces/nothing"))


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
    seen = Seen()
    proxies = {"all://": httpx.MockTransport(seen)}
    with (
        httpx.Client(mounts=proxies) as http,
        NexudusClient("http://127.0.0.1:1", token="t", http_client=http) as client,
    ):
        assert client.coworker_google_calendars.get(7).id == 7
    assert seen.last.url.host == "127.0.0.1"


def test_redirects_are_not_followed_with_the_credentials(ask_stub: Stub) -> None:
    asked = list[str]()

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(302, headers={"Location": "https://example.com/login"})

    with pytest.raises(nexudus.StatusError, match="answered 302"):
        ask_stub(respond)(get)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("base_url", "said"),
    [
        ("spaces.nexudus.com", "no address such as"),
        ("ftp://spaces.nexudus.com", "no address such as"),
        ("https://", "no address such as"),
        ("https://me:s3cret@spaces.nexudus.com", "holds a user name"),
    ],
)
@pytest.mark.parametrize("kind", [NexudusClient, AsyncNexudusClient])
def test_an_address_that_is_none_is_refused(kind: type[NexudusClient], base_url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        kind(base_url, token="t")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("kind", [NexudusClient, AsyncNexudusClient])
def test_a_transport_belongs_to_the_httpx_client_that_is_given(kind: Any) -> None:
    http = httpx.Client() if kind is NexudusClient else httpx.AsyncClient()
    with pytest.raises(ValueError, match="give the transport to your httpx client"):
        kind(token="t", http_client=http, transport=httpx.MockTransport(Seen()))


def test_an_address_may_end_with_a_slash_and_have_a_path(ask_stub: Stub) -> None:
    seen = Seen()

    def answer(client: Any) -> Any:
        return client.coworker_google_calendars.get(7)

    with NexudusClient("http://127.0.0.1:1/nexudus/", token="t", transport=httpx.MockTransport(seen)) as client:
        answer(client)
    assert seen.last.url.path == "/nexudus/api/spaces/coworkergooglecalendars/7"


# The generation of 2020 answers differently, and is read all the same.

LEGACY_RECORD: dict[str, Any] = {
    **{name: value for name, value in record().items() if name not in {"ResourceId", "CoworkerId", "CoworkerFullName"}},
    "Resource": None,
    "Coworker": None,
    "CoworkerGoogleCalendarCoworkerFullName": "Ada Lovelace",
}


def legacy_page(records: list[dict[str, Any]]) -> dict[str, Any]:
    other = {"CurrentSortDirection": "ASC", "PageNumber": 1, "PageSize": 25}
    return page(records, total=len(records), more=False) | other


def legacy(request: httpx.Request) -> httpx.Response:
    action = {"Status": 200, "WasSuccessful": True, "Message": "Record 'x' has been succesfully created."}
    match request.method, request.url.path.rpartition("/")[2]:
        case "GET", "7":
            return httpx.Response(200, json=LEGACY_RECORD)
        case "GET", _:
            return httpx.Response(200, json=legacy_page([LEGACY_RECORD]))
        case "DELETE", _:
            return httpx.Response(200, json={**action, "Value": None})
        case "POST", _:
            return httpx.Response(200, json={**action, "Value": {"Id": 7}})
        case _:
            failure = {"AttemptedValue": None, "Message": "may not be null or empty", "PropertyName": "Email"}
            said = {"Status": 500, "Message": "Email: may not be null or empty", "Value": None, "WasSuccessful": False}
            return httpx.Response(400, json={**said, "Errors": [failure, failure]})


def test_the_dialect_of_2020_is_read(ask_stub: Stub) -> None:
    ask = ask_stub(legacy)
    assert create(ask) == 7
    read = ask(get)
    assert (read.id, read.resource_id, read.coworker_full_name) == (7, None, "Ada Lovelace")
    assert [row.name for row in ask(lambda client: client.coworker_google_calendars.list())] == ["Ada's calendar"]
    assert [item.id for item in ask(lambda client: client.coworker_google_calendars.get_many([7]))] == [7]
    ask(lambda client: client.coworker_google_calendars.delete(7))
    with pytest.raises(nexudus.BadRequestError, match="Email: may not be null or empty") as caught:
        ask(lambda client: client.coworker_google_calendars.change(7, resource_id=15, coworker_id=None))
    assert [failure.property_name for failure in caught.value.failures] == ["Email", "Email"]


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
    with pytest.raises(ImportError, match=r"pip install 'nexudus-calendars\[aiohttp\]'"):
        aiohttp_transport()


def test_the_system_clock_tells_the_time_and_waits() -> None:
    clock = nexudus.Clock()
    before = clock.monotonic()
    clock.sleep(0)
    asyncio.run(clock.sleep_async(0))
    assert clock.monotonic() >= before
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 60
    assert 0 <= clock.random() < 1


def test_limits_can_be_options_too(ask_stub: Stub, clock: VirtualClock) -> None:
    ask = ask_stub(Seen())
    ask(lambda client: get(client.with_options(limits=[Limit(1, 1)])))
    assert clock.waits == []
