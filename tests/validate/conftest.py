"""The real contract, a small one, and copies of them with something changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.document.helpers.cut import CONTRACT, OFFICE, cut

from nexudus_contract.source import Pointer, Source


@pytest.fixture(scope="session")
def contract() -> Path:
    """The contract's file."""
    return CONTRACT


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """A contract with one record type, as read."""
    return cut(tmp_path_factory.mktemp("small") / "openapi.yaml", OFFICE)


@pytest.fixture(scope="session")
def edited() -> Callable[[Source, Pointer, Any], Source]:
    """Makes a copy of a contract with a value put at a pointer, or with nothing there where the value is `...`.

    What is not changed is shared, so a thousand copies cost little.
    """
    return lambda source, pointer, value: replace(source, data=_edited(source.data, pointer, value))


def _edited(container: Any, pointer: Pointer, value: Any) -> Any:
    key: Any = pointer[0]
    rest = pointer[1:]
    copy: Any = list(container) if isinstance(container, list) else dict(container)
    if isinstance(copy, dict) and not isinstance(key, str):
        raise TypeError("a file's mappings have texts for keys")
    if rest:
        copy[key] = _edited(container[key], rest, value)
    elif value is ...:
        del copy[key]
    elif isinstance(copy, list) and key == len(copy):
        copy.append(value)
    else:
        copy[key] = value
    return copy
