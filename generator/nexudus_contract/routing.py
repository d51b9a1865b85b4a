"""From a path to what the contract has there."""

import re
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from nexudus_contract.terms import Operation

Endpoint = TypeVar("Endpoint")

_PARAMETER = re.compile(r"\{(\w+)\}")


class Match(NamedTuple, Generic[Endpoint]):
    """A path of the contract, found.

    Attributes:
        endpoints: what each HTTP method does there.
        parameters: the path's parameters.
    """

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
        # Most parameters are a path's last part, which is found without a look at each pattern.
        self._parents: dict[str, tuple[str, Mapping[str, Endpoint]]] = {}
        self._patterns: list[tuple[re.Pattern[str], Mapping[str, Endpoint]]] = []
        for path, found in paths.items():
            parent, _, last = path.rpartition("/")
            if (parameter := _PARAMETER.fullmatch(last)) and "{" not in parent:
                self._parents[parent] = (parameter[1], found)
            elif "{" in path:
                self._patterns.append((_pattern(path), found))

    def find(self, path: str) -> Match[Endpoint] | None:
        """What stands at a path; None where there is nothing."""
        match = self._literal.get(path)
        if match is not None:
            return match
        parent, _, last = path.rpartition("/")
        if last and (found := self._parents.get(parent)):
            return Match(found[1], {found[0]: last})
        for pattern, endpoints in self._patterns:
            if matched := pattern.fullmatch(path):
                return Match(endpoints, matched.groupdict())
        return None


def _pattern(path: str) -> re.Pattern[str]:
    parts = _PARAMETER.split(path)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    )
