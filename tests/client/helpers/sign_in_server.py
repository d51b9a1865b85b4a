"""A mock that grants tokens, and what stands between it and a client, for the tests of signing in."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx

from nexudus_calendars import NO_RETRIES

from .basics import ADMIN, VirtualClock

HOUR = 3600
WRONG: dict[str, Any] = {"username": "admin@example.com", "password": "wrong"}
AUDITOR: dict[str, Any] = {"username": "auditor@example.com", "password": "auditor"}


def who(client: Any) -> Any:
    return client.authentication.get_current_user()


def delete(client: Any) -> Any:
    return client.coworker_google_calendars.delete(1)


def form_of(request: httpx.Request) -> dict[str, str]:
    return dict(parse_qsl(request.content.decode(), keep_blank_values=True))


def in_form(form: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A callback as that form of the client likes it best."""

    async def awaited(*arguments: Any) -> Any:
        return function(*arguments)

    return function if form == "sync" else awaited


class Line(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A real connection, which may be cut for token requests, or change the answers to them on their way."""

    def __init__(self) -> None:
        self.fault: Callable[[], httpx.Response] | None = None
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self._blocking = httpx.HTTPTransport(verify=False)
        self._awaited = httpx.AsyncHTTPTransport(verify=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return self._blocking.handle_request(request)
        if self.fault is not None:
            return self.fault()
        response = self._blocking.handle_request(request)
        response.read()
        return self._changed(response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return await self._awaited.handle_async_request(request)
        if self.fault is not None:
            return self.fault()
        response = await self._awaited.handle_async_request(request)
        await response.aread()
        return self._changed(response)

    def _changed(self, response: httpx.Response) -> httpx.Response:
        return httpx.Response(response.status_code, content=json.dumps(self.change(response.json())))

    def close(self) -> None:
        self._blocking.close()

    async def aclose(self) -> None:
        await self._awaited.aclose()


@dataclass
class Server:
    """A mock whose tokens are good for an hour by the clock that the client has too. It is told what is answered."""

    url: str
    clock: VirtualClock
    ahead: timedelta
    answers: list[httpx.Response] = field(default_factory=list[httpx.Response])
    line: Line = field(default_factory=Line)

    @property
    def options(self) -> dict[str, Any]:
        return {
            "clock": self.clock,
            "on_response": self.answers.append,
            "transport": self.line,
            "retries": NO_RETRIES,
        }

    @property
    def asked(self) -> list[str]:
        return [f"{answer.request.method} {answer.request.url.path} {answer.status_code}" for answer in self.answers]

    @property
    def token_requests(self) -> list[httpx.Request]:
        return [answer.request for answer in self.answers if answer.request.url.path == "/api/token"]

    @property
    def grants(self) -> list[str]:
        return [form_of(request)["grant_type"] for request in self.token_requests]

    def sign_in(self, client_id: str, user: dict[str, Any] = ADMIN) -> dict[str, Any]:
        """A grant that the client does not know of. It kills the refresh token which that client_id had."""
        answer = httpx.post(
            f"{self.url}/api/token", data={"grant_type": "password", **user}, headers={"client_id": client_id}
        )
        grant: dict[str, Any] = answer.json()
        return grant

    def expire_early(self) -> None:
        """Let the server refuse every token that it has granted so far, while the client thinks them good."""
        self.ahead += timedelta(seconds=HOUR)

    def now(self) -> datetime:
        return self.clock.now() + self.ahead


def failure(status: int, **parts: Any) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(status, **parts)


def two_factors(code: str, seen: list[httpx.Request] | None = None) -> Callable[[httpx.Request], httpx.Response]:
    """A server that grants a token for a password and that code only."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/token":
            return httpx.Response(200, json=[])
        if seen is not None:
            seen.append(request)
        if form_of(request).get("totp") != code:
            return httpx.Response(400, json={"error": "two_factor_auth_check"})
        return httpx.Response(200, json={"access_token": "t0ken", "token_type": "bearer", "expires_in": 3600})

    return respond
