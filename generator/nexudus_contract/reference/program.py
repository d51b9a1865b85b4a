"""A short program, which is the same for both forms of the client but for a few words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nexudus_contract.source import is_array

_LONGEST = 72
_INDENT = "    "

AWAIT, ASYNC = "<await>", "<async>"
"""Stand where the async form has a word more."""


@dataclass
class Program:
    """A program in the making.

    Attributes:
        package: What the client is imported from.
        lines: What is done with `client`, with `AWAIT` and `ASYNC` in their places.
        standard: Imports from the standard library, as whole lines.
        models: Models to import.
    """

    package: str
    lines: list[str] = field(default_factory=list[str])
    standard: set[str] = field(default_factory=set[str])
    models: set[str] = field(default_factory=set[str])

    def sync(self) -> str:
        """The program with the sync client."""
        lines = [line.replace(AWAIT, "").replace(ASYNC, "") for line in self.lines]
        return _text([*self._imports("NexudusClient"), "", *_block("with NexudusClient.from_env() as client:", lines)])

    def asynchronous(self) -> str:
        """The program with the async client."""
        self.standard.add("import asyncio")
        lines = [line.replace(AWAIT, "await ").replace(ASYNC, "async ") for line in self.lines]
        body = _block("async with AsyncNexudusClient.from_env() as client:", lines)
        main = ["", "", *_block("async def main() -> None:", body), "", "", "asyncio.run(main())"]
        return _text([*self._imports("AsyncNexudusClient"), *main])

    def value(self, value: Any, annotation: str) -> str:
        """A value as the program writes it, for something of an annotated type."""
        if isinstance(value, str) and "datetime" in annotation:
            self.standard.add("from datetime import UTC, datetime")
            return moment(value)
        if isinstance(value, str):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        if is_array(value):
            return f"[{', '.join(self.value(item, '') for item in value)}]"
        return repr(value)

    def secret(self, name: str) -> str:
        """A value that stands in no program, but in a variable of the environment."""
        self.standard.add("import os")
        return f'os.environ["NEXUDUS_{name.upper()}"]'

    def _imports(self, client: str) -> list[str]:
        standard = sorted(self.standard, key=lambda line: (line.startswith("from"), line))
        models = [f"from {self.package}.models import {', '.join(sorted(self.models))}"] if self.models else []
        return [*standard, *([""] if standard else []), f"from {self.package} import {client}", *models]


def moment(text: str) -> str:
    """An instant in UTC, or a minute that is taken for one, as Python has it."""
    date, _, time = text.rstrip("Z").partition("T")
    numbers = [int(part) for part in (*date.split("-"), *time.split(":"))]
    while len(numbers) > 5 and numbers[-1] == 0:
        numbers.pop()
    return f"datetime({', '.join(map(str, numbers))}, tzinfo=UTC)"


def call(function: str, arguments: Iterable[str], prefix: str = "") -> list[str]:
    """The lines of a call: one, or one for each argument."""
    given = list(arguments)
    line = f"{prefix}{function}({', '.join(given)})"
    if len(line) <= _LONGEST:
        return [line]
    return [f"{prefix}{function}(", *(f"{_INDENT}{item}," for item in given), ")"]


def _block(head: str, lines: Iterable[str]) -> list[str]:
    return [head, *(f"{_INDENT}{line}" for line in lines)]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
