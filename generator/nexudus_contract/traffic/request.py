"""What a request may be: its parameters and its body, held against an operation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import orjson

from nexudus_contract.conformance import Rule
from nexudus_contract.document import Contract
from nexudus_contract.exchange import Headers
from nexudus_contract.scalars import scalar, types
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Body, Operation, Parameter
from nexudus_contract.traffic.shape import Shape

Problem: TypeAlias = tuple[str, str]
"""A kind, and a sentence."""

_FORM = "application/x-www-form-urlencoded"


class RequestRule:
    """Knows what requests for an operation are like."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._parameters = [_ParameterRule(contract, parameter) for parameter in operation.parameters]
        self._known = frozenset(item.name for item in operation.parameters if item.location == "query")
        self._body = None if operation.body is None else _BodyRule(contract, operation.body)

    def problems(self, path: Mapping[str, str], query: str, headers: Headers, body: bytes | None) -> Iterator[Problem]:
        """How a request breaks the contract, or goes beyond it.

        Args:
            path: The path's parameters.
            query: The query as it was sent, without its question mark.
            headers: The headers.
            body: The body, without any encoding; None where it is not known.
        """
        given = {
            "path": list(path.items()),
            "query": parse_qsl(query, keep_blank_values=True),
            "header": [(name.lower(), value) for name, value in headers],
        }
        for name in dict.fromkeys(name for name, _ in given["query"]):
            if name not in self._known:
                yield "unknown-parameter", f"the contract has no query parameter {name}"
        for parameter in self._parameters:
            yield from parameter.problems(given.get(parameter.location))
        content_type = ", ".join(value for name, value in given["header"] if name == "content-type")
        if self._body is not None and body is not None:
            yield from self._body.problems(content_type, body)
        elif body:
            yield "broken-request", "there is a body where the contract has none"


class _ParameterRule:
    def __init__(self, contract: Contract, parameter: Parameter) -> None:
        schema = contract.resolve(parameter.schema)
        self.location = parameter.location
        self._name = parameter.name
        self._key = parameter.name.lower() if parameter.location == "header" else parameter.name
        self._required = parameter.required
        self._types = types(schema)
        self._json = parameter.media_type is not None
        self._rule = Rule(contract, parameter.schema, general=True)

    def problems(self, given: Sequence[tuple[str, str]] | None) -> Iterator[Problem]:
        # Of cookies nothing is known.
        texts = [] if given is None else [text for name, text in given if name == self._key]
        label = f"the {self.location} parameter {self._name}"
        if self._required and not texts and given is not None:
            yield "broken-request", f"{label} is missing"
        if len(texts) > 1:
            yield "broken-request", f"{label} is given more than once"
        for problem in self._rule.problems(self._parse(texts[0])) if texts else ():
            yield "broken-request", f"{label}: {problem}"

    def _parse(self, text: str) -> Any:
        """The value that a text stands for; the text itself where it stands for none of the schema's type."""
        if self._json:
            try:
                return orjson.loads(text)
            except orjson.JSONDecodeError:
                return text
        return scalar(text, self._types)


class _BodyRule:
    def __init__(self, contract: Contract, body: Body) -> None:
        self._required = body.required
        self._media_type = body.media_type
        self._rule = Rule(contract, body.schema, general=True)
        self._shape = Shape(contract, [body.schema])

    def problems(self, content_type: str, body: bytes) -> Iterator[Problem]:
        if not body:
            if self._required:
                yield "broken-request", "the body is missing"
            return
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type != self._media_type:
            yield "broken-request", f"the content type is {media_type or 'missing'}, not {self._media_type}"
            return
        try:
            value: object = _form(body) if self._media_type == _FORM else orjson.loads(body)
        except ValueError:
            yield "broken-request", "the body is not JSON"
            return
        for problem in self._rule.problems(value):
            yield "broken-request", f"the body: {problem}"
        for place in self._shape.unknown(value):
            yield "unknown-property", f"the contract has no {place} in the request's body"


def _form(body: bytes) -> JsonObject:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
