"""Drives openapi-python-client: contract in, formatted package out."""

import contextlib
import importlib.resources
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from openapi_python_client import Project, strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty, Property
from openapi_python_client.parser.properties.union import UnionProperty

from nexudus_contract.codegen.description import Resource
from nexudus_contract.codegen.overrides import MendingLoader
from nexudus_contract.codegen.prepare import Prepared, prepare
from nexudus_contract.codegen.resources import ResourceBuilder
from nexudus_contract.codegen.table import entries
from nexudus_contract.document import Contract
from nexudus_contract.escaping import docstring
from nexudus_contract.terms import Operation

_HERE = Path(str(importlib.resources.files("nexudus_contract.codegen")))


class GenerationError(Exception):
    """The generator cannot express something in the contract; the message says what."""


def emit(contract: Contract, folder: Path) -> None:
    """Write the whole client package into `folder`, which is made anew.

    Raises:
        GenerationError: the generator warned about, or failed at, any part of the contract.
    """
    prepared = prepare(contract)
    config = _config(folder)
    data = GeneratorData.from_dict(prepared.document, config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(_told([data]))
    project = Project(openapi=data, config=config)
    project.env.loader = MendingLoader(
        jinja2.FileSystemLoader(_HERE / "templates"), project.env.loader or jinja2.BaseLoader()
    )
    project.env.bytecode_cache = _compiled()
    project.env.filters |= {"docstring": docstring, "literal": repr}
    for name, answer in _questions(prepared, config).items():
        project.env.globals[name] = answer
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()):
        problems = project.build()
    if problems:
        raise GenerationError(_told(problems))
    _write_resources(contract, project, ResourceBuilder(contract, data, config).build(), folder)
    (folder / "py.typed").touch()
    shutil.copytree(_HERE / "runtime", folder / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    _format(folder)
    # After that, since these are formatted already, and by our own settings.
    shutil.copytree(
        _HERE / "command_line", folder / "cli", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
    )


def _compiled() -> jinja2.BytecodeCache | None:
    """Where compiled templates are kept, beside compiled modules: to compile them takes a fifth of the time."""
    folder = _HERE / "__pycache__"
    usable = not sys.dont_write_bytecode and os.access(folder, os.W_OK)
    return jinja2.FileSystemBytecodeCache(str(folder)) if usable else None


def _config(folder: Path) -> Config:
    settings = ConfigFile(literal_enums=True, post_hooks=[], package_name_override="nexudus_calendars")
    return Config.from_sources(
        settings,
        MetaType.NONE,
        document_source=Path("openapi.yaml"),
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder,
    )


def _questions(prepared: Prepared, config: Config) -> dict[str, Any]:
    """What the mended templates ask about the contract."""
    secrets = {(strings.ClassName(schema, config.field_prefix), name) for schema, name in prepared.secrets}
    encoded = {(strings.PythonIdentifier(id_, config.field_prefix), name) for id_, name in prepared.json_parameters}

    def is_json(endpoint: Endpoint, item: Property) -> bool:
        return (endpoint.name, item.name.get_untrusted_value()) in encoded

    def is_secret(model: ModelProperty, item: Property) -> bool:
        return (model.class_info.name, item.name.get_untrusted_value()) in secrets

    return {"is_json": is_json, "is_secret": is_secret, "in_order": _in_order, "imported_first": _imported_first}


def _in_order(model: ModelProperty) -> list[Property]:
    """The properties as the model's constructor takes them: those that must be given come first."""
    properties = [*(model.required_properties or []), *(model.optional_properties or [])]
    return sorted(properties, key=lambda item: item.default is not None or not item.required)


def _imported_first(model: ModelProperty) -> list[str]:
    """What `from_dict` imports whatever there is to read, which is not what stands in unions."""
    plain = (item for item in _in_order(model) if not isinstance(item, UnionProperty))
    return sorted({line for item in plain for line in item.get_lazy_imports(prefix="..")})


def _write_resources(contract: Contract, project: Project, resources: Sequence[Resource], folder: Path) -> None:
    (folder / "resources").mkdir()
    (folder / "resources" / "__init__.py").write_text(
        '"""What a person calls: one module per resource, each for sync and async use."""\n', encoding="utf-8"
    )
    template = project.env.get_template("resource.py.jinja")
    for resource in resources:
        (folder / "resources" / f"{resource.attribute}.py").write_text(
            template.render(resource=resource), encoding="utf-8"
        )
    client = project.env.get_template("nexudus.py.jinja").render(
        resources=resources,
        base_url=contract.document["servers"][0]["url"],
        version=contract.document["info"]["version"],
        limits=contract.limits,
        grant=_grant(contract),
    )
    (folder / "nexudus.py").write_text(client, encoding="utf-8")
    table = project.env.get_template("record_types.py.jinja").render(entries=list(entries(contract, resources)))
    (folder / "cli").mkdir()
    (folder / "cli" / "record_types.py").write_text(table, encoding="utf-8")


def _grant(contract: Contract) -> Operation:
    """The operation that grants tokens: the one that takes a form, as OAuth wants it."""
    return next(
        item
        for item in contract.operations
        if item.body is not None and item.body.media_type == "application/x-www-form-urlencoded"
    )


def _format(folder: Path) -> None:
    """Take out imports that nothing uses, and lay the files out; `--isolated`, so the bytes depend on nothing else."""
    common = ["--isolated", "--quiet", "--line-length", "120", "--target-version", "py311", "--no-cache"]
    for arguments in (["check", "--fix", "--select", "F401,I"], ["format"]):
        command = [sys.executable, "-m", "ruff", *arguments, *common, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        if done.returncode != 0:
            raise GenerationError(f"ruff cannot format what was emitted:\n{done.stdout}{done.stderr}")


def _told(problems: Sequence[GeneratorError]) -> str:
    return "\n".join(f"the generator says: {problem.header} {problem.detail}".strip() for problem in problems)
