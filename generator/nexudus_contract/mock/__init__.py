"""A server made from the contract, with state: what was created can be read, listed, replaced and deleted."""

from nexudus_contract.mock.control.faults import Fault, FaultKind
from nexudus_contract.mock.entry.users import DEFAULT_USERS, User
from nexudus_contract.mock.server import RunningMock, running, serve, serving
from nexudus_contract.mock.settings import MockError, MockSettings
from nexudus_contract.mock.site import responder, transport
from nexudus_contract.mock.wire.message import Answer, Request, Respond
from nexudus_contract.mock.wire.transport import MockTransport
from nexudus_contract.mock.world import World

__all__ = [
    "DEFAULT_USERS",
    "Answer",
    "Fault",
    "FaultKind",
    "MockError",
    "MockSettings",
    "MockTransport",
    "Request",
    "Respond",
    "RunningMock",
    "User",
    "World",
    "responder",
    "running",
    "serve",
    "serving",
    "transport",
]
