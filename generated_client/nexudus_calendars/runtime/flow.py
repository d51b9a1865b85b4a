"""One description of every behaviour, for sync and async use.

A *flow* is a generator that says what it wants of the outside world, one effect at a time, and gets the outcome back.
The sync session carries effects out and blocks; the async session awaits them. So retries, renewal, paging and merging
are written once.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

import httpx

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Exchange:
    """Send a request and read its whole answer."""

    request: httpx.Request


@dataclass(frozen=True)
class Pause:
    """Wait for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Ask:
    """Call a function, such as a caller's callback. In the async client it may be a coroutine function."""

    function: Callable[[], object]


@dataclass(frozen=True)
class Alone:
    """Run a flow while no other flow of this session runs one alone."""

    flow: "Flow[Any]"


Effect: TypeAlias = Exchange | Pause | Ask | Alone
Flow: TypeAlias = Generator[Effect, Any, Outcome]


def exchange(request: httpx.Request) -> Flow[httpx.Response]:
    """Send a request. What httpx raises is raised here."""
    response: httpx.Response = yield Exchange(request)
    return response


def pause(seconds: float) -> Flow[None]:
    """Wait."""
    yield Pause(seconds)


def ask(function: Callable[[], object]) -> Flow[object]:
    """What a caller's callback says, awaited where need be."""
    answer: object = yield Ask(function)
    return answer


def alone(flow: Flow[Outcome]) -> Flow[Outcome]:
    """What the flow returns, run while no other runs alone."""
    outcome: Outcome = yield Alone(flow)
    return outcome


class Lock(Protocol):
    """A lock of `threading` or of `asyncio`."""

    def acquire(self) -> object:
        """Wait for it; that of `asyncio` is awaited."""
        ...

    def release(self) -> None:
        """Let the next one have it."""
        ...


def holding(lock: Lock, flow: Flow[Outcome]) -> Flow[Outcome]:
    """What the flow returns, run while no other holds the lock. Within, it may ask for anything, a sign-in included."""
    yield Ask(lock.acquire)
    try:
        return (yield from flow)
    finally:
        lock.release()


def given(value: Outcome) -> Flow[Outcome]:
    """A flow that asks for nothing and returns the value."""
    yield from ()
    return value
