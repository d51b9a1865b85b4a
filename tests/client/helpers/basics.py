"""What the client's tests share that is no fixture."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nexudus_calendars import Clock

ADMIN: dict[str, Any] = {"username": "admin@example.com", "password": "admin"}
EXPIRES = datetime(2026, 12, 1, 10, 30, tzinfo=UTC)
GOOGLE: dict[str, Any] = {
    "resource_id": 15,
    "name": "Ada's calendar ☕",
    "subscription_id": "channel-1",
    "calendar_id": "ada@example.com",
    "subscription_expire_date": EXPIRES,
    "watch_resource_id": "watch-1",
}
OFFICE = {key: value for key, value in GOOGLE.items() if key != "watch_resource_id"}
OFFE = {"resource_id": 15, "coworker_id": 42, "name": "Ada's calendar", "subscription_expire_date": EXPIRES}

RECORDS = pytest.mark.parametrize(
    ("resource", "fields"),
    [
        ("coworker_google_calendars", GOOGLE),
        ("coworker_ms_office_calendars", OFFICE),
        ("coworker_ms_offe_calendars", OFFE),
    ],
)


class VirtualClock(Clock):
    """Time that passes only where somebody waits. It writes down how long each wait was."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []
        self.chance = 1.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def random(self) -> float:
        return self.chance
