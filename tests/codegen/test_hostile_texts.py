"""Texts of the contract are data: whatever they say, the client can be made and imported, and none of them runs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.document.helpers.hostile import HOSTILE, poisoned

from nexudus_contract.codegen import generate
from nexudus_contract.document import Contract
from nexudus_contract.escaping import comment, docstring

IMPORT = """
import importlib, pkgutil, nexudus_calendars
for module in pkgutil.walk_packages(nexudus_calendars.__path__, "nexudus_calendars."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
with nexudus_calendars.NexudusClient("http://127.0.0.1:1") as client:
    client.coworker_google_calendars, client.authentication
"""


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 9))
def test_a_client_is_made_and_imported_and_nothing_runs(small: Contract, tmp_path: Path, first: int) -> None:
    folder = tmp_path / "nexudus_calendars"
    texts = [*HOSTILE[first:], *HOSTILE[:first]]
    generate(poisoned(small, texts), folder)
    command = [sys.executable, "-W", "error", "-c", IMPORT]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "owned").exists()


@given(st.lists(st.text() | st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join))
@settings(max_examples=200)
def test_a_docstring_evaluates_to_its_text(text: str) -> None:
    source = f'def f():\n    """{docstring(text)}"""\n'
    (function,) = ast.parse(source.encode()).body
    assert isinstance(function, ast.FunctionDef)
    (statement,) = function.body
    assert isinstance(statement, ast.Expr)
    said = ast.literal_eval(statement.value)
    assert said == "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)


@given(st.lists(st.text() | st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join))
@settings(max_examples=200)
def test_a_comment_stays_one(text: str) -> None:
    assert ast.parse(f"# {comment(text)}\nx = 1\n".encode()).body[0].lineno == 2
    assert comment(text).isprintable()
