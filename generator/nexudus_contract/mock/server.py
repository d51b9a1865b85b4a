"""The application on a socket: in the foreground for people, in a thread for tests."""

import ipaddress
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn

from nexudus_contract.document import Contract
from nexudus_contract.mock.asgi import App
from nexudus_contract.mock.protocol import Protocol
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockError, MockSettings
from nexudus_contract.mock.site import create_app, site
from nexudus_contract.mock.users import ADMINISTRATOR, DEFAULT_USERS
from nexudus_contract.mock.world import World

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_FINISH = 2


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
        app = create_app(contract, settings, exposed=exposed)
        login = f" ({' / '.join(ADMINISTRATOR)})" if settings.users is DEFAULT_USERS else ""
        server = _Server(app, lambda: print(f"mock on {_url(listener)}{login}", flush=True))
        with server.stopped_by_signals():
            server.run([listener])


@contextmanager
def running(contract: Contract, settings: MockSettings = DEFAULT_SETTINGS) -> Generator[RunningMock]:
    """The same server on a free loopback port, in a thread of its own, until the block ends.

    Raises:
        MockError: the database cannot be used.
    """
    world = World(contract, settings)
    with running_app(site(world)) as url:
        yield RunningMock(url, world)


@contextmanager
def running_app(app: App) -> Generator[str]:
    """An application at a free loopback port, in a thread of its own, until the block ends; its address is given."""
    with _listen(_LOOPBACK, 0) as listener:
        server = _Server(app)
        thread = threading.Thread(target=server.run, args=([listener],), name="mock", daemon=True)
        thread.start()
        try:
            # Requests wait in the listener's queue until the thread takes them.
            yield _url(listener)
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Uvicorn, which says when it listens, and takes a signal for a wish to end, not for a failure."""

    def __init__(self, app: App, on_listening: Callable[[], object] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            )
        )
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_listening()

    @contextmanager
    def stopped_by_signals(self) -> Generator[None]:
        """Stop on SIGINT and SIGTERM, quietly.

        Uvicorn raises the signal again once it has stopped, for whoever handled it before; this is who.
        """

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.should_exit = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listen(host: str, port: int) -> socket.socket:
    # The resolver would take the last 16 bits of a larger number for the port.
    if port not in range(2**16):
        raise MockError(f"cannot listen on {host}, port {port}: ports go from 0 to 65535; choose another with --port")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family)
    except OSError as error:
        raise MockError(
            f"cannot listen on {host}, port {port}: {error.strerror}; choose another with --port"
        ) from error


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
