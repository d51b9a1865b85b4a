"""changes: what differs from an earlier revision, and the version that it demands."""

import argparse
import sys
from pathlib import Path

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import ContractError
from nexudus_contract.source import SourceError


def add(commands: Subparsers) -> None:
    """Add the commands."""
    changes = commands.add_parser(
        "changes",
        help="compare the contract and the client with an earlier revision, and say which version that demands",
        epilog="Exit codes: 0 compared, and with --check nothing is missing; 1 with --check: the version, or the line "
        "in CHANGELOG.md, is missing; 2 could not compare.",
    )
    changes.add_argument("--base", metavar="REV", required=True, help="the git revision to compare with")
    changes.add_argument("--json", type=Path, metavar="FILE", help="also write the differences here")
    changes.add_argument(
        "--check", action="store_true", help="refuse changes without the version and the announcement they demand"
    )
    changes.set_defaults(command=_changes)


def _changes(options: argparse.Namespace) -> int:
    from nexudus_contract.changes import ChangesError, compare

    try:
        outcome = compare(options.contract, options.base)
        if options.json is not None:
            outcome.write(options.json)
    except (ChangesError, ContractError, SourceError) as error:
        return failed(str(error), 2)
    print(outcome.table())
    sys.stdout.flush()
    if options.check and outcome.refusal is not None:
        return failed(f"refused    {outcome.refusal}")
    return 0
