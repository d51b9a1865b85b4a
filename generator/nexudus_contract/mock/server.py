"""A mock on a socket: in the foreground for people, in a thread for tests."""

import asyncio
import gc
import ipaddress
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from nexudus_contract.document import Contract
from nexudus_contract.mock.entry.users import ADMINISTRATOR, DEFAULT_USERS
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockError, MockSettings
from nexudus_contract.mock.site import responder
from nexudus_contract.mock.wire.connection import Connection, Service
from nexudus_contract.mock.wire.message import Respond
from nexudus_contract.mock.world import World

if sys.platform == "win32":
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class RunningMock:
    """A mock that is up.

    Attributes:
        url: its address, without a slash at the end.
        world: its state, and the controls over it.
    """

    url: str
    world: World


def serve(
    contract: Contract, settings: MockSettings = DEFAULT_SETTINGS, host: str = _LOOPBACK, port: int = 8000
) -> None:
    """Serve until SIGINT or SIGTERM. Port 0 takes a free one; the line printed on stdout names the real one.

    Raises:
        MockError: the address or the database cannot be used.
    """
    with _listen(host, port) as listener:
        exposed = not ipaddress.ip_address(listener.getsockname()[0]).is_loopback
        if exposed:
            print(
                f"warning: on {host} other machines can reach the mock, whose passwords everybody may know; "
                f"without --host it listens on {_LOOPBACK}",
                file=sys.stderr,
            )
        world = World(contract, settings)
        login = f" ({' / '.join(ADMINISTRATOR)})" if settings.users is DEFAULT_USERS else ""
        server = _Server(listener, responder(world, exposed=exposed), settings.max_body_bytes)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            server.stop()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        # What has been loaded by now stays to the end, so the collector need not look at it again and again.
        gc.freeze()
        try:
            server.run(lambda: print(f"mock on {_url(listener)}{login}", flush=True))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            world.close()


@contextmanager
def running(contract: Contract, settings: MockSettings = DEFAULT_SETTINGS) -> Generator[RunningMock]:
    """The same server on a free loopback port, in a thread of its own, until the block ends.

    Raises:
        MockError: the database cannot be used.
    """
    with (
        closing(World(contract, settings)) as world,
        serving(responder(world), settings.max_body_bytes) as url,
    ):
        yield RunningMock(url, world)


@contextmanager
def serving(
    respond: Respond, max_body_bytes: int = DEFAULT_SETTINGS.max_body_bytes, host: str = _LOOPBACK
) -> Generator[str]:
    """Whatever responds, at a free port in a thread of its own, until the block ends; its address is given.

    Args:
        respond: answers each request; it is called in that thread.
        max_body_bytes: the largest request body that is read; of a larger one `respond` gets None.
        host: address to listen on.
    """
    with _listen(host, 0) as listener:
        server = _Server(listener, respond, max_body_bytes)
        thread = threading.Thread(target=server.run, name="mock", daemon=True)
        thread.start()
        try:
            # Requests wait in the listener's queue until the thread takes them.
            yield _url(listener)
        finally:
            server.stop()
            thread.join()


class _Server:
    """Accepts connections until it is told to stop."""

    def __init__(self, listener: socket.socket, respond: Respond, max_body_bytes: int) -> None:
        self._listener = listener
        self._service = Service(respond, max_body_bytes)
        self._loop: asyncio.AbstractEventLoop = new_event_loop()

        self._stopped = asyncio.Event()

    def run(self, on_listening: Callable[[], object] = lambda: None) -> None:
        """Serve. Whoever waits for an answer when it stops gets none."""
        try:
            self._loop.run_until_complete(self._serve(on_listening))
        finally:
            self._loop.close()

    def stop(self) -> None:
        """End `run`, from any thread or signal handler."""
        # It may have ended by itself.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stopped.set)

    async def _serve(self, on_listening: Callable[[], object]) -> None:
        server = await self._loop.create_server(lambda: Connection(self._service, self._loop), sock=self._listener)
        on_listening()
        await self._stopped.wait()
        server.close()
        for connection in tuple(self._service.connections):
            connection.close()
        # One more turn, in which they hang up.
        await asyncio.sleep(0)


def _listen(host: str, port: int) -> socket.socket:
    # The resolver would take the last 16 bits of a larger number for the port.
    if port not in range(2**16):
        raise MockError(f"cannot listen on {host}, port {port}: ports go from 0 to 65535; choose another with --port")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=1024)
    except OSError as error:
        raise MockError(
            f"cannot listen on {host}, port {port}: {error.strerror}; choose another with --port"
        ) from error


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
