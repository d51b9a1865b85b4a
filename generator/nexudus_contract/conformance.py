"""Holds answers against openapi.yaml: status, headers, body."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation, Response

_INTEGER = re.compile(r"[0-9]{1,40}")


class Conformance:
    """Knows what a contract promises of answers."""

    def __init__(self, contract: Contract, *, general: bool = False) -> None:
        """Take a contract.

        Args:
            contract: What is promised.
            general: Whether sentences leave out what is of one answer alone, its values and the places in its lists,
                so that answers that break the contract in the same way have the same sentence, without secrets.
        """
        self._contract = contract
        self._general = general
        self._promises: dict[tuple[str, int], _Promise | None] = {}

    def problem(self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes) -> str | None:
        """How an answer breaks the contract, in one sentence; None where it does not.

        Args:
            operation: What was asked for.
            status: The answer's HTTP status.
            headers: Its headers, by lower-case name.
            body: Its body, without any encoding.
        """
        return next(self.problems(operation, status, headers, body), None)

    def problems(
        self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes | None
    ) -> Iterator[str]:
        """All the ways in which an answer breaks the contract, each in one sentence.

        Args:
            operation: What was asked for.
            status: The answer's HTTP status.
            headers: Its headers, by lower-case name.
            body: Its body, without any encoding; None where that is not known, so that only the rest is judged.
        """
        key = (operation.id, status)
        if key not in self._promises:
            documented = operation.responses.get(str(status))
            promise = None if documented is None else _Promise(self._contract, documented, general=self._general)
            self._promises[key] = promise
        promise = self._promises[key]
        if promise is None:
            yield f"{operation.id} has no answer with status {status}"
        else:
            yield from (f"{operation.id}, status {status}: {problem}" for problem in promise.problems(headers, body))


class Rule:
    """A schema of the contract, as something to hold values against."""

    def __init__(self, contract: Contract, schema: JsonObject, *, general: bool = False) -> None:
        """Take a schema.

        Args:
            contract: Where it stands.
            schema: What values must be like.
            general: Whether sentences leave out values, and places in lists.
        """
        self._general = general
        mask = "the value" if general else None
        self._validator = Draft202012Validator(contract.standalone(schema), validate_formats=True, mask=mask)

    def problems(self, value: Any) -> Iterator[str]:
        """What is wrong with a value, each in one sentence."""
        try:
            if not self._validator.is_valid(value):
                yield from map(self._sentence, self._validator.iter_errors(value))
        except (ValueError, RecursionError):
            # The validator does not go deeper than 254.
            yield "it is nested too deep to be checked"

    def _sentence(self, error: ValidationError) -> str:
        place = "/".join("*" if self._general and isinstance(part, int) else str(part) for part in error.instance_path)
        return f"{place}: {error.message}" if place else error.message


class _Promise:
    """What one documented answer looks like."""

    def __init__(self, contract: Contract, documented: Response, *, general: bool) -> None:
        content: JsonObject = documented.raw.get("content", {})
        self._media_type = next(iter(content), None)
        self._body = None if documented.schema is None else Rule(contract, documented.schema, general=general)
        raw = {name: contract.resolve(header) for name, header in documented.raw.get("headers", {}).items()}
        self._headers = {
            name: (header, Rule(contract, header["schema"], general=general) if "schema" in header else None)
            for name, header in raw.items()
        }

    def problems(self, headers: Mapping[str, str], body: bytes | None) -> Iterator[str]:
        for name, (header, rule) in self._headers.items():
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    yield f"the header {name} is missing"
            elif rule is not None:
                yield from (f"the header {name}: {problem}" for problem in rule.problems(_read(header, value)))
        media_type = headers.get("content-type", "").partition(";")[0]
        if media_type != (self._media_type or ""):
            yield f"the content type is {media_type or 'missing'}, not {self._media_type or 'left out'}"
        elif self._media_type is None and body:
            yield "there is a body where none is promised"
        elif self._body is not None and body is not None:
            try:
                value = orjson.loads(body)
            except orjson.JSONDecodeError:
                yield "the body is not JSON"
            else:
                yield from (f"the body: {problem}" for problem in self._body.problems(value))


def _read(header: JsonObject, text: str) -> Any:
    kind = header.get("schema", {}).get("type")
    return int(text) if kind == "integer" and _INTEGER.fullmatch(text) else text
