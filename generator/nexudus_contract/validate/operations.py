"""Rules for operations."""

import re
from collections import Counter
from collections.abc import Iterator

from nexudus_contract.terms import Kind, Operation
from nexudus_contract.validate.subject import Complaint, Rule, Subject

# Nexudus' own names: https://developers.nexudus.com/rest-api/overview
_ROLES = {
    Kind.LIST: "List",
    Kind.BATCH: "Read",
    Kind.GET: "Read",
    Kind.CREATE: "Create",
    Kind.UPDATE: "Edit",
    Kind.DELETE: "Delete",
    Kind.COMMANDS: "Edit",
    Kind.RUN: "Edit",
}
# What an operationId is made of: the tag where it works on many records, one name per tag where on one.
_PLURAL = {Kind.LIST: "list{}", Kind.BATCH: "batch{}"}
_SINGULAR = {
    Kind.GET: "get{}",
    Kind.CREATE: "create{}",
    Kind.UPDATE: "update{}",
    Kind.DELETE: "delete{}",
    Kind.COMMANDS: "list{}Commands",
    Kind.RUN: "run{}Command",
}


def _operation_ids(subject: Subject) -> Iterator[Complaint]:
    singular = {tag: _singular(subject, tag) for tag in {item.tag for item in subject.operations if item.kind}}
    seen: set[str] = set()
    for operation in subject.operations:
        pointer = (*operation.pointer, "operationId")
        expected = _expected_id(operation, singular.get(operation.tag, ""))
        if "operationId" not in operation.raw:
            yield operation.pointer, f"the operation has no operationId; call it {expected or 'by verb and noun'}"
        elif operation.id in seen:
            yield pointer, f"{operation.id} is the name of another operation too; rename one"
        elif expected and operation.id != expected:
            yield pointer, f"{operation.id} does not follow the scheme; call it {expected}"
        elif not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)+", operation.id):
            yield pointer, f"{operation.id} is not a verb and a noun in camelCase; rename it, as in createToken"
        seen.add(operation.id)


def _expected_id(operation: Operation, singular: str) -> str | None:
    if operation.kind is None:
        return None
    if operation.kind in _PLURAL:
        return _PLURAL[operation.kind].format(operation.tag)
    return _SINGULAR[operation.kind].format(singular)


def _singular(subject: Subject, tag: str) -> str:
    """The name that most of a tag's operations give to one record."""
    names = Counter[str]()
    for operation in subject.operations:
        if operation.tag == tag and operation.kind and operation.kind in _SINGULAR:
            match = re.fullmatch(_SINGULAR[operation.kind].format("(.+)"), operation.id)
            names.update(match.groups() if match else ())
    return names.most_common(1)[0][0] if names else tag.removesuffix("s")


def _texts(subject: Subject) -> Iterator[Complaint]:
    for operation in subject.operations:
        for key in ("summary", "description"):
            if not operation.raw.get(key, "").strip():
                yield operation.pointer, f"{operation.id} has no {key}; write one"


def _tags(subject: Subject) -> Iterator[Complaint]:
    used = {tag for operation in subject.operations for tag in operation.raw.get("tags", [])}
    declared: set[str] = set()
    for place in subject.objects.of("tag"):
        name = place.value["name"]
        if name in declared:
            yield place.pointer, f"the tag {name} is declared twice; keep one"
        elif name not in used:
            yield place.pointer, f"no operation has the tag {name}; remove it"
        declared.add(name)
    for operation in subject.operations:
        tags = operation.raw.get("tags", [])
        if len(tags) != 1:
            yield operation.pointer, f"{operation.id} has {len(tags)} tags; give it just one"
        elif operation.tag not in declared:
            yield (*operation.pointer, "tags"), f"the tag {operation.tag} is not declared; add it to the list of tags"


def _kinds(subject: Subject) -> Iterator[Complaint]:
    entities = {tag.value["name"] for tag in subject.objects.of("tag") if "x-nexudus-entity" in tag.value}
    seen: set[tuple[str, Kind]] = set()
    for operation in subject.operations:
        called = f"{operation.method.upper()} {operation.path}"
        if operation.kind is not None:
            if (operation.tag, operation.kind) in seen:
                yield operation.pointer, f"{operation.tag} has its {operation.kind} already; give {called} another tag"
            seen.add((operation.tag, operation.kind))
        elif operation.tag in entities:
            advice = "mend its path or method (an update is a PUT without id in the path), or change its tag"
            yield operation.pointer, f"{called} is none of the eight operations of a record type; {advice}"


