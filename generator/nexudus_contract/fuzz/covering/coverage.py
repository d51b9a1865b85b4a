"""What a run exercised of the contract: operations, codes, parameters, values, fields, branches of schemas, links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from nexudus_contract.branches import Branch, branches_of
from nexudus_contract.document import Contract
from nexudus_contract.fuzz.covering.links import links
from nexudus_contract.fuzz.reply import ABSENT, Reply, parsed
from nexudus_contract.source import JsonObject, is_object
from nexudus_contract.terms import Operation

KINDS: Final = ("operations", "codes", "parameters", "values", "fields", "branches sent", "branches answered", "links")
_HOW: Final = ("sent", "left out")


@dataclass
class _Body:
    """What is still to be seen of the bodies of one request, or of one answer."""

    left: list[Branch] = field(default_factory=list[Branch])

    def look(self, value: Any) -> Iterator[str]:
        """The branches that a body takes and that no body took before."""
        if self.left and value is not ABSENT:
            taken = [branch for branch in self.left if branch.takes(value)]
            if taken:
                self.left = [branch for branch in self.left if branch not in taken]
                yield from (branch.name for branch in taken)


class Coverage:
    """Counts what was exercised of a contract."""

    def __init__(self, contract: Contract) -> None:
        """Learn what there is to exercise."""
        self._contract = contract
        self._all: dict[str, dict[str, bool]] = {kind: {} for kind in KINDS}
        self._sent: dict[str, _Body] = {}
        self._answered: dict[tuple[str, str], _Body] = {}
        self._fields: dict[str, Sequence[str]] = {}
        self._parameters: dict[str, set[str]] = {}
        self._links = links(contract)
        for operation in contract.operations:
            self._learn(operation)
        self._all["links"] = dict.fromkeys((link.name for link in self._links), False)

    def saw(self, reply: Reply, *, provoked: bool = False) -> None:
        """Count what a request and its answer exercise.

        Args:
            reply: The request and its answer.
            provoked: Whether the server was told to answer this, so that the request put nothing to the test.
        """
        operation, status = reply.operation, str(reply.status)
        self._mark("codes", f"{operation.id} {status}")
        if (operation.id, status) in self._answered:
            for name in self._answered[operation.id, status].look(reply.value):
                self._mark("branches answered", name)
        if not provoked:
            self._see_request(reply)

    @property
    def unexercised(self) -> list[str]:
        """The operations that no request was for."""
        return self._missing("operations")

    @property
    def line(self) -> str:
        """All of it in one line."""
        counts = (f"{sum(self._all[kind].values())} of {len(self._all[kind])} {kind}" for kind in KINDS)
        return f"covered    {', '.join(counts)}"

    def to_json(self) -> JsonObject:
        """For each kind how many there are, how many were exercised, and which were not."""
        return {
            kind: {
                "total": len(self._all[kind]),
                "covered": sum(self._all[kind].values()),
                "missing": self._missing(kind),
            }
            for kind in KINDS
        }

    def _missing(self, kind: str) -> list[str]:
        return [name for name, seen in self._all[kind].items() if not seen]

    def _mark(self, kind: str, name: str) -> None:
        if name in self._all[kind]:
            self._all[kind][name] = True

    def _learn(self, operation: Operation) -> None:
        self._all["operations"][operation.id] = False
        self._parameters[operation.id] = set()
        for parameter in operation.parameters:
            self._all["parameters"][f"{operation.id} {parameter.name}"] = False
            schema = self._contract.resolve(parameter.schema)
            names = {f"{operation.id} {parameter.name}={value}" for value in schema.get("enum", ())}
            self._all["values"].update(dict.fromkeys(sorted(names), False))
            self._parameters[operation.id] |= {f"{operation.id} {parameter.name}", *names}
        if operation.body is not None:
            found = branches_of(self._contract)[operation.id, ""]
            self._sent[operation.id] = self._to_see("branches sent", found)
            whole = self._contract.flatten(operation.body.schema)
            optional = [name for name in whole.properties if name not in whole.required]
            self._fields[operation.id] = [f"{operation.id} {name} {how}" for name in optional for how in _HOW]
            self._all["fields"].update(dict.fromkeys(self._fields[operation.id], False))
        for status, response in operation.responses.items():
            self._all["codes"][f"{operation.id} {status}"] = False
            if response.schema is not None:
                found = branches_of(self._contract)[operation.id, status]
                self._answered[operation.id, status] = self._to_see("branches answered", found)

    def _to_see(self, kind: str, found: Sequence[Branch]) -> _Body:
        self._all[kind].update(dict.fromkeys((branch.name for branch in found), False))
        return _Body(list(found))

    def _see_request(self, reply: Reply) -> None:
        operation = reply.operation
        self._mark("operations", operation.id)
        if self._parameters[operation.id]:
            self._see_parameters(reply)
        if operation.body is not None and (self._sent[operation.id].left or self._fields[operation.id]):
            value = parsed(reply.exchange.sent.body, operation.body.media_type)
            self._see_body(operation, value)
        for link in self._links:
            if not self._all["links"][link.name] and link.walked(reply):
                self._mark("links", link.name)

    def _see_parameters(self, reply: Reply) -> None:
        operation, left = reply.operation, self._parameters[reply.operation.id]
        sent = reply.exchange.sent
        given: Mapping[str, Mapping[str, str]] = {
            "query": dict(parse_qsl(urlsplit(sent.url).query, keep_blank_values=True)),
            "header": {name.lower(): value for name, value in sent.headers},
        }
        for parameter in operation.parameters:
            name = f"{operation.id} {parameter.name}"
            if parameter.location == "path":
                self._mark("parameters", name)
                left.discard(name)
                continue
            key = parameter.name.lower() if parameter.location == "header" else parameter.name
            if key in given.get(parameter.location, {}):
                value = f"{name}={given[parameter.location][key]}"
                self._mark("parameters", name)
                self._mark("values", value)
                left.difference_update({name, value})

    def _see_body(self, operation: Operation, value: Any) -> None:
        for name in self._sent[operation.id].look(value):
            self._mark("branches sent", name)
        if is_object(value) and self._fields[operation.id]:
            left: list[str] = []
            for text in self._fields[operation.id]:
                _, name, how = text.split(" ", 2)
                if (name in value) == (how == _HOW[0]):
                    self._mark("fields", text)
                else:
                    left.append(text)
            self._fields[operation.id] = left
