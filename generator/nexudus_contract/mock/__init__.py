"""A server made from the contract, with state: what was created can be read, listed, replaced and deleted."""

from nexudus_contract.mock.app import create_app
from nexudus_contract.mock.server import RunningMock, running, serve
from nexudus_contract.mock.settings import MockError, MockSettings
from nexudus_contract.mock.users import DEFAULT_USERS, User

__all__ = ["DEFAULT_USERS", "MockError", "MockSettings", "RunningMock", "User", "create_app", "running", "serve"]
