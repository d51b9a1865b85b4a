"""What an attacker looks for: https://github.com/WebFuzzing/Commons, as far as the other families do not have it."""

from dataclasses import replace
from typing import Any

from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot, Seen, filters, parsed, with_json
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.source import is_object
from nexudus_contract.terms import Comparison, Kind

_TRACE = "System.NullReferenceException: at Nexudus.Api.Validation.Check(Object value) in Validation.cs:line 42"


def _injected(plot: Plot, respond: Respond) -> Respond:
    """A filter with an apostrophe in it is no filter any more."""

    def change(seen: Seen) -> Request:
        wrong = {name for name, _ in filters(seen, Comparison.EQUAL) if "'" in seen.query[name]}
        return seen.with_query({name: value for name, value in seen.query.items() if name not in wrong})

    return plot.asking(respond, (Kind.LIST,), change)


def _assigned(plot: Plot, respond: Respond) -> Respond:
    """What only the server may set is taken from an update's body, and shown from then on."""
    taken: dict[tuple[str, int], dict[str, Any]] = {}

    def keep(seen: Seen, answer: Answer) -> Answer:
        if seen.record_type and seen.record_id is not None:
            properties = seen.record_type.properties.values()
            names = [item.name for item in properties if item.assigned not in {None, "id"} and item.name in seen.body]
            taken[seen.record_type.tag, seen.record_id] = {name: seen.body[name] for name in names}
        return answer

    def show(seen: Seen, record: dict[str, Any]) -> dict[str, Any]:
        if seen.record_type is None:
            return record
        return {**record, **taken.get((seen.record_type.tag, record.get(seen.record_type.id_property, 0)), {})}

    return plot.records(plot.telling(respond, (Kind.UPDATE,), keep), show)


def _refusing(plot: Plot, respond: Respond) -> Respond:
    def changed(request: Request) -> Answer:
        answer = respond(request)
        value: Any = parsed(answer.body)
        wrong = answer.status == 400 and is_object(value) and plot.see(request).kind is not None
        return with_json(answer, {**value, "Message": _TRACE}) if wrong else answer

    return changed


def _reflecting(plot: Plot, respond: Respond) -> Respond:
    def changed(request: Request) -> Answer:
        answer = respond(request)
        if answer.status != 400 or plot.see(request).kind is None:
            return answer
        body = b"<html><body>" + (request.body or request.query) + b" is wrong</body></html>"
        return replace(answer, headers=((b"content-type", b"text/html"),), body=body)

    return changed


ATTACKS = (
    Defect("filter-injection", Family.MEANING, "A filter with an apostrophe in it finds everything.", _injected),
    Defect("mass-assignment", Family.STATE, "An update sets what only the server may set.", _assigned),
    Defect("stack-trace-told", Family.PROTOCOL, "A refusal tells where in its code the server stood.", _refusing),
    Defect("refusal-as-html", Family.PROTOCOL, "A refusal shows what was sent, as HTML.", _reflecting),
)
