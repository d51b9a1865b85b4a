"""Chance that depends on the seed, and on nothing that this process has loaded."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

_SOURCE: Final = "_get_local_constants"


@contextmanager
def by_seed_alone() -> Generator[None]:
    """Within, the same seed draws the same values in every process.

    Hypothesis mixes constants into them that it finds in the source of whatever modules are loaded and not installed:
    those of this package in a clone, of tests, of nothing behind a wheel. So a seed would say one thing here and
    another there. There is no setting for it (hypothesis 6.170).
    """
    inside = providers.__dict__
    before = inside[_SOURCE]
    inside[_SOURCE] = Constants
    # What may be drawn is remembered.
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        inside[_SOURCE] = before
        providers.CONSTANTS_CACHE.cache.clear()
