from pathlib import Path

import pytest

from nexudus_contract.codegen.emit import emit
from nexudus_contract.document import Contract, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(ROOT / "openapi.yaml")


@pytest.fixture(scope="session")
def emitted(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly emitted package, for tests that only read it."""
    folder = tmp_path_factory.mktemp("client") / "nexudus_calendars"
    emit(contract, folder)
    return folder
