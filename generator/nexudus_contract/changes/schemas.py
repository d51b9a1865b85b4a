"""Two schemas for values that travel one way."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from nexudus_contract.changes.difference import Change, Grade, of_contract
from nexudus_contract.changes.effect import Direction, Effect, grade, reason
from nexudus_contract.changes.keywords import PROMISES, allowing, canonical, effect, same, shown
from nexudus_contract.changes.node import DOCS, Node, text
from nexudus_contract.changes.schema import TYPES, Schema, anything, understand
from nexudus_contract.source import Pointer

_Pair = tuple[Pointer, Pointer]


@dataclass
class Schemas:
    """Compares schemas, each pair once.

    Attributes:
        direction: which way the values travel.
    """

    direction: Direction
    _known: dict[_Pair, tuple[Change, ...]] = field(default_factory=dict[_Pair, tuple[Change, ...]])

    def differences(self, old: Node, new: Node, name: str) -> tuple[Change, ...]:
        """How one schema differs from another; `name` is what people call the value."""
        pair = (old.pointer, new.pointer)
        if pair not in self._known:
            # A schema that holds itself comes back to here.
            self._known[pair] = ()
            self._known[pair] = tuple(self._compare(old, new, name))
        return self._known[pair]

    def _compare(self, old: Node, new: Node, name: str) -> Iterator[Change]:
        before, after = understand(old), understand(new)
        at = _Place(self.direction, name, after.pointer)
        yield from docs(old, new, name)
        yield from self._apart(before, after, at)
        if before.choices or after.choices:
            yield from self._choices(before, after, old, new, at)
        if bool(before.choices) != bool(after.choices):
            return
        kinds = before.types - {"null"}, after.types - {"null"}
        yield from _types(before, after, at)
        if kinds[0].isdisjoint(kinds[1]):
            return
        yield from _values(before, after, at)
        for key in allowing(before.keywords, after.keywords):
            was, now = before.keywords.get(key), after.keywords.get(key)
            yield at.change(key, effect(key, was, now), f"{key} {_step(was, now)}", now.pointer if now else None)
        yield from self._items(before, after, old, new, at)
        yield from self._properties(before, after, at)
        yield from self._rest(before, after, new, at)

    def _apart(self, before: Schema, after: Schema, at: "_Place") -> Iterator[Change]:
        """Keywords that do not say which values are allowed."""
        was, now = before.keywords.get("default"), after.keywords.get("default")
        if self.direction is Direction.REQUEST and not same(was, now):
            hurt = Grade.ADDITIVE if was is None else Grade.BREAKING
            why = "it is said now what leaving it out means" if was is None else "leaving it out means something else"
            yield at.told(hurt, "default", f"default {_step(was, now)}; {why}", now.pointer if now else None)
        for key in PROMISES:
            was, now = before.keywords.get(key), after.keywords.get(key)
            if self.direction is Direction.ANSWER and not same(was, now):
                hurt = Grade.ADDITIVE if was is None else Grade.BREAKING
                why = "one promise more" if was is None else "readers count on what stands there"
                yield at.told(hurt, key, f"{key} {_step(was, now)}; {why}", now.pointer if now else None)

    def _items(self, before: Schema, after: Schema, old: Node, new: Node, at: "_Place") -> Iterator[Change]:
        if before.items is not None or after.items is not None:
            items = before.items or anything(old), after.items or anything(new)
            yield from self.differences(*items, f"{at.name}[]")

    def _properties(self, before: Schema, after: Schema, at: "_Place") -> Iterator[Change]:
        asked = self.direction is Direction.REQUEST
        hidden = "readOnly" if asked else "writeOnly"
        old, new = before.visible(hidden), after.visible(hidden)
        for name in (name for name in old if name not in new):
            yield at.gone(name, old[name].pointer, after.rest)
        for name in (name for name in new if name not in old):
            yield at.fresh(name, new[name].pointer, demanded=name in after.required, closed=before.rest is False)
        for name in (name for name in old if name in new):
            inner = replace(at, name=f"{at.name}.{name}" if at.name else name, pointer=new[name].pointer)
            if name in before.required and name not in after.required:
                yield inner.change("required", Effect.WIDER, "it may be left out now", new[name].pointer)
            if name in after.required and name not in before.required:
                yield inner.change("required", Effect.NARROWER, "it must be there now", after.required[name])
            yield from self.differences(old[name], new[name], inner.name)

    def _rest(self, before: Schema, after: Schema, new: Node, at: "_Place") -> Iterator[Change]:
        """Properties that the schema does not name."""
        was, now = before.rest, after.rest
        if isinstance(was, Node) and isinstance(now, Node):
            yield from self.differences(was, now, f"{at.name}{{}}")
        elif was is not now:
            narrower = was is True or now is False
            what = f"it is {_open(now)} now, and was {_open(was)}"
            done = Effect.NARROWER if narrower else Effect.WIDER
            yield at.change("other properties", done, what, new.place("additionalProperties"))

    def _choices(self, before: Schema, after: Schema, old: Node, new: Node, at: "_Place") -> Iterator[Change]:
        """Alternatives, each held against the one that is most like it."""
        left, right = list(before.choices or (old,)), list(after.choices or (new,))
        if left == [old]:
            left = [replace(old, pointer=(*old.pointer, "itself"))]
        if right == [new]:
            right = [replace(new, pointer=(*new.pointer, "itself"))]
        found = {
            (one, other): self.differences(left[one], right[other], f"{at.name} ({other + 1})")
            for one, other in product(range(len(left)), range(len(right)))
        }
        free = set(range(len(left))), set(range(len(right)))
        for one, other in sorted(found, key=lambda pair: (_weight(found[pair]), pair)):
            if one in free[0] and other in free[1]:
                free[0].remove(one)
                free[1].remove(other)
                yield from found[one, other]
        for one in sorted(free[0]):
            what = f"the alternative {one + 1}, {_called(left[one])}, is gone"
            yield at.change(f"alternative {one + 1} gone", Effect.NARROWER, what, new.pointer)
        for other in sorted(free[1]):
            what = f"there is one more alternative, {_called(right[other])}"
            yield at.change(f"alternative {other + 1} new", Effect.WIDER, what, right[other].pointer)


@dataclass(frozen=True)
class _Place:
    """What a difference is told of."""

    direction: Direction
    name: str
    pointer: Pointer

    def told(self, hurt: Grade, aspect: str, message: str, pointer: Pointer | None) -> Change:
        message = f"{self.name}: {message}"
        return of_contract(hurt, pointer or self.pointer, aspect, message)

    def change(self, aspect: str, done: Effect, what: str, pointer: Pointer | None) -> Change:
        return self.told(
            grade(self.direction, done), aspect, f"{what}; {reason(self.direction, done)}", pointer or self.pointer
        )

    def gone(self, name: str, pointer: Pointer, rest: "bool | Node") -> Change:
        fate = "refuses" if rest is False else "ignores"
        why = f"the server {fate} it" if self.direction is Direction.REQUEST else "readers look for it in vain"
        return self.told(Grade.BREAKING, f"gone {name}", f"the property {name} is gone; {why}", pointer)

    def fresh(self, name: str, pointer: Pointer, *, demanded: bool, closed: bool) -> Change:
        what, hurt = f"the property {name} is new", Grade.ADDITIVE
        if self.direction is Direction.REQUEST:
            if demanded:
                hurt = Grade.BREAKING
            why = "callers that do not know it are refused" if demanded else "callers may leave it out"
        else:
            if closed:
                hurt = Grade.BREAKING
            why = "readers were told that nothing else would come" if closed else "readers may pass over it"
        return self.told(hurt, f"new {name}", f"{what}; {why}", pointer)


def docs(old: Node, new: Node, name: str) -> Iterator[Change]:
    """What is for people only, extensions that nothing above knows among it."""
    known = (*PROMISES, "x-nexudus-cap", "x-nexudus-refuses-valid")
    extensions = [key for key in dict.fromkeys([*old.value, *new.value]) if key.startswith("x-") and key not in known]
    for key in (*DOCS, *extensions):
        if canonical(old.get(key)) != canonical(new.get(key)):
            message = f"{name}: {key} says something else; no request and no answer is another"
            yield of_contract(Grade.DOCS, new.place(key), key, message)
    for key in ("allOf", "anyOf", "oneOf"):
        for was, now in zip(old.entries(key), new.entries(key), strict=False):
            yield from docs(was, now, name)


def _types(before: Schema, after: Schema, at: _Place) -> Iterator[Change]:
    was, now = before.types, after.types
    place = (*after.pointer, "type")
    if TYPES not in (was, now) and before.nullable != after.nullable:
        what = "null may come now" if after.nullable else "null may not come any more"
        yield at.change("null", Effect.WIDER if after.nullable else Effect.NARROWER, what, place)
        was, now = was - {"null"}, now - {"null"}
    if was != now:
        done = Effect.NARROWER if now < was else Effect.WIDER if was < now else Effect.OTHER
        yield at.change("type", done, f"type {_named(now)}, was {_named(was)}", place)


def _values(before: Schema, after: Schema, at: _Place) -> Iterator[Change]:
    if before.enum is None and after.enum is None:
        return
    place = after.enum.pointer if after.enum else (*after.pointer, "enum")
    if before.enum is None or after.enum is None:
        done = Effect.WIDER if after.enum is None else Effect.NARROWER
        what = "any value may come now" if after.enum is None else f"only {shown(after.enum.value)} now"
        yield at.change("enum", done, what, place)
        return
    was = {canonical(value): value for value in before.enum.value if value is not None}
    now = {canonical(value): value for value in after.enum.value if value is not None}
    if gone := [shown(was[key]) for key in was if key not in now]:
        yield at.change("values gone", Effect.NARROWER, f"no longer {', '.join(gone)}", place)
    if fresh := [shown(now[key]) for key in now if key not in was]:
        yield at.change("values new", Effect.WIDER, f"also {', '.join(fresh)}", place)


def _step(was: "object", now: "object") -> str:
    def value(keyword: object) -> str:
        return "not said" if keyword is None else shown(getattr(keyword, "value", None))

    return f"{value(now)}, was {value(was)}"


def _named(types: frozenset[str]) -> str:
    if types == TYPES:
        return "anything"
    return " or ".join(sorted(types - {"integer"} if "number" in types else types)) or "nothing"


def _open(rest: "bool | Node") -> str:
    return "closed to other properties" if rest is False else "open to any" if rest is True else "open to some"


def _called(choice: Node) -> str:
    return text(choice.pointer)


def _weight(found: tuple[Change, ...]) -> tuple[int, int]:
    """How unlike two alternatives are."""
    return sum(item.grade is Grade.BREAKING for item in found), sum(item.grade is not Grade.DOCS for item in found)
