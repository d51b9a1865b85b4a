"""`python -m nexudus_contract`, and the command nexudus-contract: the command line, or what it takes to have it."""

import sys


def main() -> int:
    """Run the command line and return its exit code; 1 where a package that the command needs is not installed."""
    try:
        # The extras are optional, so what they bring is missing until somebody asks for it.
        from nexudus_contract.cli import main as run

        return run()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("nexudus"):
            raise
        needs = f"this command needs the package {error.name}"
        print(f"{needs}; run: pip install 'nexudus-calendars[generate,mock,fuzz]'", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
