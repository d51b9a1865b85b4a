"""The small edits ("mutations") that one can make of a Python source, each of which some test should notice."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutation:
    """One edit: the lines from `line` (1-based) on that read `before` read `after`."""

    line: int
    before: str
    after: str

    def apply(self, source: str) -> str | None:
        """The edited source, or None where it no longer has these lines.

        The place nearest to `line` is taken, so that an edit survives changes elsewhere in the file.
        """
        lines, wanted = source.split("\n"), self.before.split("\n")
        starts = [n for n in range(len(lines) - len(wanted) + 1) if lines[n : n + len(wanted)] == wanted]
        if not starts:
            return None
        start = min(starts, key=lambda n: abs(n - self.line + 1))
        lines[start : start + len(wanted)] = self.after.split("\n")
        return "\n".join(lines)


def mutations(source: str) -> list[Mutation]:
    """Every mutation of a source, in the order of its lines."""
    lines = source.split("\n")
    found = []
    for node, replacement in _replacements(ast.parse(source)):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        touched = lines[node.lineno - 1 : node.end_lineno]
        # Columns count bytes.
        head = touched[0].encode()[: node.col_offset].decode()
        tail = touched[-1].encode()[node.end_col_offset :].decode()
        found.append(Mutation(node.lineno, "\n".join(touched), f"{head}{replacement}{tail}"))
    return sorted(found, key=lambda mutation: mutation.line)


def _replacements(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Nodes, each with a text that can stand in its place."""
    if isinstance(node, ast.expr | ast.stmt):
        for text in _texts(node):
            yield node, text
    for child in _children(node):
        yield from _replacements(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that run: no annotations, decorators, docstrings or imports."""
    skipped: list[object] = [*getattr(node, "decorator_list", [])]
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            # Python 3.11 does not know the places inside an f-string.
            return
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.arg():
            return
        case ast.AnnAssign():
            skipped.append(node.annotation)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            skipped.append(node.returns)
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=ast.Name(id="cast" | "TypeVar" | "ParamSpec")):
            return
    for child in ast.iter_child_nodes(node):
        if not any(child is item for item in skipped):
            yield child


def _texts(node: ast.expr | ast.stmt) -> Iterator[str]:
    match node:
        case ast.Return(value=ast.Constant(value=None)):
            return
        case ast.Return(value=ast.expr()):
            yield "return None"
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Raise():
            yield "pass"
        case ast.Break():
            yield "continue"
        case ast.Continue():
            yield "break"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield f"{value + 1}"
        case ast.Constant(value=str(value)) if value:
            yield ast.unparse(ast.Constant(f"{value}~"))
        case ast.expr():
            other = _other(node)
            if other is not None:
                yield f"({ast.unparse(other)})"


def _other(node: ast.expr) -> ast.expr | None:
    """An expression that gives another value."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            return ast.Compare(node.left, [COMPARISONS[type(operator)]()], node.comparators)
        case ast.BoolOp():
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.BinOp() if type(node.op) in OPERATORS:
            return ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
        case ast.IfExp():
            return ast.IfExp(node.test, node.orelse, node.body)
        case _:
            return None