def _security(subject: Subject) -> Iterator[Complaint]:
    schemes = [place.pointer[-1] for place in subject.objects.of("security scheme")]
    entities = {tag.value["name"]: tag.value.get("x-nexudus-entity") for tag in subject.objects.of("tag")}
    for operation in subject.operations:
        security = operation.raw.get("security")
        pointer = (*operation.pointer, "security")
        if security is None:
            yield operation.pointer, f"{operation.id} does not say who may call it; add security ([] for everybody)"
        elif operation.kind is not None:
            role = f"{entities[operation.tag]}-{_ROLES[operation.kind]}"
            if sorted(security, key=repr) != sorted(({scheme: [role]} for scheme in schemes), key=repr):
                yield pointer, f"{operation.id} must list the role {role} with each of {', '.join(map(str, schemes))}"
        else:
            for name in sorted({name for requirement in security for name in requirement}):
                if name not in schemes:
                    yield pointer, f"the security scheme {name} is not declared; mend the name or declare it"


def _evidence(subject: Subject) -> Iterator[Complaint]:
    for operation in subject.operations:
        if "x-nexudus-evidence" not in operation.raw:
            yield operation.pointer, f"{operation.id} does not say how sure it is; add x-nexudus-evidence"


def _documentation(subject: Subject) -> Iterator[Complaint]:
    for operation in subject.operations:
        if not operation.raw.get("externalDocs", {}).get("url", "").strip():
            yield operation.pointer, f"{operation.id} does not say where it is documented; add externalDocs with a url"


def _responses(subject: Subject) -> Iterator[Complaint]:
    for operation in subject.operations:
        pointer = (*operation.pointer, "responses")
        for status in sorted(_required_statuses(operation) - operation.responses.keys()):
            yield pointer, f"{operation.id} has no response {status}, which it can give; add it"
        if "201" in operation.responses:
            yield (*pointer, "201"), "no operation of this API answers 201; a create answers 200"


def _required_statuses(operation: Operation) -> set[str]:
    locations = {parameter.location for parameter in operation.parameters}
    statuses = {"200", "409", "429", "500"}
    if "query" in locations or operation.body:
        statuses.add("400")
    if operation.secured:
        statuses.add("401")
    if "path" in locations or operation.kind is Kind.UPDATE:
        statuses.add("404")
    return statuses


def _parameters(subject: Subject) -> Iterator[Complaint]:
    for operation in subject.operations:
        seen: set[tuple[str, str]] = set()
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            if key in seen:
                yield parameter.pointer, f"{operation.id} has the {key[0]} parameter {key[1]} twice; keep one"
            elif key[0] == "path" and f"{{{key[1]}}}" not in operation.path:
                yield parameter.pointer, f"{operation.path} has no {{{key[1]}}}; mend the path or remove the parameter"
            seen.add(key)
        for name in re.findall(r"{([^}]*)}", operation.path):
            if ("path", name) not in seen:
                yield operation.pointer, f"{operation.id} does not describe {{{name}}} of its path; add the parameter"


OPERATION_RULES = (
    Rule("operation-id", "the client's names and the links are made from them", _operation_ids),
    Rule("operation-text", "people read what an operation does before they call it", _texts),
    Rule("tag", "the tag says which resource of the client an operation belongs to", _tags),
    Rule(
        "operation-kind", "the client and the mock know eight operations of a record type, by method and path", _kinds
    ),
    Rule("security", "a forgotten role opens an operation in the mock, and no test would tell", _security),
    Rule("evidence", "the sources contradict each other, so each operation says how sure it is", _evidence),
    Rule("documentation", "whoever doubts an operation must find its page", _documentation),
    Rule("responses", "an answer that is not described surprises the client and fails the fuzz lane", _responses),
    Rule("parameter", "a path and its parameters must agree", _parameters),
)
