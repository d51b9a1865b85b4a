"""From a path to what the contract has there."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from nexudus_contract.terms import Operation

Endpoint = TypeVar("Endpoint")


@dataclass(frozen=True)
class Match(Generic[Endpoint]):
    """A path of the contract, found: what each HTTP method does there, and the path's parameters."""

    endpoints: Mapping[str, Endpoint]
    parameters: Mapping[str, str]


class Router(Generic[Endpoint]):
    """Knows what stands at each path of a contract."""

    def __init__(self, endpoints: Iterable[tuple[Operation, Endpoint]]) -> None:
        paths: dict[str, dict[str, Endpoint]] = {}
        for operation, endpoint in endpoints:
            paths.setdefault(operation.path, {})[operation.method.upper()] = endpoint
        # A path without parameters goes before one that would take its last part for an id.
        self._literal = {path: Match(found, {}) for path, found in paths.items() if "{" not in path}
        self._patterns = [(_pattern(path), found) for path, found in paths.items() if "{" in path]

    def find(self, path: str) -> Match[Endpoint] | None:
        """What stands at a path; None where there is nothing."""
        match = self._literal.get(path)
        if match is not None:
            return match
        for pattern, endpoints in self._patterns:
            found = pattern(path)
            if found is not None:
                return Match(endpoints, found.groupdict())
        return None


def _pattern(path: str) -> Callable[[str], re.Match[str] | None]:
    parts = re.split(r"\{(\w+)\}", path)
    names = [f"(?P<{part}>[^/]+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(names)).fullmatch
