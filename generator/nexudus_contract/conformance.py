"""Holds answers against openapi.yaml: status, headers, body."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation, Response


class Conformance:
    """Knows what a contract promises of answers."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._promises: dict[tuple[str, int], _Promise | None] = {}

    def problem(self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes) -> str | None:
        """How an answer breaks the contract, in one sentence; None where it does not.

        Args:
            operation: What was asked for.
            status: The answer's HTTP status.
            headers: Its headers, by lower-case name.
            body: Its body, without any encoding.
        """
        key = (operation.id, status)
        if key not in self._promises:
            documented = operation.responses.get(str(status))
            self._promises[key] = None if documented is None else _Promise(self._contract, documented)
        promise = self._promises[key]
        if promise is None:
            return f"{operation.id} has no answer with status {status}"
        problem = promise.problem(headers, body)
        return problem and f"{operation.id}, status {status}: {problem}"


class _Promise:
    """What one documented answer looks like."""

    def __init__(self, contract: Contract, documented: Response) -> None:
        content: JsonObject = documented.raw.get("content", {})
        self._media_type = next(iter(content), None)
        self._body = _validator(contract, documented.schema)
        raw = {name: contract.resolve(header) for name, header in documented.raw.get("headers", {}).items()}
        self._headers = {name: (header, _validator(contract, header.get("schema"))) for name, header in raw.items()}

    def problem(self, headers: Mapping[str, str], body: bytes) -> str | None:
        return next(self._problems(headers, body), None)

    def _problems(self, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
        for name, (header, validator) in self._headers.items():
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    yield f"the header {name} is missing"
            elif validator is not None and (error := _first_error(validator, _read(header, value))):
                yield f"the header {name}: {error}"
        media_type = headers.get("content-type", "").partition(";")[0]
        if media_type != (self._media_type or ""):
            yield f"the content type is {media_type or 'missing'}, not {self._media_type or 'left out'}"
        elif self._media_type is None and body:
            yield "there is a body where none is promised"
        elif self._body is not None:
            try:
                value = orjson.loads(body)
            except orjson.JSONDecodeError:
                yield "the body is not JSON"
            else:
                error = None if self._body.is_valid(value) else _first_error(self._body, value)
                if error:
                    yield f"the body: {error}"


def _validator(contract: Contract, schema: JsonObject | None) -> Draft202012Validator | None:
    return None if schema is None else Draft202012Validator(contract.standalone(schema), validate_formats=True)


def _first_error(validator: Draft202012Validator, value: Any) -> str | None:
    for error in validator.iter_errors(value):
        place = "/".join(str(part) for part in error.instance_path)
        return f"{place}: {error.message}" if place else error.message
    return None


def _read(header: JsonObject, text: str) -> Any:
    kind = header.get("schema", {}).get("type")
    return int(text) if kind == "integer" and text.isdigit() else text
