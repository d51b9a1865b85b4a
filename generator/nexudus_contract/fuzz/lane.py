"""One fuzz run: schemathesis, told what the contract knows, on one target."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.own_mock import FuzzError
from nexudus_contract.fuzz.sequences import links, walked, with_entrances
from nexudus_contract.target import Target

_TOKEN = "NEXUDUS_FUZZ_TOKEN"  # noqa: S105 - the variable's name
# Measured: with 10 steps some of the 18 links stay unwalked at most seeds, with 14 hardly ever one.
_STEPS = 14
# What schemathesis expects of a well-formed request when nobody tells it more.
_WELL_FORMED = ["2xx", "401", "403", "404", "409", "5xx"]


@dataclass(frozen=True)
class Lane:
    """How to fuzz.

    Attributes:
        seed: Seed of the generated requests; the same seed sends the same requests.
        reports: Folder for the reports, made anew: `junit.xml`, `report.json` and `log.txt`.
        allow_writes: Whether a target that is not on this machine may be written to.
        examples: Requests per operation in the fuzzing phase.
        sequences: Sequences of requests along the links in the stateful phase.
        pace: Requests per minute to a target that is not on this machine. The documentation's limit is 120.
    """

    seed: int = 1
    reports: Path = Path("reports/fuzz")
    allow_writes: bool = False
    examples: int = 40
    sequences: int = 150
    pace: int = 100


def run(contract: Contract, target: Target, lane: Lane) -> Outcome:
    """Fuzz the target and say what was found.

    All phases (examples, coverage, fuzzing, stateful over the links) and all checks run on a target on this machine. A
    target elsewhere is only read, unless writes are allowed: no other method is ever sent there.

    Raises:
        TargetError: the target cannot be reached or lets nobody in.
        FuzzError: the fuzzer itself failed.
    """
    token = target.access_token(contract)
    elsewhere = not target.on_this_machine
    read_only = elsewhere and not lane.allow_writes
    lane.reports.mkdir(parents=True, exist_ok=True)
    report, log = lane.reports / "report.json", lane.reports / "log.txt"
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        configuration, document = Path(scratch) / "schemathesis.toml", Path(scratch) / "openapi.json"
        document.write_text(json.dumps(with_entrances(contract)), encoding="utf-8")
        settings = _configuration(contract, lane, read_only=read_only)
        events = Path(scratch) / "events.ndjson"
        settings["reports"]["ndjson"] = {"enabled": True, "path": str(events)}
        if elsewhere:
            settings["rate-limit"] = f"{lane.pace}/m"
        configuration.write_text(tomlkit.dumps(settings), encoding="utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)]
        command += ["run", str(document), "--url", target.url, "--no-color"]
        with log.open("w", encoding="utf-8") as output:
            done = subprocess.run(  # noqa: S603 - our own command
                command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, _TOKEN: token}, check=False
            )
        if not report.exists():
            raise FuzzError(f"the fuzzer failed (exit code {done.returncode}); {log} says why")
        known = links(contract)
        share = f"{len(known & walked(events))} of {len(known)}"
    return Outcome.read(lane.reports, target=target.url, links=share, seed=lane.seed, read_only=read_only)


def _configuration(contract: Contract, lane: Lane, *, read_only: bool) -> dict[str, Any]:
    configuration: dict[str, Any] = {
        "seed": lane.seed,
        "workers": 1,
        "auth": {"openapi": {"bearer": {"bearer": f"${{{_TOKEN}}}"}}},
        "generation": {"database": "none", "max-examples": lane.examples},
        "reports": {
            "directory": str(lane.reports),
            "junit": {"enabled": True, "path": str(lane.reports / "junit.xml")},
            "json": {"enabled": True, "path": str(lane.reports / "report.json")},
        },
        # The contract's links say more than can be guessed, and guesses go wrong: an id that is a JSON array, for one.
        "phases": {
            "stateful": {
                "inference": {"algorithms": []},
                "max-steps": _STEPS,
                "generation": {"max-examples": lane.sequences},
            }
        },
        "operations": list(_operations(contract, read_only=read_only)),
    }
    if read_only:
        # Undocumented methods are asked for to see them refused, which on somebody's server is a risk, not a test.
        configuration["phases"]["coverage"] = {"unexpected-methods": []}
    return configuration


def _operations(contract: Contract, *, read_only: bool) -> Iterator[dict[str, Any]]:
    for operation in contract.operations:
        settings: dict[str, Any] = {"include-operation-id": operation.id}
        refusals = [response.status for response in operation.responses.values() if response.refuses_valid]
        if refusals:
            settings["checks"] = {"positive_data_acceptance": {"expected-statuses": [*_WELL_FORMED, *refusals]}}
        if read_only and operation.method != "get":
            settings["enabled"] = False
        if len(settings) > 1:
            yield settings
