"""What the server answers where there is nothing, and to strangers."""

from collections.abc import Sequence

from nexudus_contract.probe.answer import Finding, certain, unknown
from nexudus_contract.probe.inquiry import NEVER, Inquiry
from nexudus_contract.probe.places import Places
from nexudus_contract.probe.reply import Reply
from nexudus_contract.terms import Kind, Operation


def unknown_id(inquiry: Inquiry) -> Finding:
    """What an id answers that no record has."""
    reply = inquiry.ask(Kind.GET, record_id=NEVER)
    return certain(reply.shape(), inquiry.promised(Kind.GET, reply))


def stranger(inquiry: Inquiry) -> Finding:
    """What a token that nobody was given gets: the only such request."""
    reply = inquiry.ask(Kind.LIST, stranger=True)
    return certain(reply.shape(), inquiry.promised(Kind.LIST, reply))


def challenge(inquiry: Inquiry) -> Finding:
    """Which schemes the refusal of a made-up token names."""
    reply = inquiry.ask(Kind.LIST, stranger=True)
    header = reply.received.header("www-authenticate")
    return certain(header or "no WWW-Authenticate", inquiry.promised(Kind.LIST, reply))


def throttle(operation: Operation, met: Sequence[Reply], places: Places) -> Finding:
    """How the throttle answers, where it was met on the way.

    Args:
        operation: one whose documented answers speak for all.
        met: the requests that were throttled.
        places: finds the contract's lines.
    """
    if not met:
        return unknown("never met, and never looked for")
    received = met[0].received
    wait = "with" if received.header("retry-after") else "without"
    return certain(f"{met[0].shape()}, {wait} Retry-After", places.promised(operation, received))
