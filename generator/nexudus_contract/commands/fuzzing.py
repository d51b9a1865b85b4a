"""fuzz and what belongs to it: again, longer, and cleaning up."""

import argparse
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import load

_JOURNAL = "default: reports/fuzz-journal.jsonl"


def add(commands: Subparsers) -> None:
    """Add the commands."""
    fuzz = commands.add_parser(
        "fuzz",
        help="run the property tests against the mock or a running server",
        epilog="Credentials for a target come from NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD; those of "
        "somebody with fewer roles, tried on this machine only, from NEXUDUS_READER_USERNAME, NEXUDUS_READER_PASSWORD "
        "and NEXUDUS_READER_ROLES (default: *-List,*-Read). Exit codes: 0 nothing found, 1 something, 2 could not run, "
        "or not all of it.",
    )
    fuzz.add_argument("--target", "--url", metavar="URL", help="a running server (default: a mock of its own)")
    fuzz.add_argument("--seed", type=int, default=1, help="seed of the generated requests (default: 1)")
    fuzz.add_argument("--reports", type=Path, default=Path("reports/fuzz"), help="folder for the reports")
    fuzz.add_argument(
        "--allow-writes", action="store_true", help="also send writes to a target that is not on this machine"
    )
    _guest_options(fuzz)
    fuzz.add_argument(
        "--print-report-schema", action="store_true", help="only print the JSON Schema of report.json and of cases"
    )
    fuzz.set_defaults(command=_fuzz)

    replay = commands.add_parser(
        "fuzz-replay",
        help="send the requests of a finding again",
        epilog="Credentials for a target are those of fuzz. Exit codes: 0 the finding is gone, 1 it shows again, 2 "
        "that could not be told.",
    )
    _replay_options(replay)
    replay.set_defaults(command=_fuzz_replay)

    long = commands.add_parser(
        "fuzz-long",
        help="fuzz again and again with other seeds, until the time is over",
        epilog="Credentials for a target are those of fuzz. Exit codes: 0 nothing found, 1 something, 2 nothing, and "
        "not all could be done.",
    )
    _long_options(long)
    long.set_defaults(command=_fuzz_long)

    clean = commands.add_parser(
        "fuzz-clean",
        help="delete what runs that were killed have left on a server",
        epilog="Credentials for the target are those of fuzz. Nothing is deleted but records that read with a run's "
        "mark. Exit codes: 0 nothing is left, 1 something is, 2 could not run.",
    )
    clean.add_argument("--target", metavar="URL", required=True, help="the server that was fuzzed")
    clean.add_argument("--journal", type=Path, action="append", metavar="FILE", help=f"the runs' journal ({_JOURNAL})")
    clean.set_defaults(command=_fuzz_clean)


