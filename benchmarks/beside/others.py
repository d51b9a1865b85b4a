"""The other generators' clients, made from the same contract when they are needed."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from nexudus_contract.codegen.prepare import prepare
from nexudus_contract.document import load

from .place import HERE, ROOT, TOOLS, seconds

FOLDER = TOOLS / "clients"


def document() -> Path:
    """The contract as both can express it, which does them a favour.

    From `openapi.yaml` itself openapi-python-client leaves out every batch, since the ids are a parameter with content,
    and reads no row of a list, since a page is an `allOf`; openapi-generator stops with an error at `type: "null"`, and
    refuses the links of OpenAPI 3.1. So it is flat, without links, and what is null may be anything.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "openapi.json"
    path.write_text(json.dumps(_without_nulls(prepare(load()).document)), encoding="utf-8")
    return path


def _without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_nulls(item) for key, item in node.items() if (key, item) != ("type", "null")}
    return [_without_nulls(item) for item in node] if isinstance(node, list) else node


def make_stock(source: Path) -> float:
    """Generate with openapi-python-client, without templates or settings of ours, and say how long that took."""
    folder = FOLDER / "stock/stock_client"
    command = [str(HERE / "openapi-python-client"), "generate", "--path", str(source), "--meta", "none", "--overwrite"]
    # Its own hooks format what it wrote, with ruff, which it looks for on the path.
    path = os.pathsep.join([str(HERE), os.environ["PATH"]])
    return seconds([*command, "--output-path", str(folder)], env={**os.environ, "PATH": path})


def make_openapi_generator(source: Path) -> float:
    """Generate with openapi-generator's `python`, and say how long that took."""
    shutil.rmtree(FOLDER / "oag", ignore_errors=True)
    command = [str(TOOLS / "bin/openapi-generator-cli"), "generate", "-g", "python", "-i", str(source)]
    return seconds([*command, "-o", str(FOLDER / "oag"), "--package-name", "oag_client"], cwd=ROOT)


def ready() -> None:
    """Have both clients."""
    source = document()
    if not (FOLDER / "stock/stock_client/client.py").exists():
        make_stock(source)
    if not (FOLDER / "oag/oag_client/__init__.py").exists():
        make_openapi_generator(source)
