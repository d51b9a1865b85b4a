"""The lane runs again and again with seeds that no other share has, and each finding is told once."""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.fuzz import Effort, Lane, Long, LongOutcome, Outcome, Plan, PlanError, larger
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.fuzz.ledger import Finding
from nexudus_contract.target import Target

from .conftest import served


def small(folder: Path, *, stop_at_first: bool = False) -> Lane:
    return Lane(reports=folder, effort=Effort(1, 2), examples=1, sequences=1, limit=None, stop_at_first=stop_at_first)


def ticking(seconds: float) -> Callable[[], float]:
    """A clock that goes on by so much each time somebody looks at it."""
    times: Iterator[float] = (number * seconds for number in range(10**9))
    return partial(next, times)


def serving_broken(contract: Contract, defect: str) -> Callable[[Path], AbstractContextManager[Target]]:
    planted = next(item for item in CATALOGUE if item.name == defect)
    return lambda _: served(contract, partial(planted.plant, Plot(contract)))


def finding(message: str) -> Finding:
    return Finding("never-fails", message, ["one"], (), 1, 1)


@pytest.mark.slow("three runs, each with a server")
def test_each_run_has_another_seed_and_a_server_of_its_own(small_contract: Contract, tmp_path: Path) -> None:
    said: list[str] = []
    servers: list[Path] = []

    @contextmanager
    def server(folder: Path) -> Generator[Target]:
        servers.append(folder)
        with served(small_contract, lambda respond: respond) as target:
            yield target

    # Looked at twice before the third run, which the plan has no time for.
    outcome = Long(small_contract, small(tmp_path), Plan(2, seed=4), said.append, ticking(60)).run(server)
    seeds = list(islice(Plan(seed=4).seeds(), outcome.runs))
    assert outcome.runs == len(said) == len(set(servers)) >= 1
    assert [folder.name for folder in servers] == [f"seed-{seed}" for seed in seeds]
    assert not list(tmp_path.iterdir())
    assert re.fullmatch(rf"fuzzed     seed {seeds[0]}: \d+ requests, \d+ s, nothing found", said[0])


def test_the_same_finding_is_told_once_with_its_seeds(small_contract: Contract, tmp_path: Path) -> None:
    server = serving_broken(small_contract, "refresh-token-twice")
    outcome = Long(small_contract, small(tmp_path, stop_at_first=True), Plan(3, seed=4), clock=ticking(60)).run(server)
    assert outcome.runs == 2
    assert outcome.exit_code == 1
    (seen,) = (item for item in outcome.seen.values() if item.finding.check == "refresh-tokens-work-once")
    assert len(seen.seeds) == outcome.runs
    assert outcome.summary.count("refresh-tokens-work-once: ") == 1
    assert f"with seed {seen.seeds[0]}, {seen.seeds[1]}" in outcome.summary
    assert Path(seen.case).exists()
    assert {path.name for path in tmp_path.iterdir()} == {f"seed-{seed}" for seed in seen.seeds}


def test_the_last_run_is_cut_off_and_still_counts(small_contract: Contract, tmp_path: Path) -> None:
    server = serving_broken(small_contract, "refresh-token-twice")
    outcome = Long(small_contract, small(tmp_path), Plan(0.005, seed=4)).run(server)
    assert outcome.runs == 1
    assert not outcome.problems
    assert outcome.exit_code == (1 if outcome.seen else 0)


def test_ctrl_c_tells_what_there_is(small_contract: Contract, tmp_path: Path) -> None:
    servers: list[Path] = []

    @contextmanager
    def server(folder: Path) -> Generator[Target]:
        servers.append(folder)
        if len(servers) == 2:
            raise KeyboardInterrupt
        with serving_broken(small_contract, "refresh-token-twice")(folder) as target:
            yield target

    outcome = Long(small_contract, small(tmp_path, stop_at_first=True), Plan(30, seed=4), clock=ticking(1)).run(server)
    assert (outcome.interrupted, outcome.runs, outcome.exit_code) == (True, 1, 1)
    assert ", stopped, " in outcome.summary


def test_shares_have_no_seed_in_common() -> None:
    shares = [list(islice(Plan(shard=number, shards=3, seed=9).seeds(), 50)) for number in (1, 2, 3)]
    assert [{seed % 3 for seed in share} for share in shares] == [{0}, {1}, {2}]
    assert all(len(set(share)) == 50 for share in shares)
    assert len(set(islice(Plan().seeds(), 5000))) == 5000
    assert shares[0] != list(islice(Plan(shard=1, shards=3, seed=10).seeds(), 50))
    assert shares[0] == list(islice(Plan(shard=1, shards=3, seed=9).seeds(), 50))


def test_a_plan_is_read() -> None:
    assert Plan.read("0.5", "2/5", 3) == Plan(0.5, 2, 5, 3)


@pytest.mark.parametrize("minutes", ["", "x", "0", "-1", "nan", "inf"])
def test_minutes_that_are_none(minutes: str) -> None:
    with pytest.raises(PlanError, match="is no number of minutes; write it as 30"):
        Plan.read(minutes, "1/1", 1)


@pytest.mark.parametrize("shard", ["", "x", "0/5", "6/5", "1/0", "1", "1/2/3", "-1/5", "1.5/2"])
def test_a_share_that_is_none(shard: str) -> None:
    with pytest.raises(PlanError, match="is no share; write 2/5 for the second of five"):
        Plan.read("1", shard, 1)


@pytest.mark.parametrize("options", [["--minutes", "soon"], ["--shard", "6/5"]], ids=["minutes", "shard"])
def test_the_command_says_what_makes_no_sense(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz-long", *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_the_command_runs_a_mock_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["fuzz-long", "--minutes", "0.05", "--shard", "2/2", "--seed", "1", "--reports", str(tmp_path / "r")])
    printed = capsys.readouterr()
    assert code == 0, printed
    assert re.match(r"fuzzed     1 runs from seed 1, share 2/2: \d+ requests, 0\.\d min, nothing found\n", printed.out)
    assert printed.err.count("\n") == 1


def test_what_runs_found_is_one_summary() -> None:
    told = LongOutcome(Plan())
    for seed in range(9):
        found = (finding(f"record {seed} is lost"), finding("it failed"))
        told.take(Outcome("http://x", seed, 10, 1, found, ["odd"], cases=("a", "b")), cut_off=False)
    told.take(Outcome("http://x", 99, 10, 1, (), ["ran out of time"]), cut_off=True)
    assert (told.runs, told.requests, len(told.seen)) == (10, 100, 2)
    lines = told.summary.splitlines()
    assert "    with seed 0, 1, 2, 3, 4 and 4 more" in lines
    assert "  odd (seed 0, 1, 2, 3, 4 and 4 more)" in lines
    assert not any("out of time" in line for line in lines)


@pytest.mark.parametrize(
    ("problems", "interrupted", "code"),
    [([], False, 0), (["x"], False, 2), ([], True, 2)],
    ids=["clean", "odd", "stopped"],
)
def test_exit_codes_without_findings(problems: list[str], interrupted: bool, code: int) -> None:  # noqa: FBT001
    told = LongOutcome(Plan())
    assert told.exit_code == 2
    told.take(Outcome("http://x", 1, 10, 1, (), problems, interrupted=interrupted), cut_off=False)
    assert told.exit_code == (2 if problems or interrupted else code)


def test_a_long_run_tries_harder() -> None:
    lane = Lane()
    more = larger(lane)
    assert more.effort.conversations > lane.effort.conversations
    assert (more.examples, more.sequences) > (lane.examples, lane.sequences)
