"""An edit of a contract, and what edits are put together of."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from nexudus_contract.changes import Grade

Document: TypeAlias = dict[str, Any]

BREAKING, ADDITIVE, DOCS = Grade
NOTHING = None
UNMADE = "unmade"
"""The client is not made for this edit: another one shows the same of it, or the generator goes by what is gone."""


def untouched(document: Document) -> None:
    """What is done where nothing is."""


@dataclass(frozen=True)
class Edit:
    """An edit, and the worst that it does."""

    name: str
    contract: Grade | None
    client: Grade | str | None
    change: Callable[[Document], object]
    before: Callable[[Document], object] = untouched
    """What must be done first, where our contract has nothing to show it on."""

    def base(self, document: Document) -> Document:
        copied = copy.deepcopy(document)
        self.before(copied)
        return copied

    def applied(self, document: Document) -> Document:
        edited = self.base(document)
        self.change(edited)
        return edited


def held(document: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        document = document[part]
    return document


def put(*path_and_value: Any) -> Callable[[Document], None]:
    *path, key, value = path_and_value
    return lambda document: held(document, tuple(path)).__setitem__(key, copy.deepcopy(value))


def drop(*path: str | int) -> Callable[[Document], None]:
    return lambda document: held(document, path[:-1]).__delitem__(path[-1])


def add(*path_and_value: Any) -> Callable[[Document], None]:
    *path, value = path_and_value
    return lambda document: held(document, tuple(path)).append(copy.deepcopy(value))


def take(*path_and_value: Any) -> Callable[[Document], None]:
    *path, value = path_and_value
    return lambda document: held(document, tuple(path)).remove(value)


def name(*path_and_name: Any) -> Callable[[Document], None]:
    """Give a key another name, in its place."""
    *path, key, other = path_and_name

    def change(document: Document) -> None:
        holder = held(document, tuple(path))
        items = [(other if one == key else one, value) for one, value in holder.items()]
        holder.clear()
        holder.update(items)

    return change


def both(*changes: Callable[[Document], object]) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for one in changes:
            one(document)

    return change
