"""Adding a record type means editing the contract and nothing else: client, mock, fuzz lane and reference follow."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import load
from nexudus_contract.fuzz import Effort, Lane, own_mock, run
from nexudus_contract.fuzz.lane import Line, Run
from nexudus_contract.mock import World, running, transport
from nexudus_contract.source import JsonObject, read
from nexudus_contract.target import Target

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

# Ten lines that somebody would write against the new resource, run where only the new package can be imported.
SCRIPT = """
import sys
from datetime import UTC, datetime
from nexudus_calendars import NexudusClient, NotFoundError
with NexudusClient(sys.argv[1], username="admin@example.com", password="admin") as client:
    sensors = client.door_sensors
    ids = [sensors.create(door_id=n % 2, label=f"s{n}", seen_on=datetime(2026, 1, n, tzinfo=UTC)).id for n in (1, 2, 3)]
    record = sensors.get(ids[0])
    record.level = 41
    sensors.update(record)
    sensors.change(ids[0], level=40, verify=True)
    assert sensors.get(ids[0]).level == 40 and sensors.get(ids[1]).level is None
    assert [row.id for row in sensors.list(door=1, order_by="SeenOn", descending=True)] == [ids[2], ids[0]]
    assert [row.id for row in sensors.list(level=40)] == ids[:1]
    assert [row.id for row in sensors.list(seen_on_after=datetime(2026, 1, 2, tzinfo=UTC))] == ids[1:]
    title = sensors.get(ids[0]).door_title
    assert title and {row.id for row in sensors.list(door_title=title)} >= {ids[0], ids[2]}
    assert [item.id for item in sensors.get_many(ids)] == ids
    sensors.delete(ids[0])
    try:
        sensors.get(ids[0])
    except NotFoundError:
        print("served")
