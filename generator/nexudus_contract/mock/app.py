"""The application: from a request to the operation that the contract has for it, and to its handler."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from nexudus_contract.document import Contract
from nexudus_contract.mock.authentication import Authentication
from nexudus_contract.mock.call import Call, Handler, documented_example
from nexudus_contract.mock.collection import Collection
from nexudus_contract.mock.credentials import Credentials
from nexudus_contract.mock.envelopes import (
    RefusedError,
    answer,
    denied,
    method_not_allowed,
    not_found,
    server_error,
    throttled,
)
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockSettings
from nexudus_contract.mock.store import Store
from nexudus_contract.mock.throttle import Throttle
from nexudus_contract.mock.tokens import Tokens
from nexudus_contract.mock.users import NOBODY, Account, Accounts
from nexudus_contract.mock.validation import JSON, BodyReader, QueryReader
from nexudus_contract.terms import Operation


def create_app(contract: Contract, settings: MockSettings = DEFAULT_SETTINGS) -> Starlette:
    """The mock as an ASGI application. Each is a world of its own, empty unless `settings` name a database file.

    Raises:
        MockError: the database cannot be used.
        ContractError: the contract asks for something that the mock cannot do.
    """
    accounts, tokens = Accounts(settings.users), Tokens(settings)
    store = Store(contract.record_types, settings.database)
    handlers = dict(Authentication(accounts, tokens).handlers)
    for record_type in contract.record_types:
        handlers.update(Collection(contract, record_type, store, settings).handlers)
    gate = _Gate(Credentials(accounts, tokens), settings)
    paths = {
        path: {operation.method.upper(): _endpoint(contract, operation, handlers) for operation in group}
        for path, group in groupby(contract.operations, key=lambda operation: operation.path)
    }

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        yield
        store.close()

    app = Starlette(
        # A path without parameters goes before one that would take its last part for an id.
        routes=[Route(path, _Path(gate, paths[path])) for path in sorted(paths, key=lambda path: "{" in path)],
        exception_handlers={404: _unknown_path, Exception: _defect},
        lifespan=lifespan,
    )
    # The slash at the end of a batch's path tells it from the list.
    app.router.redirect_slashes = False
    return app


@dataclass(frozen=True)
class _Endpoint:
    operation: Operation
    handler: Handler


def _endpoint(contract: Contract, operation: Operation, handlers: Mapping[str, Handler]) -> _Endpoint:
    return _Endpoint(operation, handlers.get(operation.id) or _example_handler(contract, operation))


def _example_handler(contract: Contract, operation: Operation) -> Handler:
    """Answers the documented example, for what the contract has and the mock knows no meaning of."""
    query = QueryReader(contract, operation)
    body = BodyReader(contract, operation.body) if operation.body and operation.body.media_type == JSON else None
    example = documented_example(contract, operation)

    def handle(call: Call) -> Response:
        query.read(call.query)
        if body is not None:
            body.read(call.content_type, call.body)
        return answer(example)

    return handle


class _Gate:
    """Lets requests in: who sent them, how often they call, whether they may, and how much they bring."""

    def __init__(self, credentials: Credentials, settings: MockSettings) -> None:
        self._credentials = credentials
        self._throttle = Throttle(settings.limits, settings.clock)
        self._throttle_status = settings.throttle_status
        self._max_body_bytes = settings.max_body_bytes

    async def admit(self, request: Request, operation: Operation) -> Call:
        account = self._credentials.account_of(request.headers.getlist("authorization"))
        self._pace(request, account)
        return Call(
            account=_allowed(account, operation),
            path=request.path_params,
            query=request.query_params.multi_items(),
            headers=request.headers,
            body=await self._body(request) if operation.body is not None else b"",
        )

    def _pace(self, request: Request, account: Account | None) -> None:
        host = request.client.host if request.client else ""
        wait = self._throttle.let_in(account.id if account else host, request.method)
        if wait:
            raise RefusedError(throttled(wait, self._throttle_status))

    async def _body(self, request: Request) -> bytes | None:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_body_bytes:
                return None
        return bytes(body)


def _allowed(account: Account | None, operation: Operation) -> Account:
    if not operation.secured:
        return NOBODY
    if account is None or not account.may(operation.roles):
        raise RefusedError(denied())
    return account


class _Path:
    """One path of the contract, with every method it has."""

    def __init__(self, gate: _Gate, endpoints: Mapping[str, _Endpoint]) -> None:
        self._gate = gate
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette's patterns end with `$`, which lets a line feed pass.
        unknown = scope["path"].endswith("\n")
        response = not_found() if unknown else await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        endpoint = self._endpoints.get(request.method)
        if endpoint is None:
            return method_not_allowed(request.method, list(self._endpoints))
        try:
            return endpoint.handler(await self._gate.admit(request, endpoint.operation))
        except RefusedError as refusal:
            return refusal.response
        except ClientDisconnect:
            # Nobody is there to read it.
            return Response(status_code=400)


async def _unknown_path(_request: Request, _error: Exception) -> Response:
    return not_found()


async def _defect(_request: Request, _error: Exception) -> Response:
    # Starlette raises the error again after this answer, so that the server logs it.
    return server_error()
