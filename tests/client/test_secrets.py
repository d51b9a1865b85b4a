"""Secrets travel, and are masked wherever else they could show."""

from base64 import b64encode
from typing import Any

import httpx
import pytest

import nexudus_calendars as nexudus
from nexudus_calendars import GrantAuth, Tokens
from nexudus_calendars.client import AuthenticatedClient
from nexudus_calendars.models import Grant, PasswordGrant, RefreshGrant, User
from nexudus_calendars.runtime.credentials import credentials
from nexudus_calendars.runtime.redaction import MASK, is_secret_name, redact_text
from nexudus_calendars.runtime.secret import Secret

SECRET = "s3cr3t-value"


HOLDERS: list[object] = [
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
    Secret(SECRET),
    Tokens(SECRET, SECRET, "a"),
    GrantAuth("a", SECRET, totp=SECRET, tokens=Tokens(SECRET, SECRET, "a")),
    nexudus.NexudusClient(token=SECRET),
    nexudus.AsyncNexudusClient(username="a", password=SECRET),
]


def test_repr_shows_no_secret() -> None:
    assert [value for value in HOLDERS if SECRET in repr(value)] == []
    assert [value for value in HOLDERS if type(value).__name__ not in repr(value)] == []


@pytest.mark.parametrize(
    "value",
    [
        nexudus.BearerAuth(SECRET),
        nexudus.BasicAuth("a", SECRET),
        GrantAuth("a", SECRET, tokens=Tokens(SECRET, "r", "a")),
    ],
)
def test_credentials_hold_their_secrets_out_of_sight(value: object) -> None:
    assert vars(value)
    assert SECRET not in repr(vars(value))
    assert b64encode(f"a:{SECRET}".encode()).decode() not in repr(vars(value))


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


MASKED = [
    (
        '{"access_token":"s3cr3t","token_type":"bearer","expires_in":1}',
        '{"access_token":"***","token_type":"bearer","expires_in":1}',
    ),
    ('{"password": "a \\"s3cr3t\\" b", "name": "x"}', '{"password": "***", "name": "x"}'),
    ('{"refresh_token": "s3cr', '{"refresh_token": "***'),
    ("{'totp': 's3cr3t', 'name': 'x'}", "{'totp': ***, 'name': 'x'}"),
    (r'{"Message": "{\"Token\": \"s3cr3t\", \"Name\": 1}"}', r'{"Message": "{\"Token\": \"***\", \"Name\": 1}"}'),
    ("grant_type=password&password=s3cr3t&username=a", "grant_type=password&password=***&username=a"),
    ("https://a/b?api_key=s3cr3t&page=1", "https://a/b?api_key=***&page=1"),
    ("Authorization: Bearer s3cr3t\nAccept: */*", "Authorization: ***\nAccept: */*"),
    ("authorization: Basic czNjcjN0\r\nAccept: */*", "authorization: ***\r\nAccept: */*"),
    ("Cookie: a=s3cr3t; session=s3cr3t\nAccept: */*", "Cookie: ***\nAccept: */*"),
    ("X-Api-Key : s3cr3t", "X-Api-Key : ***"),
    ("client-secret = s3cr3t", "client-secret = ***"),
    ("the token is void", "the token is void"),
    ('{"access_token": {"name": "x"}}', '{"access_token": {"***": "***"}}'),
]


def test_a_text_is_masked_where_a_name_says_that_a_secret_follows() -> None:
    found = [(text, redact_text(text)) for text, _ in MASKED]
    assert found == [(text, expected.replace("***", MASK)) for text, expected in MASKED]


@pytest.mark.parametrize("text", ["a", "token", "token ", "token\\", "token:\\", "'", "token='\\'", "token:Basic "])
def test_masking_a_long_text_comes_to_an_end(text: str) -> None:
    assert len(redact_text(text * 20_000)) <= len(text) * 20_000 + len(MASK)


def test_names_tell_what_is_secret() -> None:
    names = ["Authorization", "Set-Cookie", "access_token", "x-api-key", "Your Password", "apikey", "Name"]
    assert [name for name in names if not is_secret_name(name)] == ["Name"]
