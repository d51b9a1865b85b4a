"""Our packages, and the tests that are theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CLIENT = "generated_client/nexudus_calendars"
CONTRACT = "generator/nexudus_contract"


@dataclass(frozen=True)
class Package:
    """Where its code is, as patterns from the root of the tree, and its tests."""

    code: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self, root: Path) -> Iterator[Path]:
        """Its modules."""
        for pattern in self.code:
            yield from root.glob(pattern)

    def test_paths(self, root: Path) -> list[str]:
        """Its test folders and modules."""
        return sorted(path.relative_to(root).as_posix() for pattern in self.tests for path in root.glob(pattern))


PACKAGES = {
    "runtime": Package((f"{CLIENT}/runtime/*.py",), ("tests/client",)),
    "operators": Package((f"{CLIENT}/cli/**/*.py",), ("tests/client_cli",)),
    "shared": Package(
        (f"{CONTRACT}/*.py",), ("tests/document", "tests/documentation", "tests/contract_cli", "tests/validate")
    ),
    "commands": Package(
        (f"{CONTRACT}/commands/*.py", f"{CONTRACT}/cli.py", f"{CONTRACT}/__main__.py"),
        ("tests/contract_cli", "tests/*/test_command.py", "tests/fuzz/test_guard.py"),
    ),
    "codegen": Package((f"{CONTRACT}/codegen/*.py",), ("tests/codegen", "tests/extensibility")),
    **{
        name: Package((f"{CONTRACT}/{name}/**/*.py",), (f"tests/{name}",))
        for name in ("validate", "mock", "fuzz", "probe", "traffic", "changes", "reference")
    },
}
