"""A visit to somebody's server: who one is there, the gate, and the line through it."""

import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.live.brand import Brand
from nexudus_contract.fuzz.live.carriers import GuardedTransport, origin
from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.live.pace import Pace
from nexudus_contract.fuzz.live.traffic import Answered
from nexudus_contract.source import is_object
from nexudus_contract.target import Target, TargetError
from nexudus_contract.terms import Operation

_TIMEOUT = 30
_ATTEMPTS = 5
_USUAL_WAIT = 10


@dataclass(frozen=True)
class Visit:
    """A visit that has begun.

    Attributes:
        guard: The gate.
        client: The line through it; its base URL is the server's.
        token: One that the server accepts.
    """

    guard: Guard
    client: httpx.Client
    token: str


@contextmanager
def visit(
    contract: Contract, target: Target, manners: Manners, brand: Brand | None = None, journal: Journal | None = None
) -> Generator[Visit]:
    """Come in, and take the line.

    Args:
        contract: What the server promises.
        target: The server.
        manners: How to behave there.
        brand: By what the run's own records are known; None where nothing may be written.
        journal: Where they are written down; None where nothing may be written.

    Raises:
        TargetError: the server cannot be reached, or lets nobody in.
    """
    door = _Door(target, manners, Pace(contract.limits, manners.clock, manners.sleep))
    grant = next(item for item in contract.operations if item.id == "createToken")
    whoami = next(item for item in contract.operations if item.id == "getCurrentUser")
    with door.plain:
        token = target.token if target.token is not None else door.token(grant)
        if (status := door.ask(whoami, f"Bearer {token}").status) != 200:
            raise door.refusal(whoami, status)
        guard = Guard(
            contract,
            origin(target.url),
            manners,
            door.pace,
            brand,
            journal,
            f"Bearer {token}",
            whoami=lambda: door.ask(whoami, f"Bearer {token}").status,
        )
        transport = GuardedTransport(guard, httpx.HTTPTransport(proxy=_proxy(target.url)))
        with httpx.Client(base_url=target.url, timeout=_TIMEOUT, transport=transport) as client:
            yield Visit(guard, client, token)


class _Door:
    """What is asked before one is in, or in order to see whether one still is: past the gate, at its pace."""

    def __init__(self, target: Target, manners: Manners, pace: Pace) -> None:
        self.plain = httpx.Client(timeout=_TIMEOUT)
        self.pace = pace
        self._target = target
        self._patience = manners.patience

    def token(self, grant: Operation) -> str:
        """A new token for the user's password."""
        form = {
            "grant_type": "password",
            "username": self._target.username or "",
            "password": self._target.password or "",
        }
        answered = self.ask(grant, "", form)
        token: object = answered.value.get("access_token") if is_object(answered.value) else None
        if answered.status != 200 or not isinstance(token, str):
            raise self.refusal(grant, answered.status)
        return token

    def ask(self, operation: Operation, authorization: str, form: dict[str, str] | None = None) -> Answered:
        """Ask once, but for the throttle."""
        method, headers = operation.method.upper(), {"Authorization": authorization} if authorization else {}
        for _ in range(_ATTEMPTS):
            self.pace.wait(method)
            try:
                answer = self.plain.request(
                    method, self._target.address.url(operation.path), data=form, headers=headers
                )
            except httpx.HTTPError as error:
                raise TargetError(f"{self._target.url} cannot be reached: {error}; is the server running?") from error
            told = Answered(answer.status_code, answer.headers.get("retry-after", ""), answer.content)
            if not told.throttled:
                return told
            self.pace.hold(min(float(told.retry_after or _USUAL_WAIT), self._patience))
        raise TargetError(f"{self._target.url} throttles {operation.path}; try again later")

    def refusal(self, operation: Operation, status: int) -> TargetError:
        refusal = f"{self._target.url} let nobody in: {operation.path} answered {status}"
        return TargetError(f"{refusal}; check the address and the credentials")


def _proxy(url: str) -> str | None:
    """The proxy that the environment wants for an address."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    return urllib.request.getproxies().get(parts.scheme)
