"""Defects of answers: their shape, and what HTTP says of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot, Seen, parsed, with_json
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind

_READS = (Kind.GET, Kind.BATCH, Kind.LIST)
_WRITES = (Kind.CREATE, Kind.UPDATE, Kind.DELETE)


def _page(name: str, description: str, change: Callable[[dict[str, Any]], Any]) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.saying(respond, (Kind.LIST,), lambda _seen, page: change(page))

    return Defect(name, Family.SHAPE, description, plant)


def _record(name: str, description: str, change: Callable[[Seen, dict[str, Any]], dict[str, Any]]) -> Defect:
    return Defect(name, Family.SHAPE, description, lambda plot, respond: plot.records(respond, change))


def _result(name: str, description: str, family: Family, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.saying(respond, _WRITES, lambda _seen, result: change(result))

    return Defect(name, family, description, plant)


def _without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name not in names}


def _assigned(seen: Seen, record: dict[str, Any], how: str) -> list[str]:
    properties = seen.record_type.properties.values() if seen.record_type else ()
    return [item.name for item in properties if item.assigned == how and item.name in record]


def _changed(how: str, change: Callable[[Any], Any]) -> Callable[[Seen, dict[str, Any]], dict[str, Any]]:
    return lambda seen, record: {**record, **{name: change(record[name]) for name in _assigned(seen, record, how)}}


def _failing(name: str, family: Family, description: str, status: int, change: Callable[[Answer], Answer]) -> Defect:
    """A server whose refusals of one status are not what they should be."""

    def plant(_plot: Plot, respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            answer = respond(request)
            return change(answer) if answer.status == status else answer

        return changed

    return Defect(name, family, description, plant)


def _errors(change: Callable[[list[Any]], Any]) -> Callable[[Answer], Answer]:
    def changed(answer: Answer) -> Answer:
        failure: Any = parsed(answer.body)
        if not is_object(failure) or "Errors" not in failure:
            return answer
        return with_json(answer, {**failure, "Errors": change(failure["Errors"])})

    return changed


def _broken_json(plot: Plot, respond: Respond) -> Respond:
    def changed(_seen: Seen, answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b'\\"', b'"'))

    return plot.telling(respond, _READS, changed)


SHAPES = (
    _page(
        "page-lacks-its-total",
        "A page does not say how many pages there are.",
        lambda page: _without(page, "TotalPages"),
    ),
    _page(
        "page-total-is-a-text",
        "The total of a page is a text.",
        lambda page: {**page, "TotalItems": str(page["TotalItems"])},
    ),
    _page("page-is-bare", "A list answers its rows and nothing else.", lambda page: page["Records"]),
    _page(
        "empty-page-is-null",
        "An empty page holds null in place of no rows.",
        lambda page: {**page, "Records": page["Records"] or None},
    ),
    _page(
        "rows-lack-their-id",
        "The rows of a list lack their ids.",
        lambda page: {**page, "Records": [_without(row, "Id") for row in page["Records"]]},
    ),
    _record("id-is-a-text", "Ids are texts.", _changed("id", str)),
    _record("uuid-is-none", "UUIDs lack their last digits.", _changed("uuid", lambda text: text[:-8])),
    _record(
        "moment-with-eight-digits",
        "Moments have eight digits of a second.",
        _changed("updated-on", lambda text: text[:19] + ".12345678Z"),
    ),
    _record(
        "moment-without-zone", "Moments lack their zone.", _changed("created-on", lambda text: text.removesuffix("Z"))
    ),
    Defect("json-unescaped", Family.SHAPE, "Quotes in texts are not escaped.", _broken_json),
    _result(
        "result-without-success",
        "A write does not say whether it worked.",
        Family.SHAPE,
        lambda result: _without(result, "WasSuccessful"),
    ),
    _result(
        "result-value-is-a-number",
        "A write answers the id bare.",
        Family.SHAPE,
        lambda result: {**result, "Value": result["Value"] and result["Value"]["Id"]},
    ),
    _failing(
        "errors-without-names",
        Family.SHAPE,
        "A validation failure does not name its fields.",
        400,
        _errors(lambda errors: [_without(error, "PropertyName") for error in errors]),
    ),
    _failing(
        "errors-are-null",
        Family.SHAPE,
        "A validation failure has no list of errors.",
        400,
        _errors(lambda _errors: None),
    ),
    _failing(
        "not-found-is-an-object",
        Family.SHAPE,
        "What is not there is told by an object.",
        404,
        lambda answer: with_json(answer, {"Message": "Not found"}),
    ),
    _failing(
        "denied-is-empty",
        Family.SHAPE,
        "A refusal for want of credentials has no message.",
        401,
        lambda answer: with_json(answer, {}),
    ),
)

RESULTS = (
    _result(
        "success-denied",
        "A write that worked says that it failed.",
        Family.MEANING,
        lambda result: {**result, "WasSuccessful": False},
    ),
    _result(
        "result-names-another",
        "A write answers the id of the record before.",
        Family.MEANING,
        lambda result: {**result, "Value": result["Value"] and {"Id": result["Value"]["Id"] - 1}},
    ),
    _result(
        "result-status-fails",
        "A write that worked has a status that says otherwise.",
        Family.MEANING,
        lambda result: {**result, "Status": 500},
    ),
)


def _status(name: str, description: str, kinds: tuple[Kind, ...], status: int) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.telling(respond, kinds, lambda _seen, answer: replace(answer, status=status))

    return Defect(name, Family.PROTOCOL, description, plant)


def _header(name: str, description: str, kinds: tuple[Kind, ...], *headers: tuple[bytes, bytes]) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.telling(respond, kinds, lambda _seen, answer: replace(answer, headers=headers))

    return Defect(name, Family.PROTOCOL, description, plant)


def _any_method(_plot: Plot, respond: Respond) -> Respond:
    def changed(request: Request) -> Answer:
        answer = respond(request)
        return respond(replace(request, method="GET", body=b"")) if answer.status == 405 else answer

    return changed


PROTOCOLS = (
    _status("created-is-201", "A create answers 201.", (Kind.CREATE,), 201),
    _status("deleted-is-202", "A delete answers 202.", (Kind.DELETE,), 202),
    _status("list-is-206", "A list answers 206.", (Kind.LIST,), 206),
    _failing(
        "invalid-is-422",
        Family.PROTOCOL,
        "A validation failure answers 422.",
        400,
        lambda answer: replace(answer, status=422),
    ),
    _failing(
        "missing-is-410",
        Family.PROTOCOL,
        "What is not there answers 410.",
        404,
        lambda answer: replace(answer, status=410),
    ),
    _failing(
        "method-without-allow",
        Family.PROTOCOL,
        "A refused method is not told what is allowed.",
        405,
        lambda answer: replace(answer, headers=((b"content-type", b"application/json"),)),
    ),
    _failing(
        "denied-without-challenge",
        Family.PROTOCOL,
        "A refusal for want of credentials names no scheme.",
        401,
        lambda answer: replace(answer, headers=((b"content-type", b"text/plain"),)),
    ),
    _header("record-as-html", "A record comes as HTML.", (Kind.GET,), (b"content-type", b"text/html")),
    _header("page-without-type", "A page has no content type.", (Kind.LIST,)),
    _header("batch-as-text", "A batch comes as plain text.", (Kind.BATCH,), (b"content-type", b"text/plain")),
    Defect("any-method-reads", Family.PROTOCOL, "Any method that a path lacks reads what is there.", _any_method),
)
