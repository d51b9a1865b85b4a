"""What a run on somebody's server is told, and the limits that it keeps to."""

from pathlib import Path

import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.fuzz import FuzzError, Manners, clean_up
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.fuzz.live.pace import Pace
from nexudus_contract.target import Target
from nexudus_contract.terms import Limit

from .helpers.elsewhere import Time


@pytest.mark.parametrize("arguments", [["--allow-writes"], ["--allow-writes", "--own", "CoworkerId=1"]])
def test_the_command_line_refuses_writes_without_records_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setattr(Target, "on_this_machine", property(lambda _: False))
    monkeypatch.setenv("NEXUDUS_TOKEN", "a-token")
    command = ["fuzz", "--target", "https://localhost:1", "--reports", str(tmp_path), *arguments]
    assert main([*command, "--journal", str(tmp_path / "j")]) == 2
    assert "--own NAME=ID" in capsys.readouterr().err


def test_limits_are_kept_one_by_one() -> None:
    time = Time()
    pace = Pace((Limit(2, 10), Limit(1, 60, frozenset({"POST"}))), time.clock, time.sleep)
    sent: list[float] = []
    for method in ("GET", "POST", "GET", "POST", "GET"):
        pace.wait(method)
        sent.append(round(time.now))
    assert sent == [0, 0, 10, 60, 60]
    pace.hold(30)
    pace.wait("GET")
    assert round(time.now) == 90


def test_clean_up_needs_a_journal_of_the_server(contract: Contract, tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with pytest.raises(FuzzError, match="cannot be read"):
        clean_up(contract, Target("https://a.example", token="t"), [path], Manners())
    Journal.begin(path, "https://b.example", "mark ")
    with pytest.raises(FuzzError, match=r"no journal is of https://a\.example"):
        clean_up(contract, Target("https://a.example", token="t"), [path], Manners())
