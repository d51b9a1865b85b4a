"""Requests that are none, or hardly: refused or ignored, while everybody else is served as before."""

import json
from random import Random
from select import select

import pytest
from tests.mock.raw.conftest import LIST, PATH, POST, Received, wired

from nexudus_contract.mock import RunningMock

LONGEST_HEAD = 65_536


REFUSED = {
    "unknown method": b"FOO / HTTP/1.1\r\n\r\n",
    "method in small letters": LIST.replace(b"GET", b"get"),
    "next version": LIST.replace(b"HTTP/1.1", b"HTTP/9.9"),
    "another protocol": LIST.replace(b"HTTP/1.1", b"HTTQ/1.1"),
    "preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": bytes.fromhex("1603010200010001fc0303") + bytes(100),
    "every byte": bytes(range(256)),
    "NUL bytes": bytes(1000),
    "NUL in the path": LIST.replace(PATH, PATH + b"\0"),
    "NUL in a header": LIST.replace(b"mock", b"mo\0ck"),
    "raw bytes in the path": LIST.replace(PATH, PATH + b"/\xff\xfe"),
    "raw bytes in the query": LIST.replace(PATH, PATH + b"?page=\xff"),
    "a space in the path": LIST.replace(PATH, PATH + b" x"),
    "a lone CR in a header": LIST.replace(b"mock", b"mo\rck"),
    "a header without a name": LIST.replace(b"Host", b""),
    "a header over two lines": LIST.replace(b"mock", b"mo\r\n ck"),
    "a space before the colon": LIST.replace(b"Host", b"Host "),
    "negative length": POST + b"Content-Length: -1\r\n\r\n",
    "length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "length that is no number": POST + b"Content-Length: x\r\n\r\n",
    "length beyond 64 bits": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "the same length twice": POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "an encoding that is not chunked": POST + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "chunk size that is no number": POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
    "negative chunk size": POST + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    "chunk size beyond 64 bits": POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "chunk longer than its size": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
}


def test_what_is_not_http_is_refused_and_the_connection_closed(server: RunningMock) -> None:
    found: dict[str, list[int]] = {}
    for name, request in REFUSED.items():
        with wired(server) as wire:
            wire.socket.sendall(request)
            found[name] = wire.answers()
    assert found == {name: [400] for name in REFUSED}


PLACES: list[tuple[bytes, int]] = [
    (b"/%ff%fe", 404),
    (b"/%00", 404),
    (b"/%zz%", 404),
    (b"/1%0d%0aX-Injected:%20yes", 404),
    (b"/%F0%9F%92%A9", 404),
    (b"/" + b"9" * 60_000, 404),
    (b"/-" + b"9" * 19, 404),
    (b"/..%2f..%2fetc%2fpasswd", 404),
    (b"?page=%ff%fe", 400),
    (b"?page=%00", 400),
    (b"?page=%zz%", 400),
    (b"?page=1%0d%0aX-Injected:%20yes", 400),
    (b"?" + b"&" * 60_000, 200),
    (b"?" + b"a=b&" * 10_000, 200),
    (b"?CoworkerGoogleCalendar_Name=%ff", 200),
    (b"#page=x", 200),
]


def test_whatever_is_in_a_path_or_query_stays_there(server: RunningMock) -> None:
    wrong: list[tuple[bytes, Received]] = []
    for path, status in PLACES:
        with wired(server) as wire:
            for received in [wire.ask(LIST.replace(PATH, PATH + path)) for _ in range(2)]:
                names = [b"content-length", b"content-type", b"date"]
                if (received.status, sorted(received.headers)) != (status, names) or json.loads(received.body) is None:
                    wrong.append((path[:40], received))
    assert wrong == []


def test_credentials_of_whatever_bytes_are_denied(server: RunningMock) -> None:
    values = [b"Basic \xff\xfe", b"Basic " + b"=" * 999, b"Bearer \x80", b"\xff", b"Basic", b""]
    headers = [*values, *(value + b"\r\nAuthorization: " + value for value in values)]
    with wired(server) as wire:
        asked = b"GET " + PATH + b" HTTP/1.1\r\nAuthorization: "
        found = {header: wire.ask(asked + header + b"\r\n\r\n").status for header in headers}
    assert found == dict.fromkeys(headers, 401)


