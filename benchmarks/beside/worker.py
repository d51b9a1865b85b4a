"""One client at work in a process of its own: `worker.py JSON`. For each line it reads it writes what a round took.

It runs in the environment of `requirements/bench.txt`, and imports nothing but the client that it measures.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

PATH = "/api/spaces/coworkergooglecalendars"
Task = dict[str, Any]


def calling(task: Task) -> Callable[[], object]:
    """Reads one record, with the client's connection kept open."""
    url, token, record = task["url"], task["token"], task["record"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    match task["client"]:
        case "nexudus_calendars":
            from nexudus_calendars import NO_LIMITS, NexudusClient

            calendars = NexudusClient(url, token=token, limits=NO_LIMITS).coworker_google_calendars
            return lambda: calendars.get(record)
        case "openapi-python-client":
            from stock_client import AuthenticatedClient
            from stock_client.api.coworker_google_calendars import get_coworker_google_calendar as module

            client = AuthenticatedClient(url, token=token)
            return lambda: module.sync(record, client=client)
        case "openapi-generator":
            from oag_client import ApiClient, Configuration, CoworkerGoogleCalendarsApi

            api = ApiClient(Configuration(host=url))
            api.default_headers.update(headers)
            other = CoworkerGoogleCalendarsApi(api)
            return lambda: other.get_coworker_google_calendar(record)
        case "requests":
            import requests

            session = requests.Session()
            session.headers.update(headers)
            return lambda: session.get(f"{url}{PATH}/{record}", timeout=30).json()
        case "httpx":
            import httpx

            raw = httpx.Client(base_url=url, headers=headers)
            return lambda: raw.get(f"{PATH}/{record}").json()
    raise ValueError(task["client"])


async def calling_async(task: Task) -> Callable[[], Awaitable[object]]:
    """The same, to be awaited."""
    url, token, record = task["url"], task["token"], task["record"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    match task["client"]:
        case "nexudus_calendars" | "nexudus_calendars, aiohttp":
            from nexudus_calendars import NO_LIMITS, AsyncNexudusClient, aiohttp_transport

            transport = aiohttp_transport() if task["client"].endswith("aiohttp") else None
            mine = AsyncNexudusClient(url, token=token, limits=NO_LIMITS, transport=transport).coworker_google_calendars
            return lambda: mine.get(record)
        case "openapi-python-client":
            from stock_client import AuthenticatedClient
            from stock_client.api.coworker_google_calendars import get_coworker_google_calendar as module

            client = AuthenticatedClient(url, token=token)
            return lambda: module.asyncio(record, client=client)
        case "httpx":
            import httpx

            raw = httpx.AsyncClient(base_url=url, headers=headers)

            async def ask() -> object:
                return (await raw.get(f"{PATH}/{record}")).json()

            return ask
        case "aiohttp":
            import aiohttp

            session = aiohttp.ClientSession(headers=headers)

            async def ask_aiohttp() -> object:
                async with session.get(f"{url}{PATH}/{record}") as answer:
                    return await answer.json()

            return ask_aiohttp
    raise ValueError(task["client"])


def decoding(task: Task) -> Callable[[], object]:
    """From the bytes of a page to its models, by the client's own way from an answer to a value."""
    data = Path(task["page"]).read_bytes()
    if task["client"] == "openapi-generator":
        from oag_client import ApiClient

        api = ApiClient()
        return lambda: api.deserialize(data.decode("utf-8"), "CoworkerGoogleCalendarPage", "application/json")
    import httpx

    # The answer is made anew each time, as it would be; that costs microseconds.
    request = httpx.Request("GET", "http://127.0.0.1")
    match task["client"]:
        case "nexudus_calendars" | "nexudus_calendars, fast":
            from nexudus_calendars.models import CoworkerGoogleCalendarPage as Kind
            from nexudus_calendars.runtime.answers import read_many

            if task["client"] == "nexudus_calendars":
                # As if the extra `fast` were not installed.
                sys.modules["msgspec"] = cast("Any", None)
            return lambda: read_many(httpx.Response(200, content=data, request=request), Kind, Kind.from_dict)
        case "openapi-python-client":
            from stock_client.models import CoworkerGoogleCalendarPage as Page

            return lambda: Page.from_dict(httpx.Response(200, content=data, request=request).json())
    return lambda: httpx.Response(200, content=data, request=request).json()


def building(task: Task) -> Callable[[], object]:
    """From parsed JSON to models, without the time that json itself takes."""
    value = json.loads(Path(task["page"]).read_bytes())
    match task["client"]:
        case "nexudus_calendars":
            from nexudus_calendars.models import CoworkerGoogleCalendarPage as Page
        case "openapi-python-client":
            from stock_client.models import CoworkerGoogleCalendarPage as Page
        case _:
            from oag_client.models import CoworkerGoogleCalendarPage as Page
    return lambda: Page.from_dict(value)


def timed(ask: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        ask()
    return (time.perf_counter() - start) / times


def timed_in_threads(ask: Callable[[], object], times: int, width: int) -> float:
    with ThreadPoolExecutor(width) as pool:
        start = time.perf_counter()
        for done in [pool.submit(ask) for _ in range(times)]:
            done.result()
        return (time.perf_counter() - start) / times


def timed_in_tasks(
    loop: asyncio.AbstractEventLoop, ask: Callable[[], Awaitable[object]], times: int, width: int
) -> float:
    left = iter(range(times))

    async def work() -> None:
        for _ in left:
            await ask()

    async def all_of_it() -> float:
        start = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(width)))
        return (time.perf_counter() - start) / times

    return loop.run_until_complete(all_of_it())


def rounds(task: Task) -> Callable[[], float]:
    times, width = task["times"], task.get("width", 1)
    if task["job"] == "flight" and task["client"] not in {"requests", "openapi-generator"}:
        loop = asyncio.new_event_loop()
        ask = loop.run_until_complete(calling_async(task))
        return lambda: timed_in_tasks(loop, ask, times, width)
    plain = {"call": calling, "flight": calling, "decode": decoding, "build": building}[task["job"]](task)
    return lambda: timed_in_threads(plain, times, width) if width > 1 else timed(plain, times)


def memory() -> float:
    """Resident memory in MiB."""
    return int(Path("/proc/self/status").read_text(encoding="utf-8").partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    task = json.loads(sys.argv[1])
    if task["job"] == "start":
        start = time.perf_counter()
        ask = calling(task)
        seconds = time.perf_counter() - start
        ask()
        print(json.dumps([seconds, memory()]), flush=True)
        return
    measure = rounds(task)
    measure()
    print("ready", flush=True)
    for _ in sys.stdin:
        if task["job"] == "call":
            # A process that slept is slow at first, and its connection may have ended.
            measure()
        worked = time.process_time()
        seconds = measure()
        print(json.dumps([seconds, (time.process_time() - worked) / task["times"]]), flush=True)


if __name__ == "__main__":
    main()
