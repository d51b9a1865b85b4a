"""Credentials go to the server whose address was given, encrypted, and to no other."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from nexudus_calendars import AsyncNexudusClient, NexudusClient
from nexudus_calendars.runtime.base_url import BaseURL

from .helpers.callers import Caller
from .helpers.stubs import keeping

ELSEWHERE = [
    ".attacker.example/x",
    "api/spaces/coworkers",
    ":8443/api",
    "@127.0.0.1:18055/x",
    "",
    "//attacker.example/x",
    "https://attacker.example/x",
    "\\\\attacker.example/x",
    "?x=1",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_path_that_could_lead_elsewhere_is_refused_and_nothing_is_sent(
    ask_stub: Callable[..., Caller], path: str
) -> None:
    server = keeping()
    ask = ask_stub(server)
    with pytest.raises(ValueError, match="is no path on the server; it begins with exactly one slash"):
        ask(lambda client: client.request("GET", path))
    assert server.requests == []


@pytest.mark.parametrize(
    "path", ["/api/x", "/@attacker.example/x", "/.attacker.example", "/a//b", "/:8443/api", "/\\x"]
)
def test_every_other_path_leads_to_the_server(ask_stub: Callable[..., Caller], path: str) -> None:
    server = keeping()
    ask = ask_stub(server)
    ask(lambda client: client.request("GET", path))
    (request,) = server.requests
    assert (request.url.host, request.url.port) == ("127.0.0.1", 1)
    assert request.headers["Authorization"]


def test_a_request_that_was_led_elsewhere_gets_no_credentials() -> None:
    server = keeping()

    class Rewriting(httpx.Client):
        def build_request(self, method: Any, url: Any, **rest: Any) -> httpx.Request:
            return super().build_request(method, str(url).replace("127.0.0.1", "attacker.example"), **rest)

    http = Rewriting(transport=httpx.MockTransport(server))
    with (
        http,
        NexudusClient("http://127.0.0.1:1", token="t0ken", http_client=http) as client,
        pytest.raises(ValueError, match=r"goes to http://attacker\.example, and the credentials are for http://127"),
    ):
        client.request("GET", "/api/x")
    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nowhere", "no address of a server"),
        ("ftp://host", "no address of a server"),
        ("http://", "no address of a server"),
        ("https://host:port", "no address of a server"),
        ("https://a..b", "no address of a server"),
        (f"https://{'a' * 64}.example", "no address of a server"),
        ("https://host\r", "no address of a server"),
        ("https://ho st", "no address of a server"),
        ("https://Geheim123@host", "holds a user name"),
        ("https://user:Geheim123@host", "holds a user name"),
        ("https://host\\@attacker.example", "holds a user name"),
        ("https://host?token=Geheim123", "has a query or a fragment"),
        ("https://host/#Geheim123", "has a query or a fragment"),
        ("https://host?", "has a query or a fragment"),
        ("http://nexudus.example", "http://nexudus.example is not encrypted"),
        ("http://10.0.0.1:8000", "http://10.0.0.1 is not encrypted"),
        ("http://127.0.0.1.attacker.example", "is not encrypted"),
        ("http://localhost.attacker.example", "is not encrypted"),
    ],
)
@pytest.mark.parametrize("kind", [NexudusClient, AsyncNexudusClient])
def test_an_address_that_is_none_or_unsafe_is_refused(kind: type[Any], address: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        kind(address, token="t0ken")
    assert "Geheim123" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://127.8.9.1", "http://[::1]:8000", "http://localhost"])
def test_this_machine_may_be_called_without_encryption(address: str) -> None:
    assert BaseURL(address).is_loopback


def test_another_machine_may_be_if_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    NexudusClient("http://nexudus:8000", token="t0ken", allow_http=True).close()
    monkeypatch.setenv("NEXUDUS_TOKEN", "t0ken")
    monkeypatch.setenv("NEXUDUS_BASE_URL", "http://nexudus:8000")
    with pytest.raises(ValueError, match="allow_http=True or NEXUDUS_ALLOW_HTTP=yes"):
        NexudusClient.from_env()
    monkeypatch.setenv("NEXUDUS_ALLOW_HTTP", "yes")
    NexudusClient.from_env().close()
    monkeypatch.setenv("NEXUDUS_ALLOW_HTTP", "sure")
    with pytest.raises(ValueError, match="NEXUDUS_ALLOW_HTTP is neither yes nor left out"):
        NexudusClient.from_env()


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("https://host/", "https://host"),
        ("https://host/prefix/", "https://host/prefix"),
        ("HTTPS://HOST:443", "https://host"),
        ("https://büro.example", "https://xn--bro-hoa.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_read_as_httpx_reads_it(address: str, text: str) -> None:
    base = BaseURL(address)
    assert str(base) == text
    url = httpx.URL(base.url("/api"))
    base.check(url)
    assert str(url) == f"{text}/api"
