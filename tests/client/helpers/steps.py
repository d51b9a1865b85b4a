"""Servers that fail step by step, and what they are asked."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from nexudus_calendars import NO_RETRIES, NexudusError

from .callers import Caller, Respond
from .stubs import Server, done, record

Stub = Callable[..., Caller]
Step = httpx.Response | Exception


def good(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=record()) if request.method == "GET" else done()


def server(*steps: Step, lasting: bool = False, well: Respond = good) -> Server:
    """A server that does one thing after the other. Then all is well, or its last fault lasts."""
    left = [*steps]

    def respond(request: httpx.Request) -> httpx.Response:
        step: Step = left[0] if left else well(request)
        if len(left) > lasting:
            left.pop(0)
        if isinstance(step, Exception):
            raise step
        # An answer belongs to the client that reads it first.
        return httpx.Response(step.status_code, headers=step.headers, content=step.content)

    return Server(respond)


def refusal(status: int, text: str = "", **headers: str) -> httpx.Response:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return httpx.Response(status, text=text, headers=given)


def get_of(client: Any, id_: int = 7) -> Any:
    return client.coworker_google_calendars.get(id_)


def get(ask: Caller, id_: int = 7) -> Any:
    return ask(lambda client: get_of(client, id_))


def delete(ask: Caller) -> None:
    ask(lambda client: client.coworker_google_calendars.delete(7))


def change(ask: Caller, **options: Any) -> Any:
    return ask(lambda client: client.coworker_google_calendars.change(7, name="x", **options))


def outcome_of(call: Callable[[], Any]) -> Any:
    """What a call returns, or the error that it ends with."""
    try:
        return call()
    except NexudusError as error:
        return error


def raised(call: Callable[[], object]) -> Any:
    """The error that a call ends with."""
    with pytest.raises(NexudusError) as caught:
        call()
    return caught.value


def refused(ask_stub: Stub, response: httpx.Response) -> Any:
    """The error that an answer to a read becomes."""
    return raised(lambda: get(ask_stub(lambda _: response, retries=NO_RETRIES)))
