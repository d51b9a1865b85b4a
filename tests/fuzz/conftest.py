"""Servers for the lane: the mock's own, wrapped to be watched or broken; and cases of what was said to them."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.exchange import Exchange, Sent
from nexudus_contract.fuzz import MOCK_READER, Outcome, Person
from nexudus_contract.fuzz.ledger import Finding
from nexudus_contract.fuzz.replaying.replay import send
from nexudus_contract.fuzz.replaying.senders import Cast
from nexudus_contract.fuzz.reports import write
from nexudus_contract.mock import Answer, MockSettings, Request, Respond, World, responder, serving
from nexudus_contract.target import MOCK_USER, Target
from nexudus_contract.terms import RecordType

from .helpers import contracts

Wrapper = Callable[[Respond], Respond]
Ask = Callable[..., Exchange]
Talk = Callable[[Ask], None]

ADMIN = Person(*MOCK_USER)


@dataclass(frozen=True)
class Elsewhere(Target):
    """A target that is on this machine and says that it is not."""

    @property
    def on_this_machine(self) -> bool:
        return False


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(Path(__file__).parents[2] / "openapi.yaml")


@pytest.fixture(scope="session")
def trimmed_contract(contract: Contract) -> Contract:
    """One record type with a few of its filters."""
    return contracts.trimmed(contract, 1)


@pytest.fixture(scope="session")
def small_contract(contract: Contract) -> Contract:
    """One record type says what all would."""
    return contracts.small(contract)


@contextmanager
def served(contract: Contract, wrap: Wrapper) -> Generator[Target]:
    """The mock, wrapped, on a free loopback port."""
    # The lane sends back what it was told, the time of a record among it, so the clock stands still.
    world = World(contract, MockSettings(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
    with serving(wrap(responder(world))) as url:
        yield Target(url=url, username="admin@example.com", password="admin")
    world.close()


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A certificate of localhost that everybody trusts for the length of the session."""
    from .helpers.elsewhere import certificate  # noqa: PLC0415 - it needs this module

    path = certificate(tmp_path_factory.mktemp("tls"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield path


def healthy(respond: Respond) -> Respond:
    return respond


def watching(seen: list[Request], respond: Respond) -> Respond:
    def watched(request: Request) -> Answer:
        seen.append(request)
        return respond(request)

    return watched


def body_of(record_type: RecordType, text: str = "Ada") -> dict[str, object]:
    body: dict[str, object] = {}
    for name in record_type.writable:
        item = record_type.properties[name]
        body[name] = "2026-01-01T00:00:00Z" if item.moment else 15 if "integer" in item.types else text
    return body


def recorded(
    contract: Contract,
    folder: Path,
    wrap: Callable[[Respond], Respond],
    talk: Talk,
    check: str = "state",
    before: int = 0,
) -> Path:
    """A case of what somebody said to a server; `before` records stand there already, so that ids are others."""
    case: list[Exchange] = []
    with served(contract, wrap) as target, httpx.Client() as client:
        token = target.access_token(contract)

        def ask(
            method: str, path: str, content: bytes = b"", kind: str = "application/json", who: str | None = None
        ) -> Exchange:
            headers = [("Content-Type", kind)] if content else []
            value = f"Bearer {token}" if who is None else who
            headers += [("Authorization", value)] if value else []
            case.append(send(client, Sent(method, f"{target.url}{path}", headers, content)))
            return case[-1]

        for _ in range(before):
            record_type = contract.record_types[0]
            ask("POST", record_type.path, json.dumps(body_of(record_type)).encode())
        case.clear()
        talk(ask)
        finding = Finding(check, "something is wrong", ["any"], tuple(case), 1, 1)
        told = Outcome(target.url, 1, 1, 1, (finding,))
        cast = Cast(token, ADMIN, MOCK_READER)
        (path,) = write(told, contract.operations, {}, folder, cast).cases
    return Path(path)


def asking(*arguments: object, **more: object) -> Talk:
    """A talk of one request."""

    def talk(ask: Ask) -> None:
        ask(*arguments, **more)

    return talk
