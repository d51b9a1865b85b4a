"""The report and its plot, from what the parts came to."""

from collections.abc import Mapping
from importlib.metadata import distributions, version
from pathlib import Path
from textwrap import fill

from benchmarks.tables import table

from .place import TOOLS, machine
from .plot import plot
from .section import Section, Target

OWN = ("nexudus_calendars", "make")
MEASURED = (
    "openapi-generator-cli",
    "httpx",
    "httpx-aiohttp",
    "aiohttp",
    "requests",
    "urllib3",
    "pydantic",
    "attrs",
    "msgspec",
)


def versions() -> str:
    """What is measured, as it is installed."""
    (packages,) = (TOOLS / "lib").glob("python*/site-packages")
    found = {item.name: item.version for item in distributions(path=[str(packages)])}
    return ", ".join(
        [f"openapi-python-client {version('openapi-python-client')}", *(f"{name} {found[name]}" for name in MEASURED)]
    )


def report(sections: Mapping[str, Section]) -> str:
    """The whole report, in Markdown."""
    targets = [(target, section) for section in sections.values() for target in section.targets]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; `make bench ONLY=decode` measures one part anew and keeps the others: "
        + ", ".join(f"`{name}`" for name in sections)
        + ".",
        "",
        f"- {machine()}",
        f"- {versions()}",
        "- Who asks and who answers has each a core of its own. Clients work in processes of their own, in",
        "  interleaved rounds; a ratio is the median of the rounds' own ratios, since other work on the machine hits",
        "  both sides of a round. *Spread* is how far the middle half of the rounds lies apart.",
        "- *Load* is the machine's when a part ended; 1 to 2 is the benchmark itself. Where it is more, times by the",
        "  clock mean little.",
        "",
        "## Targets",
        "",
        *table([("figure", "measured", "target", "", "load"), *(_row(target, section) for target, section in targets)]),
        "![The figures as bars](plot.svg)",
        "",
    ]
    for section in sections.values():
        lines += [f"## {section.title}", "", fill(" ".join(section.notes), 118), "", *table(section.rows)]
        load = "" if section.load is None else f", load {section.load}"
        lines += [f"{section.taken}{load}.", ""]
    return "\n".join(lines)


def _row(target: Target, section: Section) -> tuple[str, ...]:
    bound = "at most" if target.at_most else "at least"
    verdict = "reached" if target.reached else "**not reached**"
    return (
        target.what,
        f"{target.value:.3g}{target.unit}",
        f"{bound} {target.goal:g}{target.unit}",
        verdict,
        "" if section.load is None else f"{section.load}",
    )


def write(sections: Mapping[str, Section], folder: Path) -> None:
    """Write `README.md` and `plot.svg`."""
    (folder / "README.md").write_text(report(sections).rstrip() + "\n", encoding="utf-8")
    charts = {section.title: (section.unit, section.bars) for section in sections.values() if section.bars}
    (folder / "plot.svg").write_text(plot(charts, OWN), encoding="utf-8")
