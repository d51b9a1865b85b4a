"""The files of a run say what was found, to machines as their formats want it, and no secret to anybody."""

import base64
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz import REPORT_SCHEMA, Case, Effort, Lane, Outcome, Person, run
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.fuzz.ledger import Finding
from nexudus_contract.fuzz.replaying.senders import Cast, Sender
from nexudus_contract.fuzz.reports import write

from .conftest import served

COVERED = {"operations": {"total": 2, "covered": 1, "missing": ["getThing"]}}
SCHEMA = json.loads(REPORT_SCHEMA.read_text(encoding="utf-8"))
REPORT = Draft202012Validator(SCHEMA)
CASE = Draft202012Validator({**SCHEMA["$defs"]["case"], "$defs": SCHEMA["$defs"]})

TOKEN, GRANTED, REFRESH = "the-own-token-0123456789", "granted-0123456789", "refresh-0123456789"
OWN, LESSER = Person("ada@example.com", "correct horse+battery"), Person("bob@example.com", 'sta"ple\\word')
CAST = Cast(TOKEN, OWN, LESSER)
SECRETS = [
    TOKEN,
    GRANTED,
    REFRESH,
    OWN.password,
    "correct%20horse",
    "correct+horse",
    'sta"ple',
    'sta\\"ple',
    "ple\\\\word",
]
SECRETS += [base64.b64encode(f"{person.username}:{person.password}".encode()).decode() for person in (OWN, LESSER)]


def exchange(body: bytes = b"", answer: bytes = b"{}", **headers: str) -> Exchange:
    sent = Sent("POST", "http://127.0.0.1:1/api/x?a=%20b", tuple(headers.items()), body)
    return Exchange(sent, Received(500, (("Content-Type", "application/json"),), answer, 0.25, "Oh no"))


def finding(message: str = "it failed", operation: str = "getThing", *case: Exchange) -> Finding:
    return Finding("never-fails", message, [operation], case or (exchange(),), 3, 0.5)


def outcome(*findings: Finding, problems: tuple[str, ...] = (), interrupted: bool = False) -> Outcome:
    return Outcome("http://127.0.0.1:1", 7, 1234, 12.6, findings, problems, interrupted=interrupted)


