"""`nexudus-contract mock`: each option reaches the mock."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from nexudus_contract.cli import _parser
from nexudus_contract.document import Contract, load
from nexudus_contract.mock import Fault, MockError, MockSettings
from nexudus_contract.mock.options import settings

from .conftest import CONTRACT, ROOT

LOGIN = ("admin@example.com", "admin")
STOPPED = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load(CONTRACT)


def chosen(contract: Contract, *flags: str, key: str | None = None) -> MockSettings:
    """The settings that flags ask for."""
    environment = {} if key is None else {"NEXUDUS_MOCK_KEY": key}
    return settings(contract, _parser().parse_args(["mock", *flags]), environment)


def test_without_options_it_is_the_mock_of_the_tests(contract: Contract) -> None:
    options = _parser().parse_args(["mock"])
    assert (options.host, options.port) == ("127.0.0.1", 8000)
    assert chosen(contract) == MockSettings()


def test_each_option_is_a_setting(contract: Contract) -> None:
    given = chosen(
        contract, "--db", "kept.db", "--records", "3", "--seed", "4", "--dialect", "legacy-2020", "--lists", "partial",
        "--write-value", "record", "--fault", "reset,operation=create*,times=2", "--fault", "html", "--strict", key="k",
    )  # fmt: skip
    assert given == MockSettings(
        database="kept.db",
        records=3,
        seed=4,
        dialect="legacy-2020",
        lists="partial",
        write_value="record",
        faults=(Fault.parse("reset,operation=create*,times=2"), Fault.parse("html")),
        strict=True,
        admin_key="k",
    )


def test_the_clock_stands_still(contract: Contract) -> None:
    assert chosen(contract, "--clock", "2025-01-15T10:30:00Z").clock() == STOPPED


def test_users_limits_and_faults_come_from_files(contract: Contract, tmp_path: Path) -> None:
    for name, told in (
        ("users", {"users": [{"email": "me@example.com", "password": "x"}]}),
        ("limits", {"x-nexudus-limits": [{"calls": 2, "seconds": 60}]}),
        ("faults", {"faults": [{"kind": "html"}]}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    given = chosen(
        contract, "--users", f"{tmp_path}/users.json", "--throttle", f"{tmp_path}/limits.json",
        "--faults", f"{tmp_path}/faults.json", "--fault", "reset",
    )  # fmt: skip
    assert [user.email for user in given.users] == ["me@example.com"]
    assert [(limit.calls, limit.seconds) for limit in given.limits] == [(2, 60)]
    assert given.faults == (Fault.parse("reset"), Fault.parse("html"))
    with pytest.raises(MockError):
        chosen(contract, "--faults", f"{tmp_path}/none.json")


def test_limits_are_kept_when_it_is_told_to(contract: Contract) -> None:
    assert chosen(contract).limits == ()
    documented = chosen(contract, "--throttle", "documented")
    assert (documented.limits, documented.throttle_status) == (contract.limits, 409)
    assert len(documented.limits) > 0
    assert chosen(contract, "--throttle", "documented", "--throttle-status", "429").throttle_status == 429


def test_a_mock_with_limits_refuses_what_is_beyond_them(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    limits = "x-nexudus-limits:\n  - {calls: 1, seconds: 3600}\n"
    path.write_text(re.sub(r"x-nexudus-limits:\n(  - .*\n)+", limits, CONTRACT.read_text()))
    flags = ["mock", "--port", "0", "--throttle", "documented", "--throttle-status", "429"]
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(path), *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            user = f"{process.stdout.readline().split()[2]}/api/auth/me"
            assert [httpx.get(user, auth=LOGIN).status_code for _ in range(2)] == [200, 429]
        finally:
            process.kill()
