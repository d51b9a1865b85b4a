"""The files that a run leaves: a report for machines, one for CI, and a case for each finding."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from nexudus_calendars.runtime.redaction import redact_address
from nexudus_contract.fuzz.ledger import Finding
from nexudus_contract.fuzz.outcome import Outcome
from nexudus_contract.fuzz.replaying.senders import Cast
from nexudus_contract.output import replace as replace_file
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation

VERSION = 1
"""Of the report's form, which `report.schema.json` describes."""

REPORT_SCHEMA = Path(__file__).parent / "report.schema.json"
"""The JSON Schema of `report.json` and, at `#/$defs/case`, of a case."""

_NOBODY = Cast()
# What XML 1.0 cannot hold at all.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    outcome: Outcome, operations: Iterable[Operation], covered: JsonObject, folder: Path, cast: Cast = _NOBODY
) -> Outcome:
    """Write `report.json`, `junit.xml` and `cases/`, and say in the outcome where the cases are.

    Args:
        outcome: The end of the run.
        operations: What was tested.
        covered: What was exercised of the contract.
        folder: Where to; what an earlier run left there goes.
        cast: Those in whose name the run sent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "cases").is_symlink():
        (folder / "cases").unlink()
    shutil.rmtree(folder / "cases", ignore_errors=True)
    findings = [replace(item, message=cast.clean(item.message, item.case)) for item in outcome.findings]
    outcome = replace(outcome, target=redact_address(outcome.target), findings=findings)
    outcome = replace(outcome, cases=tuple(_cases(outcome, cast, folder / "cases")))
    report = _report(outcome, covered)
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    replace_file(folder / "report.json", text.encode(errors="backslashreplace"))
    junit = ET.tostring(_junit(outcome, cast, [item.id for item in operations]), encoding="utf-8", xml_declaration=True)
    replace_file(folder / "junit.xml", junit)
    return outcome


def _cases(outcome: Outcome, cast: Cast, folder: Path) -> Iterable[str]:
    for number, finding in enumerate(outcome.findings, start=1):
        folder.mkdir(exist_ok=True)
        path = folder / f"{number:02}-{finding.check}.json"
        exchanges = [
            {"sender": sender.value, **item.redacted().to_json()}
            for item, sender in zip(finding.case, cast.senders(finding.case), strict=True)
        ]
        content = {"version": VERSION, "target": outcome.target, **_finding(finding), "exchanges": exchanges}
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        replace_file(path, cast.clean(text, finding.case).encode(errors="backslashreplace"))
        yield str(path)


def _finding(finding: Finding) -> JsonObject:
    return {
        "check": finding.check,
        "message": finding.message,
        "operations": finding.operations,
        "times": finding.times,
        "requests": finding.requests,
        "seconds": round(finding.seconds, 3),
    }


def _report(outcome: Outcome, covered: JsonObject) -> JsonObject:
    return {
        "version": VERSION,
        "target": outcome.target,
        "seed": outcome.seed,
        "passed": outcome.passed,
        "interrupted": outcome.interrupted,
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 3),
        "findings": [
            {**_finding(finding), "case": case} for finding, case in zip(outcome.findings, outcome.cases, strict=True)
        ],
        "problems": list(outcome.problems),
        "coverage": covered,
    }


def _junit(outcome: Outcome, cast: Cast, operations: Sequence[str]) -> ET.Element:
    found: dict[str, list[tuple[Finding, str]]] = {name: [] for name in operations}
    for finding, case in zip(outcome.findings, outcome.cases, strict=True):
        found.setdefault(finding.operations[0], []).append((finding, case))
    failures = len(outcome.findings)
    whole = "the whole run"
    tests = sum(max(1, len(findings)) for findings in found.values()) + 1
    counts = {"tests": tests, "failures": failures, "errors": int(bool(outcome.problems or outcome.interrupted))}
    attributes = {name: str(count) for name, count in counts.items()} | {"time": f"{outcome.seconds:.3f}"}
    suites = ET.Element("testsuites", attributes)
    suite = ET.SubElement(suites, "testsuite", {"name": "nexudus-contract fuzz", **attributes})
    for name, findings in found.items():
        if not findings:
            ET.SubElement(suite, "testcase", {"classname": outcome.target, "name": name})
        for finding, file in findings:
            test = ET.SubElement(suite, "testcase", {"classname": outcome.target, "name": _xml(name)})
            failure = ET.SubElement(test, "failure", {"type": finding.check, "message": _xml(finding.message)})
            commands = "\n".join(item.sent.redacted().curl() for item in finding.case)
            failure.text = _xml(f"{cast.clean(commands, finding.case)}\n{file}")
    test = ET.SubElement(suite, "testcase", {"classname": outcome.target, "name": whole})
    if problems := [*outcome.problems, *(["a person stopped the run"] if outcome.interrupted else [])]:
        ET.SubElement(test, "error", {"message": _xml("; ".join(problems))})
    return suites


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
