"""probe: what a server really does."""

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import ContractError, load
from nexudus_contract.source import SourceError


def add(commands: Subparsers) -> None:
    """Add the commands."""
    probe = commands.add_parser(
        "probe",
        help="ask a running server, by reads only, what the documentation leaves open",
        epilog="Credentials come from NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD. Exit codes: 0 asked and "
        "answered, 1 --diff found something changed, 2 could not run.",
    )
    probe.add_argument("--target", metavar="URL", required=True, help="the running server")
    probe.add_argument("--json", type=Path, metavar="FILE", help="also write the answers, and what they rest on, here")
    probe.add_argument(
        "--diff", type=Path, metavar="FILE", help="only say what is answered otherwise than in a file that --json wrote"
    )
    probe.add_argument(
        "--pace",
        type=int,
        choices=range(1, 101),
        metavar="N",
        help="requests a minute, 1 to 100 (default: 100, or no limit to a target on this machine)",
    )
    probe.set_defaults(command=_probe)


@contextmanager
def _new_file(path: Path | None) -> Generator[IO[bytes]]:
    """A file to write the answers to, which is there before the first question; without a path it goes nowhere."""
    from nexudus_contract.output import begin
    from nexudus_contract.probe import ProbeError

    if path is None:
        yield BytesIO()
        return
    try:
        with begin(path, ProbeError) as file:
            yield file
    finally:
        if path.is_file() and not path.stat().st_size:
            path.unlink()


def _probe(options: argparse.Namespace) -> int:
    from nexudus_contract.probe import Probe, ProbeError, changes, read, run
    from nexudus_contract.target import Target, TargetError

    try:
        # Before anything is asked: a wrong file is told at once.
        earlier = None if options.diff is None else read(options.diff)
        target = Target.from_environment(options.target, os.environ)
        with _new_file(options.json) as file:
            report = run(load(options.contract), target, Probe(pace=options.pace))
            file.write(report.to_json().encode())
    except (ContractError, ProbeError, SourceError, TargetError) as error:
        return failed(str(error), 2)
    if earlier is None:
        print(report.table())
        return 0
    changed = changes(earlier, report.answered)
    print("\n".join(changed) or f"unchanged  {report.target} answers as in {options.diff}")
    return 1 if changed else 0