def report(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    assert meta.is_valid(SCHEMA)
    assert SCHEMA["$id"].startswith("urn:")
    objects = [SCHEMA, *(item for item in SCHEMA["$defs"].values() if item.get("type") == "object")]
    objects += [SCHEMA["$defs"]["exchange"]["properties"][name] for name in ("request", "response")]
    assert all(item["additionalProperties"] is False for item in objects)
    assert all("description" in item for item in SCHEMA["properties"].values())


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "--print-report-schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


def test_the_wheel_has_the_schema(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert json.loads(ZipFile(wheel).read("nexudus_contract/fuzz/report.schema.json")) == SCHEMA


@pytest.mark.parametrize(
    "told",
    [
        outcome(),
        outcome(finding(), finding("and again")),
        outcome(problems=("something was not exercised",)),
        outcome(interrupted=True),
        outcome(finding("x", "getThing", Exchange(Sent("GET", "http://x/"), None, "refused"))),
        outcome(finding("x", "getThing", exchange(b"\xff\x00", b"\xfe"))),
    ],
    ids=["clean", "findings", "problems", "interrupted", "no-answer", "no-text"],
)
def test_every_report_and_case_keeps_to_the_schema(contract: Contract, tmp_path: Path, told: Outcome) -> None:
    written = write(told, contract.operations, COVERED, tmp_path, CAST)
    REPORT.validate(report(tmp_path))
    assert [item["case"] for item in report(tmp_path)["findings"]] == list(written.cases)
    assert len(written.cases) == len(told.findings)
    for path in written.cases:
        CASE.validate(json.loads(Path(path).read_text(encoding="utf-8")))


@pytest.mark.parametrize("defect", [None, "refresh-token-twice"], ids=["cut-off", "broken"])
def test_what_the_lane_writes_keeps_to_the_schema(contract: Contract, tmp_path: Path, defect: str | None) -> None:
    planted = next((item for item in CATALOGUE if item.name == defect), None)
    lane = Lane(reports=tmp_path, effort=Effort(1, 2), examples=1, sequences=1, limit=1)
    with served(contract, partial(planted.plant, Plot(contract)) if planted else lambda respond: respond) as target:
        told = run(contract, target, lane)
    REPORT.validate(report(tmp_path))
    assert report(tmp_path)["problems"]
    assert len(told.cases) == (defect is not None)
    for path in told.cases:
        CASE.validate(json.loads(Path(path).read_text(encoding="utf-8")))


def test_the_schema_refuses_what_is_not_of_it(contract: Contract, tmp_path: Path) -> None:
    write(outcome(finding()), contract.operations, {}, tmp_path)
    content = report(tmp_path)
    for changed in (content | {"more": 1}, content | {"version": 2}, {"version": 1}):
        assert not REPORT.is_valid(changed)
    content["findings"][0]["more"] = 1
    assert not REPORT.is_valid(content)


def test_what_an_earlier_run_left_is_gone(contract: Contract, tmp_path: Path) -> None:
    write(outcome(finding(), finding()), contract.operations, {}, tmp_path)
    write(outcome(), contract.operations, {}, tmp_path)
    assert not list(tmp_path.glob("cases/*"))


def test_junit_has_a_test_for_each_operation_and_a_failure_for_each_finding(contract: Contract, tmp_path: Path) -> None:
    first, second, *_ = contract.operations
    told = outcome(finding("a", first.id), finding("b", first.id), finding("c", second.id), problems=("oh",))
    write(told, contract.operations, {}, tmp_path)
    root = ET.parse(tmp_path / "junit.xml").getroot()
    tests = root.findall(".//testcase")
    assert {test.attrib["name"] for test in tests} == {item.id for item in contract.operations} | {"the whole run"}
    assert [len(test.findall("failure")) for test in tests if test.attrib["name"] == first.id] == [1, 1]
    assert [item.attrib["message"] for item in root.iter("failure")] == ["a", "b", "c"]
    assert (root.attrib["tests"], root.attrib["failures"]) == (str(len(tests)), "3")
    assert root.attrib["errors"] == str(len(root.findall(".//error"))) == "1"


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(), st.binary())
def test_any_text_makes_well_formed_files(contract: Contract, message: str, problem: str, body: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = outcome(finding(message, "getThing", exchange(body, body)), problems=(problem or "x",))
        write(told, contract.operations, {}, folder, CAST)
        root = ET.parse(folder / "junit.xml").getroot()
        (failure,) = root.iter("failure")
        assert failure.text
        REPORT.validate(report(folder))
        CASE.validate(json.loads(next(folder.glob("cases/*")).read_text(encoding="utf-8")))


def test_secrets_are_nowhere(contract: Contract, tmp_path: Path) -> None:
    grant = json.dumps({"access_token": GRANTED, "refresh_token": REFRESH}).encode()
    case = (
        exchange(f"grant_type=password&username=ada&password={OWN.password}".encode(), grant),
        exchange(b"{}", f"no such token: {GRANTED}".encode(), Authorization=f"Bearer {GRANTED}"),
        exchange(json.dumps({"note": f"{TOKEN} {LESSER.password}"}).encode(), Authorization=LESSER.basic),
        exchange(b"note=correct%20horse%2Bbattery&more=correct+horse%2Bbattery", Authorization=OWN.mistaken.basic),
    )
    told = outcome(finding(f"the server says {TOKEN} and {GRANTED}", "getThing", *case))
    written = write(told, contract.operations, {}, tmp_path, CAST)
    everything = written.summary + "".join(path.read_text() for path in tmp_path.rglob("*.*"))
    assert not [secret for secret in SECRETS if secret in everything]


def test_a_case_says_who_sent_each_request(contract: Contract, tmp_path: Path) -> None:
    grant = json.dumps({"access_token": GRANTED, "refresh_token": REFRESH}).encode()
    password = "grant_type=password&username=ada%40example.com&password="
    case = {
        exchange(f"{password}correct+horse%2Bbattery".encode(), grant): Sender.USER,
        exchange(f"{password}correct+horse%2Bbatteryx".encode()): Sender.WRONG_PASSWORD,
        exchange(f"{password}else".encode()): Sender.STRANGER,
        exchange(f"grant_type=refresh_token&refresh_token={REFRESH}".encode()): Sender.GRANTED,
        exchange(b"grant_type=refresh_token&refresh_token=else"): Sender.STRANGER,
        exchange(): Sender.NOBODY,
        exchange(Authorization=f"Bearer {TOKEN}"): Sender.USER,
        exchange(Authorization=f"Bearer {GRANTED}"): Sender.GRANTED,
        exchange(Authorization="Bearer never-granted"): Sender.STRANGER,
        exchange(Authorization=OWN.basic): Sender.USER,
        exchange(Authorization=LESSER.basic): Sender.LESSER,
        exchange(Authorization=OWN.mistaken.basic): Sender.WRONG_PASSWORD,
        exchange(Authorization="Basic bm9ib2R5Om5vdGhpbmc="): Sender.STRANGER,
    }
    (path,) = write(outcome(finding("x", "getThing", *case)), contract.operations, {}, tmp_path, CAST).cases
    assert [step.sender for step in Case.read(Path(path)).steps] == list(case.values())


def test_an_address_with_a_password_in_it_is_told_without(contract: Contract, tmp_path: Path) -> None:
    told = Outcome("http://ada:hush@127.0.0.1:1", 7, 1, 1)
    written = write(told, contract.operations, {}, tmp_path)
    assert "hush" not in written.summary + (tmp_path / "report.json").read_text()


def test_the_files_are_their_owners_alone_and_no_link_is_followed(contract: Contract, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "fuzz", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    for name in ("report.json", "junit.xml"):
        (elsewhere / name).write_text("precious")
        (folder / name).symlink_to(elsewhere / name)
    (folder / "cases").symlink_to(elsewhere)
    case = (Exchange(Sent("GET", "http://h/", ()), Received(500, (), b"")),)
    write(outcome(Finding("no-crash", "it broke", ["getThing"], case, 1, 0.1)), contract.operations, COVERED, folder)
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == dict.fromkeys(
        ("report.json", "junit.xml"), "precious"
    )
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) == 3
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert not any(path.is_symlink() for path in folder.rglob("*"))
