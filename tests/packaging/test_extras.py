"""Each extra brings all that its rooms import, and each command names the extra that it needs."""

import argparse
import ast
import importlib.metadata
import inspect
import json
import re
import sys
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.utils import canonicalize_name
from tests.packaging.conftest import ROOT, Environment, Environments

from nexudus_contract import cli
from nexudus_contract.__main__ import extra_for

# Imports every module, and prints what each of those that cannot be imported lacks.
IMPORT_ALL = """
import importlib, json, pkgutil, nexudus_contract
lacking = {}
for module in pkgutil.walk_packages(nexudus_contract.__path__, "nexudus_contract.", onerror=lambda _: None):
    # The client's runtime is imported from the client, and the plugin from pytest.
    if not module.name.startswith(("nexudus_contract.codegen.runtime.", "nexudus_contract.pytest_plugin")):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            lacking[module.name] = error.name
print(json.dumps(lacking))
"""


def lacking(environment: Environment) -> dict[str, str]:
    """The rooms that cannot be imported, with a package that one of their modules lacks."""
    done = environment.run("-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return {module.split(".")[1]: package for module, package in found.items()}


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    (action,) = (item for item in cli._parser()._actions if isinstance(item, argparse._SubParsersAction))
    return dict(action.choices)


def rooms_of(parser: argparse.ArgumentParser) -> set[str]:
    """The rooms that a command imports when it runs."""
    source = inspect.getsource(parser.get_default("command"))
    return set(re.findall(r"from nexudus_contract\.(\w+)", source))


def imported(path: Path) -> set[str]:
    """The top-level names that a module imports, at its head or later; relative ones are our own."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {item.name for item in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


SLOW = pytest.mark.slow("it imports every module in a process of its own")


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(extra, marks=() if extra == "mock" else SLOW)
        for extra in sorted({extra_for([name]) for name in parsers()})
    ],
)
def test_an_extra_brings_what_the_rooms_of_its_commands_import(environment: Environments, extra: str) -> None:
    rooms = {room for name, parser in parsers().items() if extra_for([name]) == extra for room in rooms_of(parser)}
    assert rooms
    lacks = lacking(environment(extra))
    assert {room: package for room, package in lacks.items() if room in rooms | {"cli", "commands", "document"}} == {}


def test_the_extra_aiohttp_brings_the_pool(environment: Environments) -> None:
    script = "import asyncio, nexudus_calendars\nasync def main(): await nexudus_calendars.aiohttp_transport().aclose()"
    done = environment("aiohttp").run("-c", f"{script}\nasyncio.run(main())")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_extra_fast_brings_the_reader(environment: Environments) -> None:
    script = (
        "from nexudus_calendars.models import CustomField; from nexudus_calendars.runtime.answers import _read_fast; "
        """print(_read_fast()(CustomField, b'{"Name": "Floor"}').name)"""
    )
    done = environment("fast").run("-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Floor\n", "")


def test_the_extra_progress_brings_the_bar(environment: Environments) -> None:
    done = environment("progress").run("-c", "import nexudus_calendars\nwith nexudus_calendars.progress_bar('x'): pass")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_extras_each_command_names_its_own(environment: Environments) -> None:
    empty = environment("")
    assert empty.packages >= {"httpx", "attrs"}
    assert "pyyaml" not in empty.packages
    done = {name: empty.run("-m", "nexudus_contract", name) for name in ("validate", "mock", "fuzz-long")}
    assert {name: (item.returncode, item.stdout, item.stderr) for name, item in done.items()} == {
        name: (2, "", f"this command needs the package yaml; install nexudus-calendars with its extra {extra}\n")
        for name, extra in (("validate", "generate"), ("mock", "mock"), ("fuzz-long", "fuzz"))
    }


def test_each_command_has_an_extra_that_there_is(metadata: Metadata) -> None:
    assert {name: extra_for([name]) for name in parsers()} == {
        "validate": "generate",
        "generate": "generate",
        "mock": "mock",
        "fuzz": "fuzz",
        "fuzz-replay": "fuzz",
        "fuzz-long": "fuzz",
        "fuzz-clean": "fuzz",
        "check-traffic": "mock",
        "proxy": "mock",
        "probe": "mock",
        "reference": "reference",
        "changes": "changes",
    }
    assert {extra_for([name]) for name in parsers()} <= set(metadata.provides_extra or [])


def test_the_plugin_disturbs_no_tests_that_do_without_it(environment: Environments) -> None:
    plain = environment("", "pytest")
    plain.folder.joinpath("test_plain.py").write_text("def test_plain(nexudus_settings=None): pass\n")
    done = plain.run("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "test_plain.py")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_what_is_imported_is_asked_for_by_name(metadata: Metadata) -> None:
    asked = {canonicalize_name(item.name) for item in metadata.requires_dist or []} | {"pytest"}
    from_package = importlib.metadata.packages_distributions()
    modules = [*ROOT.glob("generator/**/*.py"), *ROOT.glob("generated_client/**/*.py")]
    assert modules
    unasked = {
        (str(path), top)
        for path in modules
        for top in imported(path) - sys.stdlib_module_names - {"nexudus_contract", "nexudus_calendars"}
        if not {canonicalize_name(name) for name in from_package.get(top, [])} & asked
    }
    assert unasked == set(), "no line of pyproject.toml asks for it"
