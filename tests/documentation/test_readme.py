"""README says nothing that is not so."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nexudus_calendars
from nexudus_calendars import nexudus
from nexudus_calendars.runtime import environment
from nexudus_contract.document import load
from nexudus_contract.mock import running

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow("runs every program of the guide")
def test_the_client_guide_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    script = tmp_path / "readme.py"
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    with running(load(ROOT / "openapi.yaml")) as mock:
        script.write_text("\n".join(blocks).replace("http://127.0.0.1:8000", mock.url), encoding="utf-8")
        who = {"NEXUDUS_USERNAME": "admin@example.com", "NEXUDUS_PASSWORD": "admin"}
        done = subprocess.run(
            [sys.executable, str(script)],
            cwd=ROOT,
            env={**os.environ, "NEXUDUS_BASE_URL": mock.url, **who},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    expected = re.findall(r"print\(.*\)  # (.+)", "\n".join(blocks))
    assert len(expected) >= 9
    assert [line for line in printed if line in expected] == expected
    (logged,) = re.findall(r"  # (DEBUG .+)", "\n".join(blocks))
    assert logged.replace("http://127.0.0.1:8000", mock.url) in done.stderr.splitlines()


def test_the_client_guide_keeps_its_order() -> None:
    guide = README.partition("\n## The client\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", guide, re.MULTILINE) == [
        "Install",
        "First call",
        "Async",
        "Auth",
        "Reading many",
        "Writing many",
        "Updates",
        "Errors",
        "Retries and limits",
        "Timeouts",
        "Logging",
        "Testing your own code against the mock",
    ]


def test_its_tables_name_what_there_is() -> None:
    named = set(re.findall(r"`(\w+Error)`", README))
    errors = {name for name in nexudus_calendars.__all__ if name.endswith("Error")}
    assert named == errors - {"StatusError", "AnswerError"}
    read = set(re.findall(r"NEXUDUS_\w+", inspect.getsource(nexudus) + inspect.getsource(environment)))
    guide = README.partition("\n## The client\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(NEXUDUS_\w+)`", guide)) == read


def test_its_table_names_every_documented_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"all", "help"}
    assert set(re.findall(r"^\| `make ([a-z-]+)`", README, re.MULTILINE)) == documented


def test_every_extension_of_the_contract_is_explained_at_its_head() -> None:
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    head = text.partition("openapi: 3.1.0")[0]
    assert set(re.findall(r"x-nexudus-[a-z-]+", text)) == set(re.findall(r"#   (x-nexudus-[a-z-]+) ", head))
