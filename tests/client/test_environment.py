"""Credentials and the address from the environment."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import AuthenticationError, NexudusClient

from .helpers.callers import FORMS, Caller
from .helpers.sign_in_server import Server, who

Opened = Callable[..., Caller]


@pytest.fixture
def setenv(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Sets variables, and takes away those that there were."""

    def set_all(variables: dict[str, str]) -> None:
        for name in ("TOKEN", "USERNAME", "PASSWORD", "AUTH", "CLIENT_ID", "BASE_URL"):
            monkeypatch.delenv(f"NEXUDUS_{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"NEXUDUS_{name}", value)

    return set_all


USER = {"USERNAME": "admin@example.com", "PASSWORD": "admin"}
BASIC = ["GET /api/auth/me 200"]
GRANT = ["POST /api/token 200", "GET /api/auth/me 200"]


@FORMS
@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        (USER, BASIC),
        (USER | {"AUTH": "basic"}, BASIC),
        (USER | {"TOKEN": "", "AUTH": "", "CLIENT_ID": ""}, BASIC),
        (USER | {"AUTH": "grant"}, GRANT),
        (USER | {"AUTH": "grant", "CLIENT_ID": "night job"}, GRANT),
    ],
)
def test_the_environment_can_say_who_calls(
    form: str, server: Server, setenv: Any, variables: dict[str, str], asked: list[str]
) -> None:
    setenv(variables | {"BASE_URL": server.url})
    assert env_client_asks(form, server.options) == "admin@example.com"
    assert server.asked == asked
    expected = variables.get("CLIENT_ID") or "admin@example.com"
    assert [request.headers["client_id"] for request in server.token_requests] == [expected] * (len(asked) - 1)


@FORMS
def test_a_token_in_the_environment_is_taken_before_a_password(form: str, server: Server, setenv: Any) -> None:
    grant = server.sign_in("anybody")
    setenv({"USERNAME": "nobody", "PASSWORD": "x", "TOKEN": grant["access_token"], "BASE_URL": server.url})
    assert env_client_asks(form, server.options) == "admin@example.com"
    assert server.answers[0].request.headers["Authorization"] == f"Bearer {grant['access_token']}"


@FORMS
def test_the_address_is_nexudus_own_unless_the_environment_says_otherwise(form: str, setenv: Any) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(401)

    setenv({"TOKEN": "t"})
    with pytest.raises(AuthenticationError):
        env_client_asks(form, {"transport": httpx.MockTransport(answer)})
    assert seen == ["https://spaces.nexudus.com/api/auth/me"]


def env_client_asks(form: str, options: dict[str, Any]) -> str:
    if form == "sync":
        with NexudusClient.from_env(**options) as client:
            return str(who(client).email)

    async def ask() -> str:
        async with nexudus.AsyncNexudusClient.from_env(**options) as client:
            return str((await who(client)).email)

    return asyncio.run(ask())


WHAT_TO_SET = "set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD"


NONSENSE: list[tuple[dict[str, str], str]] = [
    ({}, WHAT_TO_SET),
    ({"USERNAME": "s3cret"}, WHAT_TO_SET),
    ({"PASSWORD": "s3cret"}, WHAT_TO_SET),
    ({"USERNAME": "s3cret", "PASSWORD": ""}, WHAT_TO_SET),
    ({"AUTH": "grant"}, WHAT_TO_SET),
    ({"AUTH": "s3cret", "TOKEN": "t"}, "NEXUDUS_AUTH is neither basic nor grant"),
    ({"TOKEN": "s3cret\n"}, "NEXUDUS_TOKEN: a token is visible ASCII characters"),
    ({"USERNAME": "a", "PASSWORD": "s3cret\udcff"}, "NEXUDUS_USERNAME and NEXUDUS_PASSWORD: a user name, password"),
    ({"AUTH": "grant", "USERNAME": "s3crét", "PASSWORD": "p"}, "NEXUDUS_USERNAME and NEXUDUS_PASSWORD: client_id"),
    ({"AUTH": "grant", "CLIENT_ID": "s3cret\n", **USER}, "and NEXUDUS_CLIENT_ID: client_id, or else the user name"),
]


@pytest.mark.parametrize("client", [NexudusClient, nexudus.AsyncNexudusClient])
def test_an_environment_that_makes_no_sense_names_variables_and_no_values(
    setenv: Any, client: type[NexudusClient]
) -> None:
    told = list[str]()
    for variables, _ in NONSENSE:
        setenv(variables)
        try:
            told.append(repr(client.from_env()))
        except ValueError as error:
            told.append(repr(error))
    assert [text for text in told if "s3cr" in text] == []
    assert [(text, said) for text, (_, said) in zip(told, NONSENSE, strict=True) if said not in text] == []
