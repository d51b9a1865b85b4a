"""Exchanges shown: no secret gets out, JSON gives back what it was made from, and curl sends the very same bytes."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nexudus_contract.exchange import Exchange, Received, Sent

SECRET = "Geheim123"
NAMES = ["password", "Password", "newPassword", "access_token", "AccessToken", "refresh_token", "client_secret", "totp",
         "code", "api_key", "apiKey", "secret", "token"]  # fmt: skip
HEADERS = ["Authorization", "authorization", "Cookie", "Set-Cookie", "Proxy-Authorization", "X-Api-Key", "X-Mock-Key"]
TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
ROUGH = st.text(st.sampled_from('{}[]:,"\\&=?;#% \nab0'), max_size=12)


def _escaped(text: str) -> str:
    """As JSON may write it, though nobody does."""
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


@st.composite
def holding(draw: st.DrawFn) -> Any:
    """JSON that holds the secret somewhere, by a name that says so."""
    value: Any = {draw(st.sampled_from(NAMES)): draw(st.sampled_from([SECRET, [SECRET], {"a": [{SECRET: SECRET}]}]))}
    for _ in range(draw(st.integers(0, 3))):
        value = draw(
            st.sampled_from([
                {**draw(st.dictionaries(TEXTS, JSON, max_size=2)), "Inner": value, "z": draw(JSON)},
                [draw(JSON), value, draw(JSON)],
                {"Text": json.dumps(value)},
                {"Query": f"a=1&password={SECRET}", "Inner": value},
            ])
        )  # fmt: skip
    return value


def _shown(sent: Sent) -> str:
    exchange = Exchange(sent, Received(200, sent.headers, sent.body)).redacted()
    return json.dumps(exchange.to_json()) + exchange.sent.curl()


def _assert_hidden(body: bytes) -> None:
    shown = Exchange(Sent("POST", "http://h/", (), body), Received(200, (), body)).redacted()
    assert shown.received is not None
    for part in (shown.sent.body, shown.received.body):
        assert SECRET.encode() not in part, part
    assert SECRET not in _shown(Sent("POST", "http://h/", (), body))


@settings(max_examples=50, deadline=None)
@given(
    value=holding(),
    indent=st.sampled_from([None, 0, 2]),
    ascii_only=st.booleans(),
    before=st.sampled_from(["", "\ufeff", " \r\n"]),
)
def test_no_secret_is_left_in_json(value: Any, indent: int | None, ascii_only: bool, before: str) -> None:  # noqa: FBT001
    _assert_hidden((before + json.dumps(value, indent=indent, ensure_ascii=ascii_only)).encode())


@settings(max_examples=50, deadline=None)
@given(value=holding(), cut=st.integers(1, 60))
def test_nor_in_json_that_was_cut_off(value: Any, cut: int) -> None:
    text = json.dumps(value)
    _assert_hidden(text[:-cut].encode())


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(NAMES), before=JSON)
def test_nor_in_json_that_is_escaped_all_over(name: str, before: Any) -> None:
    inner = f'{{"a": {json.dumps(before)}, "{_escaped(name)}": "{SECRET}"}}'
    _assert_hidden(inner.encode())
    _assert_hidden(f'{{"Text": "{_escaped(inner)}"}}'.encode())
    _assert_hidden(f'{{"Text": "{_escaped(inner)}'.encode())


@settings(max_examples=50, deadline=None)
@given(before=ROUGH, name=st.sampled_from(NAMES), tail=ROUGH)
@example(before="[a]=1&", name="password", tail="")
@example(before="{=&", name="password", tail="#x;y")
def test_nor_in_a_form(before: str, name: str, tail: str) -> None:
    form = urlencode([*parse_qsl(before), (name, SECRET), ("x", tail)])
    _assert_hidden(form.encode())
    _assert_hidden(f"{before}&{name}={SECRET}{tail}".encode())
    _assert_hidden(f"a=1&{''.join(f'%{ord(letter):02x}' for letter in name)}={SECRET}".encode())


@pytest.mark.parametrize("name", NAMES)
def test_nor_in_the_parts_of_a_form_nor_in_what_is_no_text(name: str) -> None:
    part = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\nX: y\r\n\r\n{SECRET}\r\n{SECRET}\r\n--b--\r\n'
    _assert_hidden(part.encode())
    _assert_hidden(f'{{"{name}": "{SECRET}", "x": "'.encode() + b'\xff"}')
    _assert_hidden(f"{name}={SECRET}".encode() + b"\xff")


@settings(max_examples=50, deadline=None)
@given(name=st.sampled_from(NAMES), before=TEXTS, mark=st.sampled_from(["?", "#", "?a=1&", "?a#", "?;"]))
def test_nor_in_an_address(name: str, before: str, mark: str) -> None:
    url = f"http://user:{SECRET}@h/{quote(before)}{mark}{name}={SECRET}"
    assert SECRET not in _shown(Sent("GET", url, (("Referer", url), ("Location", url))))


def test_nor_in_a_header() -> None:
    values = [SECRET, f"Bearer {SECRET}", f"basic {SECRET}", f"a={SECRET}; b={SECRET}", f" {SECRET}"]
    headers = [(name, value) for name in HEADERS for value in values]
    assert [item for item in headers if SECRET in _shown(Sent("GET", "http://h/", (item,)))] == []


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('xyzé {}[]:,"\\&=?;#%\n\0'), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(value=PLAIN)
def test_what_is_no_secret_stays_as_it_is(value: Any) -> None:
    body = json.dumps({"Name": "Ada's calendar", "Inner": value}).encode()
    url = "http://h/a/b?" + urlencode({"q": json.dumps(value), "size": "1"})
    sent = Sent("POST", url, (("Content-Type", "application/json"), ("Accept", "*/*")), body)
    assert sent.redacted() == sent


@pytest.mark.parametrize(
    ("body", "clean"),
    [
        ('{"password": "a", "totp": 12, "Code": null, "secret": true}',
         '{"password": "REDACTED", "totp": 0, "Code": null, "secret": true}'),
        ('{"password": "a', '{"password": "REDACTED'),
        ('{"password": {"a": [1, "b"]}, "c": "d"}', '{"password": {"REDACTED": [0, "REDACTED"]}, "c": "d"}'),
        ("grant_type=password&password=a&x=1", "grant_type=password&password=REDACTED&x=1"),
        ('{"q": "x=1&token=a"}', '{"q": "x=1&token=REDACTED"}'),
    ],
)  # fmt: skip
def test_what_is_hidden_keeps_its_kind(body: str, clean: str) -> None:
    assert Received(200, (), body.encode()).redacted().body.decode() == clean


HEADER_LISTS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
SENTS = st.builds(Sent, TEXTS, TEXTS, HEADER_LISTS, st.binary(max_size=20) | TEXTS.map(str.encode))
RECEIVEDS = st.builds(
    Received, st.integers(100, 599), HEADER_LISTS, st.binary(max_size=20), st.floats(0, 1e6), TEXTS
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(exchange=st.builds(Exchange, SENTS, st.none() | RECEIVEDS, TEXTS))
def test_json_gives_back_what_it_was_made_from(exchange: Exchange) -> None:
    assert Exchange.from_json(json.loads(json.dumps(exchange.to_json()))) == exchange


@pytest.mark.parametrize(
    "content",
    [{}, {"request": {}}, {"request": {"method": "GET", "url": "u", "headers": [["a"]], "body": ""}},
     {"request": {"method": "GET", "url": "u", "headers": [], "base64": "?"}}],
    ids=["empty", "no-method", "half-a-header", "no-base64"],
)  # fmt: skip
def test_what_it_did_not_write_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Exchange.from_json(content)


class _Ear(BaseHTTPRequestHandler):
    """Writes down what it hears."""

    heard: list[tuple[str, str, list[tuple[str, str]], bytes]]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._hear
        raise AttributeError(name)

    def _hear(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        target = self.raw_requestline.split()[1].decode("latin-1")
        self.heard.append((self.command, target, list(self.headers.items()), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        pass


Heard: TypeAlias = list[tuple[str, str, list[tuple[str, str]], bytes]]
Ear: TypeAlias = tuple[str, Heard]


@contextmanager
def _listening() -> Iterator[Ear]:
    heard: Heard = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Ear", (_Ear,), {"heard": heard})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", heard
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with _listening() as found:
        yield found


def _run(sent: Sent, shell: str = "bash") -> None:
    environment = {"PATH": "/usr/bin:/bin", "NEXUDUS_TOKEN": "t0ken", "HOME": "/nowhere"}
    command = f"{sent.curl()} -sS --max-time 20".encode()
    done = subprocess.run([shell], input=command, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


BODIES = [b"{}",
          b"'", b'"', b"\\", b"\\n", b"$HOME `id` $(id) !x", b"@/etc/passwd", b"\n", b"a\r\nb\n", b"\0", b"-\0",
          b"a\0b",
          b"\x01\x7f\x1b", b"\xff\xfe", b"%s %d %%", b"'\\''", "Ada ☕".encode(), b"-", b"@-", bytes(range(256)),
          b"x" * 150_000, b"\xff" * 150_000]  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_curl_sends_the_same_body(ear: Ear, shell: str) -> None:
    url, heard = ear
    wrong = []
    for body in BODIES:
        _run(Sent("POST", f"{url}/p", (("Content-Type", "application/json"),), body), shell)
        if heard[-1][3] != body:
            wrong.append(f"{body[:40]!r} came as {heard[-1][3][:40]!r}")
    assert not wrong, "\n".join(wrong)


@settings(max_examples=15, deadline=None)
@given(body=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_curl_sends_the_same_body_whatever_it_is(body: bytes) -> None:
    with _listening() as (url, heard):
        _run(Sent("PUT", f"{url}/p", (), body))
    ((method, _, headers, given_body),) = heard
    assert (method, given_body) == ("PUT", body)
    assert "content-type" not in {name.lower() for name, _ in headers}


TARGETS = ["/", "/a/../b/./c", "/?a=[1,2]&b={x,y}", "/?a=%20%5B&b=+", "/?a='&b=\"", "/?a=$HOME`id`", "/a;b?c|d", "/?",
           "/%", "/a?b?c", "/\\a?\\n", "//x//y", "/?a=1&&b=2", "/?~!*()^<>"]  # fmt: skip


def test_curl_asks_for_the_same_target(ear: Ear) -> None:
    url, heard = ear
    for target in TARGETS:
        _run(Sent("GET", url + target))
    assert [(method, target) for method, target, _, _ in heard[-len(TARGETS) :]] == [("GET", item) for item in TARGETS]


def test_curl_sends_the_same_headers_with_a_token_of_its_own(ear: Ear) -> None:
    url, heard = ear
    headers = (("X-Empty", ""), ("X-Blank", " "), ("X-Quote", "it's \"x\" \\ $HOME"), ("X-Two", "a"), ("X-Two", "b"),
               ("Accept", "*/*"), ("User-Agent", "me"))  # fmt: skip
    own = (("Authorization", "Bearer hidden"), ("Host", "elsewhere"), ("Content-Length", "99"), ("Connection", "close"),
           ("Transfer-Encoding", "chunked"))  # fmt: skip
    _run(Sent("DELETE", f"{url}/p", (*headers, *own)))
    method, _, given_headers, body = heard[-1]
    assert (method, body) == ("DELETE", b"")
    rest = [(name, value) for name, value in given_headers if name not in {"Host", "Authorization"}]
    assert rest == [(name, value.strip()) for name, value in headers]
    assert ("Authorization", "Bearer t0ken") in given_headers


def test_curl_uses_the_same_method_and_comes_to_an_end(ear: Ear) -> None:
    url, heard = ear
    methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]
    for method in methods:
        _run(Sent(method, f"{url}/p"))
    assert [method for method, *_ in heard[-len(methods) :]] == methods
