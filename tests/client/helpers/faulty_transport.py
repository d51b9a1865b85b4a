"""The mock within this process, behind a transport that fails where it is told to."""

import httpx

from nexudus_contract.mock import MockTransport

from .faults import AFTERWARDS, INSTEAD, Fault, Reply, Strikes

_LOST_BEFORE: dict[Fault, type[httpx.TransportError]] = {
    Fault.REFUSED: httpx.ConnectError,
    Fault.HUNG_UP: httpx.RemoteProtocolError,
}
_LOST_AFTER: dict[Fault, type[httpx.TransportError]] = {
    Fault.DROPPED: httpx.ReadError,
    Fault.TOO_LATE: httpx.ReadTimeout,
}
FAULTS = [fault for fault in Fault if fault in INSTEAD | AFTERWARDS | _LOST_BEFORE | _LOST_AFTER]
"""Those that a transport can tell apart. On a wire there are more ways to lose an answer."""


class FaultyTransport(Strikes, httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes requests to the mock, for both forms of the client."""

    def __init__(self, mock: MockTransport) -> None:
        super().__init__()
        self._mock = mock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fault = self.next_fault(request.method)
        if fault in _LOST_BEFORE:
            raise _LOST_BEFORE[fault](fault.value, request=request)
        if fault in INSTEAD:
            return _response(INSTEAD[fault])
        self.forwarded.append(request.method)
        response = self._mock.handle_request(request)
        body = response.read()
        if fault in _LOST_AFTER:
            raise _LOST_AFTER[fault](fault.value, request=request)
        return _response(AFTERWARDS[fault](body)) if fault in AFTERWARDS else response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self.handle_request(request)


def _response(reply: Reply) -> httpx.Response:
    return httpx.Response(reply.status, content=reply.body, headers=[*reply.headers])