"""


def merged(base: JsonObject, addition: JsonObject) -> JsonObject:
    """`base` with `addition` put in: mappings merge, lists grow."""
    result = dict(base)
    for key, value in addition.items():
        if isinstance(value, dict):
            result[key] = merged(base.get(key, {}), value)
        elif isinstance(value, list):
            result[key] = [*base.get(key, []), *value]
        else:
            result[key] = value
    return result


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the contract with one record type more."""
    path = tmp_path_factory.mktemp("contract") / "openapi.yaml"
    document = merged(read(ROOT / "openapi.yaml").data, read(HERE / "door_sensor.yaml").data)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def package(contract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client that is generated of it."""
    path = tmp_path_factory.mktemp("client") / "nexudus_calendars"
    assert main(["--contract", str(contract), "generate", "--output", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def mock_url(contract: Path) -> Iterator[str]:
    with running(load(contract)) as mock:
        yield mock.url


def test_it_is_valid(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--contract", str(contract), "validate"]) == 0
    assert "30 operations, 4 record types" in capsys.readouterr().out


def test_the_client_and_the_mock_serve_it(package: Path, mock_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, mock_url],
        env=os.environ | {"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr[-2000:]) == ("served\n", "")


@pytest.mark.slow("writes the reference of the whole contract")
def test_the_reference_tells_of_it(contract: Path, package: Path, mock_url: str, tmp_path: Path) -> None:
    output = tmp_path / "reference.html"
    told = ["reference", "--client", str(package), "--output", str(output)]
    assert main(["--contract", str(contract), *told]) == 0
    page = output.read_text(encoding="utf-8")
    figure = re.search(r'aria-label="createDoorSensor, sync"[^>]*><code>(.*?)</code>', page, re.DOTALL)
    assert figure
    who = {"NEXUDUS_BASE_URL": mock_url, "NEXUDUS_USERNAME": "admin@example.com", "NEXUDUS_PASSWORD": "admin"}
    done = subprocess.run(
        [sys.executable, "-c", unescape(re.sub("<[^>]+>", "", figure[1]))],
        env=os.environ | who | {"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.fullmatch(r"\d+\n", done.stdout), done.stderr[-2000:]


OPERATOR = """
import sys
from datetime import UTC, datetime, timedelta
from nexudus_calendars import NexudusClient
from nexudus_calendars.cli.app import main
with NexudusClient(sys.argv[1], username="admin@example.com", password="admin") as client:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    ids = [client.door_sensors.create(door_id=7, label=f"s{n}", seen_on=soon).id for n in (1, 2)]
open("new.csv", "w").write(f"record_type,id,expires,level\\ndoor-sensors,{ids[0]},2031-01-01T00:00:00Z,40\\n")
def asked(*arguments):
    print(main([*arguments, "--base-url", sys.argv[1]]), flush=True)
asked("list", "door-sensors", "--door", "7", "--order-by", "Label", "--columns", "DoorId,Label")
asked("renew", "--from", "new.csv", "--yes")
asked("list", "door-sensors", "--level", "40", "--columns", "Label,Level,SeenOn")
asked("expiring", "door-sensors", "--within", "2h")
asked("export", "door-sensors", "--output", "new.jsonl")
"""


def test_the_command_line_serves_it(contract: Path, package: Path, tmp_path: Path) -> None:
    who = {"NEXUDUS_USERNAME": "admin@example.com", "NEXUDUS_PASSWORD": "admin"}
    with running(load(contract)) as mock:
        done = subprocess.run(
            [sys.executable, "-c", OPERATOR, mock.url],
            env=os.environ | who | {"PYTHONPATH": str(package.parent)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[:4] == [["DoorId", "Label"], ["7", "s1"], ["7", "s2"], ["0"]], done.stderr
    assert ["s1", "40", "2031-01-01T00:00:00Z"] in lines
    assert [line[4:] for line in lines if line[:1] == ["door-sensors"] and len(line) == 6] == [["7", "s2"]]
    assert [line for line in lines if len(line) == 1] == [["0"], ["0"], ["0"], ["1"], ["0"]]


@pytest.fixture(scope="module")
def alone(contract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract with the new record type, and without the others."""
    path = tmp_path_factory.mktemp("contract") / "openapi.json"
    whole = load(contract)
    document = json.loads(contract.read_text(encoding="utf-8"))
    others = [item for item in whole.record_types if item.tag != "DoorSensors"]
    document["tags"] = [item for item in document["tags"] if item["name"] not in {other.tag for other in others}]
    for place in [place for place in document["paths"] if place.startswith(tuple(other.path for other in others))]:
        del document["paths"][place]
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def test_the_fuzz_lane_talks_with_it(alone: Path) -> None:
    contract = load(alone)
    world = World(contract)
    who = {"username": "admin@example.com", "password": "admin"}
    with httpx.Client(transport=transport(world), base_url="http://127.0.0.1") as client:
        token = client.post("/api/token", data={"grant_type": "password", **who}).json()["access_token"]
        lane = Lane(effort=Effort(2, 8), limit=None, slow=10)
        talk = Run(contract, Target("http://127.0.0.1", **who), lane, Line(client, token))
        talk.talk(lambda _: None)
    world.close()
    (record_type,) = contract.record_types
    assert talk.ledger.findings == {}
    assert talk.coverage.to_json()["operations"]["missing"] == []
    assert record_type.tag == "DoorSensors"


@pytest.mark.slow("a whole run of the fuzz lane")
def test_the_fuzz_lane_tests_it(alone: Path, tmp_path: Path) -> None:
    with own_mock(alone, tmp_path) as target:
        outcome = run(load(alone), target, Lane(reports=tmp_path, effort=Effort(2, 8), limit=None, slow=10))
    assert outcome.passed, outcome.summary
    count = len(load(alone).operations)
    assert f"{count} of {count} operations, " in outcome.summary
    junit = (tmp_path / "junit.xml").read_text()
    assert 'name="getDoorSensor"' in junit
    assert not re.search(r"<skipped|<failure|<error", junit)
