"""Defects at the edges: what crashes, what is let through, and what is turned away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nexudus_contract.fuzz.defects.plant import (
    Defect,
    Family,
    Plot,
    Seen,
    filters,
    moments,
    parsed,
    texts,
    with_json,
)
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.source import is_array
from nexudus_contract.terms import Comparison, Kind

_WRITES = (Kind.CREATE, Kind.UPDATE)
_JSON = ((b"content-type", b"application/json"),)
_CRASHED = Answer(500, b'{"Message":"An error has occurred."}', _JSON)
_REFUSED = Answer(
    400,
    b'{"Message":"Body: is wrong","Value":null,"WasSuccessful":false,'
    b'"Errors":[{"AttemptedValue":null,"Message":"is wrong","PropertyName":"Body"}]}',
    _JSON,
)

Test = Callable[[Seen], bool]


def _answering(  # noqa: PLR0913, PLR0917 - a row of a table
    family: Family, given: Answer, name: str, description: str, kinds: tuple[Kind, ...], test: Test
) -> Defect:
    """A server that answers the same to all that a test is true of, and does nothing."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            seen, answer = plot.see(request), respond(request)
            return given if seen.kind in kinds and answer.status == 200 and test(seen) else answer

        return changed

    return Defect(name, family, description, plant)


def _crash(name: str, description: str, kinds: tuple[Kind, ...], test: Test) -> Defect:
    return _answering(Family.CRASH, _CRASHED, name, description, kinds, test)


def _refuse(name: str, description: str, kinds: tuple[Kind, ...], test: Test) -> Defect:
    return _answering(Family.REFUSES, _REFUSED, name, description, kinds, test)


def _holds(test: Callable[[str], bool]) -> Test:
    """Whether one of the texts in a body is such."""
    return lambda seen: any(
        isinstance(seen.body.get(name), str) and test(seen.body[name]) for name in texts(seen.record_type)
    )


def _ids(seen: Seen) -> list[Any]:
    value: Any = parsed(seen.query.get("id", "").encode())
    return value if is_array(value) else []


def _number(seen: Seen, name: str, otherwise: int) -> int:
    text = seen.query.get(name, "")
    return int(text) if text.isdecimal() else otherwise


CRASHES = (
    _crash("crash-at-a-quote", "A quote in a text crashes a write.", _WRITES, _holds(lambda text: '"' in text)),
    _crash(
        "crash-at-a-backslash", "A backslash in a text crashes a write.", _WRITES, _holds(lambda text: "\\" in text)
    ),
    _crash(
        "crash-at-a-control-character",
        "A control character in a text crashes a write.",
        _WRITES,
        _holds(lambda text: any(letter < " " for letter in text)),
    ),
    _crash(
        "crash-at-an-emoji",
        "An emoji in a text crashes a write.",
        _WRITES,
        _holds(lambda text: any(ord(letter) > 0xFFFF for letter in text)),
    ),
    _crash(
        "crash-at-a-long-text",
        "A text of more than 200 characters crashes a write.",
        _WRITES,
        _holds(lambda text: len(text) > 200),
    ),
    _crash("crash-at-an-empty-text", "An empty text crashes a write.", _WRITES, _holds(lambda text: not text)),
    _crash("crash-at-a-null", "A null in a body crashes a write.", _WRITES, lambda seen: None in seen.body.values()),
    _crash(
        "crash-at-a-negative-reference",
        "A negative reference crashes a write.",
        _WRITES,
        lambda seen: any(type(value) is int and value < 0 for value in seen.body.values()),
    ),
    _crash(
        "crash-at-a-far-page",
        "A page beyond the last one crashes a list.",
        (Kind.LIST,),
        lambda seen: _number(seen, "page", 1) > 100_000,
    ),
    _crash(
        "crash-at-a-large-page",
        "A large size crashes a list.",
        (Kind.LIST,),
        lambda seen: _number(seen, "size", 25) > 1000,
    ),
    _crash("crash-at-an-empty-batch", "A batch without ids crashes.", (Kind.BATCH,), lambda seen: not _ids(seen)),
    _crash(
        "crash-at-an-empty-filter",
        "A filter for an empty text crashes a list.",
        (Kind.LIST,),
        lambda seen: any(not seen.query[name] for name, _ in filters(seen, Comparison.EQUAL)),
    ),
)


