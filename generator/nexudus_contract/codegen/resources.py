"""What a person writes: `client.<resource>.<verb>(...)`, described for the templates.

Types and Python names are those of the generator's own properties, so that a resource never disagrees with the models
and endpoint modules it calls.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openapi_python_client import strings
from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import Property

from nexudus_contract.codegen.description import Argument, Method, Range, Records, Resource, wrapped
from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, pointers
from nexudus_contract.terms import Comparison, Kind, Operation, RecordType

_VERBS = {Kind.BATCH: "get_many", Kind.COMMANDS: "list_commands", Kind.RUN: "run_command"}


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
            description=wrapped(tag["description"]),
            methods=methods,
            imports=tuple(sorted(imports)),
            records=self._records(record_type) if record_type else None,
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
            record = self._answer(record_type, Kind.GET)
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
                if filters[wire].comparison is Comparison.EQUAL:
                    name = self._identifier(wire.replace(f"{record_type.entity}_", "", 1))
                    yield replace(argument, name=name, expression=name)
            elif operation.kind is Kind.LIST and wire == "dir":
                yield _descending(argument, operation)
            elif operation.kind is Kind.LIST and wire == "size":
                yield replace(argument, default=repr(raw[wire].get("x-nexudus-cap", raw[wire]["schema"]["maximum"])))
            elif operation.kind is Kind.BATCH:
                yield replace(argument, name=f"{argument.name}s", expression=f"[*{argument.name}s]")
            elif operation.kind is not Kind.LIST or wire != "page":
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

    def _records(self, record_type: RecordType) -> Records:
        operations = record_type.operations
        create, update = (_body(operations[kind]) for kind in (Kind.CREATE, Kind.UPDATE))
        attributes = {
            item.name.get_untrusted_value(): item.python_name
            for item in self._properties(operations[Kind.GET].responses["200"].schema or {})
        }
        assigned = {item.assigned: name for name, item in record_type.properties.items()}
        return Records(
            entity=record_type.entity,
            record=self._answer(record_type, Kind.GET),
            row=self._row(operations[Kind.LIST]),
            page=self._answer(record_type, Kind.LIST),
            create=self._named(create),
            update=self._named(update),
            changes=tuple(self._changes(record_type, update, attributes)),
            demanded=tuple(
                name
                for name in self._contract.flatten(update).required
                if "null" not in record_type.properties[name].types
            ),
            shown=tuple(
                name
                for name, item in record_type.properties.items()
                if (item.assigned or item.name_of) and name != record_type.id_property
            ),
            id_property=record_type.id_property,
            id=attributes[record_type.id_property],
            updated_on=attributes[assigned["updated-on"]],
            ranges=tuple(self._ranges(record_type)),
        )

    def _row(self, operation: Operation) -> strings.ClassName:
        page = self._contract.flatten(operation.responses["200"].schema or {})
        return self._named(page.properties["Records"]["items"])

    def _changes(
        self, record_type: RecordType, update: JsonObject, attributes: Mapping[str, strings.PythonIdentifier]
    ) -> Iterator[Argument]:
        """What can be changed, by the names that the record has for it."""
        properties = self._contract.flatten(update).properties
        for item in self._properties(update):
            name = item.name.get_untrusted_value()
            if name != record_type.id_property:
                annotation = item.get_type_string().as_unembedded_code()
                members = [part for part in annotation.split(" | ") if part != "Unset"]
                argument = self._argument(item, properties[name])
                yield replace(argument, name=attributes[name], annotation=" | ".join(members), target=name)

    def _ranges(self, record_type: RecordType) -> Iterator[Range]:
        operation = record_type.operations[Kind.LIST]
        raw = {item.name: item.raw for item in operation.parameters}
        ends = {(item.property, item.comparison): item.parameter for item in record_type.filters}
        for property_, comparison in ends:
            if comparison is Comparison.FROM and (property_, Comparison.TO) in ends:
                after, before = ends[property_, Comparison.FROM], ends[property_, Comparison.TO]
                name = self._identifier(property_)
                yield Range(
                    _end(f"{name}_after", self._described(raw[after])),
                    _end(f"{name}_before", self._described(raw[before])),
                    after,
                    before,
                )

    def _answer(self, record_type: RecordType, kind: Kind) -> strings.ClassName:
        return self._named(record_type.operations[kind].responses["200"].schema or {})

    def _imports(self, operation: Operation) -> Iterator[str]:
        endpoint = self._endpoints[self._identifier(operation.id)]
        yield f"from ..api.{endpoint.tags[0]} import {self._identifier(operation.id)}"
        for schema in (operation.body.schema if operation.body else {}, operation.responses["200"].schema or {}):
            for component in _components(schema):
                yield f"from ..models import {strings.ClassName(component, self._config.field_prefix)}"
        arguments = endpoint.list_all_parameters()
        if operation.kind in (Kind.CREATE, Kind.RUN) and operation.body is not None:
            arguments = [*arguments, *self._properties(operation.body.schema)]
        if operation.kind is Kind.LIST:
            yield f"from ..models import {self._row(operation)}"
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


def _body(operation: Operation) -> JsonObject:
    return operation.body.schema if operation.body else {}


def _end(name: str, description: str) -> Argument:
    """One end of a range, which the runtime writes as the filter wants it."""
    return Argument(
        name=name,
        annotation="datetime.datetime",
        required=False,
        target=None,
        expression=name,
        description=description,
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
