"""Our contract, edited copies of it, and clients made of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from nexudus_contract.changes import Change, Grade, Surface, read
from nexudus_contract.codegen.emit import emit
from nexudus_contract.document import Contract, load, understand

from .edits import Document, Edit

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "generated_client"

Make: TypeAlias = Callable[[Edit], Surface]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(ROOT / "openapi.yaml")


@pytest.fixture(scope="session")
def surface() -> Surface:
    return read(CLIENT)


@pytest.fixture
def make(contract: Contract, tmp_path: Path) -> Make:
    """Makes the client of an edited contract."""

    def made(edit: Edit) -> Surface:
        emit(edited(contract, edit)[1], tmp_path / "nexudus_calendars")
        return read(tmp_path)

    return made


def edited(contract: Contract, edit: Edit) -> tuple[Contract, Contract]:
    """The contract before an edit, and after it."""
    return understood(contract, edit.base(contract.document)), understood(contract, edit.applied(contract.document))


def understood(contract: Contract, document: Document) -> Contract:
    """A document that was never a file; what it says stands where the contract it came from says it."""
    return understand(replace(contract.source, data=document))


def worst(changes: Iterable[Change]) -> Grade | None:
    return min((item.grade for item in changes), key=list(Grade).index, default=None)
