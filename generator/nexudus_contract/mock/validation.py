"""What the contract allows: parameters and bodies against their schemas, with an error for every one that breaks it."""

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from nexudus_contract.document import Contract
from nexudus_contract.mock.errors import FieldError, InvalidError
from nexudus_contract.scalars import scalar, types
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Body, Operation, Parameter

JSON = "application/json"

_REQUIRED = "is a required field"
_TOO_LARGE = "must fit into 64 bits"
_NOT_JSON = "is not JSON"
_BODY = "Body"
_INT64 = range(-(2**63), 2**63)
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_DEEPEST = 200
# A list may hold any number of wrong items, and nobody reads more than this.
_MOST_ERRORS = 100

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}

_SENTENCES = {
    "required": _REQUIRED,
    "minimum": "must be {value} or more",
    "maximum": "must be {value} or less",
    "anyOf": "has none of the forms that are allowed",
    "oneOf": "has none of the forms that are allowed",
}


class ParameterReader:
    """Reads an operation's query parameters, or those of another location, such as `path`.

    What it does not know, it ignores, as the documented server does.
    """

    def __init__(self, contract: Contract, operation: Operation, location: str = "query") -> None:
        self._parameters = [
            _Parameter(contract, parameter) for parameter in operation.parameters if parameter.location == location
        ]
        self._defaults = {item.name: item.default for item in self._parameters if item.default is not None}
        self._required = any(item.required for item in self._parameters)

    def read(self, items: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """The values by parameter, defaults included.

        Raises:
            InvalidError: a parameter is missing, is given more than once, or breaks its schema.
        """
        if not items and not self._required:
            return dict(self._defaults)
        values: dict[str, Any] = {}
        errors: list[FieldError] = []
        for parameter in self._parameters:
            texts = [text for name, text in items if name == parameter.name]
            if len(texts) > 1:
                errors.append(FieldError(parameter.name, "is given more than once", texts))
            elif texts:
                value = parameter.parse(texts[0])
                values[parameter.name] = parameter.capped(value)
                errors += [FieldError(parameter.name, message, texts[0]) for message in parameter.problems(value)]
            elif parameter.required:
                errors.append(FieldError(parameter.name, _REQUIRED, missing=True))
            elif parameter.default is not None:
                values[parameter.name] = parameter.default
        _refuse(errors)
        return values


class BodyReader:
    """Reads a JSON body. `references` are the properties that hold the ids of other records."""

    def __init__(self, contract: Contract, body: Body, references: Container[str] = ()) -> None:
        schema = contract.flatten(body.schema)
        properties = {name: contract.resolve(raw) for name, raw in schema.properties.items()}
        self._media_type = body.media_type
        self._validator = _validator(contract, body.schema)
        self._required = frozenset(schema.required)
        self._examples = {name: raw.get("example") for name, raw in properties.items()}
        self._order = {name: place for place, name in enumerate(properties)}
        self._integers = [name for name, raw in properties.items() if "integer" in types(raw)]
        self._texts = frozenset(name for name, raw in properties.items() if "string" in types(raw))
        self._references = references

    def read(self, content_type: str, body: bytes | None) -> JsonObject:
        """The object in a body; None stands for a body larger than the server reads.

        Raises:
            InvalidError: it is no JSON object, or breaks its schema.
        """
        value = self._object(content_type, body)
        if not self._validator.is_valid(value):
            _refuse(self._errors(value))
        for name in self._integers:
            if isinstance(value.get(name), float):
                value[name] = int(value[name])
        _refuse([self._too_large(name, value) for name in self._integers if _is_beyond(value.get(name))])
        return value

    def _errors(self, value: JsonObject) -> Iterator[FieldError]:
        problems = list(islice(self._validator.iter_errors(value), _MOST_ERRORS))
        paths = [self._path(problem) for problem in problems]
        for path, problem in sorted(zip(paths, problems, strict=True), key=lambda pair: self._place(pair[0])):
            message = self._message(path, problem)
            text = len(path) == 1 and path[0] in self._texts
            yield FieldError(self._label(path), message, _at(value, path), missing=message == _REQUIRED, text=text)

    def _object(self, content_type: str, body: bytes | None) -> JsonObject:
        problem = "must be a JSON object"
        if body is None:
            problem = "is larger than the server reads"
        elif content_type.partition(";")[0].strip().lower() != self._media_type:
            problem = f"must come with the content type {self._media_type}"
        elif not body:
            problem = _REQUIRED
        else:
            try:
                value: JsonObject | None = _parse(body)
            except ValueError:
                problem = _NOT_JSON
            else:
                if isinstance(value, dict):
                    return value
        raise InvalidError([FieldError(_BODY, problem, missing=problem == _REQUIRED)])

    def _too_large(self, name: str, value: JsonObject) -> FieldError:
        return FieldError(self._label((name,)), _TOO_LARGE, value[name])

    def _path(self, problem: ValidationError) -> tuple[str | int, ...]:
        path = tuple(problem.instance_path)
        missing = getattr(problem.kind, "property", None)
        return path if missing is None else (*path, missing)

    def _place(self, path: Sequence[str | int]) -> int:
        return self._order.get(str(path[0]), len(self._order)) if path else -1

    def _label(self, path: Sequence[str | int]) -> str:
        if not path:
            return _BODY
        # https://github.com/mattynexudus/fauxworking reports it of live answers, and the page of 2020 shows it.
        if len(path) == 1 and str(path[0]) in self._references:
            return str(path[0]).removesuffix("Id")
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")

    def _message(self, path: Sequence[str | int], problem: ValidationError) -> str:
        top = str(path[0]) if len(path) == 1 else ""
        if top in self._required and problem.kind.name == "type" and problem.instance is None:
            return _REQUIRED
        return _sentence(problem, self._examples.get(top))


class _Parameter:
    def __init__(self, contract: Contract, parameter: Parameter) -> None:
        schema = contract.resolve(parameter.schema)
        self.name = parameter.name
        self.required = parameter.required
        self.default = schema.get("default")
        self._cap = parameter.cap
        self._types = types(schema)
        self._json = parameter.media_type is not None
        self._example = parameter.raw.get("example")
        self._validator = _validator(contract, parameter.schema)

    def parse(self, text: str) -> Any:
        """The value that a text stands for; the text itself where it stands for none of its schema's type."""
        if self._json:
            try:
                return _parse(text.encode())
            except ValueError:
                return text
        return scalar(text, self._types)

    def capped(self, value: Any) -> Any:
        """The value, or the largest that the server heeds where the value is above it."""
        return self._cap if self._cap is not None and isinstance(value, int) and value > self._cap else value

    def problems(self, value: Any) -> Iterator[str]:
        """What is wrong with a value."""
        problem: ValidationError | None = next(self._validator.iter_errors(value), None)
        if problem is not None:
            yield _sentence(problem, self._example)
        elif _is_beyond(value):
            yield _TOO_LARGE


def _validator(contract: Contract, schema: JsonObject) -> Draft202012Validator:
    return Draft202012Validator(contract.standalone(schema), validate_formats=True)


def _is_beyond(value: Any) -> bool:
    return isinstance(value, int) and value not in _INT64


def _refuse(errors: Iterable[FieldError]) -> None:
    unique: dict[tuple[str, str], FieldError] = {}
    for error in errors:
        unique.setdefault((error.name, error.message), error)
    if unique:
        raise InvalidError(list(unique.values()))


def _parse(text: bytes) -> Any:
    """JSON as data. Stricter than Python's own reader, but exact about integers of any length.

    Raises:
        ValueError: it is not JSON, not UTF-8, or nested too deeply.
    """
    value = orjson.loads(text)
    if _LONG_NUMBER.search(text):
        try:
            # orjson rounds integers beyond 64 bits, and -9223372036854775809 would pass for its neighbour.
            value = json.loads(text)
        except RecursionError as error:
            raise ValueError(str(error)) from error
    # A refusal echoes what was sent, inside an envelope, and orjson reads deeper values than it writes.
    if text.count(b"[") + text.count(b"{") > _DEEPEST and _depth(value) > _DEEPEST:
        raise ValueError("nested too deeply")
    return value


def _depth(value: Any) -> int:
    """How many lists and objects stand inside one another."""
    depth, level = 0, [value]
    while level := [inner for outer in level if isinstance(outer, dict | list) for inner in _items(outer)]:
        depth += 1
    return depth


def _items(outer: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return outer.values() if isinstance(outer, dict) else outer


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value if path else None


def _sentence(problem: ValidationError, example: Any) -> str:
    name, value = problem.kind.name, problem.kind.value
    if name == "type":
        return f"must be {' or '.join(_TYPES[kind] for kind in sorted(value, key='null'.__eq__))}"
    if name == "additionalProperties":
        return f"has no {', '.join(value)}"
    if name == "enum":
        return f"must be one of {', '.join(map(str, value))}"
    if name in {"pattern", "format"} and example is not None:
        return f"must look like {example}"
    return _SENTENCES.get(name, "breaks the rule {name} of the contract").format(name=name, value=value)
