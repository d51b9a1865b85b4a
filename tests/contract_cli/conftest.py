"""What the tests of the command line share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "openapi.yaml"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine counts, and files are made in a folder of the test."""
    for name in [name for name in os.environ if name.startswith("NEXUDUS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
