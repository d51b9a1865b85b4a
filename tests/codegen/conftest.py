"""Our contract, a small one, and the packages that are made of them."""

from pathlib import Path

import pytest
from tests.document.helpers.cut import CONTRACT, GOOGLE, cut

from nexudus_contract.codegen import generate
from nexudus_contract.document import Contract, load, understand


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(CONTRACT)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """A contract with one record type."""
    return understand(cut(tmp_path_factory.mktemp("small") / "openapi.yaml", GOOGLE))


@pytest.fixture(scope="session")
def emitted(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that was generated where another one was, for tests that only read it."""
    folder = tmp_path_factory.mktemp("client") / "deep" / "nexudus_calendars"
    folder.mkdir(parents=True)
    (folder / "leftover.py").write_text("")
    files = generate(contract, folder)
    assert files == sum(1 for path in folder.rglob("*") if path.is_file())
    return folder
