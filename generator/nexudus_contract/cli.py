"""nexudus-contract: one command per room.

Exit codes: 0 all is well, 1 something was found or could not be done, 2 the command line makes no sense.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nexudus_contract.document import Contract, ContractError, load, shipped
from nexudus_contract.source import SourceError

_Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    command: _Command = options.command
    try:
        return command(options)
    except (SourceError, ContractError) as error:
        return _failed(str(error))
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

    validate = commands.add_parser("validate", help="check the contract: specification, our own rules, examples")
    validate.set_defaults(command=_validate)

    generate = commands.add_parser("generate", help="make the client package")
    generate.add_argument(
        "--output", type=Path, default=Path("generated_client/nexudus_calendars"), help="the package's folder"
    )
    generate.add_argument(
        "--check", action="store_true", help="only say how the folder differs from what the contract makes"
    )
    generate.set_defaults(command=_generate)

    mock = commands.add_parser(
        "mock",
        help="serve a fake Nexudus that keeps state",
        epilog="NEXUDUS_MOCK_KEY is the key to the admin interface, which a mock off the loopback has only with one.",
    )
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
    mock.set_defaults(command=_mock)

    fuzz = commands.add_parser(
        "fuzz",
        help="run the property tests against the mock or a running server",
        epilog="Credentials for a target come from NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD.",
    )
    fuzz.add_argument("--target", metavar="URL", help="a running server (default: a mock of its own)")
    fuzz.add_argument("--seed", type=int, default=1, help="seed of the generated requests (default: 1)")
    fuzz.add_argument("--reports", type=Path, default=Path("reports/fuzz"), help="folder for the reports")
    fuzz.add_argument(
        "--allow-writes", action="store_true", help="also send writes to a target that is not on this machine"
    )
    fuzz.set_defaults(command=_fuzz)
    return parser


def _default_contract() -> Path:
    """The contract of the folder one is in, or else the one that came with the package."""
    here = Path("openapi.yaml")
    return here if here.exists() else shipped()


# Each command imports its room only when it runs: a person who validates need not wait for the fuzzer to load.


def _validate(options: argparse.Namespace) -> int:
    from nexudus_contract.validate import check

    report = check(options.contract)
    for finding in report.findings:
        print(finding)
    if report.findings:
        return 1
    print(f"validated  {report.summary}")
    return 0


def _generate(options: argparse.Namespace) -> int:
    from nexudus_contract.codegen import GenerationError, check, generate

    contract = load(options.contract)
    try:
        if not options.check:
            files = generate(contract, options.output)
            print(f"generated  {options.output}: {files} files, {_scope(contract)}")
            return 0
        differences = check(contract, options.output)
    except (GenerationError, OSError) as error:
        return _failed(f"{options.contract}: no client was made\n{error}")
    for line in differences:
        print(f"{options.output}/{line}")
    if differences:
        return _failed("the client is not what the contract makes; run 'make generate' and commit the outcome")
    print(f"unchanged  {options.output} is what the contract makes")
    return 0


def _mock(options: argparse.Namespace) -> int:
    from nexudus_contract.mock import MockError, serve
    from nexudus_contract.mock.options import UsageError, settings

    contract = load(options.contract)
    try:
        serve(contract, settings(contract, options, os.environ), options.host, options.port)
    except MockError as error:
        return _failed(str(error))
    except UsageError as error:
        return _failed(str(error), 2)
    return 0


def _fuzz(options: argparse.Namespace) -> int:
    from nexudus_contract.fuzz import FuzzError, Lane, own_mock, run
    from nexudus_contract.target import Target, TargetError

    contract = load(options.contract)
    lane = Lane(seed=options.seed, reports=options.reports, allow_writes=options.allow_writes)
    try:
        if options.target is None:
            with own_mock(options.contract, options.reports) as target:
                outcome = run(contract, target, lane)
        else:
            outcome = run(contract, Target.from_environment(options.target, os.environ), lane)
    except (FuzzError, TargetError) as error:
        return _failed(str(error))
    print(outcome.summary)
    return 0 if outcome.passed else 1


def _scope(contract: Contract) -> str:
    return f"{len(contract.record_types)} record types, {len(contract.operations)} operations"


def _failed(message: str, code: int = 1) -> int:
    print(message, file=sys.stderr)
    return code
