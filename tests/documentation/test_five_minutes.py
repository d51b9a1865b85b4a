"""README's walk from nothing to a renewed subscription: each of its commands is run, and says what stands behind it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from nexudus_contract.document import load
from nexudus_contract.mock import running

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
START, WALK = re.findall(
    r"```sh\n(.*?)```", README.partition("\n## Five minutes\n")[2].partition("\n## ")[0], re.DOTALL
)


def test_each_step_says_what_it_says() -> None:
    assert START.startswith("make mock ")
    who, *steps = WALK.splitlines()
    assert who.startswith("export ")
    assert steps
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEXUDUS_")}
    with running(load(ROOT / "openapi.yaml")) as mock:
        before = mock.world.counts
        for step in steps:
            command, _, said = step.partition("  # ")
            script = f"{who}\n{command}".replace("http://127.0.0.1:8000", mock.url)
            script = script.replace(".venv/bin/python ", f"{sys.executable} ")
            done = subprocess.run(
                ["bash", "-ec", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
            )
            assert said
            assert said in done.stdout, step
        assert mock.world.counts != before
        assert [entry.status for entry in mock.world.requests if entry.method == "PUT"]
