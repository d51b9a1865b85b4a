"""The parameters of two versions of an operation."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.media import content
from nexudus_contract.changes.node import Node
from nexudus_contract.changes.schemas import Schemas, docs

Key: TypeAlias = tuple[str, str]
"""Location, and name; of a path's parameters the place in the path, since nobody sends their names."""

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_CAP = "x-nexudus-cap"


def parameters(old: Mapping[Key, Node], new: Mapping[Key, Node], asked: Schemas) -> Iterator[Change]:
    """How the parameters differ."""
    moved = {key: other for key in old if key not in new if (other := _elsewhere(key, new, old)) is not None}
    for key, was in old.items():
        name = f"the parameter {was.get('name')}"
        if key in new:
            yield from _compare(was, new[key], asked, name)
        elif key in moved:
            now = new[moved[key]]
            message = f"{name} travels in the {moved[key][0]}, no longer in the {key[0]}; the server looks there only"
            yield of_contract(Grade.BREAKING, now.place("in"), "in", message)
            yield from _compare(was, now, asked, name)
        else:
            message = f"{name} is gone; the server ignores what callers send, or refuses it"
            yield of_contract(Grade.BREAKING, was.pointer, f"gone {was.get('name')}", message)
    for key in (key for key in new if key not in old and key not in moved.values()):
        yield _fresh(new[key])


def _elsewhere(key: Key, new: Mapping[Key, Node], old: Mapping[Key, Node]) -> Key | None:
    return next((other for other in new if other[1] == key[1] and other not in old), None)


def _fresh(now: Node) -> Change:
    name, demanded = f"the parameter {now.get('name')}", now.get("required") is True
    why = "callers that do not know it are refused" if demanded else "callers may leave it out"
    hurt = Grade.BREAKING if demanded else Grade.ADDITIVE
    return of_contract(hurt, now.pointer, f"new {now.get('name')}", f"{name} is new; {why}")


def _compare(was: Node, now: Node, asked: Schemas, name: str) -> Iterator[Change]:
    yield from docs(was, now, name)
    if was.get("name") != now.get("name"):
        message = f"{name} is called {now.get('name')} now; nobody sends the names of a path's parameters"
        if now.get("in") != "path":
            message = f"{name} is written {now.get('name')} now; case does not count in a header's name"
        yield of_contract(Grade.DOCS, now.place("name"), "name", message)
    before, after = was.get("required") is True, now.get("required") is True
    if before != after:
        hurt = Grade.BREAKING if after else Grade.ADDITIVE
        why = "must be sent now; callers that leave it out are refused" if after else "may be left out now"
        yield of_contract(hurt, now.place("required"), "required", f"{name} {why}")
    for key in ("style", "explode", "allowReserved", "allowEmptyValue"):
        if _encoding(was, key) != _encoding(now, key):
            message = (
                f"{name}: {key} is {_encoding(now, key)}, was {_encoding(was, key)}; the server reads it otherwise"
            )
            yield of_contract(Grade.BREAKING, now.place(key), key, message)
    yield from _cap(was, now, name)
    if ("content" in was.value) != ("content" in now.value):
        message = f"{name} is encoded otherwise: as {_encoded(now)}, before as {_encoded(was)}"
        yield of_contract(Grade.BREAKING, now.pointer, "content", message)
    elif "content" in was.value:
        yield from content(was, now, asked, name)
    else:
        yield from asked.differences(was.child("schema"), now.child("schema"), name)


def _cap(was: Node, now: Node, name: str) -> Iterator[Change]:
    before, after = was.get(_CAP), now.get(_CAP)
    if before == after:
        return
    lower = after is not None and (before is None or after < before)
    why = "whoever asks for more gets less than before" if lower else "nobody gets less than before"
    message = f"{name}: the server heeds at most {after or 'any'}, before {before or 'any'}; {why}"
    yield of_contract(Grade.BREAKING if lower else Grade.ADDITIVE, now.place(_CAP), _CAP, message)


def _encoding(parameter: Node, key: str) -> object:
    style = parameter.get("style", _STYLES.get(parameter.get("in"), "form"))
    return style if key == "style" else parameter.get(key, key == "explode" and style == "form")


def _encoded(parameter: Node) -> str:
    return next(iter(parameter.get("content", {})), "plain text")
