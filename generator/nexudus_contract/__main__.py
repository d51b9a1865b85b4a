"""`python -m nexudus_contract`, and the command nexudus-contract: the command line, or what it takes to have it."""

import sys
from collections.abc import Iterable
from importlib.metadata import metadata


def main() -> int:
    """Run the command line and return its exit code; 2 where a package that the command needs is not installed."""
    try:
        # The extras are optional, so what they bring is missing until somebody asks for it.
        from nexudus_contract.cli import main as run

        return run()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("nexudus"):
            raise
        needs = f"this command needs the package {error.name}"
        print(f"{needs}; install nexudus-calendars with its extra {extra_for(sys.argv[1:])}", file=sys.stderr)
        return 2


def extra_for(arguments: Iterable[str]) -> str:
    """The extra that brings what a command line needs: one named as the command begins, or else `mock`."""
    extras = metadata("nexudus-calendars").get_all("Provides-Extra") or []
    for word in arguments:
        name = "generate" if word == "validate" else word.partition("-")[0]
        if name in extras:
            return name
    return "mock"


if __name__ == "__main__":
    sys.exit(main())
