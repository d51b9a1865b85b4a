"""Rules for record types, for the extensions, and for the links between operations."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nexudus_contract.contradictions import CONTRADICTIONS
from nexudus_contract.document import ContractError, understand
from nexudus_contract.limits import LIMITS
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, Operation
from nexudus_contract.validate.schemas import composed
from nexudus_contract.validate.subject import Complaint, Rule, Subject

_LINKS = {
    Kind.LIST: (Kind.GET,),
    Kind.CREATE: (Kind.GET, Kind.UPDATE, Kind.DELETE),
    Kind.UPDATE: (Kind.GET,),
    Kind.DELETE: (Kind.GET,),
}


@dataclass(frozen=True)
class _Extension:
    """An extension of ours: where it may stand (None: anywhere), and what it may hold."""

    kinds: tuple[str, ...] | None
    holds: str
    allows: Callable[[Any], bool]


def _word(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_EVIDENCE = ("documented", "documented-2020", "observed", "inferred")
_ASSIGNED = ("id", "uuid", "created-on", "updated-on", "updated-by", "is-new", "display-text")
_EXTENSIONS = {
    "x-nexudus-evidence": _Extension(None, f"one of {', '.join(_EVIDENCE)}", _word(*_EVIDENCE)),
    "x-nexudus-entity": _Extension(
        ("tag",), "an entity's name in letters and digits", _matches("[A-Za-z][A-Za-z0-9]*")
    ),
    "x-nexudus-assigned": _Extension(("property",), f"one of {', '.join(_ASSIGNED)}", _word(*_ASSIGNED)),
    "x-nexudus-name-of": _Extension(("property",), "the name of another property", _matches(".+")),
    "x-nexudus-expiry": _Extension(("property",), "true, or be left out", lambda value: value is True),
    "x-nexudus-refuses-valid": _Extension(("response",), "true, or be left out", lambda value: value is True),
    "x-nexudus-cap": _Extension(("parameter",), "a whole number above 0", _is_count),
    # What it holds has a rule of its own.
    LIMITS: _Extension(("document",), "a list of limits", lambda _: True),
    CONTRADICTIONS: _Extension(("document",), "a list of contradictions", lambda _: True),
}


def _extensions(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.all:
        for key, value in place.value.items():
            if not key.startswith("x-"):
                continue
            pointer = (*place.pointer, key)
            extension = _EXTENSIONS.get(key)
            if extension is None:
                yield pointer, f"{key} is unknown; the head of the contract lists the extensions there are"
            elif extension.kinds and place.kind not in extension.kinds:
                yield pointer, f"{key} says nothing about a {place.kind}; it belongs on a {extension.kinds[0]}"
            elif not extension.allows(value):
                yield pointer, f"{key} must be {extension.holds}"


def _names(subject: Subject) -> Iterator[Complaint]:
    for place in subject.objects.of("property"):
        name = place.value.get("x-nexudus-name-of")
        if not isinstance(name, str):
            continue
        holder = composed(subject.objects, subject.objects.at[place.pointer[:-2]])
        if name not in subject.contract.flatten(holder.value).properties:
            yield (*place.pointer, "x-nexudus-name-of"), f"the record has no property {name}; mend the name"


def _record_types(subject: Subject) -> Iterator[Complaint]:
    try:
        understand(subject.source)
    except ContractError as error:
        # These have rules of their own.
        if error.pointer[:1] not in ((LIMITS,), (CONTRADICTIONS,)):
            yield error.pointer, f"{error}; mend it, or no room can serve the record type"


def _limits(subject: Subject) -> Iterator[Complaint]:
    try:
        _ = subject.contract.limits
    except ContractError as error:
        yield error.pointer, f"{error}; mend it, or nobody can keep to the limits"


def _contradictions(subject: Subject) -> Iterator[Complaint]:
    try:
        _ = subject.contract.contradictions
    except ContractError as error:
        yield error.pointer, f"{error}; mend it, or the table of contradictions cannot be shown"


def _links(subject: Subject) -> Iterator[Complaint]:
    operations = {operation.id: operation for operation in subject.operations}
    for place in subject.objects.of("link"):
        name = place.value.get("operationId")
        goal = operations.get(str(name))
        if goal is None:
            yield place.pointer, f"the link leads to {name}, which is no operation; mend its operationId"
            continue
        known = {parameter.name for parameter in goal.parameters}
        known |= {f"{parameter.location}.{parameter.name}" for parameter in goal.parameters}
        given: dict[str, Any] = place.value.get("parameters", {})
        for key in given.keys() - known:
            yield (*place.pointer, "parameters", key), f"{name} has no parameter {key}; mend its name"
        for parameter in goal.parameters:
            if parameter.required and not {parameter.name, f"{parameter.location}.{parameter.name}"} & given.keys():
                yield place.pointer, f"the link does not say the {parameter.name} that {name} wants; add it"
        if "requestBody" in place.value and goal.body is None:
            yield (*place.pointer, "requestBody"), f"{name} takes no body; remove it"


def _record_links(subject: Subject) -> Iterator[Complaint]:
    goals = {(operation.tag, operation.kind): operation for operation in subject.operations if operation.kind}
    for operation in subject.operations:
        linked = _linked(subject, operation)
        for kind in _LINKS.get(operation.kind, ()) if operation.kind else ():
            goal = goals.get((operation.tag, kind))
            if goal and "200" in operation.responses and goal.id not in linked:
                yield (
                    (*operation.pointer, "responses", "200"),
                    f"{operation.id} does not link to {goal.id}, so the fuzz lane cannot follow; add the link",
                )


def _linked(subject: Subject, operation: Operation) -> set[str]:
    """The operations that a success links to."""
    answer = operation.responses.get("200")
    links: JsonObject = answer.raw.get("links", {}) if answer else {}
    return {str(subject.contract.resolve(link).get("operationId")) for link in links.values()}


RECORD_RULES = (
    Rule("extension", "a misspelt extension is silently no extension", _extensions),
    Rule("name-of", "the mock shows the name of the record that the property points at", _names),
    Rule("record-type", "client, mock and fuzz lane are made from the record types", _record_types),
    Rule("limit", "who keeps to the limits reads them here, and so does the mock", _limits),
    Rule("contradiction", "the reference shows the table, and the probe settles what it can", _contradictions),
    Rule("link", "the fuzz lane follows the links", _links),
    Rule("record-links", "what was created must be read, changed and deleted again", _record_links),
)
