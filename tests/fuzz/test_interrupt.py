"""Ctrl-C ends a run at once, and what was found until then is told and written."""

import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import REPORT_SCHEMA
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.mock import Answer, Request, Respond

from .conftest import served

# How many more requests a run may send once it is told to stop: those that it has begun, and cleaning up.
MOST_AFTER = 60


class Interrupter:
    """Sends Ctrl-C to the fuzzer while it waits for an answer: no clock has a part in it."""

    def __init__(self, respond: Respond, when: tuple[str, int]) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.after = -1
        self._respond = respond
        self._part, self._left = when

    def __call__(self, request: Request) -> Answer:
        part = "phases" if b"x-schemathesis-testcaseid" in request.headers else "talk"
        if self.after >= 0:
            self.after += 1
        elif part == self._part:
            self._left -= 1
        if self._left == 0 and self.after < 0 and self.process is not None:
            self.after = 0
            os.kill(self.process.pid, signal.SIGINT)
        return self._respond(request)


def interrupted(
    contract: Contract, folder: Path, when: tuple[str, int], defect: str | None
) -> tuple[subprocess.Popen[str], str, str, int]:
    planted = next((item for item in CATALOGUE if item.name == defect), None)
    made: list[Interrupter] = []

    def wrap(respond: Respond) -> Respond:
        made.append(Interrupter(planted.plant(Plot(contract), respond) if planted else respond, when))
        return made[0]

    with served(contract, wrap) as target:
        command = [sys.executable, "-m", "nexudus_contract", "fuzz", "--target", target.url, "--reports", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        made[0].process = process
        try:
            printed, errors = process.communicate(timeout=120)
        finally:
            process.kill()
    return process, printed, errors, made[0].after


@pytest.mark.parametrize("when", [("talk", 5), ("talk", 300), ("phases", 40)])
def test_an_interrupted_run_reports(contract: Contract, tmp_path: Path, when: tuple[str, int]) -> None:
    process, printed, errors, after = interrupted(contract, tmp_path, when, None)
    assert errors == ""
    assert process.returncode == 2
    assert ", stopped, nothing found" in printed.splitlines()[0]
    report = json.loads((tmp_path / "report.json").read_text())
    Draft202012Validator(json.loads(REPORT_SCHEMA.read_text())).validate(report)
    assert (report["interrupted"], report["passed"], report["findings"]) == (True, False, [])
    error = ET.parse(tmp_path / "junit.xml").find(".//error")
    assert error is not None
    assert "stopped" in error.attrib["message"]
    assert 0 <= after < MOST_AFTER


def test_what_was_found_before_is_told(contract: Contract, tmp_path: Path) -> None:
    process, printed, errors, _ = interrupted(contract, tmp_path, ("talk", 100), "refresh-token-twice")
    assert (errors, process.returncode) == ("", 1)
    assert ", stopped, 1 found" in printed
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["interrupted"] is True
    (finding,) = report["findings"]
    assert Path(finding["case"]).exists()
