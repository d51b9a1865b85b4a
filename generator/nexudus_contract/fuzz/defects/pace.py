"""Defects of pace: throttling, slowness, and what comes right after something else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot, Seen, filters, parsed, texts, with_json
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Comparison, Kind


def _every(count: int, change: Callable[[Respond, Request], Answer]) -> Callable[[Plot, Respond], Respond]:
    """A server that treats every so manieth call of the contract in a way of its own."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        number = [0]

        def changed(request: Request) -> Answer:
            number[0] += plot.see(request).kind is not None
            return change(respond, request) if number[0] % count == 0 and number[0] else respond(request)

        return changed

    return plant


def _throttled(
    *headers: tuple[bytes, bytes], body: bytes = b"", works: bool = False
) -> Callable[[Plot, Respond], Respond]:
    def change(respond: Respond, request: Request) -> Answer:
        if works:
            respond(request)
        return Answer(409, body, headers)

    return _every(7, change)


THROTTLES = (
    Defect(
        "throttle-without-a-time", Family.THROTTLE, "A throttled call is not told when to come again.", _throttled()
    ),
    Defect(
        "throttle-with-a-body",
        Family.THROTTLE,
        "A throttled call is answered with a body.",
        _throttled((b"content-type", b"application/json"), (b"retry-after", b"0"), body=b"{}"),
    ),
    Defect(
        "throttle-in-words",
        Family.THROTTLE,
        "A throttled call is told in words when to come again.",
        _throttled((b"retry-after", b"soon")),
    ),
    Defect(
        "throttle-after-the-work",
        Family.THROTTLE,
        "A throttled call has been carried out all the same.",
        _throttled((b"retry-after", b"0"), works=True),
    ),
)


def _slow(name: str, description: str, kinds: tuple[Kind, ...], test: Callable[[Seen], bool]) -> Defect:
    def plant(plot: Plot, respond: Respond) -> Respond:
        late = timedelta(seconds=2).total_seconds()
        return plot.telling(respond, kinds, lambda seen, answer: replace(answer, delay=late) if test(seen) else answer)

    return Defect(name, Family.SLOWNESS, description, plant)


SLOWNESS = (
    _slow(
        "slow-with-a-range",
        "A list with a range takes two seconds.",
        (Kind.LIST,),
        lambda seen: bool(filters(seen, Comparison.FROM, Comparison.TO)),
    ),
    _slow(
        "slow-with-a-long-text",
        "A write with a long text takes two seconds.",
        (Kind.CREATE, Kind.UPDATE),
        lambda seen: any(len(str(seen.body.get(name, ""))) > 100 for name in texts(seen.record_type)),
    ),
    _slow(
        "slow-batch",
        "A batch of more than three takes two seconds.",
        (Kind.BATCH,),
        lambda seen: seen.query.get("id", "").count(",") > 2,
    ),
)


def _lost_in_a_row(plot: Plot, respond: Respond) -> Respond:
    """Of two creates in a row the second is answered like the first, and lost."""
    before: list[tuple[str, Answer]] = []

    def changed(request: Request) -> Answer:
        seen = plot.see(request)
        if seen.kind is not Kind.CREATE:
            before.clear()
            return respond(request)
        if before and before[0][0] == request.path:
            again = before.pop()[1]
            return with_json(again, parsed(again.body))
        answer = respond(request)
        before[:] = [(request.path, answer)] if answer.status == 200 else []
        return answer

    return changed


def _stale(plot: Plot, respond: Respond) -> Respond:
    """A read right after a write answers what was there before."""
    known: dict[str, Answer] = {}
    written: set[str] = set()

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is Kind.UPDATE and answer.status == 200 and seen.record_type:
            written.add(f"{seen.record_type.path}/{seen.record_id}")
        if seen.kind is Kind.GET and answer.status == 200:
            if request.path in written and request.path in known:
                written.discard(request.path)
                return known[request.path]
            known[request.path] = answer
        return answer

    return changed


CONCURRENCY = (
    Defect("lost-in-a-row", Family.CONCURRENCY, "Of two creates in a row the second is lost.", _lost_in_a_row),
    Defect("stale-read", Family.CONCURRENCY, "The first read after an update answers what was there before.", _stale),
)
