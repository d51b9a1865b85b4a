"""Defects of writes: what is lost, misdirected or mangled."""

import html
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from nexudus_contract.fuzz.defects.plant import (
    Defect,
    Family,
    Plot,
    Seen,
    existing,
    moments,
    parsed,
    texts,
    with_json,
)
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Kind

_WRITES = (Kind.CREATE, Kind.UPDATE)


def _written(name: str, description: str, change: Callable[[Seen, dict[str, Any]], dict[str, Any]]) -> Defect:
    """A server that keeps another record than it was sent."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.asking(respond, _WRITES, lambda seen: seen.with_body(change(seen, seen.body)))

    return Defect(name, Family.MEANING, description, plant)


def _text(name: str, description: str, change: Callable[[str], str | None]) -> Defect:
    """A server that keeps other texts than it was sent."""

    def changed(seen: Seen, body: dict[str, Any]) -> dict[str, Any]:
        names = [key for key in texts(seen.record_type) if isinstance(body.get(key), str)]
        return {**body, **{key: change(body[key]) for key in names}}

    return _written(name, description, changed)


def _moment(name: str, description: str, change: Callable[[str], str]) -> Defect:
    """A server that keeps other moments than it was sent."""

    def changed(seen: Seen, body: dict[str, Any]) -> dict[str, Any]:
        names = [key for key in moments(seen.record_type) if isinstance(body.get(key), str) and len(body[key]) == 20]
        return {**body, **{key: change(body[key]) for key in names}}

    return _written(name, description, changed)


def _number(name: str, description: str, change: Callable[[int], int]) -> Defect:
    """A server that keeps other references than it was sent."""

    def changed(seen: Seen, body: dict[str, Any]) -> dict[str, Any]:
        names = seen.record_type.references if seen.record_type else ()
        return {**body, **{key: change(body[key]) for key in names if type(body.get(key)) is int}}

    return _written(name, description, changed)


def _success(_plot: Plot, seen: Seen, respond: Respond) -> Answer:
    """What a write that worked is answered, with nothing new written."""
    record = existing(seen, respond, seen.record_id)
    if record is None or seen.record_type is None:
        return respond(seen.request)
    kept = {name: record[name] for name in (*seen.record_type.writable, seen.record_type.id_property) if name in record}
    return respond(seen.with_body(kept))


def _update(name: str, description: str, change: Callable[[Plot, Seen, Respond], Answer]) -> Defect:
    """A server that carries out updates in a way of its own."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            seen = plot.see(request)
            return change(plot, seen, respond) if seen.kind is Kind.UPDATE else respond(request)

        return changed

    return Defect(name, Family.MEANING, description, plant)


def _misdirected(_plot: Plot, seen: Seen, respond: Respond) -> Answer:
    listed = respond(replace(seen.request, method="GET", query=b"size=1&dir=1", body=b""))
    rows: list[dict[str, Any]] = parsed(listed.body)["Records"] if listed.status == 200 else []
    if not rows or seen.record_type is None or existing(seen, respond, seen.record_id) is None:
        return respond(seen.request)
    name = seen.record_type.id_property
    answer = respond(seen.with_body({**seen.body, name: rows[0][name]}))
    return (
        answer if answer.status != 200 else with_json(answer, {**parsed(answer.body), "Value": {"Id": seen.record_id}})
    )


def _merged(plot: Plot, seen: Seen, respond: Respond) -> Answer:
    record = existing(seen, respond, seen.record_id)
    if record is None or seen.record_type is None:
        return respond(seen.request)
    # What is demanded and missing is still refused.
    kept = {name: record[name] for name in plot.optional(seen) if record.get(name) is not None}
    return respond(seen.with_body({**kept, **seen.body}))


def _first_field_only(_plot: Plot, seen: Seen, respond: Respond) -> Answer:
    record = existing(seen, respond, seen.record_id)
    if record is None or seen.record_type is None:
        return respond(seen.request)
    names = [name for name in seen.record_type.writable if name in seen.body and seen.body[name] != record.get(name)]
    return respond(seen.with_body({**seen.body, **{name: record.get(name) for name in names[1:]}}))


