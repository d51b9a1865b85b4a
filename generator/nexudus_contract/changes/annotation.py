"""What a type annotation allows, as a set of alternatives that can be compared."""

from collections.abc import Iterator
from typing import TypeAlias

from griffe import Expr, ExprAttribute, ExprBinOp, ExprName, ExprSubscript, ExprTuple

Annotation: TypeAlias = str | Expr | None

_UNIONS = {"typing.Union", "typing.Optional"}
_LITERAL = "typing.Literal"


def alternatives(annotation: Annotation) -> frozenset[str]:
    """The alternatives of an annotation: those of a union, the values of a literal. None where nothing is annotated.

    What the package defines goes by its bare name, wherever in the package it stands.
    """
    if annotation is None:
        return frozenset({"typing.Any"})
    if isinstance(annotation, ExprBinOp) and annotation.operator == "|":
        return alternatives(annotation.left) | alternatives(annotation.right)
    if isinstance(annotation, ExprSubscript):
        head = named(annotation.left)
        inner = annotation.slice.elements if isinstance(annotation.slice, ExprTuple) else [annotation.slice]
        if head in _UNIONS:
            members = frozenset[str]().union(*map(alternatives, inner))
            return members | {"None"} if head.endswith("Optional") else members
        if head == _LITERAL:
            return frozenset(f"Literal[{item}]" for item in inner)
    return frozenset({named(annotation)})


def is_literal(value: Annotation) -> bool:
    """Whether an expression is `Literal[...]`."""
    return isinstance(value, ExprSubscript) and named(value.left) == _LITERAL


def named(annotation: str | Expr) -> str:
    """An annotation in full: each name as it is called where it is defined, or bare where that is in the package."""
    if isinstance(annotation, ExprBinOp) and annotation.operator == "|":
        return " | ".join(sorted(alternatives(annotation)))
    if isinstance(annotation, ExprSubscript):
        inner = annotation.slice.elements if isinstance(annotation.slice, ExprTuple) else [annotation.slice]
        return f"{named(annotation.left)}[{', '.join(map(named, inner))}]"
    if isinstance(annotation, (ExprAttribute, ExprName)):
        path = annotation.canonical_path
        return path.rsplit(".", 1)[-1] if path.startswith("nexudus_calendars.") else path
    return str(annotation)


def names(annotation: Annotation) -> Iterator[str]:
    """The bare names in an annotation."""
    if isinstance(annotation, Expr):
        yield from (item.name for item in annotation.iterate(flat=True) if isinstance(item, ExprName))


def allows(wider: frozenset[str], narrower: frozenset[str]) -> bool:
    """Whether whatever the second allows, the first does too. `float` takes whole numbers, as type checkers have it."""
    taken = wider | {"int"} if "float" in wider else wider
    return "typing.Any" in wider or "object" in wider or narrower <= taken
