"""The client, made from the contract."""

import shutil
import tempfile
from pathlib import Path

from nexudus_contract.codegen.completeness import missing
from nexudus_contract.codegen.drift import differences
from nexudus_contract.codegen.emit import GenerationError, emit
from nexudus_contract.document import Contract

__all__ = ["GenerationError", "check", "generate"]


def generate(contract: Contract, folder: Path) -> int:
    """Write the client package into `folder`, replacing what is there, and return its number of files.

    Nothing is replaced unless the whole package could be made.

    Raises:
        GenerationError: the generator cannot express something in the contract, or left something out.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as temporary:
        fresh = Path(temporary) / folder.name
        _make(contract, fresh)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    return sum(1 for path in folder.rglob("*") if path.is_file())


def check(contract: Contract, folder: Path) -> tuple[str, ...]:
    """How the package in `folder` differs from what the contract makes: one line per file, none if it does not.

    Raises:
        GenerationError: the generator cannot express something in the contract, or left something out.
    """
    return differences(folder, lambda fresh: _make(contract, fresh))


def _make(contract: Contract, folder: Path) -> None:
    emit(contract, folder)
    if absent := missing(contract, folder):
        raise GenerationError("\n".join(absent))
