"""The tests that others start from pass, in a folder that knows nothing of this project."""

import shutil
import subprocess
import sys
from pathlib import Path

from .conftest import ROOT, command


def test_they_pass_elsewhere(tmp_path: Path) -> None:
    words = command("test_your_code.py")
    shutil.copy(ROOT / words[-1], tmp_path / "test_your_code.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout


def test_the_documented_command_runs_them() -> None:
    done = subprocess.run(command("test_your_code.py"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
