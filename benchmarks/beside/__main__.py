"""Everything side by side: `python -m benchmarks.beside [PART ...]`; it writes benchmarks/README.md and plot.svg."""

import json
import sys
import time
from collections.abc import Callable, Mapping

from . import others
from .calls import in_flight, one
from .decoding import decode
from .elsewhere import fuzz, mock
from .generating import generate
from .place import ROOT, BenchmarkError, show
from .report import write
from .section import Section
from .spending import spend
from .starting import start

PARTS: Mapping[str, Callable[[], Section]] = {
    "call": one,
    "decode": decode,
    "start": start,
    "flight": in_flight,
    "requests": spend,
    "mock": mock,
    "generate": generate,
    "fuzz": fuzz,
}
FOLDER = ROOT / "benchmarks"
RESULTS = FOLDER / "results.json"


def kept() -> dict[str, Section]:
    """What was measured before, for the parts that are not measured now."""
    if not RESULTS.exists():
        return {}
    return {name: Section.from_json(item) for name, item in json.loads(RESULTS.read_text(encoding="utf-8")).items()}


def main() -> int:
    wanted = sys.argv[1:] or [*PARTS]
    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    sections = kept()
    try:
        others.ready()
        for name in wanted:
            began = time.monotonic()
            show(name)
            sections[name] = PARTS[name]()
            # Each part is kept at once, so that an interrupted run loses one at the most.
            sections = {part: sections[part] for part in PARTS if part in sections}
            written = {part: section.to_json() for part, section in sections.items()}
            RESULTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
            write(sections, FOLDER)
            show("")
            end = "\r" if sys.stdout.isatty() else ""
            said = ", ".join(f"{target.what}: {target.value:.3g}{target.unit}" for target in sections[name].targets)
            print(f"{end}{name:10} {time.monotonic() - began:4.0f} s  {said}", flush=True)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print(f"wrote {(FOLDER / 'README.md').relative_to(ROOT)}")
    return 0 if all(target.reached for section in sections.values() for target in section.targets) else 1


if __name__ == "__main__":
    sys.exit(main())
