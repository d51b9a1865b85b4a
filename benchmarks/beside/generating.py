"""How long it takes to make a client from the contract."""

import statistics
import subprocess
import time

from . import others
from .place import ROOT, seconds, show
from .section import Section, Target

TIMES = 5


def generate() -> Section:
    """The three generators in turn, and the whole of `make`, each with everything installed."""
    source = others.document()
    ways = {
        "make generate": lambda: seconds(["make", "generate"], cwd=ROOT),
        "openapi-python-client": lambda: others.make_stock(source),
        "openapi-generator": lambda: others.make_openapi_generator(source),
    }
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(TIMES):
        for name, way in ways.items():
            seen[name].append(way())
        show(f"round {number + 1} of {TIMES}")
    show("make")
    start = time.perf_counter()
    # On a machine that is too busy the fuzz lane runs out of its time, and says so by its exit.
    ended = subprocess.run(["make"], cwd=ROOT, capture_output=True, check=False).returncode
    whole = time.perf_counter() - start
    medians = {name: statistics.median(times) for name, times in seen.items()}
    return Section(
        "Generation",
        [
            f"Whole commands, medians of {TIMES}; `make` once. Ours also checks that nothing of the contract",
            "was left out. The other two are given the contract flat, without links and null types: from",
            "`openapi.yaml` itself openapi-python-client leaves out the batches and the rows of lists, and",
            "openapi-generator stops with an error.",
        ],
        [
            ("command", "s"),
            *((name, f"{median:.2f}") for name, median in medians.items()),
            ("make: validate, generate, fuzz" + (", which failed" if ended else ""), f"{whole:.1f}"),
        ],
        [
            Target("`make generate`, warm", medians["make generate"], 1, at_most=True, unit=" s"),
            Target("`make`, warm", whole, 60, at_most=True, unit=" s"),
        ],
        [*medians.items()],
        "s",
    )
