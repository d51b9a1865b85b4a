"""What a call costs: one at a time, and 32 in flight."""

from .place import interleaved, mock
from .section import Section, Target

# Short rounds and many where a clock is to tell small things apart.
ROUNDS, CALL_ROUNDS = 11, 60
SYNC = ("nexudus_calendars", "httpx", "openapi-python-client", "openapi-generator", "requests")
IN_FLIGHT = (
    "nexudus_calendars, aiohttp",
    "nexudus_calendars",
    "openapi-python-client",
    "httpx",
    "aiohttp",
    "openapi-generator",
    "requests",
)
STOCK, MINE, FAST = "openapi-python-client", "nexudus_calendars", "nexudus_calendars, aiohttp"


def one() -> Section:
    """GET of one record by its id, over a connection that is kept."""
    with mock() as served:
        clock, processor = interleaved({name: served.task(name, "call", times=25) for name in SYNC}, CALL_ROUNDS)
    over, work_over = ((times.ratio(MINE, "httpx") - 1) * 100 for times in (clock, processor))
    return Section(
        "One call",
        [
            "GET of one record by its id, one after the other, over a connection that is kept. What comes",
            "back is a model, or with httpx and requests what their `.json()` makes of it. httpx is used as",
            "its pages show it, as a client with a base URL. *CPU* is the asking process' own processor time.",
        ],
        [
            ("client", "us a call", "spread", "to httpx", "CPU us", "to httpx"),
            *(
                (
                    name,
                    f"{clock.median(name) * 1e6:.0f}",
                    clock.spread(name),
                    f"{clock.ratio(name, 'httpx'):.2f}",
                    f"{processor.median(name) * 1e6:.0f}",
                    f"{processor.ratio(name, 'httpx'):.2f}",
                )
                for name in SYNC
            ),
        ],
        [
            Target("one call, over raw httpx: by the clock", over, 5, at_most=True, unit=" %"),
            Target("one call, over raw httpx: processor time", work_over, 5, at_most=True, unit=" %"),
        ],
        [(name, clock.median(name) * 1e6) for name in SYNC],
        "us",
    )


def in_flight() -> Section:
    """The same GET, 32 at a time."""
    with mock() as served:
        tasks = {name: served.task(name, "flight", times=192, width=32) for name in IN_FLIGHT}
        clock, processor = interleaved(tasks, ROUNDS)
    return Section(
        "32 in flight",
        [
            "The same GET, 32 at a time: tasks of one event loop, or 32 threads for the two that have no",
            "async client. `nexudus_calendars, aiohttp` has the extra `aiohttp`:",
            "`AsyncNexudusClient(transport=aiohttp_transport())`.",
        ],
        [
            ("client", "calls a second", "spread", "to stock", "CPU us", "to stock"),
            *(
                (
                    name,
                    f"{1 / clock.median(name):.0f}",
                    clock.spread(name),
                    f"{clock.ratio(STOCK, name):.2f}",
                    f"{processor.median(name) * 1e6:.0f}",
                    f"{processor.ratio(STOCK, name):.2f}",
                )
                for name in IN_FLIGHT
            ),
        ],
        [Target("32 in flight, to openapi-python-client's", clock.ratio(STOCK, FAST), 4)],
        [(name, clock.median(name) * 1e6) for name in IN_FLIGHT],
        "us a call",
    )
