"""One probe: every question, asked of one server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from nexudus_contract.document import Contract
from nexudus_contract.probe import batches, moments, paging, paths, refusals, rows, sorting, texts
from nexudus_contract.probe.answer import Answer, Finding, UnanswerableError, unknown
from nexudus_contract.probe.asker import USUAL, Asker, Probe
from nexudus_contract.probe.evidence import Veil
from nexudus_contract.probe.inquiry import Inquiry
from nexudus_contract.probe.places import Places
from nexudus_contract.probe.report import Report
from nexudus_contract.source import Pointer
from nexudus_contract.target import Target
from nexudus_contract.terms import Kind, RecordType

Question: TypeAlias = Callable[[Inquiry], Finding]

_MOST_PER_TYPE = 80
_MOST_BESIDES = 20

OF_RECORD_TYPES: Mapping[str, Question] = {
    "collection": paths.collection,
    **{f"dir={value}": partial(sorting.direction, value=value) for value in (*sorting.NUMBERS, *sorting.WORDS)},
    "default-sort": sorting.default,
    "direction-shown": sorting.shown,
    "largest-page": paging.largest,
    "batch": batches.current,
    "batch-of-2020": batches.of_2020,
    "batch-order": batches.order,
    "batch-unknown-among": batches.unknown_among,
    "batch-unknown-only": batches.unknown_only,
    "batch-records": rows.of_batch,
    "list-rows": rows.of_list,
    "moment-bare": partial(moments.zone, form=moments.BARE),
    "moment-instant": partial(moments.zone, form=moments.INSTANT),
    "range-from": moments.lower,
    "range-to": moments.upper,
    "text-filter": texts.comparing,
    "text-case": texts.case,
    "unknown-id": refusals.unknown_id,
}
"""The questions whose answers may differ from one record type to another, by id."""

OF_THE_SERVER: Mapping[str, Question] = {"made-up-token": refusals.stranger, "challenge": refusals.challenge}
"""The questions that are asked of one record type only, for all of them."""


def run(contract: Contract, target: Target, probe: Probe = USUAL) -> Report:
    """Ask a server everything, by reads only, and report its answers.

    Raises:
        ProbeError: the server cannot be reached, lets nobody in, shows signs of locking the account, or throttles for
            too long.
    """
    record_types = contract.record_types
    most = _MOST_PER_TYPE * len(record_types) + _MOST_BESIDES
    with Asker(contract, target, most, probe) as asker:
        asker.enter()
        answers = tuple(_answers(contract, asker, Places(contract)))
        veil = _veil(contract, asker.secrets)
        return Report(
            target=target.url,
            contract=str(contract.document["info"]["version"]),
            file=contract.source.path.name,
            record_types=tuple(item.tag for item in record_types),
            sent=asker.sent,
            most=most,
            throttled=len(asker.throttled),
            answers=answers,
            exchanges=tuple(veil.over(reply.exchange) for reply in (*asker.replies, *asker.throttled[:1])),
        )


def _answers(contract: Contract, asker: Asker, places: Places) -> Iterator[Answer]:
    inquiring = partial(Inquiry, asker=asker, places=places)
    record_types = contract.record_types
    answering = [item for item in record_types if asker.ask(item.operations[Kind.LIST]).page is not None]
    for question, ask in OF_RECORD_TYPES.items():
        for item in record_types:
            if item in answering or question == "collection":
                yield _answer(question, item.tag, ask, inquiring(item))
            else:
                yield Answer(question, item.tag, unknown("the collection does not answer"), ())
        if question == "collection":
            yield from _sharing(contract, inquiring)
    for question, ask in OF_THE_SERVER.items():
        if answering:
            yield _answer(question, "", ask, inquiring(answering[0]))
        else:
            yield Answer(question, "", unknown("no collection answers"), ())
    operation = record_types[0].operations[Kind.LIST]
    # Its exchange stands behind all the others.
    evidence = (len(asker.replies),) if asker.throttled else ()
    yield Answer("throttle", "", refusals.throttle(operation, asker.throttled, places), evidence)


def _answer(question: str, about: str, ask: Question, inquiry: Inquiry) -> Answer:
    finding = _found(partial(ask, inquiry))
    return Answer(question, about, finding, sorted(inquiry.replies))


def _found(ask: Callable[[], Finding]) -> Finding:
    try:
        return ask()
    except UnanswerableError as error:
        return unknown(str(error))


def _sharing(contract: Contract, inquiring: Callable[[RecordType], Inquiry]) -> Iterator[Answer]:
    for entity in dict.fromkeys(item.entity for item in contract.record_types):
        members = [item for item in contract.record_types if item.entity == entity]
        if len(members) < 2:
            continue
        names = [tag["name"] for tag in contract.document["tags"]]
        tags: list[Pointer] = [("tags", names.index(item.tag)) for item in members]
        inquiries = [inquiring(item) for item in members]
        finding = _found(partial(paths.sharing, inquiries, tags))
        yield Answer("shared-entity", entity, finding, sorted({n for inquiry in inquiries for n in inquiry.replies}))


def _veil(contract: Contract, secrets: Sequence[str]) -> Veil:
    record_types = contract.record_types
    return Veil(
        frozenset(item.id_property for item in record_types),
        frozenset(item.parameter for record_type in record_types for item in texts.filters(record_type)),
        secrets,
    )
