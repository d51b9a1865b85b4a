"""Ctrl-C ends a run at once, and what was found until then is told and written."""

import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from nexudus_contract.document import Contract
from nexudus_contract.fuzz import REPORT_SCHEMA, Effort, Lane, run
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.mock import Answer, Request, Respond

from .conftest import served

# How many more requests a run may send once it is told to stop: those that it has begun, and cleaning up.
MOST_AFTER = 60


class Interrupter:
    """Sends Ctrl-C to the fuzzer while it waits for an answer: no clock has a part in it."""

    def __init__(self, part: str, number: int, process: int | None = None) -> None:
        self.process = process
        self.after = -1
        self._part, self._left = part, number

    def wrap(self, respond: Respond) -> Respond:
        """Watch a server."""
        return partial(self._answer, respond)

    def _answer(self, respond: Respond, request: Request) -> Answer:
        part = "phases" if b"x-schemathesis-testcaseid" in request.headers else "talk"
        if self.after >= 0:
            self.after += 1
        elif part == self._part:
            self._left -= 1
        if self._left == 0 and self.after < 0 and self.process is not None:
            self.after = 0
            os.kill(self.process, signal.SIGINT)
        return respond(request)


@pytest.mark.parametrize("when", [("talk", 5), ("talk", 90), ("phases", 40)])
def test_an_interrupted_run_reports(small_contract: Contract, tmp_path: Path, when: tuple[str, int]) -> None:
    interrupter = Interrupter(*when, os.getpid())
    conversations = 1 if when[0] == "phases" else 8
    lane = Lane(reports=tmp_path, effort=Effort(conversations, 4), examples=1, sequences=1, limit=None, slow=10)
    with served(small_contract, interrupter.wrap) as target:
        outcome = run(small_contract, target, lane)
    assert outcome.exit_code == 2
    assert ", stopped, nothing found" in outcome.summary.splitlines()[0]
    report = json.loads((tmp_path / "report.json").read_text())
    Draft202012Validator(json.loads(REPORT_SCHEMA.read_text())).validate(report)
    assert (report["interrupted"], report["passed"], report["findings"]) == (True, False, [])
    error = ET.parse(tmp_path / "junit.xml").find(".//error")
    assert error is not None
    assert "stopped" in error.attrib["message"]
    assert 0 <= interrupter.after < MOST_AFTER


def test_the_command_tells_what_was_found_before(small_contract: Contract, tmp_path: Path) -> None:
    interrupter = Interrupter("talk", 100)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(small_contract.document))
    defect = next(item for item in CATALOGUE if item.name == "refresh-token-twice")

    def wrap(respond: Respond) -> Respond:
        return interrupter.wrap(defect.plant(Plot(small_contract), respond))

    with served(small_contract, wrap) as target:
        command = [sys.executable, "-m", "nexudus_contract", "--contract", str(path), "fuzz", "--target", target.url]
        reports = ["--reports", str(tmp_path)]
        with subprocess.Popen(
            [*command, *reports], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            interrupter.process = process.pid
            try:
                printed, errors = process.communicate(timeout=120)
            finally:
                process.kill()
    assert (errors, process.returncode) == ("", 1)
    assert ", stopped, 1 found" in printed
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["interrupted"] is True
    (finding,) = report["findings"]
    assert Path(finding["case"]).exists()
