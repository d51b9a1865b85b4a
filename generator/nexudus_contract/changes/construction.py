"""How objects of a class are made, where attrs writes their `__init__`."""

from collections.abc import Iterator
from dataclasses import dataclass

import griffe


@dataclass(frozen=True)
class Argument:
    """An argument of the `__init__` that attrs writes.

    Attributes:
        name: what callers write.
        default: as it is written; None where callers must hand it over.
    """

    name: str
    default: str | None


def arguments(made: griffe.Class) -> dict[str, Argument] | None:
    """The arguments of a class that attrs makes, by name; None where attrs does not make it.

    Callers name them: attrs puts those with a default last, so their order follows from the contract's.
    """
    if not any(item.callable_path.startswith("attr") for item in made.decorators):
        return None
    return {item.name: item for item in _arguments(made)}


def _arguments(made: griffe.Class) -> Iterator[Argument]:
    for name, item in made.attributes.items():
        if item.annotation is None or "property" in item.labels:
            continue
        settings = _settings(item.value)
        if settings.get("init") == "False":
            continue
        alias = settings.get("alias", name.lstrip("_")).strip("'\"")
        default = str(item.value) if item.value is not None else None
        if isinstance(item.value, griffe.ExprCall):
            default = settings.get("default", settings.get("factory"))
        yield Argument(alias, default)


def _settings(value: object) -> dict[str, str]:
    if not isinstance(value, griffe.ExprCall):
        return {}
    return {item.name: str(item.value) for item in value.arguments if isinstance(item, griffe.ExprKeyword)}
