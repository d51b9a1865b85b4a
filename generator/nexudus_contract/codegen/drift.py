"""Whether a package on disk is, byte for byte, what the contract makes."""

import filecmp
import tempfile
from collections.abc import Callable
from pathlib import Path


def differences(folder: Path, emit: Callable[[Path], None]) -> tuple[str, ...]:
    """How `folder` differs from what `emit` writes: one line per file, with what became of it."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary) / folder.name
        emit(fresh)
        expected, present = _files(fresh), _files(folder)
        lines = {path: f"{path}: missing" for path in expected - present}
        lines |= {path: f"{path}: extra" for path in present - expected}
        _, changed, unreadable = filecmp.cmpfiles(fresh, folder, map(str, expected & present), shallow=False)
        lines |= {Path(path): f"{path}: changed" for path in (*changed, *unreadable)}
    return tuple(lines[path] for path in sorted(lines))


def _files(folder: Path) -> set[Path]:
    return {
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
