"""Types and documentation: what a type checker, `help` and an import see of the client."""

import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

import nexudus_calendars
from nexudus_calendars import models

HELPERS = Path(__file__).parent / "helpers"
PACKAGE = Path(nexudus_calendars.__file__).parent
RESOURCES = [
    getattr(nexudus_calendars.NexudusClient(token="t"), name)
    for name, value in vars(nexudus_calendars.NexudusClient).items()
    if isinstance(value, property)
]


def modules_after(*statements: str) -> set[str]:
    """The modules that Python has loaded after these statements, in a process of its own."""
    script = "; ".join([*statements, "import json, sys", "print(json.dumps(list(sys.modules)))"])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_importing_it_costs_little_more_than_what_it_needs() -> None:
    needed = modules_after("import httpx, attrs")
    loaded = modules_after("import nexudus_calendars")
    base = len(needed - modules_after("pass"))
    assert len(loaded - needed) <= 0.15 * base


def test_models_are_loaded_when_they_are_asked_for() -> None:
    assert not any(name.startswith("nexudus_calendars.models") for name in modules_after("import nexudus_calendars"))
    loaded = modules_after("from nexudus_calendars.models import Grant")
    ours = {name for name in loaded if name.startswith("nexudus_calendars.models.")}
    assert ours == {"nexudus_calendars.models.grant"}
    one = modules_after("import nexudus_calendars", "nexudus_calendars.NexudusClient().coworker_google_calendars")
    assert not any("office" in name or "offe" in name for name in one)


def test_every_model_can_be_imported_and_no_other_name() -> None:
    assert len(models.__all__) > 30
    for name in models.__all__:
        assert getattr(models, name) is not None
    with pytest.raises(AttributeError, match=r"module 'nexudus_calendars.models' has no attribute 'Nothing'"):
        _ = models.Nothing  # type: ignore[attr-defined]


def test_user_code_uses_every_method() -> None:
    text = (HELPERS / "user_code.py").read_text(encoding="utf-8")
    for resource in RESOURCES:
        for name in methods(resource):
            assert f".{name}(" in text


def test_the_public_names_are_listed_and_documented() -> None:
    names = nexudus_calendars.__all__
    assert sorted(names) == sorted(set(names))
    exported = {
        name for name, value in vars(nexudus_calendars).items() if name[0] != "_" and not inspect.ismodule(value)
    }
    assert exported == set(names)
    for name in names:
        value = getattr(nexudus_calendars, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, name


def test_every_method_says_what_it_takes_raises_and_needs() -> None:
    for resource in RESOURCES:
        for name, method in methods(resource).items():
            text = inspect.getdoc(method) or ""
            where = f"{type(resource).__name__}.{name}"
            assert "Raises:\n" in text, where
            assert re.search(
                r"^Source \((documented|observed|inferred|documented-2020)\):\n +https://", text, re.MULTILINE
            ), where
            for parameter in inspect.signature(method).parameters.values():
                shown = f"**{parameter.name}" if parameter.kind is parameter.VAR_KEYWORD else parameter.name
                assert re.search(rf"^    {re.escape(shown)}: ", text, re.MULTILINE), f"{where} {shown}"


def test_every_public_function_of_the_runtime_is_documented() -> None:
    runtime = importlib.import_module("nexudus_calendars.runtime")
    for module in pkgutil.iter_modules(runtime.__path__):
        for name, value in public(importlib.import_module(f"{runtime.__name__}.{module.name}")).items():
            assert value.__doc__, f"{module.name}.{name}"


def test_errors_name_the_page_they_come_from() -> None:
    for error in (nexudus_calendars.ThrottledError, nexudus_calendars.AuthenticationError):
        assert "Source: https://developers.nexudus.com/" in (error.__doc__ or "")


def test_changes_are_what_an_update_can_write() -> None:
    module: Any = importlib.import_module("nexudus_calendars.resources.coworker_google_calendars")
    written = set(inspect.signature(models.CoworkerGoogleCalendarUpdate).parameters) - {"id"}
    assert set(typing.get_type_hints(module.CoworkerGoogleCalendarChanges)) == written


def methods(resource: object) -> dict[str, Any]:
    return dict(inspect.getmembers(resource, lambda value: inspect.ismethod(value) and value.__name__[0] != "_"))


def public(module: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if name[0] != "_" and getattr(value, "__module__", None) == module.__name__ and callable(value)
    }
