"""A mutation is one small edit that Python still takes, wherever it may be made, and nowhere else."""

import ast
from pathlib import Path

import pytest
from tests.mutation.mutants import drawn
from tests.mutation.mutations import Mutation, mutations
from tests.mutation.packages import PACKAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("source", "edited"),
    [
        ("a = b == c", ["a = (b != c)"]),
        ("a = b < c", ["a = (b <= c)"]),
        ("a = b and c", ["a = (b or c)"]),
        ("a = not b", ["a = (b)"]),
        ("a = b + c", ["a = (b - c)"]),
        ("a = b if c else d", ["a = (d if c else b)"]),
        ("a = True", ["a = False"]),
        ("a = 7", ["a = 8"]),
        ("a = 'x'", ["a = 'x~'"]),
        ("a = '☕' + b", ["a = ('☕' - b)", "a = '☕~' + b"]),
        ("def f(): return a", ["def f(): return None"]),
        ("f()", ["pass"]),
        ("a += b", ["pass"]),
        ("raise a", ["pass"]),
        ("for a in b: break", ["for a in b: continue"]),
        # These do not run, or say the same in any case.
        ('"""Text."""', []),
        ("def f() -> 'int': return", []),
        ("a: 'int'", []),
        ("import a.b", []),
        ("if TYPE_CHECKING: a = 1", []),
        ("__all__ = ['a']", []),
        ("@f(1)\ndef g(): return", []),
    ],
)
def test_what_can_be_edited_is(source: str, edited: list[str]) -> None:
    assert [mutation.apply(source) for mutation in mutations(source)] == edited


def test_every_mutation_of_our_own_code_is_python_and_differs() -> None:
    source = (ROOT / "generator" / "nexudus_contract" / "limits.py").read_text(encoding="utf-8")
    found = mutations(source)
    assert len(found) > 20
    same = [
        mutation
        for mutation in found
        if ast.dump(ast.parse(mutation.apply(source) or "")) == ast.dump(ast.parse(source))
    ]
    assert same == []


def test_a_mutation_is_found_again_where_its_lines_have_moved() -> None:
    mutation = Mutation(1, "a = 1", "a = 2")
    assert mutation.apply("b = 0\n\na = 1\na = 1\n") == "b = 0\n\na = 2\na = 1\n"
    assert mutation.apply("a = 3\n") is None


def test_a_sample_is_the_same_for_a_seed_and_has_its_share_of_each_package() -> None:
    packages = ("commands", "validate")
    sample = drawn(ROOT, 200, 1, packages)
    assert sample == drawn(ROOT, 200, 1, packages)
    assert sample != drawn(ROOT, 200, 2, packages)
    share = -(-200 // len(PACKAGES))
    assert [mutant.package for mutant in sample] == ["commands"] * share + ["validate"] * share
