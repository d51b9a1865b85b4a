"""The API itself: from a request to the operation that the contract has for it, and to its answer."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.mock.call import Call, Handler, documented_example
from nexudus_contract.mock.control.faults import Fault, FaultKind, Faults
from nexudus_contract.mock.control.journal import Handling, Journal
from nexudus_contract.mock.control.variants import Variants
from nexudus_contract.mock.dialects import Dialect
from nexudus_contract.mock.entry.gate import Gate
from nexudus_contract.mock.entry.users import Account
from nexudus_contract.mock.envelopes import method_not_allowed, not_found, server_error
from nexudus_contract.mock.errors import FieldError, InvalidError, RefusedError
from nexudus_contract.mock.validation import JSON, BodyReader, ParameterReader
from nexudus_contract.mock.wire.message import Answer, Request, answer, by_name
from nexudus_contract.routing import Router
from nexudus_contract.terms import Kind, Operation

_LOGGER = logging.getLogger("nexudus_contract.mock")


class Endpoint:
    """One operation, and what answers it.

    Attributes:
        operation: the contract's.
        handler: what answers it.
        promised: whether its answers are what the contract says.
    """

    def __init__(self, operation: Operation, handler: Handler, *, promised: bool) -> None:
        self.operation = operation
        self.handler = handler
        self.promised = promised
        self._known = frozenset(item.name for item in operation.parameters if item.location == "query")
        # A form may hold a password, and so may whatever else is sent in its place.
        self._keeps_body = operation.body is not None and operation.body.media_type == JSON
        self._plain: dict[str, Handling] = {}

    def handling(self, user: str, invalid: Sequence[FieldError], struck: Sequence[Fault]) -> Handling:
        """What the request log says of a call."""
        if invalid or struck:
            return self._handling(user, invalid, [fault.kind for fault in struck])
        # Most calls are like one before, by one of the few users.
        plain = self._plain.get(user)
        if plain is None:
            plain = self._plain[user] = self._handling(user, (), ())
        return plain

    def _handling(self, user: str, invalid: Sequence[FieldError], faults: Sequence[str]) -> Handling:
        return Handling(self.operation.id, self._known, self._keeps_body, user, invalid, faults)


class Api:
    """Answers requests for the contract's operations."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one machine
        self,
        contract: Contract,
        handlers: Mapping[str, Handler],
        gate: Gate,
        dialect: Dialect,
        faults: Faults,
        journal: Journal,
        conformance: Conformance | None,
    ) -> None:
        self._gate = gate
        self._dialect = dialect
        self._faults = faults
        self._variants = Variants(contract)
        self._journal = journal
        self._conformance = conformance
        self._router = Router(
            (operation, Endpoint(meant, handlers.get(meant.id) or _example_handler(contract, meant), promised=promised))
            for operation, meant, promised in _meant(contract, dialect)
        )

    def respond(self, request: Request) -> Answer:
        """The answer to a request."""
        match = self._router.find(request.path)
        endpoint = match.endpoints.get(request.method) if match else None
        if match is None or endpoint is None:
            given = not_found() if match is None else method_not_allowed(request.method, list(match.endpoints))
            self._journal.write(request, given.status)
            return given
        account = self._gate.identify(request)
        struck = self._faults.striking(endpoint.operation.id, request) if self._faults else ()
        given, invalid = self._work(endpoint, request, account, match.parameters, struck)
        handling = endpoint.handling(account.email if account else "", invalid, struck)
        self._journal.write(request, given.status, handling)
        return given

    def _work(
        self,
        endpoint: Endpoint,
        request: Request,
        account: Account | None,
        parameters: Mapping[str, str],
        struck: Sequence[Fault],
    ) -> tuple[Answer, Sequence[FieldError]]:
        invalid: Sequence[FieldError] = ()
        if struck and not all(fault.works for fault in struck):
            given = Answer(200, headers=())
        else:
            try:
                sender = self._gate.admit(request, account, endpoint.operation)
                given = endpoint.handler(Call(request, sender, parameters))
            except InvalidError as error:
                invalid = error.errors
                given = self._dialect.validation_failure(invalid)
            except RefusedError as refusal:
                given = refusal.answer
            except Exception:
                _LOGGER.exception("the mock failed at %s %s", request.method, request.path)
                given = server_error()
            given = self._held_to_contract(endpoint, given)
        for fault in struck:
            varied = fault.kind is FaultKind.VARIANT
            given = self._variants.of(endpoint.operation, given, fault) if varied else fault.spoilt(given)
        return given, invalid

    def _held_to_contract(self, endpoint: Endpoint, given: Answer) -> Answer:
        if self._conformance is None or not endpoint.promised:
            return given
        headers = {name.decode(): value.decode("latin-1") for name, value in by_name(given.headers).items()}
        problem = self._conformance.problem(endpoint.operation, given.status, headers, given.body)
        if problem is None:
            return given
        _LOGGER.error("the mock's answer breaks the contract: %s", problem)
        return server_error(f"The mock's answer breaks the contract: {problem}")


def _meant(contract: Contract, dialect: Dialect) -> Iterator[tuple[Operation, Operation, bool]]:
    """For each operation the one that a dialect takes it for, and whether its answers are what the contract says."""
    lists = {item.tag: item.operations[Kind.LIST] for item in contract.record_types}
    for operation in contract.operations:
        is_list = dialect.batch_is_list and operation.kind is Kind.BATCH
        meant = lists[operation.tag] if is_list else operation
        yield operation, meant, meant.kind not in dialect.departures


def _example_handler(contract: Contract, operation: Operation) -> Handler:
    """Answers the documented example, for what the contract has and the mock knows no meaning of."""
    query = ParameterReader(contract, operation)
    body = BodyReader(contract, operation.body) if operation.body and operation.body.media_type == JSON else None
    example = documented_example(contract, operation)

    def handle(call: Call) -> Answer:
        query.read(call.query)
        if body is not None:
            body.read(call.content_type, call.body)
        return answer(example)

    return handle
