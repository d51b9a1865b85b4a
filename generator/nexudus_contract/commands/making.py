"""validate and generate: what is made from the contract."""

import argparse
from pathlib import Path

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import Contract, load


def add(commands: Subparsers) -> None:
    """Add the commands."""
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
        return failed(f"{options.contract}: no client was made\n{error}")
    for line in differences:
        print(f"{options.output}/{line}")
    if differences:
        return failed("the client is not what the contract makes; run 'make generate' and commit the outcome")
    print(f"unchanged  {options.output} is what the contract makes")
    return 0


def _scope(contract: Contract) -> str:
    return f"{len(contract.record_types)} record types, {len(contract.operations)} operations"
