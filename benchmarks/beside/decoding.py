"""What it takes to make models of a page of 1000 rows."""

import tempfile
from pathlib import Path

from .place import interleaved, mock, page
from .section import Section, Target

ROUNDS = 25
MINE, FAST = "nexudus_calendars", "nexudus_calendars, fast"
STOCK, OTHER, BARE = "openapi-python-client", "openapi-generator", "httpx"


def decode() -> Section:
    """From the bytes of a page, and from parsed JSON."""
    with tempfile.TemporaryDirectory() as name, mock() as served:
        path = page(served, Path(name))
        size = path.stat().st_size
        _, whole = interleaved(
            {
                client: served.task(client, "decode", page=str(path), times=4)
                for client in (FAST, MINE, STOCK, OTHER, BARE)
            },
            ROUNDS,
        )
        _, built = interleaved(
            {client: served.task(client, "build", page=str(path), times=4) for client in (MINE, STOCK, OTHER)}, ROUNDS
        )
    rows = [("client", "ms from bytes", "spread", "to ours", "to ours, fast", "ms from parsed JSON", "to ours")]
    for client in (FAST, MINE, STOCK, OTHER, BARE):
        parsed = client in {MINE, STOCK, OTHER}
        rows.append(
            (
                f"{client}: no models" if client == BARE else client,
                f"{whole.median(client) * 1e3:.2f}",
                whole.spread(client),
                f"{whole.ratio(client, MINE):.2f}",
                f"{whole.ratio(client, FAST):.2f}",
                f"{built.median(client) * 1e3:.2f}" if parsed else "",
                f"{built.ratio(client, MINE):.2f}" if parsed else "",
            )
        )
    json_only, other_whole = (whole.median(client) * 1e3 for client in (BARE, OTHER))
    return Section(
        "A page of 1000 rows",
        [
            f"{size // 1000} kB of JSON, 19 properties a row, with UUIDs and dates; processor time. *From",
            "bytes* is from an answer to its models, *from parsed JSON* the models alone.",
            "`nexudus_calendars, fast` has the extra `fast`, with which msgspec reads the bytes. All others use",
            f"Python's json, which alone takes {json_only:.2f} ms. A fifth of openapi-generator's time from bytes is",
            f"{other_whole / 5:.2f} ms.",
        ],
        rows,
        [
            Target("a page decoded, extra `fast`, to openapi-python-client's", whole.ratio(STOCK, FAST), 2),
            Target("a page decoded, extra `fast`, to openapi-generator's", whole.ratio(OTHER, FAST), 5),
        ],
        [(client, whole.median(client) * 1e3) for client in (FAST, MINE, STOCK, OTHER)] + [("json alone", json_only)],
        "ms",
    )
