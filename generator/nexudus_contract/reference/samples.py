"""A short program for each operation, with the sync and with the async client."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nexudus_contract.document import Contract
from nexudus_contract.reference.client import Argument, Client, named
from nexudus_contract.reference.program import ASYNC, AWAIT, Program, call
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Comparison, Kind, Operation, RecordType


@dataclass(frozen=True)
class Sample:
    """What to write in order to call an operation."""

    sync: str
    asynchronous: str


def sample(contract: Contract, client: Client, operation: Operation) -> Sample:
    """The program for an operation, with values that the contract shows as examples.

    Raises:
        UnpresentableError: the client has no method for it.
    """
    writer = _Writer(contract, client, operation)
    write = {
        Kind.LIST: writer.listing,
        Kind.BATCH: writer.batch,
        Kind.GET: writer.get,
        Kind.CREATE: writer.create,
        Kind.UPDATE: writer.update,
        Kind.DELETE: writer.delete,
        Kind.COMMANDS: writer.commands,
        Kind.RUN: writer.run,
    }
    writer.program.lines += write[operation.kind]() if operation.kind else writer.other()
    return Sample(writer.program.sync(), writer.program.asynchronous())


class _Writer:
    """Writes one program, in the lines of the sync client."""

    def __init__(self, contract: Contract, client: Client, operation: Operation) -> None:
        resource, self._method = client.method(operation.id)
        self.program = Program(client.package)
        self._prepared: list[str] = []
        self._contract = contract
        self._models = client.models
        self._operation = operation
        self._resource = f"client.{resource.attribute}"
        self._function = f"{self._resource}.{self._method.name}"

    def listing(self) -> Iterator[str]:
        changed = self._assigned("updated-on")
        arguments: list[str] = []
        since = named(f"{changed}After", self._method.arguments)
        after = [item for item in self._record_type.filters if item.comparison is Comparison.FROM]
        parameter = next((item.parameter for item in after if item.property == changed), None)
        if since is not None and parameter is not None:
            raw = next(item.raw for item in self._operation.parameters if item.name == parameter)
            arguments.append(f"{since.name}={self.program.value(self._example(raw), since.annotation)}")
        if changed in self._record_type.order_by:
            arguments.append(f'order_by="{changed}"')
        *lines, last = call(self._function, arguments, f"{ASYNC}for row in ")
        yield from (*lines, f"{last}:")
        yield f"    print(row.{self._attribute(self._record_type.id_property)})"

    def batch(self) -> Iterator[str]:
        yield f"found = {AWAIT}{self._function}([{self._id}, {self._id + 1}])"
        yield "for record in found:"
        yield f"    print(record.{self._attribute(self._record_type.id_property)})"
        yield 'print("not there:", found.missing)'

    def get(self) -> Iterator[str]:
        shown = [self._record_type.id_property, self._assigned("updated-on")]
        yield f"record = {AWAIT}{self._function}({self._id})"
        yield f"print({', '.join(f'record.{self._attribute(name)}' for name in shown)})"

    def create(self) -> Iterator[str]:
        yield from self._called("created")
        yield "print(created.id)"

    def update(self) -> Iterator[str]:
        name, raw = self._changeable()
        model = self._models[self._record_model]
        attribute = self._attribute(name)
        annotation = next(item.annotation for item in model if item.name == attribute)
        yield f"record = {AWAIT}{self._resource}.get({self._id})"
        yield f"record.{attribute} = {self.program.value(self._example(raw), annotation)}"
        yield f"{AWAIT}{self._function}(record)"

    def delete(self) -> Iterator[str]:
        yield f"{AWAIT}{self._function}({self._id})"

    def commands(self) -> Iterator[str]:
        yield f"for command in {AWAIT}{self._function}():"
        yield "    print(command.key, command.name)"

    def run(self) -> Iterator[str]:
        yield from self._called("result")
        yield "print(result.message)"

    def other(self) -> Iterator[str]:
        answer = self._operation.responses["200"].schema
        yield from self._called("answer")
        if answer is not None and self._method.returns in self._models:
            shape = self._contract.flatten(answer)
            shown = [name for name in shape.required if not self._is_secret(shape.properties[name])][:2]
            found = [named(name, self._models[self._method.returns]) for name in shown]
            yield f"print({', '.join(f'answer.{item.name}' for item in found if item is not None)})"

    @property
    def _record_type(self) -> RecordType:
        return next(item for item in self._contract.record_types if item.tag == self._operation.tag)

    @property
    def _record_model(self) -> str:
        """The model of a whole record, which an update takes."""
        update = self._record_type.operations[Kind.GET].responses["200"].schema or {}
        wanted = str(update.get("$ref", "")).rpartition("/")[2].lower()
        return next(name for name in self._models if name.lower() == wanted)

    @property
    def _id(self) -> int:
        """A record's id, as the contract shows it."""
        by_id = self._record_type.operations[Kind.GET].parameters
        return next(int(self._example(item.raw)) for item in by_id if item.location == "path")

    def _assigned(self, how: str) -> str:
        return next(item.name for item in self._record_type.properties.values() if item.assigned == how)

    def _attribute(self, name: str) -> str:
        """What a record's property is called on the model."""
        found = named(name, self._models[self._record_model])
        return name if found is None else found.name

    def _changeable(self) -> tuple[str, JsonObject]:
        """A property that one would change, and its schema: a moment, or else a text, or else what there is."""
        body = self._operation.body
        properties = self._contract.flatten(body.schema if body else {}).properties
        kinds = self._record_type.properties
        own = [name for name in properties if name != self._record_type.id_property]

        def rank(name: str) -> int:
            kind = kinds[name]
            return 0 if kind.moment else 1 if "string" in kind.types else 2

        name = min(own, key=rank)
        return name, properties[name]

    def _called(self, answer: str) -> Iterator[str]:
        """The call with what must be given; what is too long for an argument has a line before it."""
        arguments = list(self._arguments())
        yield from self._prepared
        yield from call(self._function, arguments, f"{answer} = {AWAIT}")

    def _arguments(self) -> Iterator[str]:
        """The arguments that must be given, with the values of examples."""
        body = self._operation.body
        properties = self._contract.flatten(body.schema if body else {}).properties
        for item in self._method.arguments:
            if not item.required:
                continue
            model = next((name for name in self._models if name in item.annotation.split(" | ")), None)
            if model is not None:
                self._prepared += self._model(item.name, model)
                yield f"{item.name}={item.name}"
                continue
            wire = next((name for name in properties if named(name, [item]) is not None), None)
            if wire is not None:
                yield f"{item.name}={self._value(item, properties[wire])}"

    def _model(self, variable: str, model: str) -> list[str]:
        """The lines that make a model with the values of its schema's examples."""
        self.program.models.add(model)
        properties = self._contract.flatten({"$ref": f"#/components/schemas/{model}"}).properties
        arguments: list[str] = []
        for item in self._models[model]:
            wire = next((name for name in properties if named(name, [item]) is not None), None)
            if item.required and wire is not None:
                arguments.append(f"{item.name}={self._value(item, properties[wire])}")
        return call(model, arguments, f"{variable} = ")

    def _value(self, argument: Argument, raw: JsonObject) -> str:
        if self._is_secret(raw):
            return self.program.secret(argument.name)
        return self.program.value(self._example(raw), argument.annotation)

    def _is_secret(self, raw: JsonObject) -> bool:
        return self._contract.resolve(raw).get("format") == "password"

    def _example(self, raw: JsonObject) -> Any:
        """What the contract shows for a parameter or a property."""
        resolved = self._contract.resolve(raw)
        return resolved["example"] if "example" in resolved else self._contract.resolve(resolved["schema"])["example"]
