"""Two versions of the contract.

What PyPI and npm offer misses what breaks this client. Of the 76 breaking edits that the tests try, Specmatic 2.55.1
finds 37 and Optic 1.0.9 finds 26, once the contract is made simpler for them, and neither sees a filter go or an
operationId change, after which functions are named; openapi-diff 0.24.1 refuses OpenAPI 3.1. So this differ is our own.
It goes by what the contract means, knows which way each value travels, and needs no Node and no Java.
"""

from collections.abc import Iterator
from dataclasses import replace

from nexudus_contract.changes.difference import Change, ChangesError, Grade, merged, of_contract
from nexudus_contract.changes.keywords import canonical
from nexudus_contract.changes.node import at, exists, node, target
from nexudus_contract.changes.operations import Operations
from nexudus_contract.changes.security import schemes
from nexudus_contract.contradictions import CONTRADICTIONS
from nexudus_contract.document import Contract
from nexudus_contract.limits import LIMITS
from nexudus_contract.source import JsonObject, Pointer, is_array, is_object
from nexudus_contract.terms import ContractError, Limit

_CONTESTED = {
    "topic": "has another topic",
    "sides": "has other evidence: its sides say something else, or by another source",
    "because": "is decided for another reason",
    "places": "is spoken of in other places",
    "probe": "is settled in another way",
}
"""What to say of a contradiction, a field of which says something else; `follows` is told by its sides."""


def contract_changes(old: Contract, new: Contract) -> tuple[Change, ...]:
    """How one contract differs from an earlier one, breaking differences first.

    Raises:
        ChangesError: one of them is not complete.
    """
    try:
        found = merged(_differences(old, new))
        return tuple(replace(item, line=_line(new, item)) for item in found)
    except (ContractError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ChangesError(f"the contracts cannot be compared ({error}); run 'make validate' on both") from error


def _differences(old: Contract, new: Contract) -> Iterator[Change]:
    yield from Operations(old, new).differences()
    yield from schemes(
        *(node(item.document, item.document.get("components", {}), ("components",)) for item in (old, new))
    )
    yield from _servers(old, new)
    yield from _limits(old.limits, new.limits)
    yield from _names(old, new)
    yield from _words(old, new)
    yield from _contradictions(old.document, new.document)


def _servers(old: Contract, new: Contract) -> Iterator[Change]:
    was = {item.get("url"): item for item in old.document.get("servers", [])}
    now = {item.get("url"): item for item in new.document.get("servers", [])}
    for url in (url for url in was if url not in now):
        message = f"the server {url} is gone; whoever calls it gets nothing"
        yield of_contract(Grade.BREAKING, ("servers",), f"gone {url}", message)
    for url in (url for url in now if url not in was):
        yield of_contract(Grade.ADDITIVE, ("servers",), f"new {url}", f"the server {url} is new; nobody calls it yet")
    for url in (url for url in was if url in now):
        if canonical(was[url]) != canonical(now[url]):
            message = f"the server {url} is described otherwise; its address is the same"
            yield of_contract(Grade.DOCS, ("servers", list(now).index(url)), "words", message)


def _limits(old: tuple[Limit, ...], new: tuple[Limit, ...]) -> Iterator[Change]:
    """A client that keeps to the limits before is refused under tighter ones."""
    for index, limit in enumerate(new):
        if not any(_implies(other, limit) for other in old):
            message = f"at most {_called(limit)}, which is tighter; a client that keeps to the old limits is refused"
            yield of_contract(Grade.BREAKING, (LIMITS, index), "tighter", message)
    for limit in old:
        if not any(_implies(other, limit) for other in new):
            message = f"no longer at most {_called(limit)}; a client that keeps to it is slower than need be"
            yield of_contract(Grade.ADDITIVE, (LIMITS,), f"looser {_called(limit)}", message)


def _implies(tighter: Limit, limit: Limit) -> bool:
    """Whether who keeps to the first keeps to the second."""
    counted = not tighter.methods or (bool(limit.methods) and limit.methods <= tighter.methods)
    return counted and tighter.calls <= limit.calls and tighter.seconds >= limit.seconds


def _called(limit: Limit) -> str:
    methods = f" of {', '.join(sorted(limit.methods))}" if limit.methods else ""
    return f"{limit.calls} calls{methods} in {limit.seconds:g} s"


def _names(old: Contract, new: Contract) -> Iterator[Change]:
    """Names of schemas, after which the client's models are called; nobody sends them."""
    was, now = (item.document.get("components", {}).get("schemas", {}) for item in (old, new))
    used = _referred(old)
    for name in was:
        if name not in now and ("components", "schemas", name) in used:
            message = f"no schema is called {name} any more; nobody sends its name, but the client's models have it"
            yield of_contract(Grade.DOCS, ("components", "schemas", name), "gone", message)


def _referred(contract: Contract) -> set[Pointer]:
    found: set[Pointer] = set()
    open_: list[object] = [contract.document]
    while open_:
        value = open_.pop()
        if is_object(value):
            if isinstance(value.get("$ref"), str):
                found.add(target(value["$ref"]))
            open_ += value.values()
        elif is_array(value):
            open_ += value
    return found


def _words(old: Contract, new: Contract) -> Iterator[Change]:
    """What the document says about itself, to people only."""
    for key in ("info", "externalDocs"):
        if canonical(old.document.get(key)) != canonical(new.document.get(key)):
            yield of_contract(
                Grade.DOCS, (key,), key, f"{key} says something else; no request and no answer is another"
            )
    was, now = ({tag["name"]: tag for tag in item.document.get("tags", [])} for item in (old, new))
    for name in dict.fromkeys([*was, *now]):
        if canonical(was.get(name)) != canonical(now.get(name)):
            place: Pointer = ("tags", list(now).index(name)) if name in now else ("tags",)
            yield of_contract(
                Grade.DOCS, place, f"tag {name}", f"the tag {name} is another; no request and no answer is another"
            )


def _contradictions(old: JsonObject, new: JsonObject) -> Iterator[Change]:
    """What is contested, and what was decided; where that changes a request or an answer, it is told there."""
    was, now = ({entry["id"]: entry for entry in item.get(CONTRADICTIONS, [])} for item in (old, new))
    for name in (name for name in was if name not in now):
        yield _contested((), f"gone {name}", name, f"is gone: {was[name]['topic']}")
    for index, (name, entry) in enumerate(now.items()):
        before = was.get(name)
        if before is None:
            yield _contested((index,), "new", name, f"is new: {entry['topic']}")
            continue
        if canonical(before["follows"]) != canonical(entry["follows"]):
            sides = (", ".join(item["follows"]) or "no side" for item in (entry, before))
            yield _contested((index, "follows"), "follows", name, "follows {} now, was {}".format(*sides))
        for field, message in _CONTESTED.items():
            if canonical(before[field]) != canonical(entry[field]):
                yield _contested((index, field), field, name, message)


def _contested(place: Pointer, aspect: str, name: str, message: str) -> Change:
    said = f"the contradiction {name} {message}; no request and no answer is another"
    return of_contract(Grade.DOCS, (CONTRADICTIONS, *place), aspect, said)


def _line(contract: Contract, change: Change) -> int | None:
    pointer = target(f"#{change.place}")
    # Where something was, something else may be now.
    if change.aspect.startswith("gone") or not exists(contract.document, pointer):
        return None
    # Lists are counted by numbers there.
    value: object = contract.document
    exact: list[str | int] = []
    for part in pointer:
        exact.append(int(part) if is_array(value) else part)
        value = at({"here": value}, ("here", part))
    return contract.source.position_of(tuple(exact)).line
