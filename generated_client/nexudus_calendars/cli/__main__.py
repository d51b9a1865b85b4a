"""The command nexudus-calendars, and `python -m nexudus_calendars.cli`."""

import importlib.util
import sys


def main() -> int:
    """Run the command line and return its exit code; 2 where the extra that it needs is not installed."""
    missing = [name for name in ("typer", "rich") if importlib.util.find_spec(name) is None]
    if missing:
        print(  # noqa: T201
            f"nexudus-calendars needs {' and '.join(missing)}; install nexudus-calendars with its extra cli",
            file=sys.stderr,
        )
        return 2
    from nexudus_calendars.cli.app import main as run  # noqa: PLC0415

    return run()


if __name__ == "__main__":
    sys.exit(main())
