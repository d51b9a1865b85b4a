"""The real contract, and copies of it with something changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.source import Pointer, Source, read

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"


@pytest.fixture(scope="session")
def contract() -> Path:
    """The contract's file."""
    return CONTRACT


@pytest.fixture(scope="session")
def source() -> Source:
    """The contract as read."""
    return read(CONTRACT)


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
