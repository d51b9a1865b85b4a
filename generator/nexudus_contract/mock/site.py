"""Everything that a mock serves: the API, the admin interface, and pages for people."""

from nexudus_contract.mock.control.admin import PREFIX, Admin
from nexudus_contract.mock.control.pages import Pages
from nexudus_contract.mock.wire.message import Answer, Request, Respond
from nexudus_contract.mock.wire.transport import MockTransport
from nexudus_contract.mock.world import World


def responder(world: World, *, exposed: bool = False) -> Respond:
    """What answers every request to a world.

    Args:
        world: whose state it is.
        exposed: whether other machines can reach it, which shuts an admin interface that has no key.
    """
    admin, pages = Admin(world, exposed=exposed), Pages(world.contract)
    api = world.respond

    def respond(request: Request) -> Answer:
        path = request.path
        if path != "/" and not path.startswith((PREFIX, "/openapi.json")):
            return api(request)
        return pages.respond(request) or admin.respond(request)

    return respond


def transport(world: World) -> MockTransport:
    """A world within this process, for `httpx.Client(transport=...)` and `httpx.AsyncClient(transport=...)`."""
    return MockTransport(responder(world), world.clock.advance, world.settings.max_body_bytes)
