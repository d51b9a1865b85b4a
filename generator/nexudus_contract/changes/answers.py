"""The answers of two versions of an operation."""

from collections.abc import Iterator

from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.keywords import canonical
from nexudus_contract.changes.media import content
from nexudus_contract.changes.node import Node
from nexudus_contract.changes.schemas import Schemas, docs
from nexudus_contract.source import Pointer

_REFUSES = "x-nexudus-refuses-valid"


def answers(old: Node, new: Node, answered: Schemas) -> Iterator[Change]:
    """How what an operation answers differs."""
    was, now = old.children("responses"), new.children("responses")
    for status in (status for status in was if status not in now):
        message = f"the answer {status} is gone; readers that handle it wait for it in vain"
        yield of_contract(Grade.BREAKING, was[status].pointer, f"gone {status}", message)
    for status in (status for status in now if status not in was):
        yield _fresh(status, (*new.place("responses"), status))
    for status in (status for status in was if status in now):
        yield from _compare(was[status], now[status], answered, f"the answer {status}")


def _fresh(status: str, pointer: Pointer) -> Change:
    """A reader takes an unknown refusal for any other of its class (RFC 9110, section 15), an unknown success not."""
    success = status[:1] not in ("4", "5")
    why = "readers do not know what it brings" if success else "readers take it for another refusal of its class"
    hurt = Grade.BREAKING if success else Grade.ADDITIVE
    return of_contract(hurt, pointer, f"new {status}", f"the answer {status} is new; {why}")


def _compare(was: Node, now: Node, answered: Schemas, name: str) -> Iterator[Change]:
    yield from docs(was, now, name)
    before, after = was.get(_REFUSES) is True, now.get(_REFUSES) is True
    if before != after:
        hurt = Grade.BREAKING if after else Grade.ADDITIVE
        who = "well-formed requests too" if after else "malformed requests only"
        yield of_contract(hurt, now.place(_REFUSES), _REFUSES, f"{name} is given to {who} now")
    yield from content(was, now, answered, name)
    yield from _headers(was, now, answered, name)
    yield from _links(was, now, name)


def _headers(old: Node, new: Node, answered: Schemas, name: str) -> Iterator[Change]:
    was = {key.lower(): item for key, item in old.children("headers").items()}
    now = {key.lower(): item for key, item in new.children("headers").items()}
    for header in (header for header in was if header not in now):
        message = f"{name}: the header {header} is gone; readers look for it in vain"
        yield of_contract(Grade.BREAKING, was[header].pointer, f"gone {header}", message)
    for header in (header for header in now if header not in was):
        message = f"{name}: the header {header} is new; readers may pass over it"
        yield of_contract(Grade.ADDITIVE, now[header].pointer, f"new {header}", message)
    for header in (header for header in was if header in now):
        called = f"the header {header}"
        yield from docs(was[header], now[header], called)
        before, after = was[header].get("required") is True, now[header].get("required") is True
        if before != after:
            hurt = Grade.ADDITIVE if after else Grade.BREAKING
            why = "always comes now" if after else "may be missing now; readers that count on it fail"
            yield of_contract(hurt, now[header].place("required"), "required", f"{called} {why}")
        yield from answered.differences(was[header].child("schema"), now[header].child("schema"), called)


def _links(old: Node, new: Node, name: str) -> Iterator[Change]:
    """A link says what an answer is good for; no request and no answer is another without it."""
    was, now = old.get("links", {}), new.get("links", {})
    for link in dict.fromkeys([*was, *now]):
        if canonical(was.get(link)) != canonical(now.get(link)):
            fate = "is gone" if link not in now else "is new" if link not in was else "is another"
            message = f"{name}: the link {link} {fate}; what can be sent and what comes is as before"
            yield of_contract(Grade.DOCS, (*new.place("links"), link), f"link {link}", message)
