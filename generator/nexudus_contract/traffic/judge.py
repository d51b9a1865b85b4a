"""Holds exchanges against the contract, request and answer."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import unquote, urlsplit

import orjson

from nexudus_calendars.runtime.redaction import redact_address
from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.exchange import Received
from nexudus_contract.routing import Router
from nexudus_contract.terms import Operation
from nexudus_contract.traffic.entry import Entry, TrafficError
from nexudus_contract.traffic.request import Problem, RequestRule
from nexudus_contract.traffic.shape import Shape

# What a part of an unknown path looks like that names one record.
_ID = re.compile(r"[0-9]+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Judge:
    """Says of an exchange what the contract does not know of it, and what breaks the contract."""

    def __init__(self, contract: Contract, url: str | None = None) -> None:
        """Take a contract.

        Args:
            contract: What is promised.
            url: The server that matters; None for any server.

        Raises:
            TrafficError: the address makes no sense.
        """
        self._router = Router((operation, operation) for operation in contract.operations)
        self._base = None if url is None else _base(url)
        # What the paths of the contract begin with is the API; whatever else a server has is not our matter.
        self._roots = tuple({f"/{operation.path.split('/')[1]}/" for operation in contract.operations})
        self._conformance = Conformance(contract, general=True)
        self._contract = contract
        self._request_rule = cache(self._new_request_rule)
        self._shape = cache(self._new_shape)
        self._operations = {operation.id: operation for operation in contract.operations}

    def path_of(self, entry: Entry) -> str | None:
        """The path that a request asks of the API, decoded; None where it asks for something else."""
        sent = entry.exchange.sent
        parts = urlsplit(sent.url)
        path = parts.path
        if self._base is not None:
            origin, prefix = self._base
            if _origin(sent.url) != origin or not path.startswith(prefix):
                return None
            path = path.removeprefix(prefix)
        # A browser asks whether it may ask, which no server's API has a say in.
        preflight = sent.method == "OPTIONS" and any(
            name.lower() == "access-control-request-method" for name, _ in sent.headers
        )
        return unquote(path) if path.startswith(self._roots) and not preflight else None

    def problems(self, entry: Entry, path: str) -> tuple[str, Iterator[Problem]]:
        """What an exchange is about, an operationId or a method and a path, and what is wrong with it."""
        sent = entry.exchange.sent
        match = self._router.find(path)
        if match is None:
            general = "/".join("*" if _ID.fullmatch(part) else part for part in redact_address(path).split("/"))
            return f"{sent.method} {general}", iter([("unknown-path", "the contract has no such path")])
        operation = match.endpoints.get(sent.method)
        if operation is None:
            known = next(iter(match.endpoints.values())).path
            message = f"the contract has no {sent.method} here, only {', '.join(match.endpoints)}"
            return f"{sent.method} {known}", iter([("unknown-method", message)])
        return operation.id, self._known_problems(entry, operation, match.parameters)

    def _known_problems(self, entry: Entry, operation: Operation, parameters: Mapping[str, str]) -> Iterator[Problem]:
        sent, received = entry.exchange.sent, entry.exchange.received
        body = sent.body if entry.sent_body else None
        rule = self._request_rule(operation.id)
        told = f"answered {received.status}" if received else "not answered"
        for kind, message in rule.problems(parameters, urlsplit(sent.url).query, sent.headers, body):
            # That the server took it says that the contract is too strict; that it did not, that the client is wrong.
            yield kind, f"{message} ({told})"
        if received is not None:
            yield from self._answer_problems(entry, operation, received)

    def _answer_problems(self, entry: Entry, operation: Operation, received: Received) -> Iterator[Problem]:
        if str(received.status) not in operation.responses:
            yield "unknown-status", f"the contract has no status {received.status} here"
            return
        headers = received.by_name
        body = received.body if entry.received_body else None
        beginning = f"{operation.id}, "
        if entry.received_headers or headers:
            for problem in self._conformance.problems(operation, received.status, headers, body):
                yield "broken-answer", problem.removeprefix(beginning)
        shape = self._shape(operation.id, received.status)
        if body and shape is not None:
            for place in shape.unknown(_json(body)):
                yield "unknown-property", f"the contract has no {place} in the answer with status {received.status}"

    def _new_request_rule(self, operation_id: str) -> RequestRule:
        return RequestRule(self._contract, self._operations[operation_id])

    def _new_shape(self, operation_id: str, status: int) -> Shape | None:
        schema = self._operations[operation_id].responses[str(status)].schema
        return None if schema is None else Shape(self._contract, [schema])


def _json(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _base(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TrafficError(f"{url} is no address of a server; write it as https://host or http://127.0.0.1:8000")
    return _origin(url), parts.path.rstrip("/")


def _origin(url: str) -> str:
    """Scheme, host and port of an address; empty where it has none."""
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}"