@pytest.mark.parametrize(
    "begin",
    [b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9_000, LIST + b"GET /", b"\r\n" * 9_000],
    ids=["request line", "header", "headers", "second request line", "blank lines"],
)
def test_a_head_has_an_end(server: RunningMock, begin: bytes) -> None:
    with wired(server) as wire:
        if begin.startswith(LIST):
            assert wire.ask(LIST).status == 200
            begin = begin.removeprefix(LIST)
        filler = b"\r\n" if begin.startswith(b"\r\n") else b"a"
        wire.socket.sendall((begin + filler * (LONGEST_HEAD + 1))[: LONGEST_HEAD + 1])
        assert wire.answers() == [431]


@pytest.mark.parametrize("filler", [b"X: y\r\n", b"a"], ids=["lines", "one line"])
def test_what_stands_behind_a_body_has_an_end(server: RunningMock, filler: bytes) -> None:
    with wired(server) as wire:
        wire.socket.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
        for _ in range(2 * LONGEST_HEAD // len(filler)):
            if select([wire.socket], [], [], 0)[0]:
                break
            wire.socket.sendall(filler)
        assert wire.answers() == [431]


def test_credentials_behind_a_body_come_too_late(server: RunningMock) -> None:
    head, given, rest = POST.partition(
        next(line for line in POST.splitlines(keepends=True) if b"Authorization" in line)
    )
    assert given
    with wired(server) as wire:
        late = b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + given + b"\r\n"
        assert wire.ask(head + rest + late).status == 401
        assert wire.ask(LIST).status == 200


def test_a_head_of_just_that_length_is_taken(server: RunningMock) -> None:
    rest = LONGEST_HEAD - len(LIST) - len(b"X: \r\n")
    with wired(server) as wire:
        received = wire.ask(LIST.replace(b"Host", b"X: " + b"y" * rest + b"\r\nHost"))
        assert received.status == 200


def test_a_method_that_http_has_and_the_path_has_not_is_refused_by_name(server: RunningMock) -> None:
    found: dict[bytes, tuple[int, bytes]] = {}
    methods = [b"CONNECT", b"OPTIONS", b"TRACE", b"PROPFIND", b"PATCH", b"PURGE"]
    for method in methods:
        with wired(server) as wire:
            received = wire.ask(LIST.replace(b"GET", method))
            found[method] = (received.status, received.headers.get(b"allow", b""))
    assert found == dict.fromkeys(methods, (405, b"GET, POST, PUT"))


def test_an_upgrade_is_not_made(server: RunningMock) -> None:
    with wired(server) as wire:
        received = wire.ask(LIST.replace(b"Host", b"Connection: Upgrade\r\nUpgrade: websocket\r\nHost"))
        assert received.status == 200


TOKENS = [
    *(b"\r\n", b"\n", b"\0", b"%", b"\xff", b": ", b" ", b"/", b"?", b"&", b"[", b"-1", b"1e999", b"HTTP/1.1"),
    *(b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n"),
    b"Expect: 100-continue\r\n",
]


def _mutated(data: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 4)):
        begin = random.randrange(len(data) + 1)
        end = min(len(data), begin + random.choice((0, 1, 1, 2, 20)))
        middle = random.choice((b"", random.choice(TOKENS), random.randbytes(2), data[begin:end] * 3))
        data = data[:begin] + middle + data[end:]
    return data


def test_valid_requests_that_were_damaged_are_answered_or_refused(server: RunningMock) -> None:
    random, statuses = Random(2020), list[int]()
    seeds = [
        LIST,
        LIST.replace(PATH, PATH + b"?page=1&size=25&orderBy=Id&dir=1"),
        LIST.replace(PATH, PATH + b"/?id=[1,2,3]"),
        LIST.replace(b"GET " + PATH, b"DELETE " + PATH + b"/999999999"),
        POST + b'Content-Length: 12\r\n\r\n{"Name":"x"}',
        POST + b'Transfer-Encoding: chunked\r\n\r\n4\r\n{"Na\r\n8\r\nme":"x"}\r\n0\r\n\r\n',
        LIST * 3,
    ]
    for _ in range(300):
        with wired(server) as wire:
            statuses += wire.last_words(_mutated(random.choice(seeds), random))
    assert set(statuses) >= {200, 400, 401, 404}
    assert max(statuses) < 500
