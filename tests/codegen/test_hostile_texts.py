"""Texts of the contract are data: whatever they say, the client can be made and imported, and none of them runs."""

import ast
import copy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexudus_contract.codegen import generate
from nexudus_contract.document import Contract, understand
from nexudus_contract.escaping import comment, docstring

TEXTS = {"description", "summary", "title"}
CANARY = "import pathlib; pathlib.Path('owned').touch()"
HOSTILE = (
    f'x."""; {CANARY}; """y',
    f"x.'''; {CANARY}; '''y",
    f'"""\n{CANARY}\n"""',
    f'\\"""; {CANARY}; \\"""',
    f'"; {CANARY}; "',
    f"'; {CANARY}; '",
    f"\n{CANARY}\n",
    f"\r{CANARY}\r",
    f"\u2028{CANARY}\u2029",
    f"\x0c{CANARY}",
    f"# {CANARY}",
    "{{ 7 * 7 }} {% raw %} {# none #}",
    "{x!r} {__import__('os')}",
    "%s %(x)s %",
    'it ends with a "',
    'it ends with """',
    "it ends with a \\",
    "\\",
    '"',
    '""""""',
    "\\x \\N{BULLET} \\u12 \\777",
    "zero \x00, bell \x07, escape \x1b[31m, half \ud800 and \udfff",
    "bidi \u202e and \u200b",
    "word" * 500,
    ("two words " * 60).strip(),
    "a\\\nb",
    "",
)


def places(value: Any, *, inside_properties: bool = False) -> Iterator[tuple[dict[str, Any], str]]:
    """Where texts for people stand in a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in TEXTS and isinstance(inner, str) and not inside_properties:
                yield value, key
            else:
                yield from places(inner, inside_properties=key in {"properties", "schemas", "parameters"})
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def poisoned(contract: Contract, texts: list[str]) -> Contract:
    """The contract with these texts, in turn, in the place of its own."""
    document = copy.deepcopy(contract.document)
    del document["x-nexudus-contradictions"]
    for (holder, key), text in zip(list(places(document)), cycle(texts)):
        holder[key] = f"{text} "
    document["info"]["version"] = texts[0]
    document["servers"][0]["url"] = f"https://example.com/{texts[0]}"
    for path in document["paths"].values():
        for operation in path.values():
            operation["externalDocs"]["url"] = texts[0]
            for requirement in operation.get("security", []):
                for roles in requirement.values():
                    roles[:] = [f"{role}{texts[0]}" for role in roles]
    return understand(replace(contract.source, data=document))


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
