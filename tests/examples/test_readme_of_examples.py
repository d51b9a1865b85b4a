"""README's table of the examples: each example is in it, is tested, and runs as it says."""

import ast
import os
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from nexudus_calendars import NexudusClient
from nexudus_contract.mock import World

from .conftest import ROOT, Run, command, connect_google

SLOW = pytest.mark.slow("each example is a process")
EXAMPLES = sorted(path.name for path in ROOT.joinpath("examples").glob("*.py"))
README = ROOT.joinpath("examples", "README.md").read_text(encoding="utf-8")
ROWS = {line[3:].partition("]")[0]: line for line in README.splitlines() if line.startswith("| [")}


def test_the_table_has_each_example() -> None:
    assert sorted(ROWS) == EXAMPLES
    assert [name for name, row in ROWS.items() if not row.startswith(f"| [{name}]({name}) |")] == []


def test_each_example_has_tests() -> None:
    assert [name for name in EXAMPLES if not ROOT.joinpath("tests", "examples", f"test_{name}").exists()] == []


def test_each_docstring_says_the_command_that_the_table_says() -> None:
    told = dict[str, list[str]]()
    for name in EXAMPLES:
        text = ast.get_docstring(ast.parse(ROOT.joinpath("examples", name).read_text(encoding="utf-8"))) or ""
        told[name] = [line.strip() for line in text.splitlines() if line.strip().startswith(".venv/bin/")]
    # It is no program.
    assert told.pop("providers.py") == []
    assert told == {name: [row.rsplit("`", 2)[1]] for name, row in ROWS.items() if name != "providers.py"}


@SLOW
def test_connections_are_created_from_a_file(run: Run) -> None:
    done = run("create_from_csv.py")
    assert (done.returncode, done.stdout.count("was successfully created.")) == (1, 2)
    assert done.stderr.count("FAILED") == 2
    assert done.stdout.endswith("\n4 lines, 2 of them not created\n")


@SLOW
def test_what_expires_is_renewed(run: Run, client: NexudusClient) -> None:
    id_ = connect_google(client)
    done = run("renew_expiring.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"google {id_}: renewed until ")
    assert done.stdout.endswith("\n1 expiring, 0 failed\n")


@SLOW
def test_the_inventory_is_copied(run: Run, nexudus_world: World, tmp_path: Path) -> None:
    nexudus_world.seed(5)
    done = run("inventory.py", str(tmp_path / "connections.db"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "google: 5 read, 0 deleted\noffice: 5 read, 0 deleted\n"


@SLOW
def test_the_service_is_served(environment: None, client: NexudusClient) -> None:
    id_ = connect_google(client)
    words = command("fastapi_app.py")
    words[words.index("--port") + 1] = "0"
    with subprocess.Popen(words, cwd=ROOT, env=os.environ, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            url = next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
            assert [row["id"] for row in httpx.get(f"{url}/expiring").json()] == [id_]
            assert httpx.get(f"{url}/docs").status_code == 200
        finally:
            process.terminate()
            process.communicate()


@SLOW
def test_the_tests_to_start_from_pass(run: Run) -> None:
    done = run("test_your_code.py")
    assert done.returncode == 0, done.stdout
