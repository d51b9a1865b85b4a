"""Who watches hurts nobody: the proxy answers first, and what goes wrong with judging or recording costs no answer."""

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, MockSettings, Request, Respond, World, responder, serving
from nexudus_contract.terms import RecordType
from nexudus_contract.traffic import Proxy, check, proxying
from nexudus_contract.traffic.entry import TrafficError
from nexudus_contract.traffic.recorder import Recorder
from nexudus_contract.traffic.upstream import Upstream

from .conftest import ADMIN, Line

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
DEEP = b"[" * 300 + b"]" * 300
Open = Callable[..., Line]


@pytest.fixture
def mock(contract: Contract) -> Generator[str]:
    with closing(World(contract, MockSettings(strict=True))) as world, serving(responder(world)) as url:
        yield url


def test_an_answer_does_not_wait_for_what_is_said_about_it(contract: Contract, mock: str) -> None:
    go_on, said = threading.Event(), list[str]()

    def say(text: str) -> None:
        assert go_on.wait(60)
        said.append(text)

    with closing(Upstream(mock)) as upstream, proxying(proxy := Proxy(contract, upstream, say=say)) as url:
        with httpx.Client(base_url=url, auth=ADMIN) as client:
            answers = [client.get("/api/spaces/nothing").status_code for _ in range(3)]
        assert said == []
        go_on.set()
        assert proxy.findings.checked == 3
    assert answers == [404] * 3
    assert [text for text in said if "unknown-path" in text] == said[:1]


def deep(respond: Respond) -> Respond:
    def answer(request: Request) -> Answer:
        found = respond(request)
        return Answer(200, DEEP) if request.query else found

    return answer


def test_json_that_is_nested_too_deep_is_passed_on_and_a_finding(
    contract: Contract, google: RecordType, open_line: Open
) -> None:
    through = open_line(deep)
    assert through.ask("GET", f"{google.path}?size=5").content == DEEP
    assert through.ask("POST", google.path, content=DEEP, headers={"Content-Type": "application/json"}).is_error
    assert through.ask("GET", google.path).status_code == 200
    found = [(kind, message) for _, kind, message in through.found(contract)]
    assert ("broken-request", True) in [(kind, "nested too deep to be checked" in message) for kind, message in found]
    assert ("broken-answer", True) in [(kind, "nested too deep to be checked" in message) for kind, message in found]
    assert through.proxy.findings.checked == 3


def test_the_recording_is_whole_after_each_exchange(contract: Contract, google: RecordType, open_line: Open) -> None:
    through = open_line()
    for number in range(1, 6):
        through.ask("GET", f"{google.path}?size={number}")
        assert through.proxy.findings.checked == number
        entries = json.loads(through.har.read_text(encoding="utf-8"))["log"]["entries"]
        assert [entry["request"]["url"].rpartition("=")[2] for entry in entries] == [
            str(item) for item in range(1, number + 1)
        ]


def test_a_disk_that_is_full_costs_no_answer(contract: Contract, google: RecordType, mock: str, tmp_path: Path) -> None:
    har = tmp_path / "a.har"
    arguments = ["--contract", str(CONTRACT), "proxy", "--to", mock, "--port", "0", "--har", str(har)]
    # No file may have more than 8 KiB.
    command = ["bash", "-c", 'ulimit -f 8; exec "$@"', "bash", sys.executable, "-m", "nexudus_contract", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        place = re.search(r"http://\S+", process.stdout.readline())
        assert place is not None
        with httpx.Client(base_url=place[0], auth=ADMIN) as client:
            answers = [client.get(f"{google.path}?size={number + 1}").status_code for number in range(30)]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
    assert answers == [200] * 30
    assert process.returncode == 2
    told = re.search(r"^(\d+) exchanges not recorded: File too large$", err, re.MULTILINE)
    assert told is not None
    assert out.count("from here on some exchanges may be not recorded: File too large") == 1
    recorded = check(contract, [har])
    assert 0 < recorded.checked == 30 - int(told[1])


def test_a_recording_that_cannot_be_begun_is_told_before_anything_is_sent(mock: str) -> None:
    arguments = ["--contract", str(CONTRACT), "proxy", "--to", mock, "--port", "0", "--har", "/dev/full"]
    command = [sys.executable, "-m", "nexudus_contract", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "/dev/full is there already, and is not overwritten; name another file\n"


def test_a_recording_is_new_and_its_owners_alone(tmp_path: Path) -> None:
    earlier, link, new = tmp_path / "earlier.har", tmp_path / "link.har", tmp_path / "new" / "a.har"
    earlier.write_text("precious")
    link.symlink_to(tmp_path / "elsewhere")
    for path in (earlier, link):
        with pytest.raises(TrafficError, match=f"{path} is there already, and is not overwritten; name another file"):
            Recorder(path)
    assert (earlier.read_text(), (tmp_path / "elsewhere").exists()) == ("precious", False)
    with Recorder(new):
        assert new.stat().st_mode & 0o777 == 0o600
