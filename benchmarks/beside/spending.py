"""How many requests a job takes, counted by the mock, and how many would do."""

from collections.abc import Sequence
from urllib.parse import quote

from nexudus_calendars import NO_LIMITS, NexudusClient
from nexudus_contract.document import load
from nexudus_contract.mock import MockSettings, World, transport

from .place import show
from .section import Section, Target

RECORDS, CHANGES, READ_AHEAD, PAGE, QUERY = 10_000, 500, 50, 1000, 2048
# What it spends more than the least buys safety, so it has no target.
READ_RIGHT_BEFORE = "change 500 records, each read right before"


def spend() -> Section:
    """Each job on a mock of its own, within this process."""
    world = World(load(), MockSettings(records=RECORDS, seed=1, log_size=1_000_000))
    client = NexudusClient(
        "http://nexudus.test",
        username="admin@example.com",
        password="admin",
        transport=transport(world),
        limits=NO_LIMITS,
    )
    rows, targets = [("job", "requests", "least", "over")], list[Target]()
    calendars = client.coworker_google_calendars
    ids = [row.id for row in calendars.list(size=PAGE)]
    pages = -(-RECORDS // PAGE)
    changed = ids[:CHANGES]
    least_to_change = batches(changed) + CHANGES

    def change(name: str, read_ahead: int) -> None:
        calendars.change_many([(id_, {"name": name}) for id_ in changed], read_ahead=read_ahead).raise_for_failures()

    jobs = (
        ("list 10,000 records", lambda: sum(1 for _ in calendars.list(size=PAGE)), pages),
        (
            "list 10,000 records in full",
            lambda: sum(1 for _ in calendars.list(size=PAGE, hydrate=True)),
            pages + batches(ids),
        ),
        ("read 10,000 records by their ids", lambda: len(calendars.get_many(ids)), batches(ids)),
        (READ_RIGHT_BEFORE, lambda: change("one by one", 1), least_to_change),
        (f"change 500 records, read_ahead={READ_AHEAD}", lambda: change("ahead", READ_AHEAD), least_to_change),
    )
    for name, job, least in jobs:
        show(name)
        before = len(world.requests)
        job()
        spent = len(world.requests) - before
        over = (spent / least - 1) * 100
        rows.append((name, str(spent), str(least), f"{over:.1f} %"))
        if name != READ_RIGHT_BEFORE:
            targets.append(Target(f"requests to {name}, over the least", over, 2, at_most=True, unit=" %"))
    client.close()
    return Section(
        "Requests for a job",
        [
            f"Counted by the mock. The least: pages of {PAGE} rows, which is the most that a page holds; as",
            f"many ids in a batch as a query string of {QUERY} characters takes, which is where many servers",
            "stop; and a PUT for each change. An update sends the whole record, so what somebody else writes",
            "between a read and its write is lost. So `change_many` reads each record right before it writes",
            "it, unless it is told to read several at once: fewer requests, and more time for such a loss.",
        ],
        rows,
        targets,
    )


def batches(ids: Sequence[int]) -> int:
    """The fewest requests that so many ids fit in, as a JSON array in a query."""
    number, length = 0, QUERY
    for id_ in ids:
        needed = len(quote(f"{id_},", safe=""))
        if length + needed > QUERY:
            number, length = number + 1, len(quote("id=[]", safe="="))
        length += needed
    return number
