"""The reference of the API and of its client, as one HTML file."""

from pathlib import Path

from nexudus_contract.document import Contract
from nexudus_contract.output import write
from nexudus_contract.reference.client import Client, UnpresentableError
from nexudus_contract.reference.page import page

__all__ = ["UnpresentableError", "build"]


def build(contract: Contract, client: Path, output: Path) -> int:
    """Write the reference into a file, and return its size in bytes. Its folder is made where there is none.

    Args:
        contract: What it tells of.
        client: Folder of the client package, whose signatures and docstrings it shows.
        output: The file.

    Raises:
        UnpresentableError: the client does not fit the contract, or a file cannot be read or written.
    """
    content = page(contract, Client(client))
    write(output, content, UnpresentableError)
    return len(content.encode())
