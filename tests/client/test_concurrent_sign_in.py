"""However many threads or tasks need a token at once, one request fetches it."""

import asyncio
import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from traceback import extract_tb
from typing import Any
from weakref import ref

import httpx
import pytest

from nexudus_calendars import AuthenticationError, GrantAuth, Tokens

from .helpers.basics import ADMIN
from .helpers.callers import FORMS, Caller
from .helpers.sign_in_server import WRONG, Server, failure, who

Opened = Callable[..., Caller]


EVERYBODY = 5
# Only a failing test waits so long, in seconds.
PATIENCE = 20.0


class Threads:
    """Callers of one client, of which the first is held up until the others wait for what it does.

    It stands in for the client's lock, since nothing else knows who waits.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = threading.Event()
        self._arrivals = threading.Semaphore(0)
        self._held_up = False

    def __enter__(self) -> None:
        self._arrivals.release()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def hold_up(self) -> None:
        """Wait until everybody is there, the first time."""
        if self._held_up:
            return
        self._held_up = True
        self._under_way.set()
        for _ in range(EVERYBODY):
            assert self._arrivals.acquire(timeout=PATIENCE), "not everybody waits"

    def ask(self, client: Any) -> list[Any]:
        """What becomes of everybody's question."""
        client._lock = self
        with ThreadPoolExecutor(EVERYBODY) as pool:
            first = pool.submit(who, client)
            assert self._under_way.wait(PATIENCE)
            others = [pool.submit(who, client) for _ in range(EVERYBODY - 1)]
        return [call.exception() or call.result() for call in (first, *others)]


