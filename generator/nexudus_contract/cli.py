"""nexudus-contract: one command per room."""


def main() -> None:
    """Run the command line."""
