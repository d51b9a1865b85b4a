"""nexudus-contract: the command line.

Exit codes: 0 all is well, 1 something was found or could not be done, 2 the command line makes no sense, or a server
could not be asked.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nexudus_contract.commands import asking, changes, fuzzing, making, presenting, serving, traffic
from nexudus_contract.commands.parts import failed
from nexudus_contract.document import ContractError, shipped
from nexudus_contract.source import SourceError

_Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    command: _Command = options.command
    try:
        return command(options)
    except (SourceError, ContractError) as error:
        return failed(str(error))
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nexudus-contract",
        description="Check the contract of Nexudus' calendar connections, and make things from it.",
    )
    parser.add_argument(
        "--contract", type=Path, default=_default_contract(), help="the contract's file (default: openapi.yaml here)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (making, serving, fuzzing, traffic, asking, presenting, changes):
        module.add(commands)
    return parser


def _default_contract() -> Path:
    """The contract of the folder one is in, or else the one that came with the package."""
    here = Path("openapi.yaml")
    return here if here.exists() else shipped()
