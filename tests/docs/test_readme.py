"""README says nothing that is not so."""

import re
from pathlib import Path

import pytest

from nexudus_contract.document import load
from nexudus_contract.mock import running

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_ten_lines_run(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    with running(load(ROOT / "openapi.yaml")) as mock:
        exec(compile(example.replace("http://127.0.0.1:8000", mock.url), "README.md", "exec"), {})
    assert capsys.readouterr().out == '["Ada\'s calendar"]\n'


def test_its_table_names_every_documented_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"all", "help"}
    assert set(re.findall(r"^\| `make ([a-z-]+)`", README, re.MULTILINE)) == documented


def test_every_extension_of_the_contract_is_explained_at_its_head() -> None:
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    head = text.partition("openapi: 3.1.0")[0]
    assert set(re.findall(r"x-nexudus-[a-z-]+", text)) == set(re.findall(r"#   (x-nexudus-[a-z-]+) ", head))
