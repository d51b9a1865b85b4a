"""A request before it is made into httpx's, which knows what it may be repeated for and who may send it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .secret import Secret

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """An operation of the contract.

    Attributes:
        id: Its operationId.
        roles: Roles of which a user needs one.
        authorized: Whether requests carry credentials.
    """

    id: str
    roles: tuple[str, ...] = ()
    authorized: bool = True


@dataclass(frozen=True)
class Request:
    """A request.

    Attributes:
        operation: What it asks for.
        arguments: What httpx makes a request from: method, url, params, headers, json, data. It shows in no repr, since
            a sign-in's form stands there.
        repeatable: False where a request that may have been carried out must not be sent again, whatever its method.
    """

    operation: Operation
    arguments: Arguments = field(repr=False)
    repeatable: bool = True

    @cached_property
    def method(self) -> str:
        """HTTP method, in capitals."""
        return str(self.arguments["method"]).upper()

    @property
    def path(self) -> str:
        """Path and nothing else."""
        return str(self.arguments["url"])

    @property
    def form(self) -> Mapping[str, Any] | None:
        """The form, secrets and all, for httpx."""
        data: Mapping[str, Any] | None = self.arguments.get("data")
        if data is None:
            return None
        return {name: item.reveal() if isinstance(item, Secret) else item for name, item in data.items()}
