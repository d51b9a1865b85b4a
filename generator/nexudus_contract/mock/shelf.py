"""Worlds for many tests: each begins with an empty one, and none waits for it to be built."""

from contextlib import ExitStack
from typing import Self

from nexudus_contract.document import Contract, load
from nexudus_contract.mock.server import serving
from nexudus_contract.mock.settings import IN_MEMORY, MockSettings
from nexudus_contract.mock.site import responder
from nexudus_contract.mock.wire.message import Answer, Request, Respond
from nexudus_contract.mock.wire.transport import MockTransport
from nexudus_contract.mock.world import World


class Shelf:
    """Worlds by their settings, which are emptied rather than built anew, and one server that shows any of them."""

    def __init__(self, contract: Contract | None = None) -> None:
        self._contract = contract or load()
        self._worlds: dict[MockSettings, World] = {}
        self._responders: dict[World, Respond] = {}
        self._shown: Respond | None = None
        self._url: str | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the server, and let go of the worlds."""
        self._open.close()

    def take(self, settings: MockSettings) -> World:
        """An empty world with these settings. One that was taken before with equal ones is the same, and empty too.

        Raises:
            MockError: the database cannot be used.
        """
        world = self._worlds.get(settings)
        if world is not None:
            world.reset()
            return world
        world = World(self._contract, settings)
        self._open.callback(world.close)
        if settings.database == IN_MEMORY:
            self._worlds[settings] = world
        self._responders[world] = responder(world)
        return world

    def transport(self, world: World) -> MockTransport:
        """The way to a world within this process."""
        return MockTransport(self._responders[world], world.clock.advance, world.settings.max_body_bytes)

    def show(self, world: World) -> str:
        """The address at which a world can be reached, until another one is shown."""
        self._shown = self._responders[world]
        if self._url is None:
            self._url = self._open.enter_context(serving(self._respond))
        return self._url

    def _respond(self, request: Request) -> Answer:
        if self._shown is None:
            raise RuntimeError("no world is shown")
        return self._shown(request)
