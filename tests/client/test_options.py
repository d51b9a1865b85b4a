"""What a program may ask of a client: timeouts, headers, hooks, raw answers, limits, requests of its own."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import AsyncNexudusClient, Limit, NexudusClient

from .helpers.basics import VirtualClock
from .helpers.callers import FORMS, Caller, create
from .helpers.steps import Stub, get_of
from .helpers.stubs import keeping


def timeout_of(request: httpx.Request) -> object:
    return request.extensions["timeout"]["read"]


@FORMS
def test_a_timeout_holds_for_the_client_or_for_one_call(ask_stub: Stub) -> None:
    seen = keeping()
    ask = ask_stub(seen, timeout=12)
    ask(get_of)
    assert timeout_of(seen.last) == 12
    ask(lambda client: get_of(client.with_options(timeout=httpx.Timeout(3, connect=1))))
    assert (seen.last.extensions["timeout"]["read"], seen.last.extensions["timeout"]["connect"]) == (3, 1)
    ask(lambda client: get_of(client.with_options(timeout=None)))
    assert timeout_of(seen.last) is None
    ask(get_of)
    assert timeout_of(seen.last) == 12


def test_a_timeout_is_half_a_minute_unless_told_otherwise(ask_stub: Stub) -> None:
    seen = keeping()
    ask_stub(seen)(get_of)
    assert timeout_of(seen.last) == nexudus.DEFAULT_TIMEOUT == 30


@FORMS
def test_headers_and_query_parameters_are_added(ask_stub: Stub) -> None:
    seen = keeping()
    ask = ask_stub(seen, headers={"X-Trace": "1", "X-Shop": "a"}, query={"shop": "a"})
    ask(lambda client: get_of(client.with_options(headers={"X-Trace": "2"}, query={"page": "x"})))
    assert (seen.last.headers["X-Trace"], seen.last.headers["X-Shop"]) == ("2", "a")
    assert dict(seen.last.url.params) == {"shop": "a", "page": "x"}
    ask(get_of)
    assert seen.last.headers["X-Trace"] == "1"
    assert seen.last.headers["Accept"] == "application/json"


@FORMS
def test_an_option_that_does_not_exist_is_a_type_error(ask_stub: Stub) -> None:
    ask = ask_stub(keeping())
    with pytest.raises(TypeError, match=r"with_options\(\) got an unexpected keyword argument 'tiemout'"):
        ask(lambda client: client.with_options(tiemout=3))


@FORMS
def test_programs_say_who_they_are(ask_stub: Stub) -> None:
    seen = keeping()
    ask_stub(seen)(get_of)
    own = seen.last.headers["User-Agent"]
    assert own.startswith("nexudus-calendars/")
    assert f"httpx/{httpx.__version__}" in own
    ask_stub(seen, user_agent="renewer/2.1")(get_of)
    assert seen.last.headers["User-Agent"] == f"renewer/2.1 {own}"


def test_headers_take_the_place_of_the_clients_own(ask_stub: Stub) -> None:
    seen = keeping()
    ask_stub(seen, headers={"Accept": "text/plain", "accept-language": "de"})(get_of)
    assert seen.last.headers.get_list("Accept") == ["text/plain"]
    assert seen.last.headers["Accept-Language"] == "de"


@FORMS
def test_raw_answers_can_be_had(ask: Caller) -> None:
    seen = list[httpx.Response]()
    id_ = create(ask)
    read = ask(lambda client: client.with_options(on_response=seen.append).coworker_google_calendars.get(id_))
    assert [answer.status_code for answer in seen] == [200]
    assert seen[0].json()["Id"] == read.id
    assert seen[0].headers["Content-Type"] == "application/json"
    ask(lambda client: client.coworker_google_calendars.get(id_))
    assert len(seen) == 1


@FORMS
def test_a_response_hook_may_be_a_coroutine_function_in_the_async_client_only(form: str) -> None:
    seen = list[int]()

    async def hook(response: httpx.Response) -> None:
        await asyncio.sleep(0)
        seen.append(response.status_code)

    transport = httpx.MockTransport(keeping())
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


@FORMS
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


def test_the_system_clock_tells_the_time_and_waits() -> None:
    clock = nexudus.Clock()
    before = clock.monotonic()
    clock.sleep(0)
    asyncio.run(clock.sleep_async(0))
    assert clock.monotonic() >= before
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 60
    assert 0 <= clock.random() < 1


def test_limits_can_be_options_too(ask_stub: Stub, clock: VirtualClock) -> None:
    ask = ask_stub(keeping())
    ask(lambda client: get_of(client.with_options(limits=[Limit(1, 1)])))
    assert clock.waits == []
