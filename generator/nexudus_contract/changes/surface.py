"""The names of the client that a program may rely on, and what stands behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import griffe

from nexudus_contract.changes.annotation import names
from nexudus_contract.changes.difference import ChangesError

PACKAGE = "nexudus_calendars"
# What the package exports, its models and types, and what stands under `resources` and `api`. `runtime` is internal;
# what programs need of it, the package exports. So are the modules of single models, which `models` exports.
_MODULES = ("", "models", "types", "errors", "client")
_FOLDERS = ("resources", "api")
_BOILERPLATE = {"__slots__", "__all__", "__match_args__", "__post_init__"}


@dataclass(frozen=True)
class Surface:
    """The public surface of one version of the client.

    Attributes:
        package: the whole package, as griffe reads it. Nothing of it is run.
    """

    package: griffe.Module

    @cached_property
    def names(self) -> Mapping[str, griffe.Object]:
        """What a program can name, and what that is; members of classes included, inherited ones too."""
        found: dict[str, griffe.Object] = {}
        for module in self._modules():
            found[module.path] = module
            for name, member in _public(module):
                target = _target(member)
                if target is None:
                    continue
                found[f"{module.path}.{name}"] = target
                if isinstance(target, griffe.Class):
                    members = (
                        (inner, _target(item)) for inner, item in target.all_members.items() if _is_public(inner)
                    )
                    found |= {f"{module.path}.{name}.{inner}": item for inner, item in members if item is not None}
        return found

    @cached_property
    def published(self) -> Mapping[str, str]:
        """The public name of each thing, by the path where it is defined."""
        found: dict[str, str] = {}
        for name, item in self.names.items():
            found.setdefault(item.path, name)
        return found

    @cached_property
    def taken(self) -> frozenset[str]:
        """Bare names of classes and aliases whose values callers hand over."""
        asked = {
            name for item in self._functions() for parameter in item.parameters for name in names(parameter.annotation)
        }
        return self._closure(asked)

    @cached_property
    def given(self) -> frozenset[str]:
        """Bare names of classes and aliases whose values callers get."""
        return self._closure({name for item in self._functions() for name in names(item.returns)})

    def _functions(self) -> Iterator[griffe.Function]:
        for name, item in self.names.items():
            # What a class makes of itself says nothing about who uses it.
            if isinstance(item, griffe.Function) and not name.rpartition(".")[2].startswith("__"):
                yield item

    def _closure(self, found: set[str]) -> frozenset[str]:
        classes = {item.name: item for item in self.names.values() if isinstance(item, griffe.Class)}
        open_ = list(found)
        while open_:
            held = classes.get(open_.pop())
            inner = held.attributes.values() if held is not None else ()
            fresh = {name for item in inner for name in names(item.annotation)} - found
            found |= fresh
            open_ += fresh
        return frozenset(found)

    def _modules(self) -> Iterator[griffe.Module]:
        for name in _MODULES:
            module = self.package if not name else self.package.modules.get(name)
            if module is not None and not module.is_alias:
                yield module
        for name in _FOLDERS:
            if (folder := self.package.modules.get(name)) is not None:
                yield from _beneath(folder)


def read(folder: Path) -> Surface:
    """Read the client package that is in `folder`, without running it.

    Raises:
        ChangesError: there is none, or it is no Python.
    """
    try:
        loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False)
        package = loader.load(PACKAGE)
    except (ImportError, SyntaxError, griffe.GriffeError) as error:
        raise ChangesError(f"the client in {folder} cannot be read: {error}; run 'make generate'") from error
    if not isinstance(package, griffe.Module):
        raise ChangesError(f"the client in {folder} is no package; run 'make generate'")
    return Surface(package)


def _beneath(module: griffe.Module) -> Iterator[griffe.Module]:
    yield module
    for inner in module.modules.values():
        if not inner.is_alias:
            yield from _beneath(inner)


def _public(module: griffe.Module) -> Iterator[tuple[str, griffe.Object | griffe.Alias]]:
    """What a module exports; where it does not say, what it defines and does not hide."""
    for name, member in module.members.items():
        exported = str(name) in map(str, module.exports) if module.exports is not None else not member.is_alias
        if exported and not name.startswith("_") and not member.is_module:
            yield name, member


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object | None:
    """What a name stands for in the end; None where that is outside the package."""
    try:
        found = member.final_target if isinstance(member, griffe.Alias) else member
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None
    return None if isinstance(found, griffe.Alias) else found


def _is_public(name: str) -> bool:
    special = name.startswith("__") and name.endswith("__")
    return (special or not name.startswith("_")) and name not in _BOILERPLATE