def _replay_options(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("case", type=Path, metavar="CASE", help="a file of the folder cases in a run's reports")
    replay.add_argument("--target", "--url", metavar="URL", help="a running server (default: a mock of its own)")
    replay.add_argument("--form", choices=["curl", "python"], help="only print commands, or a program")
    replay.add_argument("--renumber", action="store_true", help="let later requests go by the ids of now")


def _long_options(long: argparse.ArgumentParser) -> None:
    long.add_argument("--minutes", default="30", metavar="N", help="how long (default: 30)")
    long.add_argument("--shard", default="1/1", metavar="K/N", help="take the K-th of N shares (default: all)")
    long.add_argument("--seed", type=int, metavar="START", help="what the seeds are drawn from (default: by chance)")
    long.add_argument("--target", "--url", metavar="URL", help="a running server (default: a new mock for each run)")
    long.add_argument("--reports", type=Path, default=Path("reports/fuzz-long"), help="folder for the reports")


def _guest_options(fuzz: argparse.ArgumentParser) -> None:
    fuzz.add_argument(
        "--own",
        type=_named_id,
        action="append",
        default=[],
        metavar="NAME=ID",
        help="a record of your own that new ones may point at, on a target that is not on this machine",
    )
    fuzz.add_argument("--budget", type=int, default=200, metavar="N", help="the most writes there (default: 200)")
    fuzz.add_argument(
        "--journal",
        type=Path,
        metavar="FILE",
        help=f"where what is written there is noted, for fuzz-clean ({_JOURNAL})",
    )


def _named_id(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not name or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no NAME=ID, as in Name=7")
    return name, int(number)


def _fuzz(options: argparse.Namespace) -> int:
    from nexudus_contract.fuzz import (
        MOCK_READER,
        REPORT_SCHEMA,
        FuzzError,
        Lane,
        Manners,
        Person,
        Progress,
        courteous,
        own_mock,
        run,
    )
    from nexudus_contract.target import Target, TargetError

    if options.print_report_schema:
        print(REPORT_SCHEMA.read_text(encoding="utf-8"), end="")
        return 0
    contract = load(options.contract)
    lane = Lane(seed=options.seed, reports=options.reports, allow_writes=options.allow_writes)
    try:
        with Progress(sys.stderr) as progress:
            if options.target is None:
                lane = replace(lane, lesser=MOCK_READER, rollcall=True)
                with own_mock(options.contract, options.reports) as target:
                    outcome = run(contract, target, lane, progress.step)
            else:
                target = Target.from_environment(options.target, os.environ)
                lane = replace(lane, lesser=Person.from_environment(os.environ))
                if not target.on_this_machine:
                    manners = Manners(own=dict(options.own), budget=options.budget)
                    manners = replace(manners, journal=options.journal or manners.journal)
                    lane = courteous(replace(lane, manners=manners))
                outcome = run(contract, target, lane, progress.step)
    except (FuzzError, TargetError) as error:
        return failed(str(error), 2)
    print(outcome.summary)
    return outcome.exit_code


def _fuzz_clean(options: argparse.Namespace) -> int:
    from nexudus_contract.fuzz import FuzzError, Manners, clean_up
    from nexudus_contract.target import Target, TargetError

    manners = Manners()
    try:
        target = Target.from_environment(options.target, os.environ)
        cleaned = clean_up(load(options.contract), target, options.journal or [manners.journal], manners)
    except (FuzzError, TargetError) as error:
        return failed(str(error), 2)
    print(cleaned.summary)
    return cleaned.exit_code


def _fuzz_replay(options: argparse.Namespace) -> int:
    from nexudus_contract.fuzz import MOCK_READER, Case, CaseError, FuzzError, Replayer, as_curl, as_python, own_mock
    from nexudus_contract.target import MOCK_USER, Target, TargetError

    contract = load(options.contract)
    try:
        case = Case.read(options.case)
        if options.form is not None:
            url = (options.target or "").rstrip("/")
            print(as_curl(case, url) if options.form == "curl" else as_python(case, contract, url))
            return 0
        if options.target is None:
            with TemporaryDirectory() as folder, own_mock(options.contract, Path(folder)) as target:
                replay = Replayer(contract, target, MOCK_READER).replay(case, renumber=options.renumber)
        else:
            target = Target.from_environment(options.target, os.environ)
            lesser = MOCK_READER if target.username == MOCK_USER[0] else None
            replay = Replayer(contract, target, lesser).replay(case, renumber=options.renumber)
    except (CaseError, FuzzError, TargetError) as error:
        return failed(str(error), 2)
    print(replay.summary)
    return int(replay.verdict)


def _fuzz_long(options: argparse.Namespace) -> int:
    from nexudus_contract.fuzz import MOCK_READER, FuzzError, Lane, Long, Plan, PlanError, courteous, larger, own_mock
    from nexudus_contract.target import Target, TargetError

    contract = load(options.contract)
    seed = randrange(10**6) if options.seed is None else options.seed  # noqa: S311 - no secret
    lane = larger(Lane(reports=options.reports))
    say = partial(print, file=sys.stderr, flush=True)
    try:
        plan = Plan.read(options.minutes, options.shard, seed)
        if options.target is None:
            runs = Long(contract, replace(lane, lesser=MOCK_READER), plan, say)
            outcome = runs.run(partial(own_mock, options.contract))
        else:
            target = Target.from_environment(options.target, os.environ)
            # Elsewhere it is a guest that only reads.
            lane = lane if target.on_this_machine else courteous(lane)
            outcome = Long(contract, lane, plan, say).run(lambda _: nullcontext(target))
    except (FuzzError, PlanError, TargetError) as error:
        return failed(str(error), 2)
    print(outcome.summary)
    return outcome.exit_code