def _letting(name: str, description: str, kinds: tuple[Kind, ...], mend: Callable[[Seen], Request]) -> Defect:
    """A server that makes something of what it should refuse."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            seen, answer = plot.see(request), respond(request)
            if seen.kind not in kinds or answer.status != 400:
                return answer
            mended = respond(mend(seen))
            return mended if mended.status == 200 else answer

        return changed

    return Defect(name, Family.ACCEPTS, description, plant)


def _filled(seen: Seen) -> Request:
    missing = {name: "" for name in texts(seen.record_type) if name not in seen.body}
    dates = {name: "2025-01-15T10:30:00Z" for name in moments(seen.record_type) if name not in seen.body}
    return seen.with_body({**missing, **dates, **seen.body})


def _coerced(seen: Seen) -> Request:
    names = seen.record_type.references if seen.record_type else ()
    numbers = {name: int(seen.body[name]) for name in names if str(seen.body.get(name)).removeprefix("-").isdecimal()}
    words = {
        name: str(seen.body[name]) for name in texts(seen.record_type) if isinstance(seen.body.get(name), int | float)
    }
    return seen.with_body({**seen.body, **numbers, **words})


def _unnulled(seen: Seen) -> Request:
    return seen.with_body(
        {**seen.body, **{name: "" for name in texts(seen.record_type) if seen.body.get(name, 0) is None}}
    )


def _undated(seen: Seen) -> Request:
    bad = {name: "2025-01-15T10:30:00Z" for name in moments(seen.record_type) if isinstance(seen.body.get(name), str)}
    return seen.with_body({**seen.body, **bad})


def _dropping(*names: str) -> Callable[[Seen], Request]:
    return lambda seen: seen.with_query({name: value for name, value in seen.query.items() if name not in names})


def _unranged(seen: Seen) -> Request:
    ranges = [name for name, _ in filters(seen, Comparison.FROM, Comparison.TO)]
    return _dropping(*ranges)(seen)


def _as_json(seen: Seen) -> Request:
    return replace(seen.request, headers={**seen.request.headers, b"content-type": b"application/json"})


ACCEPTS = (
    _letting("accepts-a-missing-field", "What is demanded and missing is filled in.", _WRITES, _filled),
    _letting("accepts-another-type", "Numbers are taken for texts, and texts for numbers.", _WRITES, _coerced),
    _letting("accepts-a-null", "A null where a text is demanded becomes an empty one.", _WRITES, _unnulled),
    _letting("accepts-a-wrong-moment", "A moment that is none becomes another.", _WRITES, _undated),
    _letting("accepts-another-content-type", "A body is taken for JSON, whatever it says it is.", _WRITES, _as_json),
    _letting("accepts-an-unknown-order", "An unknown field to sort by is ignored.", (Kind.LIST,), _dropping("orderBy")),
    _letting("accepts-an-unknown-direction", "An unknown direction is ignored.", (Kind.LIST,), _dropping("dir")),
    _letting("accepts-a-wrong-page", "A page that is no number is the first.", (Kind.LIST,), _dropping("page", "size")),
    _letting("accepts-a-wrong-range", "A bound that is no moment is ignored.", (Kind.LIST,), _unranged),
    _letting(
        "accepts-a-batch-of-nothing",
        "A batch that names no list of ids is empty.",
        (Kind.BATCH,),
        lambda seen: seen.with_query({"id": "[]"}),
    ),
)


def _every_other(plot: Plot, respond: Respond) -> Respond:
    count = [0]

    def changed(request: Request) -> Answer:
        if plot.see(request).kind is Kind.DELETE:
            count[0] += 1
            if count[0] % 2 == 0:
                return with_json(_REFUSED, parsed(_REFUSED.body))
        return respond(request)

    return changed


REFUSES = (
    _refuse("refuses-an-empty-text", "An empty text is refused.", _WRITES, _holds(lambda text: not text)),
    _refuse(
        "refuses-other-alphabets", "What is not ASCII is refused.", _WRITES, _holds(lambda text: not text.isascii())
    ),
    _refuse(
        "refuses-old-moments",
        "A moment before this century is refused.",
        _WRITES,
        lambda seen: any(str(seen.body.get(name, "2")) < "2000" for name in moments(seen.record_type)),
    ),
    _refuse(
        "refuses-large-references",
        "A reference of more than 32 bits is refused.",
        _WRITES,
        lambda seen: any(type(value) is int and abs(value) >= 2**31 for value in seen.body.values()),
    ),
    _refuse(
        "refuses-a-large-page",
        "A size above 100 is refused.",
        (Kind.LIST,),
        lambda seen: _number(seen, "size", 25) > 100,
    ),
    _refuse(
        "refuses-seconds-in-a-range",
        "A bound with seconds is refused.",
        (Kind.LIST,),
        lambda seen: any(len(seen.query[name]) > 16 for name, _ in filters(seen, Comparison.FROM, Comparison.TO)),
    ),
    _refuse(
        "refuses-descending", "A descending list is refused.", (Kind.LIST,), lambda seen: seen.query.get("dir") == "1"
    ),
    _refuse(
        "refuses-a-long-batch",
        "A batch of more than ten ids is refused.",
        (Kind.BATCH,),
        lambda seen: len(_ids(seen)) > 10,
    ),
    Defect("refuses-to-delete-twice", Family.REFUSES, "After a delete the next one is refused.", _every_other),
)
