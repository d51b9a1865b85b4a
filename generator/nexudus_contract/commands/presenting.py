"""reference: what people read."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import load

_PACKAGE = "nexudus_calendars"


def add(commands: Subparsers) -> None:
    """Add the command."""
    reference = commands.add_parser("reference", help="write the reference of the API and the client, as one HTML file")
    reference.add_argument("--output", type=Path, default=Path("reports/reference.html"), metavar="FILE")
    reference.add_argument("--client", type=Path, metavar="FOLDER", help="the client package (default: the one here)")
    reference.set_defaults(command=_reference)


def _reference(options: argparse.Namespace) -> int:
    from nexudus_contract.reference import UnpresentableError, build

    contract = load(options.contract)
    try:
        size = build(contract, options.client or _client(), options.output)
    except UnpresentableError as error:
        return failed(str(error), 2)
    print(f"reference  {options.output}: {len(contract.operations)} operations, {size // 1000} kB")
    return 0


def _client() -> Path:
    """The client of the clone one is in, or else the one that is installed."""
    here = Path("generated_client") / _PACKAGE
    found = find_spec(_PACKAGE)
    return here if here.exists() or found is None or found.origin is None else Path(found.origin).parent
