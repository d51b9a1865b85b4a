"""The time, waiting and chance, all three replaceable in a test."""

import random
import time
from datetime import UTC, datetime


class Clock:
    """What a client reads the time from and waits by. Give it a subclass of your own to test without waiting."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def now(self) -> datetime:
        """The date and time in UTC, for what the server says in dates."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait, in a thread."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait, in a task."""
        import asyncio  # noqa: PLC0415 - httpx does without it until a client is used, and so does this package

        await asyncio.sleep(seconds)

    def random(self) -> float:
        """A number from 0 to 1, for jitter."""
        return random.random()  # noqa: S311 - it spreads retries, it keeps no secret


SYSTEM_CLOCK = Clock()
