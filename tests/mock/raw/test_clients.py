"""Clients that break off, send too much, or dawdle: they change nothing, and keep nobody waiting."""

import json
import socket
import struct
from contextlib import ExitStack
from select import select

import pytest
from tests.mock.conftest import example
from tests.mock.raw.conftest import LIST, PATH, POST, served, wired

from nexudus_contract.document import Contract
from nexudus_contract.mock import RunningMock

MANY_BYTES = 100 * 1024 * 1024


def _creation(contract: Contract) -> bytes:
    record_type = next(item for item in contract.record_types if item.path.encode() == PATH)
    body = json.dumps(example(contract, record_type)).encode()
    return POST + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_a_request_that_breaks_off_anywhere_does_nothing(server: RunningMock, contract: Contract) -> None:
    creation = _creation(contract)
    reset = struct.pack("ii", 1, 0)
    for end in range(len(creation)):
        with wired(server) as wire:
            assert wire.last_words(creation[:end]) == []
        with wired(server) as wire:
            wire.socket.sendall(creation[:end])
            wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)


def test_a_whole_record_in_a_body_that_breaks_off_is_not_created(server: RunningMock, contract: Contract) -> None:
    body = _creation(contract).partition(b"\r\n\r\n")[2]
    with wired(server) as wire:
        assert wire.last_words(POST + b"Content-Length: %d\r\n\r\n" % (len(body) + 1) + body) == []
    with wired(server) as wire:
        chunk = b"%x\r\n%b\r\n" % (len(body), body)
        assert wire.last_words(POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunk) == []


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (POST + b"Content-Length: %d\r\n\r\n" % MANY_BYTES, b" " * 65_536),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65_536 + b"\r\n"),
        (POST.replace(b"POST", b"PUT") + b"Content-Length: %d\r\n\r\n" % MANY_BYTES, b"[" * 65_536),
    ],
    ids=["length", "chunks", "brackets"],
)
def test_a_body_that_is_too_large_is_refused_before_it_has_come(server: RunningMock, head: bytes, piece: bytes) -> None:
    with wired(server) as wire:
        wire.socket.sendall(head)
        sent = 0
        while not select([wire.socket], [], [], 0)[0] and sent < MANY_BYTES:
            wire.socket.sendall(piece)
            sent += len(piece)
        received = wire.answer()
        assert received is not None
        assert received.status == 400
        assert json.loads(received.body)["Message"] == "Body: is larger than the server reads"
        assert sent < MANY_BYTES


def test_a_length_that_never_comes_keeps_nobody_waiting(server: RunningMock) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            wire = stack.enter_context(wired(server))
            wire.socket.sendall(POST + b"Content-Length: 9223372036854775807\r\n\r\n{")
        assert served(server)


def test_slow_clients_keep_nobody_waiting_and_are_served_in_the_end(server: RunningMock) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(wired(server)) for _ in range(200)]
        for place in range(3):
            for wire in slow:
                wire.socket.sendall(LIST[place : place + 1])
            assert served(server)
        for wire in slow:
            wire.socket.sendall(LIST[3:])
        received = [wire.answer() for wire in slow]
        assert [answer and answer.status for answer in received] == [200] * 200


def test_requests_in_a_row_are_answered_in_their_order(server: RunningMock) -> None:
    ids = [record["Id"] for record in server.world.records("CoworkerGoogleCalendars")] * 20
    with wired(server) as wire:
        wire.socket.sendall(b"".join(LIST.replace(PATH, PATH + b"/%d" % number) for number in ids))
        received = [wire.answer() for _ in ids]
    assert [json.loads(answer.body)["Id"] for answer in received if answer] == ids


def test_garbage_behind_a_request_does_not_spoil_its_answer(server: RunningMock) -> None:
    with wired(server) as wire:
        wire.socket.sendall(LIST)
        assert wire.answer() is not None
        wire.socket.sendall(b"\0garbage\r\n\r\n")
        assert wire.answers() == [400]


def test_who_asks_first_is_told_to_go_on_and_who_sends_no_body_is_not(server: RunningMock) -> None:
    with wired(server) as wire:
        wire.socket.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        going = wire.answer()
        wire.socket.sendall(b"{}")
        refused = wire.answer()
        wire.socket.sendall(LIST.replace(b"Host", b"Expect: 100-continue\r\nHost"))
        listed = wire.answer()
    assert [received and received.status for received in (going, refused, listed)] == [100, 400, 200]


def test_a_client_of_http_1_0_gets_its_answer_and_the_end(server: RunningMock) -> None:
    with wired(server) as wire:
        wire.socket.sendall(LIST.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert wire.answers() == [200]


def test_who_asks_ahead_of_a_late_answer_gets_all_in_order_or_is_refused(server: RunningMock) -> None:
    try:
        server.world.faults.add("latency,seconds=0.01")
        with wired(server) as wire:
            wire.socket.sendall(LIST * 5)
            assert [received and received.status for received in (wire.answer() for _ in range(5))] == [200] * 5
        server.world.faults.set(["latency,seconds=3600"])
        with wired(server) as wire:
            wire.socket.sendall(LIST * 150)
            assert wire.answers() == [429]
        with wired(server) as wire:
            wire.socket.sendall(LIST + b"nothing that is HTTP\r\n\r\n" + LIST)
            assert wire.answers() == [400]
    finally:
        server.world.faults.clear()
