"""Directions, and what it means in each that more or less is let through.

What a server takes may grow, and what it answers may shrink: requests are contravariant, answers covariant. The other
way round, somebody is hurt who did nothing wrong.
"""

from enum import StrEnum

from nexudus_contract.changes.difference import Grade


class Direction(StrEnum):
    """Which way a value travels."""

    REQUEST = "request"
    ANSWER = "answer"


class Effect(StrEnum):
    """What a difference does to the set of values that are allowed."""

    NARROWER = "narrower"
    WIDER = "wider"
    OTHER = "other"
    """Some values are no longer allowed, and others are for the first time; or nobody can tell."""


_HURT = {
    (Direction.REQUEST, Effect.NARROWER): "a caller that sends what was allowed before is refused",
    (Direction.REQUEST, Effect.OTHER): "a caller that sends what was allowed before may be refused",
    (Direction.ANSWER, Effect.WIDER): "a reader may get what it was never told of",
    (Direction.ANSWER, Effect.OTHER): "a reader may get what it was never told of",
}
_UNHURT = {
    Direction.REQUEST: "all that callers sent before is still taken",
    Direction.ANSWER: "readers get nothing that they were not told of before",
}


def grade(direction: Direction, effect: Effect) -> Grade:
    """Whom it hurts."""
    return Grade.BREAKING if (direction, effect) in _HURT else Grade.ADDITIVE


def reason(direction: Direction, effect: Effect) -> str:
    """Who is hurt, as the end of a sentence."""
    return _HURT.get((direction, effect), _UNHURT[direction])
