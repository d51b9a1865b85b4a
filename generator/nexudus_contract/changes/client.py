"""Two versions of the client's public surface.

griffe finds the parameters that break callers. It leaves out, and so it stands here: names that are no longer exported,
annotations, what attrs makes `__init__` of, lost base classes where the number of bases stays, coroutines that were
functions, values of constants, and everything additive.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import griffe

from nexudus_contract.changes.annotation import Annotation, allows, alternatives, is_literal
from nexudus_contract.changes.construction import arguments
from nexudus_contract.changes.difference import Change, ChangesError, Grade, Side, merged
from nexudus_contract.changes.surface import PACKAGE, Surface

_LABELS = {"async": "a coroutine", "property": "a property", "classmethod": "a class method", "staticmethod": "static"}
_SAID = {
    griffe.BreakageKind.PARAMETER_MOVED: "stands elsewhere, and callers that do not name it hand over something else",
    griffe.BreakageKind.PARAMETER_REMOVED: "is gone, and callers that hand it over fail",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "is handed over otherwise, and callers fail",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "has another default, and leaving it out means something else",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "must be given now, and callers that leave it out fail",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "is new and must be given, and callers that do not know it fail",
}


def client_changes(old: Surface, new: Surface) -> tuple[Change, ...]:
    """How the public surface differs from an earlier one, breaking differences first.

    Raises:
        ChangesError: a module of one of them is missing, or no Python.
    """
    try:
        return tuple(merged(_Client(old, new).differences()))
    except griffe.GriffeError as error:
        raise ChangesError(f"the client cannot be read: {error}; run 'make generate'") from error


@dataclass(frozen=True)
class _Client:
    old: Surface
    new: Surface

    def differences(self) -> Iterator[Change]:
        was, now = self.old.names, self.new.names
        for name in was:
            if name not in now and _holder(name) not in was.keys() - now.keys():
                yield _told(Grade.BREAKING, name, "gone", f"{_short(name)} is gone; programs that use it fail")
        for name in now:
            if name not in was and _holder(name) not in now.keys() - was.keys():
                yield _told(Grade.ADDITIVE, name, "new", f"{_short(name)} is new")
        yield from self._parameters()
        for name in (name for name in was if name in now):
            yield from self._compare(name, was[name], now[name])

    def _parameters(self) -> Iterator[Change]:
        """What griffe finds about parameters, where programs can reach the function."""
        for item in griffe.find_breaking_changes(self.old.package, self.new.package):
            name = self.new.published.get(item.obj.path)
            if name is not None and item.kind in _SAID:
                parameter = item.new_value if item.old_value is None else item.old_value
                message = f"{_short(_called(name))}: {parameter.name} {_SAID[item.kind]}"
                yield _told(Grade.BREAKING, _called(name), f"{item.kind.name} {parameter.name}", message)

    def _compare(self, name: str, was: griffe.Object, now: griffe.Object) -> Iterator[Change]:
        if was.kind is not now.kind:
            message = f"{_short(name)} is a {now.kind.value} now, and was a {was.kind.value}"
            yield _told(Grade.BREAKING, name, "kind", message)
            return
        yield from _labels(name, was, now)
        if isinstance(was, griffe.Function) and isinstance(now, griffe.Function):
            yield from _function(_called(name), was, now)
        elif isinstance(was, griffe.Attribute) and isinstance(now, griffe.Attribute):
            yield from self._attribute(name, was, now)
        elif isinstance(was, griffe.Class) and isinstance(now, griffe.Class):
            yield from self._class(name, was, now)
        if _words(was) != _words(now):
            yield _told(Grade.DOCS, _called(name), "words", f"{_short(_called(name))} is described otherwise")

    def _class(self, name: str, was: griffe.Class, now: griffe.Class) -> Iterator[Change]:
        if lost := [base for base in _ancestors(was) if base not in _ancestors(now)]:
            message = (
                f"{_short(name)} is no longer a {lost[0]}; programs that take it for one, or catch it as one, fail"
            )
            yield _told(Grade.BREAKING, name, "bases", message)
        before, after = arguments(was), arguments(now)
        if before is None or after is None:
            return
        made = self._handed_over(was.name)
        for argument in dict.fromkeys([*before, *after]):
            one, other = before.get(argument), after.get(argument)
            place = f"{name}({argument})"
            if other is None:
                yield _told(Grade.BREAKING, place, "argument", f"{_short(name)} takes no {argument} any more")
            elif other.default is None and (one is None or one.default is not None):
                # Nobody but the client makes objects of a class that programs only get.
                hurt = Grade.BREAKING if made else Grade.ADDITIVE
                yield _told(hurt, place, "argument", f"{_short(name)} wants {argument} now")
            elif one is not None and one.default is None and other.default is not None:
                yield _told(Grade.ADDITIVE, place, "argument", f"{_short(name)} no longer wants {argument}")
            elif one is not None and one.default != other.default:
                message = f"{_short(name)}: leaving {argument} out means {other.default} now, and meant {one.default}"
                yield _told(Grade.BREAKING, place, "argument", message)

    def _attribute(self, name: str, was: griffe.Attribute, now: griffe.Attribute) -> Iterator[Change]:
        holder = self.old.names.get(_holder(name))
        owner = holder.name if isinstance(holder, griffe.Class) else was.name
        if is_literal(was.value) and is_literal(now.value):
            yield from self._typed(name, owner, was.value, now.value)
            return
        if was.annotation is not None or now.annotation is not None:
            yield from self._typed(name, owner, was.annotation, now.annotation)
        # A default that attrs puts in is an argument's.
        made = isinstance(holder, griffe.Class) and arguments(holder) is not None
        constant = bool(now.labels & {"class-attribute", "module-attribute"})
        if constant and not made and str(was.value) != str(now.value):
            plain = isinstance(was.value, str) and isinstance(now.value, str)
            why = "programs that rely on it get another" if plain else "its name and its type are as before"
            hurt = Grade.BREAKING if plain else Grade.ADDITIVE
            yield _told(hurt, name, "value", f"{_short(name)} has another value; {why}")

    def _typed(self, name: str, owner: str, was: Annotation, now: Annotation) -> Iterator[Change]:
        before, after = alternatives(was), alternatives(now)
        if before == after:
            return
        given = owner in self.old.given | self.new.given
        hurts_writers = self._handed_over(owner) and not allows(after, before)
        hurts_readers = given and not allows(before, after)
        grade = Grade.BREAKING if hurts_writers or hurts_readers else Grade.ADDITIVE
        yield _told(grade, name, "type", f"{_short(name)} is {_shown(after)} now, and was {_shown(before)}")

    def _handed_over(self, owner: str) -> bool:
        """Whether callers make values of a class, as far as can be told; where nothing uses it, they may."""
        used = self.old.taken | self.new.taken
        return owner in used or owner not in self.old.given | self.new.given


def _function(name: str, was: griffe.Function, now: griffe.Function) -> Iterator[Change]:
    before, after = ({item.name: item for item in one.parameters} for one in (was, now))
    for parameter in after.values():
        if parameter.name not in before and not parameter.required:
            message = f"{_short(name)} also takes {parameter.name}, which callers may leave out"
            yield _told(Grade.ADDITIVE, name, f"new {parameter.name}", message)
        if parameter.name not in before:
            continue
        earlier = before[parameter.name]
        if earlier.required and not parameter.required:
            message = f"{_short(name)}: {parameter.name} may be left out now"
            yield _told(Grade.ADDITIVE, name, f"optional {parameter.name}", message)
        one, other = alternatives(earlier.annotation), alternatives(parameter.annotation)
        if one != other:
            hurt = Grade.ADDITIVE if allows(other, one) else Grade.BREAKING
            message = f"{_short(name)}: {parameter.name} is {_shown(other)} now, and was {_shown(one)}"
            yield _told(hurt, name, f"type {parameter.name}", message)
    one, other = alternatives(was.returns), alternatives(now.returns)
    if one != other:
        hurt = Grade.ADDITIVE if allows(one, other) and was.returns is not None else Grade.BREAKING
        yield _told(hurt, name, "returns", f"{_short(name)} returns {_shown(other)} now, and returned {_shown(one)}")


def _labels(name: str, was: griffe.Object, now: griffe.Object) -> Iterator[Change]:
    for label, called in _LABELS.items():
        if (label in was.labels) != (label in now.labels):
            verb = "is now" if label in now.labels else "is no longer"
            yield _told(Grade.BREAKING, _called(name), label, f"{_short(_called(name))} {verb} {called}; callers fail")


def _ancestors(made: griffe.Class) -> list[str]:
    """Bare names of the classes that it is one of; of those outside the package as far as they are named here."""
    found: dict[str, None] = {}
    for item in (made, *_above(made)):
        for base in item.bases:
            found[str(base).partition("[")[0].rpartition(".")[2]] = None
    return list(found)


def _above(made: griffe.Class) -> Iterator[griffe.Class]:
    for base in made.resolved_bases:
        target = base.final_target if isinstance(base, griffe.Alias) else base
        if isinstance(target, griffe.Class):
            yield target
            yield from _above(target)


def _words(item: griffe.Object) -> str:
    return item.docstring.value if item.docstring is not None else ""


def _holder(name: str) -> str:
    return name.rpartition(".")[0]


def _called(name: str) -> str:
    """An operation of `api` has the same arguments in five functions: they count once, by its module."""
    return _holder(name) if name.startswith(f"{PACKAGE}.api.") else name


def _short(name: str) -> str:
    return name.removeprefix(f"{PACKAGE}.")


def _shown(found: frozenset[str]) -> str:
    text = " | ".join(sorted(found))
    return text if len(text) <= 60 else text[:59] + "…"


def _told(hurt: Grade, place: str, aspect: str, message: str) -> Change:
    return Change(Side.CLIENT, hurt, place, aspect, message)
