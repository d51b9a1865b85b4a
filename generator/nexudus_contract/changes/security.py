"""Who may call: the alternatives that an operation accepts, each a set of schemes with their roles."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.keywords import canonical
from nexudus_contract.changes.node import Node
from nexudus_contract.changes.schemas import docs
from nexudus_contract.source import JsonObject, Pointer
from nexudus_contract.terms import Operation

_Alternative: TypeAlias = Mapping[str, frozenset[str]]


def security(old: tuple[JsonObject, Operation], new: tuple[JsonObject, Operation]) -> Iterator[Change]:
    """Who may call an operation no longer, and who may for the first time."""
    was, now = _alternatives(*old), _alternatives(*new)
    holder = new[1].pointer if "security" in new[1].raw else ()
    place: Pointer = (*holder, "security")
    for item in was:
        if not any(_enough(item, other) for other in now):
            message = f"{_called(item)} does not suffice any more, {_wanted(now)} is wanted; who has no more is refused"
            yield of_contract(Grade.BREAKING, place, f"refused {_called(item)}", message)
    for item in now:
        if not any(_enough(item, other) for other in was):
            message = f"{_called(item)} suffices now, before {_wanted(was)} was wanted; nobody is refused for it"
            yield of_contract(Grade.ADDITIVE, place, f"accepted {_called(item)}", message)


def schemes(old: Node, new: Node) -> Iterator[Change]:
    """How the ways of saying who one is differ. One that is gone shows where an operation wanted it."""
    was, now = old.children("securitySchemes"), new.children("securitySchemes")
    for name in (name for name in was if name in now):
        yield from docs(was[name], now[name], f"the security scheme {name}")
        for key in ("type", "scheme", "name", "in", "flows", "openIdConnectUrl"):
            if canonical(was[name].get(key)) != canonical(now[name].get(key)):
                message = f"the security scheme {name} has another {key}; who signs in as before is refused"
                yield of_contract(Grade.BREAKING, now[name].place(key), key, message)


def _alternatives(document: JsonObject, operation: Operation) -> list[_Alternative]:
    everywhere: list[dict[str, list[str]]] = document.get("security", [])
    stated: list[dict[str, list[str]]] = operation.raw.get("security", everywhere)
    # None stated: anybody may call.
    return [{scheme: frozenset(roles) for scheme, roles in item.items()} for item in stated] or [{}]


def _enough(held: _Alternative, wanted: _Alternative) -> bool:
    return all(scheme in held and roles <= held[scheme] for scheme, roles in wanted.items())


def _called(item: _Alternative) -> str:
    if not item:
        return "no credentials at all"
    return " and ".join(
        f"{scheme} with {', '.join(sorted(roles))}" if roles else scheme for scheme, roles in item.items()
    )


def _wanted(items: list[_Alternative]) -> str:
    return " or ".join(map(_called, items))
