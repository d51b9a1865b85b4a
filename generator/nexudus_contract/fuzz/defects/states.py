"""Defects of state: what is done twice, not at all, or in spite of a refusal, and what comes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nexudus_contract.fuzz.defects.plant import (
    Defect,
    Family,
    Plot,
    Seen,
    existing,
    parsed,
    texts,
    with_json,
)
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Kind


def _twice(plot: Plot, respond: Respond) -> Respond:
    def work(seen: Seen, answer: Answer) -> Answer:
        respond(seen.request)
        return answer

    return plot.telling(respond, (Kind.CREATE,), work)


def _undone(plot: Plot, respond: Respond) -> Respond:
    def work(seen: Seen, answer: Answer) -> Answer:
        record_id = parsed(answer.body)["Value"]["Id"]
        respond(replace(seen.about(record_id), method="DELETE"))
        return answer

    return plot.telling(respond, (Kind.CREATE,), work)


def _undeleted(plot: Plot, respond: Respond) -> Respond:
    """Deleting is only said to be done."""

    def changed(request: Request) -> Answer:
        seen = plot.see(request)
        if seen.kind is not Kind.DELETE or seen.record_id is None:
            return respond(request)
        shown = respond(seen.about(seen.record_id))
        if shown.status != 200 or seen.record_type is None:
            return respond(request)
        message = f"{seen.record_type.entity} was successfully deleted."
        done = {
            "Status": 200,
            "Message": message,
            "Value": {"Id": seen.record_id},
            "Errors": None,
            "WasSuccessful": True,
        }
        return with_json(shown, done)

    return changed


def _remembered(plot: Plot, respond: Respond) -> Respond:
    """A record that was read can be read when it is gone."""
    known: dict[str, Answer] = {}

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is Kind.GET and answer.status == 200:
            known[request.path] = answer
        if seen.kind is Kind.GET and answer.status == 404:
            return known.get(request.path, answer)
        return answer

    return changed


def _listed_after_deletion(plot: Plot, respond: Respond) -> Respond:
    gone: dict[str, dict[str, Any]] = {}

    def changed(request: Request) -> Answer:
        seen = plot.see(request)
        before = existing(seen, respond, seen.record_id) if seen.kind is Kind.DELETE else None
        answer = respond(request)
        tag = seen.record_type.tag if seen.record_type else ""
        if before is not None and answer.status == 200:
            gone[tag] = before
        if seen.kind is Kind.LIST and answer.status == 200 and tag in gone:
            page = parsed(answer.body)
            return with_json(answer, {**page, "Records": [*page["Records"], gone[tag]][: page["CurrentPageSize"]]})
        return answer

    return changed


def _id_again(plot: Plot, respond: Respond) -> Respond:
    """A new record gets the id of the one that was deleted last."""
    free: list[int] = []
    real: dict[int, int] = {}

    def changed(request: Request) -> Answer:
        seen = plot.see(request)
        if seen.kind in {Kind.GET, Kind.DELETE} and seen.record_id in real:
            request = replace(request, path=f"{request.path.rpartition('/')[0]}/{real[seen.record_id]}")
        answer = respond(request)
        if seen.kind is Kind.DELETE and answer.status == 200 and seen.record_id is not None:
            free.append(seen.record_id)
        if seen.kind is Kind.CREATE and answer.status == 200 and free:
            value = parsed(answer.body)
            again = free.pop()
            real[again] = value["Value"]["Id"]
            return with_json(answer, {**value, "Value": {"Id": again}})
        return answer

    return changed


def _refused_but_done(plot: Plot, respond: Respond) -> Respond:
    """A create that is refused has written a record like the one before."""
    latest: dict[str, Request] = {}

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is Kind.CREATE and answer.status == 200:
            latest[request.path] = request
        if seen.kind is Kind.CREATE and answer.status == 400 and request.path in latest:
            respond(latest[request.path])
        return answer

    return changed


def _refused_update_but_done(plot: Plot, respond: Respond) -> Respond:
    """An update that is refused has changed what was right in it."""

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        record = existing(seen, respond, seen.record_id) if seen.kind is Kind.UPDATE and answer.status == 400 else None
        if record is not None and seen.record_type:
            names = (*seen.record_type.writable, seen.record_type.id_property)
            body = {name: record[name] for name in names if name in record}
            for name in texts(seen.record_type):
                if isinstance(seen.body.get(name), str):
                    body[name] = seen.body[name]
            respond(seen.with_body(body))
        return answer

    return changed


def _kept_stamp(assigned: str, name: str, description: str, change: Callable[[Any, int], Any]) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        updates: dict[tuple[str, int], int] = {}

        def counting(seen: Seen, answer: Answer) -> Answer:
            if seen.record_type and seen.record_id is not None:
                key = seen.record_type.tag, seen.record_id
                updates[key] = updates.get(key, 0) + 1
            return answer

        def shown(seen: Seen, record: dict[str, Any]) -> dict[str, Any]:
            properties = seen.record_type.properties.values() if seen.record_type else ()
            names = [item.name for item in properties if item.assigned == assigned and item.name in record]
            tag, number = (
                (seen.record_type.tag, record.get(seen.record_type.id_property, 0)) if seen.record_type else ("", 0)
            )
            count = updates.get((tag, number), 0)
            return {**record, **{key: change(record[key], count) for key in names}} if count else record

        return plot.records(plot.telling(respond, (Kind.UPDATE,), counting), shown)

    return Defect(name, Family.STATE, description, plant)


STATES = (
    Defect("created-twice", Family.STATE, "A create makes two records.", _twice),
    Defect("created-in-vain", Family.STATE, "A created record is gone at once.", _undone),
    Defect("deleted-in-vain", Family.STATE, "A delete says that it worked, and the record stays.", _undeleted),
    Defect("read-after-deletion", Family.STATE, "A deleted record can still be read.", _remembered),
    Defect("listed-after-deletion", Family.STATE, "A deleted record is still listed.", _listed_after_deletion),
    Defect("id-used-again", Family.STATE, "A new record gets the id of a deleted one.", _id_again),
    Defect("refused-create-writes", Family.STATE, "A create that is refused writes all the same.", _refused_but_done),
    Defect(
        "refused-update-writes",
        Family.STATE,
        "An update that is refused writes what was right in it.",
        _refused_update_but_done,
    ),
    _kept_stamp(
        "uuid",
        "uuid-changes",
        "An update gives the record another UUID.",
        lambda value, count: f"{count:08x}{value[8:]}",
    ),
    _kept_stamp(
        "created-on",
        "creation-moves",
        "An update moves the moment of creation.",
        lambda _value, count: f"2001-01-01T00:00:{count % 60:02}Z",
    ),
    _kept_stamp(
        "updated-on",
        "update-does-not-show",
        "An update does not move the moment of the last update.",
        lambda _value, _count: "2001-01-01T00:00:00Z",
    ),
    _kept_stamp(
        "updated-by", "author-lost", "An update is somebody else's.", lambda _value, _count: "nobody@example.com"
    ),
)
