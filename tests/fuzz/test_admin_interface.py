"""The mock's own admin interface does what its description says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.mock import running


@pytest.mark.slow("schemathesis in a process of its own, which tries everything")
def test_the_admin_interface_keeps_its_description(contract: Contract, tmp_path: Path) -> None:
    with running(contract) as mock:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{mock.url}/_mock/openapi.json", "--url", mock.url]
        # Seeding as many records as it may takes longer than everything else.
        options = ["--exclude-operation-id", "seed", "--max-examples", "20", "--seed", "1", "--no-color"]
        done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Tested: 15" in done.stdout
