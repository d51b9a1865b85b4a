"""What a person writes: `client.<resource>.<verb>(...)`, described for the templates.

Types and Python names are those of the generator's own properties, so that a resource never disagrees with the models
and endpoint modules it calls.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openapi_python_client import strings
from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import Property

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, pointers
from nexudus_contract.terms import Comparison, Filter, Kind, Operation, RecordType

_WIDTH = 112
_VERBS = {Kind.BATCH: "get_many", Kind.COMMANDS: "list_commands", Kind.RUN: "run_command"}


@dataclass(frozen=True)
class Argument:
    """One keyword argument of a method, and what the generated function wants for it.

    Attributes:
        name: What a person writes.
        annotation: Its type, without the None that makes it optional.
        required: Whether it must be given.
        target: Name of the generated function's or model's parameter.
        expression: What is passed on, when there is a value.
        description: What it means.
    """

    name: str
    annotation: str
    required: bool
    target: str
    expression: str
    description: str

    @property
    def declaration(self) -> str:
        """The argument as it stands in the signature."""
        return f"{self.name}: {self.annotation}" + ("" if self.required else " | None = None")

    @property
    def passed(self) -> str:
        """The argument as it is passed on."""
        if self.required:
            return f"{self.target}={self.expression}"
        return f"{self.target}=UNSET if {self.name} is None else {self.expression}"


@dataclass(frozen=True)
class Method:
    """One method of a resource.

    Attributes:
        kind: What it does, where it belongs to a record type.
        name: What a person calls.
        module: The generated endpoint module.
        arguments: What it takes.
        body: Type of the request body, where it is one model.
        answer: Type of its answer, as the generated models name it; None where any JSON may come.
        many: Whether the answer is a list of those.
        operation: The contract's operation.
    """

    kind: Kind | None
    name: str
    module: str
    arguments: tuple[Argument, ...]
    body: str | None
    answer: str | None
    many: bool
    operation: Operation

    def doc(self) -> str:
        """The docstring: what it does, what it takes, what it needs, where the fact is from."""
        raw = self.operation.raw
        roles = " or ".join(self.operation.roles)
        parts = [f"{raw['summary']}.", _wrapped(raw["description"])]
        if roles:
            parts.append(f"Needs the role {roles}.")
        if self.arguments:
            lines = [
                textwrap.fill(
                    f"{item.name}: {item.description}", _WIDTH, initial_indent="    ", subsequent_indent=" " * 8
                )
                for item in self.arguments
            ]
            parts.append("Args:\n" + "\n".join(lines))
        parts.append("Raises:\n    NexudusError: the call failed; the subclass says how.")
        parts.append(f"Source ({raw['x-nexudus-evidence']}):\n    {raw['externalDocs']['url']}")
        return _safe("\n\n".join(parts))


@dataclass(frozen=True)
class Resource:
    """One attribute of the client."""

    attribute: str
    class_name: str
    description: str
    methods: tuple[Method, ...]
    imports: tuple[str, ...]
    record: str | None
    update_fields: tuple[tuple[str, str], ...]


class ResourceBuilder:
    """Describes resources from the contract and what the generator made of it."""

    def __init__(self, contract: Contract, data: GeneratorData, config: Config) -> None:
        self._contract = contract
        self._config = config
        self._endpoints = {
            endpoint.name: endpoint
            for collection in data.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        }
        self._models = {model.class_info.name: model for model in data.models}

    def build(self) -> tuple[Resource, ...]:
        """Every tag of the contract as a resource."""
        record_types = {item.tag: item for item in self._contract.record_types}
        return tuple(self._resource(tag, record_types.get(tag["name"])) for tag in self._contract.document["tags"])

    def _resource(self, tag: JsonObject, record_type: RecordType | None) -> Resource:
        operations = [item for item in self._contract.operations if item.tag == tag["name"]]
        methods = tuple(self._method(operation, record_type) for operation in operations)
        imports = {line for operation in operations for line in self._imports(operation)}
        return Resource(
            attribute=self._identifier(tag["name"]),
            class_name=strings.ClassName(tag["name"], self._config.field_prefix),
            description=_wrapped(tag["description"]),
            methods=methods,
            imports=tuple(sorted(imports)),
            record=self._record(record_type) if record_type else None,
            update_fields=tuple(self._update_fields(record_type)) if record_type else (),
        )

    def _method(self, operation: Operation, record_type: RecordType | None) -> Method:
        endpoint = self._endpoints[self._identifier(operation.id)]
        schema = operation.responses["200"].schema or {}
        many = schema.get("type") == "array"
        return Method(
            kind=operation.kind,
            name=_VERBS.get(operation.kind, operation.kind.value) if operation.kind else self._identifier(operation.id),
            module=self._identifier(operation.id),
            arguments=tuple(self._arguments(operation, endpoint, record_type)),
            body=self._class_name(operation.body.schema) if operation.body else None,
            answer=self._class_name(schema["items"] if many else schema),
            many=many,
            operation=operation,
        )

    def _arguments(
        self, operation: Operation, endpoint: Endpoint, record_type: RecordType | None
    ) -> Iterator[Argument]:
        if operation.kind is Kind.UPDATE and record_type is not None:
            record = self._record(record_type)
            yield _whole("record", record, "The full record, as `get` answered it, changed.")
        elif operation.kind in (Kind.CREATE, Kind.RUN) and operation.body is not None:
            properties = self._contract.flatten(operation.body.schema).properties
            for item in self._properties(operation.body.schema):
                yield self._argument(item, properties[item.name.get_untrusted_value()])
        elif operation.body is not None:
            annotation = endpoint.bodies[0].prop.get_type_string().as_unembedded_code()
            yield _whole("body", annotation, self._described(operation.body.raw))
        raw = {item.name: item.raw for item in operation.parameters}
        filters = {item.parameter: item for item in record_type.filters} if record_type else {}
        for item in endpoint.list_all_parameters():
            wire = item.name.get_untrusted_value()
            if wire not in raw:
                continue
            argument = self._argument(item, raw[wire])
            if record_type is not None and wire in filters:
                yield self._filter(argument, filters[wire], record_type)
            elif operation.kind is Kind.LIST and wire == "dir":
                yield _descending(argument, operation)
            elif operation.kind is Kind.BATCH:
                yield replace(argument, name=f"{argument.name}s", expression=f"[*{argument.name}s]")
            else:
                yield argument

    def _argument(self, item: Property, raw: JsonObject) -> Argument:
        annotation = item.get_type_string().as_unembedded_code()
        members = [part for part in annotation.split(" | ") if item.required or part not in ("None", "Unset")]
        # A resource has a method called list, so the type of that name is out of reach in its signatures.
        several = members[0].startswith("list[")
        return Argument(
            name=item.python_name,
            annotation=" | ".join(members).replace("list[", "Sequence["),
            required=item.required,
            target=item.python_name,
            expression=f"[*{item.python_name}]" if several else item.python_name,
            description=self._described(raw),
        )

    def _filter(self, argument: Argument, narrowing: Filter, record_type: RecordType) -> Argument:
        name = self._identifier(narrowing.parameter.replace(f"{record_type.entity}_", "", 1))
        if record_type.properties[narrowing.property].moment and narrowing.comparison is not Comparison.EQUAL:
            moment = f"format_filter_moment({name})"
            return replace(argument, name=name, annotation="datetime.datetime", expression=moment)
        return replace(argument, name=name, expression=name)

    def _record(self, record_type: RecordType) -> strings.ClassName:
        return self._named(record_type.operations[Kind.GET].responses["200"].schema or {})

    def _update_fields(self, record_type: RecordType) -> Iterator[tuple[str, str]]:
        """Pairs of an update's field and the record's attribute that holds its value."""
        record = record_type.operations[Kind.GET].responses["200"].schema
        body = record_type.operations[Kind.UPDATE].body
        attributes = {item.name.get_untrusted_value(): item.python_name for item in self._properties(record or {})}
        for item in self._properties(body.schema if body else {}):
            yield item.python_name, attributes[item.name.get_untrusted_value()]

    def _imports(self, operation: Operation) -> Iterator[str]:
        endpoint = self._endpoints[self._identifier(operation.id)]
        yield f"from ..api.{endpoint.tags[0]} import {self._identifier(operation.id)}"
        for schema in (operation.body.schema if operation.body else {}, operation.responses["200"].schema or {}):
            for component in _components(schema):
                yield f"from ..models import {strings.ClassName(component, self._config.field_prefix)}"
        arguments = endpoint.list_all_parameters()
        if operation.kind in (Kind.CREATE, Kind.RUN) and operation.body is not None:
            arguments = [*arguments, *self._properties(operation.body.schema)]
        for item in arguments:
            yield from item.get_imports(prefix="..")
            yield from item.get_lazy_imports(prefix="..")

    def _properties(self, schema: JsonObject) -> Sequence[Property]:
        model = self._models[self._named(schema)]
        return (*(model.required_properties or ()), *(model.optional_properties or ()))

    def _described(self, raw: JsonObject) -> str:
        return " ".join(str(self._contract.resolve(raw)["description"]).split())

    def _class_name(self, schema: JsonObject) -> strings.ClassName | None:
        return self._named(schema) if "$ref" in schema else None

    def _named(self, schema: JsonObject) -> strings.ClassName:
        return strings.ClassName(str(schema["$ref"]).rpartition("/")[2], self._config.field_prefix)

    def _identifier(self, name: str) -> strings.PythonIdentifier:
        return strings.PythonIdentifier(name, self._config.field_prefix)


def _components(schema: JsonObject) -> Iterator[str]:
    """Names of the components that a schema refers to, at any depth."""
    for pointer, value in pointers(schema):
        if pointer and pointer[-1] == "$ref":
            yield str(value).rpartition("/")[2]


def _whole(name: str, annotation: str, description: str) -> Argument:
    """The argument that stands for the request body."""
    return Argument(
        name=name, annotation=annotation, required=True, target="body", expression=name, description=description
    )


def _descending(argument: Argument, operation: Operation) -> Argument:
    """`dir` by a name that nobody can read two ways; its numbers are contested, so they stand in the contract only."""
    schema = next(item.schema for item in operation.parameters if item.name == "dir")
    ascending, descending = schema["enum"]
    return replace(
        argument,
        name="descending",
        annotation="bool",
        expression=f"{descending!r} if descending else {ascending!r}",
        description="Whether to sort from the last to the first.",
    )


def _wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(part, _WIDTH) for part in text.strip().split("\n\n"))


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''")
