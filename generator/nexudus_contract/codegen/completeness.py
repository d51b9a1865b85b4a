"""Whether the emitted package holds everything that the contract says.

openapi-python-client leaves out what it cannot express, sometimes without a word. So the emitted files are read back,
as Python, and compared with the contract: every operation, parameter, request body, answer, and property of a model.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nexudus_contract.codegen.prepare import prepare
from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Operation

_WRAPPERS = {"application/json": "json", "application/x-www-form-urlencoded": "data"}


@dataclass(frozen=True)
class _Endpoint:
    """What an emitted endpoint module sends and understands."""

    query: frozenset[str]
    headers: frozenset[str]
    path_parameters: int
    body: str | None
    statuses: frozenset[str]


def missing(contract: Contract, folder: Path) -> tuple[str, ...]:
    """What the contract says and the package in `folder` lacks, one sentence each."""
    endpoints = dict(_endpoints(folder / "api"))
    models = dict(_models(folder / "models"))
    absent = [
        sentence
        for operation in contract.operations
        for sentence in _operation_gaps(operation, endpoints.get((operation.method, _shape(operation.path))))
    ]
    for name, schema in prepare(contract).document["components"]["schemas"].items():
        absent += _model_gaps(name, schema, models.get(name.lower()))
    return tuple(absent)


def _operation_gaps(operation: Operation, endpoint: _Endpoint | None) -> Iterator[str]:
    if endpoint is None:
        yield f"{operation.id}: no module was emitted"
        return
    emitted = {"query": endpoint.query, "header": endpoint.headers}
    for parameter in operation.parameters:
        if parameter.location != "path" and parameter.name not in emitted.get(parameter.location, ()):
            yield f"{operation.id}: the {parameter.location} parameter {parameter.name} was not emitted"
    if endpoint.path_parameters != operation.path.count("{"):
        yield f"{operation.id}: the path's parameters were not emitted"
    wrapper = _WRAPPERS.get(operation.body.media_type) if operation.body else None
    if operation.body and endpoint.body != wrapper:
        yield f"{operation.id}: the request body was not emitted as {operation.body.media_type}"
    for status in operation.responses:
        if status not in endpoint.statuses:
            yield f"{operation.id}: the answer {status} was not emitted"


def _model_gaps(name: str, schema: JsonObject, properties: frozenset[str] | None) -> Iterator[str]:
    if properties is None:
        yield f"{name}: no model was emitted"
        return
    for item in schema["properties"]:
        if item not in properties:
            yield f"{name}: the property {item} was not emitted"


def _endpoints(folder: Path) -> Iterator[tuple[tuple[str, str], _Endpoint]]:
    for path in sorted(folder.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        if "get_kwargs" not in functions:
            continue
        request, answers = functions["get_kwargs"], functions["_parse_response"]
        described = dict(_constants(request))
        url = described["url"]
        keys = list(_subscripts(request))
        yield (
            (described["method"], _shape(url)),
            _Endpoint(
                query=frozenset(key for holder, key in keys if holder == "params"),
                headers=frozenset(key for holder, key in keys if holder == "headers"),
                path_parameters=url.count("{"),
                body=next((key for holder, key in keys if holder == "_kwargs" and key in _WRAPPERS.values()), None),
                statuses=frozenset(
                    str(node.value)
                    for comparison in ast.walk(answers)
                    if isinstance(comparison, ast.Compare)
                    for node in comparison.comparators
                    if isinstance(node, ast.Constant)
                ),
            ),
        )


def _models(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Each model's name in lower case, since the generator has its own mind about capitals, and what it reads."""
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                yield node.name.lower(), frozenset(_read(node))


def _read(model: ast.ClassDef) -> Iterator[str]:
    """The names in `src_dict["name"]` and `src_dict.get("name", ...)`."""
    for node in ast.walk(model):
        match node:
            case ast.Subscript(value=ast.Name(id="src_dict"), slice=ast.Constant(value=str(name))):
                yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="src_dict"), attr="get"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield name
            case _:
                pass


def _constants(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Texts in the dictionary that describes the request; the URL may be formatted."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            text = value.func.value if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) else value
            if isinstance(key, ast.Constant) and isinstance(text, ast.Constant):
                yield str(key.value), str(text.value)


def _subscripts(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """What is put where: `holder["key"] = ...`."""
    for node in ast.walk(function):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if (
                isinstance(target, ast.Subscript)
                and isinstance(target.value, ast.Name)
                and isinstance(target.slice, ast.Constant)
            ):
                yield target.value.id, str(target.slice.value)


def _shape(path: str) -> str:
    """A path without the names of its parameters, which the generator may change."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
