"""Everything that a mock serves: the API, the admin interface, and pages for people."""

from collections.abc import Callable

from nexudus_contract.document import Contract
from nexudus_contract.mock.admin import PREFIX, Admin
from nexudus_contract.mock.asgi import App
from nexudus_contract.mock.message import Answer, Request
from nexudus_contract.mock.pages import Pages
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockSettings
from nexudus_contract.mock.transport import MockTransport
from nexudus_contract.mock.world import World


def create_app(contract: Contract, settings: MockSettings = DEFAULT_SETTINGS, *, exposed: bool = False) -> App:
    """The mock as an ASGI application. Each is a world of its own, empty unless `settings` name a database file.

    Args:
        contract: what it is made from.
        settings: what it is told.
        exposed: whether other machines can reach it, which shuts an admin interface that has no key.

    Raises:
        MockError: the database cannot be used.
        ContractError: the contract asks for something that the mock cannot do.
    """
    return site(World(contract, settings), exposed=exposed)


def site(world: World, *, exposed: bool = False) -> App:
    """A world as an ASGI application."""
    return App(responder(world, exposed=exposed), world.close, world.settings.max_body_bytes)


def transport(world: World) -> MockTransport:
    """A world within this process, for `httpx.Client(transport=...)` and `httpx.AsyncClient(transport=...)`."""
    return MockTransport(responder(world), world.clock.advance, world.settings.max_body_bytes)


def responder(world: World, *, exposed: bool = False) -> Callable[[Request], Answer]:
    """What answers every request to a world."""
    admin, pages = Admin(world, exposed=exposed), Pages(world.contract)
    api = world.respond

    def respond(request: Request) -> Answer:
        path = request.path
        if path != "/" and not path.startswith((PREFIX, "/openapi.json")):
            return api(request)
        return pages.respond(request) or admin.respond(request)

    return respond
