"""mock: the server."""

import argparse
import os
from pathlib import Path

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import load


def add(commands: Subparsers) -> None:
    """Add the commands."""
    mock = commands.add_parser(
        "mock",
        help="serve a fake Nexudus that keeps state",
        epilog="NEXUDUS_MOCK_KEY is the key to the admin interface, which a mock off the loopback has only with one.",
    )
    _mock_options(mock)
    mock.set_defaults(command=_mock)


def _mock_options(mock: argparse.ArgumentParser) -> None:
    mock.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    mock.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any free one (default: 8000)")
    mock.add_argument(
        "--db", default=":memory:", metavar="FILE", help="keep the records in a file (default: in memory)"
    )
    mock.add_argument("--records", type=int, default=0, metavar="N", help="begin with N made-up records of each type")
    mock.add_argument("--seed", type=int, default=1, help="what records, names and chances are made from (default: 1)")
    mock.add_argument("--users", type=Path, metavar="FILE", help="who may come in (default: an admin and an auditor)")
    mock.add_argument(
        "--throttle", metavar="FILE", help="refuse calls beyond limits: 'documented' ones, or those of a file"
    )
    mock.add_argument(
        "--throttle-status", type=int, choices=[409, 429], help="what a refused call is answered (default: 409)"
    )
    mock.add_argument("--dialect", choices=["current", "legacy-2020"], default="current", help="generation of the API")
    mock.add_argument("--lists", choices=["full", "partial"], default="full", help="rows of lists (default: full)")
    mock.add_argument(
        "--write-value", choices=["id", "record"], default="id", help="what a create answers as Value (default: id)"
    )
    mock.add_argument(
        "--fault", action="append", default=[], metavar="FAULT", help="for example reset,operation=create*,times=2"
    )
    mock.add_argument("--faults", type=Path, metavar="FILE", help="more faults")
    mock.add_argument("--clock", metavar="TIME", help="stop the clock at a time like 2025-01-15T10:30:00Z")
    mock.add_argument("--strict", action="store_true", help="answer 500 where an answer would break the contract")


def _mock(options: argparse.Namespace) -> int:
    from nexudus_contract.mock import MockError, serve
    from nexudus_contract.mock.options import UsageError, settings

    contract = load(options.contract)
    try:
        serve(contract, settings(contract, options, os.environ), options.host, options.port)
    except MockError as error:
        return failed(str(error))
    except UsageError as error:
        return failed(str(error), 2)
    return 0
