"""A case as a program: curl and Python send what was sent, and show no secret."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.fuzz import (
    MOCK_READER,
    Case,
    as_curl,
    as_python,
)
from nexudus_contract.mock import Request
from nexudus_contract.target import Target
from nexudus_contract.terms import Kind

from .conftest import ADMIN, Ask, Talk, asking, body_of, healthy, recorded, served, watching


def everything(contract: Contract) -> Talk:
    """One of each kind of request, well-formed or not."""
    record_type = contract.record_types[0]
    commands = next((item for item in contract.record_types if Kind.COMMANDS in item.operations), record_type)

    def talk(ask: Ask) -> None:
        body = body_of(record_type, 'it\'s "quoted" $HOME `x` \\ ☕')
        answer = ask("POST", record_type.path, json.dumps(body).encode())
        assert answer.received is not None
        record_id = json.loads(answer.received.body)["Value"]["Id"]
        ask("GET", f"{record_type.path}/{record_id}")
        ask("GET", f"{record_type.path}?size=5&dir=1&orderBy={record_type.order_by[0]}")
        ask("GET", f"{record_type.path}?{record_type.filters[0].parameter}=15&page=2")
        ask("GET", f"{record_type.path}?size=x&size=y")
        ask("GET", f"{record_type.path}/?id=[{record_id}]")
        ask("PUT", record_type.path, json.dumps({**body, record_type.id_property: record_id}).encode())
        ask("PUT", record_type.path, b'{"Id": 1, "Id": 2}')
        ask("POST", record_type.path, b'{"Name": "bro\x01ken"')
        ask("POST", record_type.path, b"Name=form", "application/x-www-form-urlencoded")
        ask("GET", f"{commands.path}/commands")
        ask("POST", f"{commands.path}/runcommand", json.dumps({"Key": "X", "Ids": [1]}).encode())
        ask("GET", "/api/auth/me")
        ask("GET", "/api/auth/me?a=1&a=2", who=ADMIN.basic)
        ask("POST", record_type.path, json.dumps({**body, "Unknown": 1}).encode())
        ask("GET", "/api/auth/me", who="")
        ask("GET", "/api/auth/me", who="Bearer never-granted")
        ask("GET", "/api/auth/me", who=ADMIN.basic)
        ask("GET", "/api/auth/me", who=ADMIN.mistaken.basic)
        ask("GET", "/api/auth/me", who=MOCK_READER.basic)
        form = b"grant_type=password&username=admin%40example.com&password=admin"
        ask("POST", "/api/token", form, "application/x-www-form-urlencoded", "")
        ask("PATCH", record_type.path, b"{}")
        ask("DELETE", f"{record_type.path}/{record_id}")

    return talk


def environment(contract: Contract, target: Target) -> dict[str, str]:
    return {
        **os.environ,
        "NEXUDUS_TOKEN": target.access_token(contract),
        "NEXUDUS_USERNAME": ADMIN.username,
        "NEXUDUS_PASSWORD": ADMIN.password,
        "NEXUDUS_LESSER_USERNAME": MOCK_READER.username,
        "NEXUDUS_LESSER_PASSWORD": MOCK_READER.password,
    }


def asked(seen: Sequence[Request]) -> list[tuple[str, str, bytes]]:
    """What was asked for, and with whose credentials, but for the form of a token."""
    return [(item.method, item.path, (item.headers.get(b"authorization") or b"none")[:7]) for item in seen]


@pytest.mark.parametrize("form", ["curl", "python"])
def test_each_form_sends_the_same_requests(contract: Contract, tmp_path: Path, form: str) -> None:
    was: list[Request] = []
    path = recorded(contract, tmp_path / "r", partial(watching, was), everything(contract))
    wanted = was[-len(Case.read(path).steps) :]
    seen: list[Request] = []
    with served(contract, partial(watching, seen)) as target:
        case, given = Case.read(path), environment(contract, target)
        seen.clear()
        program = tmp_path / "program"
        program.write_text(as_curl(case, target.url) if form == "curl" else as_python(case, contract, target.url))
        command = ["sh", "-e", str(program)] if form == "curl" else [sys.executable, "-W", "error", str(program)]
        done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert asked(seen) == asked(wanted)
    bodies = [(item.body, other.body) for item, other in zip(seen, wanted, strict=True) if form == "curl"]
    assert all(now == then for now, then in bodies)
    statuses = [step.exchange.received.status for step in case.steps if step.exchange.received]
    if form == "curl":
        assert [int(status) for status in re.findall(r"HTTP/1.1 (\d+)", done.stdout)] == statuses


def test_the_client_is_called_as_a_person_would(contract: Contract, tmp_path: Path) -> None:
    code = as_python(Case.read(recorded(contract, tmp_path, healthy, everything(contract))), contract)
    for call in (
        "create(",
        "get(",
        "get_many([",
        "list(",
        "delete(",
        "list_commands()",
        "get_current_user()",
        ".request('PUT'",
    ):
        assert call in code
    # What no typed call says is said byte for byte.
    assert """b'{"Id": 1, "Id": 2}'""" in code
    assert 'auth=(os.environ["NEXUDUS_USERNAME"], os.environ["NEXUDUS_PASSWORD"])' in code
    assert "'Unknown': 1})" in code
    assert code.count("create(") == 1
    assert "admin@example.com" not in code.replace("admin%40example.com", "")


def test_no_form_shows_a_secret(contract: Contract, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(contract, tmp_path, healthy, everything(contract))
    for form in ("curl", "python"):
        assert main(["fuzz-replay", str(path), "--form", form]) == 0
    printed = capsys.readouterr().out
    assert ADMIN.basic.partition(" ")[2] not in printed
    assert "password=admin" not in printed
    assert "NEXUDUS_PASSWORD" in printed


def test_a_server_under_a_path_keeps_it(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, healthy, asking("GET", "/api/auth/me"))
    case = Case.read(path)
    moved = replace(case, target=case.target)
    assert "http://y/base/api/auth/me" in as_curl(moved, "http://y/base")


def test_the_words_of_a_case_are_no_commands(contract: Contract, tmp_path: Path) -> None:
    case = Case.read(recorded(contract, tmp_path, healthy, asking("GET", "/api/auth/me")))
    words = "a\ntouch owned\r\ntouch owned\u2028touch owned $(touch owned) `touch owned`"
    step = replace(case.steps[0], exchange=replace(case.steps[0].exchange, received=None, failure=words))
    spoken = replace(case, check=words, message=words, steps=[step])
    lines = as_curl(spoken).splitlines()
    assert [line[:6] for line in lines] == ["# a to", "curl -"]
    assert [line for line in as_python(spoken, contract).splitlines() if "owned" in line and line[0] != "#"] == []