class Tasks:
    """The same for the async client."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._under_way = asyncio.Event()
        self._arrivals = asyncio.Semaphore(0)
        self._held_up = False

    async def __aenter__(self) -> None:
        self._arrivals.release()
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()

    async def hold_up(self) -> None:
        if self._held_up:
            return
        self._held_up = True
        self._under_way.set()
        async with asyncio.timeout(PATIENCE):
            for _ in range(EVERYBODY):
                await self._arrivals.acquire()

    async def ask(self, client: Any) -> list[Any]:
        client._lock = self
        first = asyncio.create_task(who(client))
        async with asyncio.timeout(PATIENCE):
            await self._under_way.wait()
        others = [asyncio.create_task(who(client)) for _ in range(EVERYBODY - 1)]
        return await asyncio.gather(first, *others, return_exceptions=True)


@pytest.fixture
def crowd(form: str) -> Threads | Tasks:
    return Threads() if form == "sync" else Tasks()


def holding_up(crowd: Threads | Tasks, server: Server, then: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """Options of a client whose first answer to a token request comes when everybody waits for it."""

    def hold_up(answer: httpx.Response) -> None:
        server.answers.append(answer)
        if answer.request.url.path == "/api/token" and isinstance(crowd, Threads):
            crowd.hold_up()
            then()

    async def hold_up_awaited(answer: httpx.Response) -> None:
        hold_up(answer)
        if answer.request.url.path == "/api/token" and isinstance(crowd, Tasks):
            await crowd.hold_up()
            then()

    return server.options | {"on_response": hold_up if isinstance(crowd, Threads) else hold_up_awaited}


def emails(outcomes: list[Any]) -> list[str]:
    return [outcome.email for outcome in outcomes]


@FORMS
def test_one_sign_in_serves_everybody(open_client: Opened, server: Server, crowd: Threads | Tasks) -> None:
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["password"]


@FORMS
def test_one_renewal_serves_everybody_before_the_token_expires(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=30))
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["refresh_token"]
    assert len(server.answers) == 1 + EVERYBODY


@FORMS
def test_one_renewal_serves_everybody_whose_token_was_refused(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one")
    server.expire_early()
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.grants == ["refresh_token"]
    assert server.asked.count("GET /api/auth/me 401") == EVERYBODY


@FORMS
def test_who_learns_of_a_refused_token_after_its_renewal_uses_the_new_one(
    form: str, open_client: Opened, server: Server
) -> None:
    """While the first caller's 401 is on its way, another caller's comes, and the token is renewed for it."""
    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **server.options)
    ask(who)
    server.expire_early()
    server.answers.clear()

    def question(client: Any) -> Any:
        def interrupt(answer: httpx.Response) -> Any:
            server.answers.append(answer)
            return who(client) if len(server.answers) == 1 else None

        async def interrupt_awaited(answer: httpx.Response) -> None:
            if (other := interrupt(answer)) is not None:
                await other

        return who(client.with_options(on_response=interrupt if form == "sync" else interrupt_awaited))

    assert ask(question).email == "admin@example.com"
    refused, granted, fine = "GET /api/auth/me 401", "POST /api/token 200", "GET /api/auth/me 200"
    assert server.asked == [refused, refused, granted, fine, fine]


@FORMS
def test_who_waits_for_a_sign_in_shares_its_failure(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **holding_up(crowd, server))
    errors = ask(crowd.ask)
    assert {type(error) for error in errors} == {AuthenticationError}
    assert len({str(error) for error in errors}) == 1
    assert "check the user name and the password" in str(errors[-1])
    assert server.asked == ["POST /api/token 400"]
    # Each has its own, with its own frames only.
    assert len({id(error) for error in errors}) == EVERYBODY
    assert all("grant" not in [frame.name for frame in extract_tb(error.__traceback__)] for error in errors[1:])


@FORMS
def test_a_failure_is_shared_by_those_only_who_waited(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **holding_up(crowd, server))
    ask(crowd.ask)
    for _ in range(2):
        with pytest.raises(AuthenticationError):
            ask(who)
    assert server.asked == ["POST /api/token 400"] * 3


def test_a_failure_to_share_keeps_no_frames_alive(open_client: Opened, server: Server) -> None:
    ask = open_client(server.url, auth=GrantAuth(**WRONG), **server.options)

    def fail() -> Any:
        with pytest.raises(AuthenticationError) as caught:
            ask(who)
        return ref(caught.value)

    error = fail()
    gc.collect()
    assert error() is None


@FORMS
def test_who_waits_for_a_renewal_that_fails_uses_the_token_that_is_still_good(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    grant = server.sign_in("one")
    tokens = Tokens(grant["access_token"], grant["refresh_token"], "one", server.clock.now() + timedelta(seconds=30))
    server.line.fault = failure(503)
    ask = open_client(server.url, auth=GrantAuth(tokens=tokens), **holding_up(crowd, server))
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert server.asked == ["POST /api/token 503", *["GET /api/auth/me 200"] * EVERYBODY]


@FORMS
def test_who_waits_for_somebody_that_is_interrupted_signs_in_instead(
    form: str, open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    interruptions = [KeyboardInterrupt() if form == "sync" else asyncio.CancelledError()]

    def interrupt() -> None:
        if interruptions:
            raise interruptions.pop()

    ask = open_client(server.url, auth=GrantAuth(**ADMIN), **holding_up(crowd, server, interrupt))
    first, *others = ask(crowd.ask)
    assert isinstance(first, KeyboardInterrupt if form == "sync" else asyncio.CancelledError)
    assert emails(others) == ["admin@example.com"] * (EVERYBODY - 1)
    assert server.grants == ["password", "password"]


@FORMS
def test_nobody_uses_a_pair_before_it_is_handed_over(
    open_client: Opened, server: Server, crowd: Threads | Tasks
) -> None:
    before: list[str] = []

    def keep(_: Tokens) -> Any:
        # Whoever would use the pair now is not waiting for it.
        if isinstance(crowd, Tasks):
            return keep_awaited(crowd)
        crowd.hold_up()
        return before.extend(server.asked)

    async def keep_awaited(crowd: Tasks) -> None:
        await crowd.hold_up()
        before.extend(server.asked)

    ask = open_client(server.url, auth=GrantAuth(**ADMIN, on_tokens=keep), **server.options)
    assert emails(ask(crowd.ask)) == ["admin@example.com"] * EVERYBODY
    assert before == ["POST /api/token 200"]
