"""The client as its sources show it: resources, methods, signatures, docstrings. Nothing of it is imported or run."""

import ast
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


class UnpresentableError(Exception):
    """The reference cannot be made; the message says why, and what to do next."""


@dataclass(frozen=True)
class Argument:
    """An argument of a method, but for `self`."""

    name: str
    annotation: str
    required: bool


@dataclass(frozen=True)
class Method:
    """A public method of a resource.

    Attributes:
        name: What a person calls.
        arguments: What it takes.
        returns: Its answer's type, as it is written.
        text: Signature and docstring, as they stand in the source.
        summary: The docstring's first line.
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: str
    text: str
    summary: str


@dataclass(frozen=True)
class Resource:
    """One attribute of the client.

    Attributes:
        attribute: Its name on the client.
        methods: Its methods by their names, in the source's order.
        operations: Which method calls which operation, by the operation's id.
    """

    attribute: str
    methods: Mapping[str, Method]
    operations: Mapping[str, str]


class Client:
    """A generated client package.

    Args:
        folder: The package's folder.

    Raises:
        UnpresentableError: there is no such package.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.resources = tuple(self._resources())

    @property
    def package(self) -> str:
        """What it is imported as."""
        return self._folder.resolve().name

    @cached_property
    def models(self) -> Mapping[str, tuple[Argument, ...]]:
        """The attributes of every model, by the model's name."""
        trees = [self._parse(path) for path in sorted((self._folder / "models").glob("*.py"))]
        classes = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
        return {item.name: tuple(_attributes(item)) for item in classes}

    def method(self, operation: str) -> tuple[Resource, Method]:
        """The resource and the method that call an operation.

        Raises:
            UnpresentableError: none does.
        """
        for resource in self.resources:
            if operation in resource.operations:
                return resource, resource.methods[resource.operations[operation]]
        raise UnpresentableError(
            f"{self._folder} has no method for {operation}; make the client anew with 'make generate'"
        )

    def _resources(self) -> Iterator[Resource]:
        clients = [node for node in self._parse(self._folder / "nexudus.py").body if isinstance(node, ast.ClassDef)]
        for node in clients:
            for item in node.body:
                module = _resource_module(item)
                if isinstance(item, ast.FunctionDef) and module is not None and not node.name.startswith("Async"):
                    yield self._resource(item.name, module)

    def _resource(self, attribute: str, module: tuple[str, str]) -> Resource:
        name, class_name = module
        path = self._folder / "resources" / f"{name}.py"
        lines = path.read_text(encoding="utf-8").splitlines()
        tree = self._parse(path)
        node = next(item for item in tree.body if isinstance(item, ast.ClassDef) and item.name == class_name)
        # Of an overloaded method the last one is the whole one.
        methods = {
            item.name: _method(item, lines)
            for item in node.body
            if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")
        }
        return Resource(attribute, methods, dict(_operations(tree, methods)))

    def _parse(self, path: Path) -> ast.Module:
        try:
            return ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError) as error:
            raise UnpresentableError(
                f"{path} cannot be read ({error}); name the client's folder with --client"
            ) from error


def named(wanted: str, arguments: Iterable[Argument]) -> Argument | None:
    """The argument whose name differs from the wanted one in capitals and underscores only."""
    plain = wanted.replace("_", "").lower()
    return next((item for item in arguments if item.name.replace("_", "").lower() == plain), None)


def _resource_module(node: ast.stmt) -> tuple[str, str] | None:
    """Module and class that a property of the client takes its resource from."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("resources."):
            return (inner.module or "").partition(".")[2], inner.names[0].name
    return None


def _operations(tree: ast.Module, methods: Mapping[str, Method]) -> Iterator[tuple[str, str]]:
    """Operations and methods, from the module's constants: `_GET = Operation("...")` belongs to `get`."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        target, call = node.targets[0], node.value
        if isinstance(target, ast.Name) and isinstance(call.func, ast.Name) and call.func.id == "Operation":
            method, operation = target.id.lower().lstrip("_"), call.args[0]
            if method in methods and isinstance(operation, ast.Constant):
                yield str(operation.value), method


def _method(node: ast.FunctionDef, lines: list[str]) -> Method:
    end = node.body[0].end_lineno or node.lineno
    positional = zip(node.args.args[1:], [None] * len(node.args.args[1:]), strict=True)
    named_only = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return Method(
        name=node.name,
        arguments=tuple(
            Argument(item.arg, ast.unparse(item.annotation) if item.annotation else "", default is None)
            for item, default in (*positional, *named_only)
        ),
        returns=ast.unparse(node.returns) if node.returns else "",
        text=textwrap.dedent("\n".join(lines[node.lineno - 1 : end])),
        summary=(ast.get_docstring(node) or "").partition("\n")[0],
    )


def _attributes(node: ast.ClassDef) -> Iterator[Argument]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield Argument(item.target.id, ast.unparse(item.annotation), _is_required(item.value))


def _is_required(value: ast.expr | None) -> bool:
    """Whether an attribute has no default: nothing stands behind it, or a call that says neither that nor `init`."""
    if isinstance(value, ast.Call):
        return not {"default", "init"} & {item.arg for item in value.keywords}
    return value is None