def _clearing_reader(plot: Plot, respond: Respond) -> Respond:
    """Reading a record by its id clears what may be left out of it."""

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is Kind.GET and answer.status == 200 and seen.record_type:
            record = parsed(answer.body)
            names = (*seen.record_type.writable, seen.record_type.id_property)
            body = {name: record[name] for name in names if name in record and name not in plot.optional(seen)}
            headers = {**request.headers, b"content-type": b"application/json"}
            path = seen.record_type.path
            respond(replace(request, method="PUT", path=path, query=b"", body=orjson.dumps(body), headers=headers))
        return answer

    return changed


def _last_cleared(plot: Plot, respond: Respond) -> Respond:
    """What is last in a body, and may be left out, is not kept."""

    def change(seen: Seen) -> Request:
        lost = {name for name in list(seen.body)[-1:] if name in plot.optional(seen)}
        return seen.with_body({name: value for name, value in seen.body.items() if name not in lost})

    return plot.asking(respond, _WRITES, change)


UPDATES = (
    _update("update-lost", "An update says that it worked, and changes nothing.", _success),
    _update("update-misdirected", "An update changes the newest record, whichever it names.", _misdirected),
    _update("update-keeps-what-is-left-out", "An update leaves as it was what it should clear.", _merged),
    _update("update-of-one-field", "An update changes the first field that differs, and no other.", _first_field_only),
    Defect(
        "cleared-by-a-read", Family.MEANING, "Reading a record clears what may be left out of it.", _clearing_reader
    ),
    Defect(
        "last-field-cleared", Family.MEANING, "What is last in a body, and may be left out, is lost.", _last_cleared
    ),
)

TEXTS = (
    _text("text-trimmed", "Blanks around a text are lost.", str.strip),
    _text("text-in-small-letters", "Texts are kept in small letters.", str.lower),
    _text(
        "text-normalised",
        "Texts are kept in another Unicode form.",
        lambda text: unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)),
    ),
    _text(
        "emoji-lost",
        "What lies beyond the basic plane of Unicode is lost.",
        lambda text: "".join(letter for letter in text if ord(letter) < 0x10000),
    ),
    _text(
        "text-in-ascii",
        "What is not ASCII becomes a question mark.",
        lambda text: text.encode("ascii", "replace").decode(),
    ),
    _text("text-cut-off", "A text is cut off after 50 characters.", lambda text: text[:50]),
    _text("text-escaped", "Texts are kept as HTML.", html.escape),
    _text("blanks-joined", "Two blanks in a row become one.", lambda text: text.replace("  ", " ")),
    _text("quotes-lost", "Quotes are lost.", lambda text: text.replace('"', "").replace("'", "")),
    _text("backslashes-doubled", "A backslash becomes two.", lambda text: text.replace("\\", "\\\\")),
    _text(
        "line-breaks-lost",
        "Line breaks and tabs become blanks.",
        lambda text: text.replace("\n", " ").replace("\r", " ").replace("\t", " "),
    ),
    _text("empty-text-filled", "An empty text is kept as a dash.", lambda text: text or "-"),
)

MOMENTS = (
    _moment("date-without-time", "Moments lose their time of day.", lambda text: f"{text[:10]}T00:00:00Z"),
    _moment("moment-without-seconds", "Moments lose their seconds.", lambda text: f"{text[:16]}:00Z"),
    _moment(
        "moment-in-another-zone",
        "Moments are an hour off from noon on.",
        lambda text: text if text[11:13] < "12" else f"{text[:11]}{(int(text[11:13]) + 1) % 24:02}{text[13:]}",
    ),
    _moment("century-lost", "Years are kept with two digits.", lambda text: f"20{text[2:]}"),
)

NUMBERS = (
    _number(
        "number-rounded", "Large numbers are kept as floating point ones.", lambda number: _fitting(int(float(number)))
    ),
    _number("sign-lost", "Numbers lose their sign.", lambda number: _fitting(abs(number))),
    _number("number-in-32-bits", "Numbers are kept in 32 bits.", lambda number: (number + 2**31) % 2**32 - 2**31),
)


def _fitting(number: int) -> int:
    return max(-(2**63), min(2**63 - 1, number))
