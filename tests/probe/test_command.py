"""nexudus-contract probe: options and exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.mock import MockSettings, World, responder, serving

from .conftest import NOW, OPENAPI

CONTRACT = ["--contract", str(OPENAPI)]
Output = pytest.CaptureFixture[str]


@pytest.fixture
def url(contract: Contract) -> Iterator[str]:
    world = World(contract, MockSettings(records=1, clock=lambda: NOW))
    with serving(responder(world)) as url:
        yield url
    world.close()


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEXUDUS_TOKEN", "NEXUDUS_USERNAME", "NEXUDUS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def test_it_asks_answers_and_says_what_changed(url: str, tmp_path: Path, capsys: Output) -> None:
    report = tmp_path / "new" / "probe.json"
    assert main([*CONTRACT, "probe", "--target", url, "--json", str(report)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"probed     {url}: 3 record types, ")
    assert printed.err == ""
    assert json.loads(report.read_text())["target"] == url
    assert report.stat().st_mode & 0o777 == 0o600
    assert main([*CONTRACT, "probe", "--target", url, "--diff", str(report)]) == 0
    assert capsys.readouterr().out == f"unchanged  {url} answers as in {report}\n"
    # Nothing is asked where the answers could not be kept.
    assert main([*CONTRACT, "probe", "--target", "http://127.0.0.1:1", "--json", str(report)]) == 2
    assert capsys.readouterr().err == f"{report} is there already, and is not overwritten; name another file\n"
    assert main([*CONTRACT, "probe", "--target", "http://127.0.0.1:1", "--json", str(tmp_path / "unmade.json")]) == 2
    assert not (tmp_path / "unmade.json").exists()
    capsys.readouterr()
    content = json.loads(report.read_text())
    content["answers"][-1]["answer"] = "200, tea"
    report.write_text(json.dumps(content))
    assert main([*CONTRACT, "probe", "--target", url, "--diff", str(report)]) == 1
    assert capsys.readouterr().out == "throttle: 200, tea -> unknown\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target", "http://127.0.0.1:1"], "cannot be reached"),
        (["--target", "nowhere"], "is no address of a server"),
        (["--target", "http://nexudus.example"], "http://nexudus.example is not encrypted"),
        (["--target", "https://Geheim@nexudus.example"], "holds a user name"),
        (["--target", "https://nexudus.invalid"], "set NEXUDUS_TOKEN"),
        (["--target", "http://127.0.0.1:1", "--diff", "no-such-file.json"], "no-such-file.json cannot be read"),
        (["--target", "http://127.0.0.1:1", "--diff", str(OPENAPI)], "is no JSON"),
        (["--target", "http://127.0.0.1:1", "--json", f"{OPENAPI}/report.json"], "report.json cannot be written: "),
    ],
    ids=[
        "not there",
        "no address",
        "not encrypted",
        "user name",
        "no credentials",
        "no file",
        "foreign file",
        "no folder",
    ],
)
def test_what_cannot_run_is_one_sentence_and_exit_code_2(arguments: list[str], said: str, capsys: Output) -> None:
    assert main([*CONTRACT, "probe", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_a_broken_contract_is_exit_code_2(tmp_path: Path, capsys: Output) -> None:
    broken = tmp_path / "contract.yaml"
    broken.write_text("openapi: [")
    assert main(["--contract", str(broken), "probe", "--target", "http://127.0.0.1:1"]) == 2
    assert str(broken) in capsys.readouterr().err


@pytest.mark.parametrize("pace", ["0", "101", "-1", "fast"])
def test_no_pace_but_1_to_100(pace: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*CONTRACT, "probe", "--target", "http://127.0.0.1:1", "--pace", pace])
    assert caught.value.code == 2
