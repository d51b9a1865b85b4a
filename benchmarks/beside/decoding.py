"""What it takes to make models of a page of 1000 rows."""

import tempfile
from pathlib import Path

from .place import interleaved, mock, page
from .section import Section, Target

ROUNDS = 25
MINE, STOCK, OTHER, BARE = "nexudus_calendars", "openapi-python-client", "openapi-generator", "httpx"


def decode() -> Section:
    """From the bytes of a page, and from parsed JSON."""
    with tempfile.TemporaryDirectory() as name, mock() as served:
        path = page(served, Path(name))
        size = path.stat().st_size
        _, whole = interleaved(
            {client: served.task(client, "decode", page=str(path), times=4) for client in (MINE, STOCK, OTHER, BARE)},
            ROUNDS,
        )
        _, built = interleaved(
            {client: served.task(client, "build", page=str(path), times=4) for client in (MINE, STOCK, OTHER)}, ROUNDS
        )
    rows = [("client", "ms from bytes", "spread", "to ours", "ms from parsed JSON", "to ours")]
    for client in (MINE, STOCK, OTHER):
        bytes_, parsed = f"{whole.median(client) * 1e3:.2f}", f"{built.median(client) * 1e3:.2f}"
        ratios = f"{whole.ratio(client, MINE):.2f}", f"{built.ratio(client, MINE):.2f}"
        rows.append((client, bytes_, whole.spread(client), ratios[0], parsed, ratios[1]))
    json_only, other_whole = (whole.median(client) * 1e3 for client in (BARE, OTHER))
    rows.append(
        (f"{BARE}: no models", f"{json_only:.2f}", whole.spread(BARE), f"{whole.ratio(BARE, MINE):.2f}", "", "")
    )
    return Section(
        "A page of 1000 rows",
        [
            f"{size // 1000} kB of JSON, 19 properties a row, with UUIDs and dates; processor time. *From",
            "bytes* is from an answer to its models. Python's own json, which all of them use, is part of it.",
            "*From parsed JSON* is the models alone.",
            f"A fifth of openapi-generator's time from bytes would be {other_whole / 5:.2f} ms, and json alone takes",
            f"{json_only:.2f}: no client that parses with Python's json can be that fast, whatever its models cost.",
        ],
        rows,
        [
            Target("a page decoded, to openapi-python-client's: models", built.ratio(STOCK, MINE), 2),
            Target("a page decoded, to openapi-python-client's: from bytes", whole.ratio(STOCK, MINE), 2),
            Target("a page decoded, to openapi-generator's: models", built.ratio(OTHER, MINE), 5),
            Target("a page decoded, to openapi-generator's: from bytes", whole.ratio(OTHER, MINE), 5),
        ],
        [(client, whole.median(client) * 1e3) for client in (MINE, STOCK, OTHER)] + [("json alone", json_only)],
        "ms",
    )
