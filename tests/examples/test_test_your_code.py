"""The tests that others start from pass, here and in a folder that knows nothing of this project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from test_your_code import *  # noqa: F403 - pytest runs them as tests of this module, too

from .conftest import ROOT, command


@pytest.mark.slow("it starts pytest")
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
