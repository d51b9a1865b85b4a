"""What the modules of commands share."""

import argparse
import sys
from typing import Protocol


class Subparsers(Protocol):
    """What a command is added to, as `ArgumentParser.add_subparsers` makes it."""

    def add_parser(self, name: str, /, *, help: str = "", epilog: str = "") -> argparse.ArgumentParser:  # noqa: A002
        """A parser for one more command."""
        ...


def failed(message: str, code: int = 1) -> int:
    """Say why a command failed; its exit code."""
    print(message, file=sys.stderr)
    return code
