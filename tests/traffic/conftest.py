"""A mock behind the proxy, and what was found of the traffic between a client and it: live, and in the recording."""

import json
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, Respond, World, responder, serving
from nexudus_contract.terms import Kind, RecordType
from nexudus_contract.traffic import Findings, Proxy, check, proxying
from nexudus_contract.traffic.recorder import Recorder
from nexudus_contract.traffic.upstream import Upstream

ADMIN = ("admin@example.com", "admin")
SECRETS = ("admin:admin", "YWRtaW5AZXhhbXBsZS5jb206YWRtaW4=", "Geheim123")
VALUE = "of this one message alone"

Breach: TypeAlias = tuple[str, str, str]


@dataclass
class Line:
    """A proxy with something behind it.

    Attributes:
        url: the proxy's address.
        proxy: the proxy.
        said: what it told.
        har: what it recorded.
    """

    url: str
    proxy: Proxy
    said: list[str]
    har: Path

    def ask(self, method: str, path: str, **parts: Any) -> httpx.Response:
        with httpx.Client(base_url=self.url, auth=ADMIN, verify=False) as client:
            return client.request(method, path, **parts)

    def found(self, contract: Contract) -> list[Breach]:
        """What was found, which must be the same in the recording as it was live."""
        live = self.proxy.findings
        recorded = check(contract, [self.har])
        assert _facts(recorded) == _facts(live)
        assert (recorded.checked, recorded.unanswered, recorded.unseen) == (live.checked, live.unanswered, live.unseen)
        text = self.har.read_text(encoding="utf-8") + "".join(self.said) + json.dumps(recorded.to_json())
        assert not [secret for secret in SECRETS if secret in text]
        assert VALUE not in "".join(self.said) + json.dumps(recorded.to_json())
        return [(item.operation, item.kind, item.message) for item in recorded]


def _facts(findings: Findings) -> list[Any]:
    return [(item.operation, item.kind, item.message, item.times, item.first[1:]) for item in findings]


def kinds(breaches: list[Breach]) -> set[str]:
    return {kind for _, kind, _ in breaches}


def example(contract: Contract, record_type: RecordType) -> dict[str, Any]:
    """The body that the contract shows for a create."""
    body = record_type.operations[Kind.CREATE].body
    assert body is not None
    return dict(next(contract.examples(body.raw["content"][body.media_type]))[1])


@contextmanager
def line(contract: Contract, url: str, har: Path) -> Generator[Line]:
    """A proxy to a server."""
    said: list[str] = []
    with closing(Upstream(url)) as upstream, Recorder(har) as recorder:
        proxy = Proxy(contract, upstream, recorder, said.append)
        with proxying(proxy) as address:
            yield Line(address, proxy, said, har)


@contextmanager
def mocked(
    contract: Contract, har: Path, wrap: Callable[[Respond], Respond] = lambda respond: respond
) -> Generator[Line]:
    """A proxy to a strict mock, whose answers may be spoilt on their way."""
    with (
        closing(World(contract, MockSettings(strict=True))) as world,
        serving(wrap(responder(world))) as url,
        line(contract, url, har) as found,
    ):
        yield found


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(Path(__file__).parents[2] / "openapi.yaml")


@pytest.fixture
def google(contract: Contract) -> RecordType:
    return next(item for item in contract.record_types if item.tag == "CoworkerGoogleCalendars")


@pytest.fixture
def open_line(contract: Contract, tmp_path: Path) -> Generator[Callable[..., Line]]:
    """Proxies to strict mocks, one for each call."""
    with ExitStack() as stack:
        yield lambda *wrap: stack.enter_context(mocked(contract, tmp_path / "traffic.har", *wrap))
