"""Clients in their sync and their async form, which are asked the same questions."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx
import pytest

from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, Listing, NexudusClient

from .basics import GOOGLE

Question = Callable[[Any], Any]
Respond = Callable[[httpx.Request], httpx.Response]

FORMS = pytest.mark.parametrize("form", ["sync", "async"])
"""For what each form does in its own way. What only flows decide needs one form."""


class Caller(Protocol):
    """Asks a client something; the same question serves both forms. What can be iterated over comes as a list."""

    def __call__(self, question: Question) -> Any: ...


class _SyncCaller:
    def __init__(self, client: NexudusClient) -> None:
        self._client = client

    def __call__(self, question: Question) -> Any:
        answer = question(self._client)
        return list(answer) if isinstance(answer, Listing | Generator) else answer


class _AsyncCaller:
    def __init__(self, client: AsyncNexudusClient, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __call__(self, question: Question) -> Any:
        async def ask() -> Any:
            answer = question(self._client)
            if hasattr(answer, "__aiter__"):
                rows: AsyncIterator[Any] = aiter(answer)
                return [row async for row in rows]
            return await answer if inspect.isawaitable(answer) else answer

        return self._runner.run(ask())


def plain(form: str) -> httpx.BaseTransport | httpx.AsyncBaseTransport:
    """Connections that read no certificates, which takes long and is of no use on the loopback."""
    return httpx.HTTPTransport(verify=False) if form == "sync" else httpx.AsyncHTTPTransport(verify=False)


@contextmanager
def opened(form: str, url: str, **options: Any) -> Iterator[Caller]:
    """A client in one of its forms. It keeps to no limits unless it is told to."""
    if "http_client" not in options and options.get("transport") is None:
        options["transport"] = plain(form)
    options = {"limits": NO_LIMITS, **options}
    if form == "sync":
        with NexudusClient(url, **options) as client:
            yield _SyncCaller(client)
        return
    with asyncio.Runner() as runner:
        awaited = AsyncNexudusClient(url, **options)
        yield _AsyncCaller(awaited, runner)
        runner.run(awaited.close())


def create(ask: Caller, **fields: Any) -> int:
    """Id of a new record."""
    result = ask(lambda client: client.coworker_google_calendars.create(**{**GOOGLE, **fields}))
    return int(result.id)
