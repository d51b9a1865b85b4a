"""An exchange as it was recorded, which may be less than what went over the wire."""

from dataclasses import dataclass

from nexudus_contract.exchange import Exchange


class TrafficError(Exception):
    """Traffic cannot be read or passed on; the message says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """A request and its answer, with what is known of them.

    Attributes:
        number: its place in the recording, from 1.
        exchange: the request and what came of it; its bodies are without any encoding.
        file: the recording's name; empty where the traffic is live.
        sent_body: whether the request's body is known.
        received_headers: whether the answer's headers are known.
        received_body: whether the answer's body is known, and whole.
    """

    number: int
    exchange: Exchange
    file: str = ""
    sent_body: bool = True
    received_headers: bool = True
    received_body: bool = True
