"""The contract, the client, and the page that is made from both."""

import re
from pathlib import Path

import pytest
from tests.document.helpers.cut import GOOGLE, cut

from nexudus_contract.document import Contract, load, understand
from nexudus_contract.reference.client import Client
from nexudus_contract.reference.page import page as rendered

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated_client" / "nexudus_calendars"


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(ROOT / "openapi.yaml")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """A contract with one record type."""
    return understand(cut(tmp_path_factory.mktemp("small") / "openapi.yaml", GOOGLE))


@pytest.fixture(scope="session")
def client() -> Client:
    return Client(PACKAGE)


@pytest.fixture(scope="session")
def page(contract: Contract, client: Client) -> str:
    return rendered(contract, client)


@pytest.fixture(scope="session")
def articles(page: str) -> dict[str, str]:
    """The part of the page that tells of one operation, by the operation's id."""
    return dict(re.findall(r'<article aria-labelledby="(\w+)">(.*?)</article>', page, re.DOTALL))
