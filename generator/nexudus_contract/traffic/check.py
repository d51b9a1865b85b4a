"""Recordings held against the contract, all together."""

import json
from collections.abc import Iterable
from pathlib import Path

from nexudus_contract.document import Contract
from nexudus_contract.output import begin
from nexudus_contract.traffic.entry import TrafficError
from nexudus_contract.traffic.findings import Findings
from nexudus_contract.traffic.har import read
from nexudus_contract.traffic.judge import Judge


def check(contract: Contract, files: Iterable[Path], url: str | None = None) -> Findings:
    """What is found in recordings.

    Args:
        contract: What they are held against.
        files: The recordings, in the HAR format.
        url: The server that matters; None for any that is asked for the API's paths.

    Raises:
        TrafficError: a file cannot be read or is no HAR, or the address makes no sense.
    """
    findings = Findings(Judge(contract, url))
    for path in files:
        for entry in read(path):
            findings.add(entry)
    return findings


def write_json(findings: Findings, path: Path) -> None:
    """Write findings as JSON into a new file.

    Raises:
        TrafficError: it is there already, or cannot be written.
    """
    with begin(path, TrafficError) as file:
        file.write((json.dumps(findings.to_json(), indent=2) + "\n").encode())
