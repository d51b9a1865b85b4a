"""Secrets show nowhere."""

from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars.client import AuthenticatedClient
from nexudus_calendars.models import Grant, PasswordGrant, RefreshGrant, User
from nexudus_calendars.runtime.credentials import credentials

SECRET = "s3cr3t-value"


@pytest.mark.parametrize(
    "value",
    [
        AuthenticatedClient("http://127.0.0.1", token=SECRET),
        AuthenticatedClient("http://127.0.0.1", token="", headers={"Authorization": SECRET}),
        AuthenticatedClient("http://127.0.0.1", token="", cookies={"session": SECRET}),
        AuthenticatedClient("http://127.0.0.1", token="", httpx_args={"auth": ("me", SECRET)}),
        PasswordGrant(grant_type="password", username="a", password=SECRET, totp=SECRET),
        RefreshGrant(grant_type="refresh_token", refresh_token=SECRET),
        Grant(access_token=SECRET, token_type="bearer", expires_in=1, refresh_token=SECRET),
        User(id=1, email="a", full_name="a", active=True, is_admin=True, api_access=True, access_token=SECRET),
        credentials(SECRET, None, None),
        credentials(None, "a", SECRET),
        nexudus.NexudusClient(token=SECRET),
        nexudus.AsyncNexudusClient(username="a", password=SECRET),
    ],
    ids=lambda value: type(value).__name__,
)
def test_repr_shows_no_secret(value: object) -> None:
    assert SECRET not in repr(value)
    assert type(value).__name__ in repr(value)


def test_secrets_still_travel() -> None:
    assert PasswordGrant(grant_type="password", username="a", password=SECRET).to_dict()["password"] == SECRET
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=[])

    with nexudus.NexudusClient(token=SECRET, transport=httpx.MockTransport(answer)) as client:
        client.coworker_google_calendars.list_commands()
    assert seen[0].headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    "given", [{"token": "t", "password": "p"}, {"username": "u"}, {"password": "p"}, {"token": "t", "username": "u"}]
)
def test_half_or_twice_the_credentials_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either a token, or a username and a password"):
        nexudus.NexudusClient(**given)
