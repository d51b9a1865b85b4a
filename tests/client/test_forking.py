"""A client that was made before a fork: each process has connections and locks of its own."""

import json
import os
import threading
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from nexudus_calendars import DOCUMENTED_LIMITS, NO_LIMITS, GrantAuth, NexudusClient, Tokens

from .helpers.basics import ADMIN, GOOGLE

CHILDREN = 4
LISTS = 60


def forked(work: Callable[[], Any]) -> Callable[[], Any]:
    """Do something in another process, and get what comes of it when that is asked for."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The mock has a thread here, of which the child has no use.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as file:
            try:
                json.dump(work(), file)
            except BaseException as error:  # noqa: BLE001 - the parent is told
                json.dump(repr(error), file)
        os._exit(0)
    os.close(writing)

    def result() -> Any:
        with os.fdopen(reading) as file:
            said = json.load(file)
        os.waitpid(child, 0)
        return said

    return result


@pytest.fixture
def client(url: str) -> Any:
    with NexudusClient(url, limits=NO_LIMITS, **ADMIN) as client:
        for number in range(2 * CHILDREN):
            client.coworker_google_calendars.create(**{**GOOGLE, "name": f"process {number % CHILDREN}"})
        yield client


def test_processes_get_their_own_answers(client: NexudusClient) -> None:
    def lists(number: int) -> list[list[str]]:
        found = [client.coworker_google_calendars.list(name=f"process {number}") for _ in range(LISTS)]
        return [[str(row.name) for row in rows] for rows in found]

    results = [forked(partial(lists, number)) for number in range(CHILDREN)]
    assert lists(0) == [["process 0"] * 2] * LISTS
    assert [result() for result in results] == [[[f"process {number}"] * 2] * LISTS for number in range(CHILDREN)]


def test_a_fork_of_a_fork_and_a_client_with_other_options_have_connections_of_their_own(client: NexudusClient) -> None:
    other = client.with_options(timeout=20)

    def grandchild() -> list[int]:
        here = [row.id for row in other.coworker_google_calendars.list()]
        below: list[int] = forked(lambda: [row.id for row in client.coworker_google_calendars.list()])()
        return [*here, *below, *(row.id for row in client.coworker_google_calendars.list())]

    ids = [row.id for row in client.coworker_google_calendars.list()]
    assert forked(grandchild)() == ids * 3


def test_a_lock_that_a_thread_held_at_the_fork_is_free_in_the_child(url: str) -> None:
    """That of the sign-in is held until `on_tokens` returns."""
    parent, begun, go_on = os.getpid(), threading.Event(), threading.Event()

    def keep(_: Tokens) -> None:
        if os.getpid() == parent:
            begun.set()
            go_on.wait(60)

    auth = GrantAuth("admin@example.com", "admin", on_tokens=keep)
    with NexudusClient(url, limits=DOCUMENTED_LIMITS, auth=auth) as client:
        thread = threading.Thread(target=client.request, args=("GET", "/api/auth/me"))
        thread.start()
        assert begun.wait(60)
        assert forked(lambda: client.request("GET", "/api/auth/me").status_code)() == 200
        go_on.set()
        thread.join()


def test_a_client_that_was_closed_stays_closed(url: str) -> None:
    client = NexudusClient(url, limits=NO_LIMITS, **ADMIN)
    client.close()
    assert "closed" in forked(lambda: list(client.coworker_google_calendars.list()))()


def test_a_transport_of_ones_own_is_used_in_the_child(url: str) -> None:
    """Whether it may be shared is for its owner to know."""
    with NexudusClient(
        url, limits=NO_LIMITS, transport=httpx.MockTransport(lambda _: httpx.Response(404)), **ADMIN
    ) as client:
        assert "NotFoundError" in forked(lambda: client.coworker_google_calendars.get(1))()
