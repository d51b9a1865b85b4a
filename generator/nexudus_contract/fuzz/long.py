"""The lane again and again, with another seed each time, until the time is over."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.lane import Lane, run
from nexudus_contract.fuzz.laws.machine import Effort
from nexudus_contract.fuzz.ledger import Finding
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.target import Target

# Seeds above this are hard to type again.
_MOST = 10**6
_SHOWN = 8
# A run that has less time than this says nothing new.
_LEAST_SECONDS = 1


class PlanError(Exception):
    """A plan makes no sense; the message says why."""


@dataclass(frozen=True)
class Plan:
    """How long, and which share of the seeds.

    Attributes:
        minutes: How long, above 0.
        shard: The number of this share, from 1.
        shards: How many shares there are.
        seed: What the seeds of the runs are drawn from.
    """

    minutes: float = 30
    shard: int = 1
    shards: int = 1
    seed: int = 1

    @classmethod
    def read(cls, minutes: str, shard: str, seed: int) -> "Plan":
        """The plan in words such as `30` and `2/5`.

        Raises:
            PlanError: they make no sense.
        """
        try:
            number = float(minutes)
        except ValueError:
            number = 0
        if not 0 < number < float("inf"):
            raise PlanError(f"{minutes!r} is no number of minutes; write it as 30 or 0.5")
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", shard)
        share, shares = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= share <= shares:
            raise PlanError(f"{shard!r} is no share; write 2/5 for the second of five")
        return cls(number, share, shares, seed)

    def seeds(self) -> Iterator[int]:
        """Seeds without end, each once; no other share has any of them."""
        random, drawn = Random(self.seed), set[int]()  # noqa: S311 - no secret
        while True:
            # There are always more: the range grows with what was drawn.
            number = random.randrange(_MOST + len(drawn))
            if number not in drawn:
                drawn.add(number)
                yield number * self.shards + self.shard - 1


@dataclass
class Seen:
    """A finding of one or more runs.

    Attributes:
        finding: As the first of them has it.
        case: The file that repeats it.
        seeds: Of the runs.
    """

    finding: Finding
    case: str
    seeds: list[int]


@dataclass
class LongOutcome:
    """What the runs found.

    Attributes:
        plan: How long, and with which seeds.
        runs: How many were made.
        requests: Requests sent by all of them.
        seconds: Time they took.
        seen: Each kind of finding once.
        problems: What could not be finished, by the seeds of the runs.
        interrupted: Whether a person stopped it.
    """

    plan: Plan
    runs: int = 0
    requests: int = 0
    seconds: float = 0
    seen: dict[tuple[str, str], Seen] = field(default_factory=dict[tuple[str, str], Seen])
    problems: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 for nothing found, 1 for findings, 2 where nothing was found and not all was done."""
        return 1 if self.seen else 2 if self.problems or self.interrupted or not self.runs else 0

    @property
    def summary(self) -> str:
        """All of this on one screen."""
        share = "" if self.plan.shards == 1 else f", share {self.plan.shard}/{self.plan.shards}"
        said = f"{len(self.seen)} found" if self.seen else "nothing found"
        stopped = ", stopped" if self.interrupted else ""
        size = f"{self.requests} requests, {self.seconds / 60:.1f} min"
        lines = [f"fuzzed     {self.runs} runs from seed {self.plan.seed}{share}: {size}{stopped}, {said}"]
        for seen in list(self.seen.values())[:_SHOWN]:
            finding = seen.finding
            lines += [f"  {finding.check}: {finding.message}", f"    at {', '.join(finding.operations[:3])}"]
            lines += [f"    with seed {_few(seen.seeds)}", f"    make fuzz-replay CASE={seen.case}"]
        if len(self.seen) > _SHOWN:
            lines.append(f"  and {len(self.seen) - _SHOWN} more")
        lines += [f"  {said} (seed {_few(seeds)})" for said, seeds in list(self.problems.items())[:_SHOWN]]
        return "\n".join(lines)

    def take(self, outcome: Outcome, *, cut_off: bool) -> None:
        """Add a run. That one was cut off is no problem of the run, but of the plan."""
        self.runs += 1
        self.requests += outcome.requests
        self.interrupted = self.interrupted or outcome.interrupted
        for finding, case in zip(outcome.findings, outcome.cases, strict=True):
            key = finding.check, re.sub(r"\d+", "0", finding.message)
            self.seen.setdefault(key, Seen(finding, case, [])).seeds.append(outcome.seed)
        if not (cut_off or outcome.interrupted):
            for problem in outcome.problems:
                self.problems.setdefault(problem, []).append(outcome.seed)


def larger(lane: Lane) -> Lane:
    """The same with more of everything."""
    return replace(lane, effort=Effort(lane.effort.conversations * 3, 24), examples=40, sequences=90)


@dataclass(frozen=True)
class Long:
    """Runs one after the other.

    Attributes:
        contract: What the server promises.
        lane: How to fuzz; each run that finds something leaves a folder in the lane's own.
        plan: How long, and with which seeds.
        say: Is told of each run that ended, in one line.
        clock: Tells seconds.
    """

    contract: Contract
    lane: Lane
    plan: Plan
    say: Callable[[str], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic

    def run(self, server: Callable[[Path], AbstractContextManager[Target]]) -> LongOutcome:
        """Run the lane until the time is over, or a person stops it.

        Args:
            server: Makes a server for each run; it is given the run's folder.

        Raises:
            FuzzError, TargetError: a server cannot be used.
        """
        told = LongOutcome(self.plan)
        start = self.clock()
        shutil.rmtree(self.lane.reports, ignore_errors=True)
        for seed in self.plan.seeds():
            left = self.plan.minutes * 60 - (self.clock() - start)
            if told.interrupted or (told.runs and left < _LEAST_SECONDS):
                break
            lane = replace(self.lane, seed=seed, reports=self.lane.reports / f"seed-{seed}", limit=left)
            try:
                with server(lane.reports) as target:
                    outcome = run(self.contract, target, lane)
            except KeyboardInterrupt:
                # Between two runs, or on the way into one.
                told.interrupted = True
                break
            told.take(outcome, cut_off=outcome.seconds >= left)
            if not outcome.findings:
                shutil.rmtree(lane.reports, ignore_errors=True)
            found = f"{len(outcome.findings)} found" if outcome.findings else "nothing found"
            self.say(f"fuzzed     seed {seed}: {outcome.requests} requests, {outcome.seconds:.0f} s, {found}")
        told.seconds = self.clock() - start
        return told


def _few(seeds: list[int]) -> str:
    shown = ", ".join(map(str, seeds[:5]))
    return f"{shown} and {len(seeds) - 5} more" if len(seeds) > 5 else shown
